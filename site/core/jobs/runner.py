"""Runs one claimed job and writes down how it ended."""

from __future__ import annotations

import logging
from enum import Enum

from django.utils.translation import gettext as _

from core.jobs import queue
from core.jobs.context import GiveUp, JobContext, LeaseLost
from core.jobs.models import Job

logger = logging.getLogger("core.jobs")


class Ending(Enum):
    """How an attempt ended."""

    DONE = "done"
    FAILED = "failed"
    LOST = "lost"


def run(claimed: queue.Claimed) -> tuple[Ending, Exception | None]:
    """Run the job to its end. An error of the job is written down and returned, never raised.

    HandBack passes through: whoever stops the worker decides what becomes of the job.
    """
    job = claimed.job
    context = JobContext(job_id=job.pk, lease=claimed.lease, attempt=job.attempts)
    try:
        report = _call(job, context)
        queue.finish(claimed, report)
    except LeaseLost:
        logger.warning("job %s (%s) was taken over by another worker", job.pk, job.result.task_path)
        return Ending.LOST, None
    except Exception as error:  # noqa: BLE001  a job may fail in any way, the worker goes on
        return _failed(claimed, error), error
    return Ending.DONE, None


def _call(job: Job, context: JobContext) -> str | None:
    task = job.task
    if task is None:
        raise GiveUp(_("程序里已经没有这个任务：%(path)s") % {"path": job.result.task_path})
    return task.func(context, **job.arguments)


def _failed(claimed: queue.Claimed, error: Exception) -> Ending:
    try:
        job = queue.fail(claimed, error)
    except LeaseLost:
        return Ending.LOST
    if job.is_finished:
        logger.error("job %s (%s) failed for good", job.pk, job.result.task_path, exc_info=error)
    else:
        logger.warning("job %s (%s) failed, attempt %s: %s", job.pk, job.result.task_path, job.attempts, error)
    return Ending.FAILED
