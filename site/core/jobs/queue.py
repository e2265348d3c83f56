"""Changes of a job's state, each one short transaction: claim, end, hand back, take up what a dead worker left."""

from __future__ import annotations

import random
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.jobs.context import GiveUp, LeaseLost
from core.jobs.errors import error_summary
from core.jobs.lease import LEASE_LASTS, holder_is_gone, new_lease
from core.jobs.models import Job, JobRun
from core.jobs.task import BACKEND

FINISHED = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
KEPT = timedelta(days=30)
LONGEST_WAIT = 3600.0


@dataclass(frozen=True)
class Claimed:
    """A job that this process may run, and the lease that says so."""

    job: Job
    lease: str


def work_is_due(now: datetime | None = None) -> bool:
    """Whether any job could be claimed: one read on the index of waiting rows, no lock."""
    return _due(now).exists()


def claim_next(now: datetime | None = None) -> Claimed | None:
    """Take the most urgent due job. Two processes never get the same: its row is locked, or skipped by the other."""
    with transaction.atomic():
        result = _due(now).select_for_update(skip_locked=True).order_by("-priority", "run_after", "enqueued_at").first()
        if result is None:
            return None
        job = Job.objects.select_for_update().get(pk=result.pk)
        lease, began = new_lease(), timezone.now()
        job.result = result
        job.waiting_key, job.lease, job.heartbeat_at = None, lease, began
        job.attempts += 1
        job.save(update_fields=["waiting_key", "lease", "heartbeat_at", "attempts"])
        result.status, result.started_at = TaskResultStatus.RUNNING, began
        result.worker_ids = [*result.worker_ids, lease]
        result.save(update_fields=["status", "started_at", "worker_ids"])
        return Claimed(job, lease)


def _due(now: datetime | None) -> Any:
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, backend_name=BACKEND, run_after__lte=now or timezone.now(), job__isnull=False
    )


def finish(claimed: Claimed, report: str | None) -> None:
    """The job is done. Raises LeaseLost when it was taken over meanwhile."""
    with transaction.atomic():
        job = _leased(claimed)
        _end(job, JobRun.Outcome.DONE)
        job.last_error = ""
        job.save(update_fields=["lease", "last_error"])
        _settle(job.result, TaskResultStatus.SUCCESSFUL, report=report)


def fail(claimed: Claimed, error: BaseException) -> Job:
    """An attempt ended in an error: another one later, or 失败 when no attempt is left or none would be of use."""
    summary, lines = error_summary(error), "".join(traceback.format_exception(error))
    with transaction.atomic():
        job = _leased(claimed)
        _end(job, JobRun.Outcome.FAILED, error=summary, traceback=lines)
        _again_or_never(job, summary, lines, kind=type(error), hopeless=isinstance(error, GiveUp))
    return job


def hand_back(claimed: Claimed) -> None:
    """The worker ends before the job does: it waits again, due at once, and the attempt is not counted."""
    with transaction.atomic():
        job = _leased(claimed)
        _end(job, JobRun.Outcome.HANDED_BACK)
        job.attempts = max(job.attempts - 1, 0)
        job.save(update_fields=["lease", "attempts"])
        _wait(job.result, timezone.now())


def take_up_lost() -> list[Job]:
    """Free the jobs whose worker is dead: its process is gone, or its heartbeat is older than LEASE_LASTS."""
    lost = []
    for pk, lease, beat in Job.objects.exclude(lease="").values_list("pk", "lease", "heartbeat_at"):
        if holder_is_gone(lease) or (beat and beat < timezone.now() - LEASE_LASTS):
            with transaction.atomic():
                # Asked again under the lock: it may have beaten or ended since.
                job = Job.objects.select_for_update().filter(pk=pk, lease=lease, heartbeat_at=beat).first()
                if job is not None:
                    _take_up(job)
                    lost.append(job)
    return lost


def _take_up(job: Job) -> None:
    summary = _("执行它的进程中途消失了（第%(n)s次）。") % {"n": job.attempts}
    _end(job, JobRun.Outcome.LOST, error=summary)
    _again_or_never(job, summary, "", kind=LeaseLost, hopeless=False, at_once=job.attempts == 1)


def retry(job: Job) -> bool:
    """Let a failed job run again, with all its attempts anew. Steps that are done stay done. False when not failed."""
    with transaction.atomic():
        result = DBTaskResult.objects.select_for_update().filter(pk=job.pk, status=TaskResultStatus.FAILED).first()
        if result is None:
            return False
        Job.objects.filter(pk=job.pk).update(attempts=0, done=0, total=0, note="")
        _wait(result, timezone.now())
        return True


def prune(*, before: datetime | None = None, batch: int = 500) -> int:
    """Delete jobs that ended more than 30 days ago, a batch a transaction. Returns how many."""
    old = DBTaskResult.objects.filter(
        backend_name=BACKEND, status__in=FINISHED, finished_at__lt=before or timezone.now() - KEPT
    )
    count = 0
    while keys := list(old.order_by("finished_at").values_list("pk", flat=True)[:batch]):
        DBTaskResult.objects.filter(pk__in=keys).delete()
        count += len(keys)
    return count


def backoff(first: float, attempt: int) -> timedelta:
    """The wait after the nth attempt: twice as long each time, up to an hour, ± a quarter so that they spread out."""
    seconds = min(first * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311  no secret hangs on it


def _leased(claimed: Claimed) -> Job:
    job = (
        Job.objects.select_for_update().select_related("result").filter(pk=claimed.job.pk, lease=claimed.lease).first()
    )
    if job is None:
        raise LeaseLost
    return job


def _end(job: Job, outcome: JobRun.Outcome, **error: str) -> None:
    JobRun.objects.create(job=job, started_at=job.result.started_at, outcome=outcome, lease=job.lease, **error)
    job.lease = ""


def _again_or_never(
    job: Job, summary: str, lines: str, *, kind: type[BaseException], hopeless: bool, at_once: bool = False
) -> None:
    task = job.task
    job.last_error = summary
    job.save(update_fields=["lease", "last_error"])
    if hopeless or task is None or job.attempts >= task.attempts:
        _settle(job.result, TaskResultStatus.FAILED, error=kind, lines=lines)
    else:
        wait = timedelta() if at_once else backoff(task.backoff, job.attempts)
        _wait(job.result, timezone.now() + wait)


def _wait(result: DBTaskResult, run_after: datetime) -> None:
    result.status, result.run_after, result.finished_at = TaskResultStatus.READY, run_after, None
    result.save(update_fields=["status", "run_after", "finished_at"])


def _settle(
    result: DBTaskResult,
    status: TaskResultStatus,
    *,
    report: str | None = None,
    error: type[BaseException] | None = None,
    lines: str = "",
) -> None:
    result.status, result.finished_at, result.return_value = status, timezone.now(), report
    result.exception_class_path = f"{error.__module__}.{error.__qualname__}" if error else ""
    result.traceback = lines
    result.save(update_fields=["status", "finished_at", "return_value", "exception_class_path", "traceback"])
