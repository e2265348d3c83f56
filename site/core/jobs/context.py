"""What a running job is given: its progress, its steps, and the certainty that nobody else runs it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

#: Progress is written at most this often (seconds), but for the first and the last.
PROGRESS_EVERY = 0.5


class LeaseLost(BaseException):
    """Another worker has taken the job over. Like a cancellation it passes every `except Exception` of the job."""


class HandBack(BaseException):
    """The worker must end now: the job goes back to the queue as it is."""


class GiveUp(Exception):
    """Raised by a job for which another attempt is of no use; its message, in Chinese, is shown."""


class JobContext:
    """One attempt at one job. Everything it writes is refused once the lease is no longer this attempt's."""

    def __init__(self, *, job_id: uuid.UUID, lease: str, attempt: int) -> None:
        self.job_id = job_id
        self.lease = lease
        #: 1 for the first attempt.
        self.attempt = attempt
        self._written_at = 0.0

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Tell how far the job is. Raises LeaseLost when it was taken over."""
        now = time.monotonic()
        if now - self._written_at < PROGRESS_EVERY and done < total:
            return
        self._written_at = now
        self._write(done=done, total=total, note=note[:200])

    def check(self) -> None:
        """Raise LeaseLost when the job was taken over. For long work between two steps."""
        self._write()

    @contextmanager
    def once(self, key: str) -> Iterator[bool]:
        """Do an effect on the database exactly once, however often the job runs.

        `with context.once("mail") as first:` gives True the first time; what the block writes and the mark that it is
        done are one transaction. Gives False when the step is done already. Do slow work before it: on SQLite the block
        holds the write lock. Raises LeaseLost, and then nothing of the block stays.
        """
        from core.jobs.models import JobStep

        with transaction.atomic():
            self._lock_lease()
            if self.step_done(key):
                yield False
                return
            JobStep.objects.create(job_id=self.job_id, key=key)
            yield True

    def step_done(self, key: str) -> bool:
        """Whether `once(key)` has been gone through, in this attempt or an earlier one."""
        from core.jobs.models import JobStep

        return JobStep.objects.filter(job_id=self.job_id, key=key).exists()

    def _lock_lease(self) -> None:
        """Lock the job's row until the transaction ends, so that no other worker can take it over meanwhile."""
        from core.jobs.models import Job

        if Job.objects.select_for_update().filter(pk=self.job_id, lease=self.lease).first() is None:
            raise LeaseLost

    def _write(self, **values: object) -> None:
        from core.jobs.models import Job

        if not Job.objects.filter(pk=self.job_id, lease=self.lease).update(heartbeat_at=timezone.now(), **values):
            raise LeaseLost
