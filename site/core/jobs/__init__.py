"""Long work: one queue, one worker that is also the scheduler."""

from core.jobs.context import GiveUp, JobContext, LeaseLost
from core.jobs.task import JobTask, job

__all__ = ["GiveUp", "JobContext", "JobTask", "LeaseLost", "job"]
