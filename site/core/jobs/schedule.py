"""The timetable: functions that the worker calls every so often, by name. When each is due stands in the database.

A room registers its own from `ready()`. A function returns a sentence about what it did, or None.
Long work does not belong here: such a function puts a job into the queue.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from core.jobs.errors import error_summary
from core.jobs.lease import LEASE_LASTS, holder_is_gone, new_lease

if TYPE_CHECKING:
    from core.jobs.models import Schedule

logger = logging.getLogger("core.jobs")

PeriodicFunction = Callable[[], str | None]
#: A function that failed is called again after this many seconds, or at its next turn when that is sooner.
AFTER_FAILURE = 60
_stopping = threading.Event()


@dataclass(frozen=True)
class Periodic:
    """A function of the timetable."""

    name: str
    title: str | Promise
    seconds: float
    function: PeriodicFunction


timetable: dict[str, Periodic] = {}


def every(*, seconds: float, name: str, title: str | Promise) -> Callable[[PeriodicFunction], PeriodicFunction]:
    """Call the decorated function every so many seconds. `name` is its identity in the database: never change it."""

    def register(function: PeriodicFunction) -> PeriodicFunction:
        known = timetable.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ImproperlyConfigured(f"Two periodic functions are named {name}.")
        timetable[name] = Periodic(name, title, seconds, function)
        return function

    return register


def title_of(name: str) -> str:
    """The title of a periodic function; its name when the code no longer has it."""
    return str(timetable[name].title) if name in timetable else name


def stop() -> None:
    """Ask the function under way to end soon, and begin no other."""
    _stopping.set()


def should_stop() -> bool:
    """Asked by periodic functions between two pieces of work: the worker is about to end."""
    return _stopping.is_set()


def next_due() -> datetime:
    """When the first function is due; one that was never called is due at once. One query."""
    from core.jobs.models import Schedule

    now = timezone.now()
    known = dict(Schedule.objects.filter(name__in=timetable).values_list("name", "due_at"))
    return min((known.get(name, now) for name in timetable), default=now + timedelta(days=1))


Holding = Callable[[Any, str, str], AbstractContextManager[Any]]


def run_due(
    *, now: datetime | None = None, holding: Holding = lambda model, key, lease: nullcontext()
) -> dict[str, str]:
    """Call each function that is due at `now`, one after the other. An error of one never keeps the next from its turn.

    `holding(model, key, lease)` keeps a lease alive meanwhile. Returns what each said, by name.
    """
    from core.jobs.models import Schedule

    now, reports = now or timezone.now(), {}
    rows = Schedule.objects.in_bulk(timetable)
    for periodic in list(timetable.values()):
        if should_stop():
            break
        if not _is_due(periodic, rows.get(periodic.name), now):
            continue
        row = _take(periodic, now)
        if row is not None:
            with holding(type(row), row.name, row.lease):
                reports[periodic.name] = _call(periodic, row)
    return reports


def _is_due(periodic: Periodic, row: Schedule | None, now: datetime) -> bool:
    """One that was never called is due; an interval that was made shorter counts at once."""
    if row is None:
        return True
    return min(row.due_at, (row.began_at or row.due_at) + timedelta(seconds=periodic.seconds)) <= now


def _take(periodic: Periodic, now: datetime) -> Schedule | None:
    """Claim the function when it is due and nobody runs it. The due time moves only when it has ended."""
    from core.jobs.models import Schedule

    Schedule.objects.get_or_create(name=periodic.name, defaults={"due_at": now})
    with transaction.atomic():
        row = Schedule.objects.select_for_update().get(name=periodic.name)
        if not _is_due(periodic, row, now) or _is_held(row):
            return None
        row.lease, row.heartbeat_at, row.began_at = new_lease(), timezone.now(), timezone.now()
        row.save(update_fields=["lease", "heartbeat_at", "began_at"])
        return row


def _is_held(row: Schedule) -> bool:
    if not row.lease or holder_is_gone(row.lease):
        return False
    return row.heartbeat_at is not None and row.heartbeat_at > timezone.now() - LEASE_LASTS


def _call(periodic: Periodic, row: Schedule) -> str:
    assert row.began_at is not None
    next_turn = row.began_at + timedelta(seconds=periodic.seconds)
    try:
        report = periodic.function() or ""
    except Exception as error:
        logger.exception("periodic function %s failed", periodic.name)
        report = error_summary(error)
        soon = timezone.now() + timedelta(seconds=AFTER_FAILURE)
        _note(row, min(next_turn, soon), report, row.failures + 1, traceback.format_exc())
    else:
        _note(row, next_turn, report, 0, "")
    return report


def _note(row: Schedule, due_at: datetime, report: str, failures: int, lines: str) -> None:
    from core.jobs.models import Schedule

    now = timezone.now()
    Schedule.objects.filter(pk=row.pk, lease=row.lease).update(
        lease="", ended_at=now, due_at=max(due_at, now), failures=failures, traceback=lines, report=report[:500]
    )
