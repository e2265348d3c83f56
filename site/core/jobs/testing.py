"""For tests: run the queue's due jobs in the test's own process and transaction."""

from __future__ import annotations

from datetime import datetime

from core.jobs import queue, runner


def run_jobs(*, raise_errors: bool = True, now: datetime | None = None) -> int:
    """Run every job due at `now` (default: now), also those that these put into the queue. Returns how many ran.

    An error of a job is raised after it was written down, unless `raise_errors` is false.
    """
    count = 0
    while claimed := queue.claim_next(now):
        _ending, error = runner.run(claimed)
        count += 1
        if error is not None and raise_errors:
            raise error
    return count
