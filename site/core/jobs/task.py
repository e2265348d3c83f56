"""`@job`: makes a function a job that can be put into the queue."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task

if TYPE_CHECKING:
    from core.jobs.models import Job

#: The alias in settings.TASKS whose rows the worker runs.
BACKEND = "jobs"
#: Names that `enqueue` takes for itself.
RESERVED = {"key", "run_after"}

JobFunction = Callable[..., str | None]
registry: dict[str, JobTask] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTask(Task[Any, Any]):
    """A django-tasks task with a title for people, and a limit of attempts."""

    title: str | Promise
    attempts: int = 5
    #: Seconds before the second attempt; each further wait is twice as long, up to an hour.
    backoff: float = 10.0
    #: The record that a job is about, for reports: the label of its model, and the argument that holds its key.
    about: tuple[str, str] | None = None

    def enqueue(  # type: ignore[override]  # ours takes keyword arguments only, and answers with our own row
        self, *, key: str = "", run_after: datetime | None = None, **arguments: Any
    ) -> Job:
        """Queue the job in the caller's transaction: rolled back with it, seen by the worker after commit.

        `arguments` must be JSON. While a job of the same function and `key` has not begun, that one is returned and no
        second is made. Raises TypeError for arguments that the function does not take or that JSON cannot hold.
        """
        inspect.signature(self.func).bind(None, **arguments)
        if not key:
            with transaction.atomic():
                return self._store(arguments, run_after, waiting_key=None)
        return self._store_once(arguments, run_after, waiting_key=self._waiting_key(key))

    def _waiting_key(self, key: str) -> str:
        text = f"{self.module_path}:{key}"
        return text if len(text) <= 300 else f"{text[:230]}#{hashlib.sha256(text.encode()).hexdigest()}"

    def _store_once(self, arguments: dict[str, Any], run_after: datetime | None, *, waiting_key: str) -> Job:
        from core.jobs.models import Job

        while True:
            with transaction.atomic():
                # The lock keeps the waiting job from starting before the caller commits: it must see what the caller
                # has changed, or the change would be missed.
                waiting = Job.objects.select_related("result").select_for_update().filter(waiting_key=waiting_key)
                if found := waiting.first():
                    return found
                try:
                    with transaction.atomic():
                        return self._store(arguments, run_after, waiting_key=waiting_key)
                except IntegrityError:
                    # Another process stored it between the two statements. It may even have begun: look again.
                    if not Job.objects.filter(waiting_key=waiting_key).exists():
                        continue

    def _store(self, arguments: dict[str, Any], run_after: datetime | None, *, waiting_key: str | None) -> Job:
        from core.jobs.models import Job

        # A plain time, also for at once: the library's "no time" is the year 9999, which sorts behind every retry.
        stored = self.using(run_after=run_after or timezone.now())
        result = self.get_backend().enqueue(stored, (), arguments)
        return Job.objects.create(result=result.db_result, waiting_key=waiting_key)  # type: ignore[attr-defined]


def job(
    *,
    title: str | Promise,
    attempts: int = 5,
    priority: int = 0,
    backoff: float = 10.0,
    about: tuple[str, str] | None = None,
) -> Callable[[JobFunction], JobTask]:
    """Decorate `def name(context: JobContext, *, photo_id: int) -> str | None`: a module-level, keyword-only function.

    `about=("media.Photo", "photo_id")` lets reports name the record whose key that argument holds. What the function
    returns is shown as its report. It may run more than once (a killed worker, an error): effects that must not happen
    twice go into `with context.once(key) as first:`. Raises ImproperlyConfigured for another kind of signature.
    """

    def decorate(function: JobFunction) -> JobTask:
        parameters = list(inspect.signature(function).parameters.values())
        arguments = parameters[1:]
        names = {argument.name for argument in arguments}
        if (
            not parameters
            or parameters[0].name != "context"
            or any(argument.kind is not argument.KEYWORD_ONLY for argument in arguments)
            or RESERVED & names
            or (about and about[1] not in names)
        ):
            raise ImproperlyConfigured(
                f"{function.__qualname__}: a job is `def name(context, *, …)`, no argument named {sorted(RESERVED)}, "
                f"and `about` names one."
            )
        task = JobTask(
            func=function,
            backend=BACKEND,
            takes_context=True,
            priority=priority,
            title=title,
            attempts=attempts,
            backoff=backoff,
            about=about,
        )
        registry[task.module_path] = task
        return task

    return decorate


def task_at(path: str) -> JobTask | None:
    """The job whose function stands at a dotted path; None when the code no longer has it."""
    try:
        found = registry.get(path) or import_string(path)
    except ImportError:
        return None
    return found if isinstance(found, JobTask) else None
