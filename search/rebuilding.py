"""Rebuilding: the generation that does not answer is filled in small steps, then answers.

Each step reads and analyses objects outside the lock and writes them in a transaction of its own, so that editors never
wait for it. What is saved meanwhile is written to both generations, and a step never overwrites what a save wrote. A
rebuild that was killed goes on where it was.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from core.registry.models import RegistryRecord
from search.engines import database_engine
from search.errors import SearchError
from search.indexing import RECORDS, active_generation, drafts_of, held_of, remove, root_label, write
from search.models import ENTRIES, IndexState
from search.models.entry import digest_of

#: Objects a step; entries deleted at a time.
STEP, CLEARED = 25, 500
#: A rebuild that was not seen for so long has died.
DEAD_AFTER = timedelta(seconds=60)
#: PostgreSQL's code for a row that another transaction has locked, and seconds before it is asked for again.
LOCK_NOT_AVAILABLE, PAUSE = "55P03", 0.2

Report = Callable[[int, int], None]


def rebuild(report: Report | None = None) -> int:
    """Make the whole index anew, or go on with a rebuild that was cut off. Returns how many objects were looked at.

    `report` is given how many are done and how many there are. Raises SearchError while another rebuild is running.
    """
    owner = uuid.uuid4().hex
    building, cursor = begin(owner)
    total, done = count_all(), 0
    for model in indexed_roots():
        label = root_label(model)
        done += objects_of(model).filter(pk__lte=cursor.get(label, 0)).count()
        while chunk := next_chunk(model, cursor.get(label, 0)):
            keep(owner, building, model, chunk)
            cursor[label] = chunk[-1].pk
            done += len(chunk)
            if report:
                report(done, total)
    finish(owner, building)
    return done


def begin(owner: str) -> tuple[int, dict[str, int]]:
    """The generation to fill, and what is in it already."""
    with transaction.atomic():
        state = IndexState.locked()
        # A beat that lies ahead is from before the clock was moved back.
        if state.owner and state.beat_at and abs(timezone.now() - state.beat_at) < DEAD_AFTER:
            raise SearchError(_("另一次重建正在进行，请等它结束。"))
        state.owner, state.beat_at = owner, timezone.now()
        state.save()
        building, cursor = state.building, dict(state.cursor)
    if building is not None:
        return building, cursor
    building = 1 - state.active
    clear(building)
    with transaction.atomic():
        database_engine(building).await_writers()  # one that knows of no rebuild must not end behind its first step
        state = own(owner)
        state.building, state.cursor = building, {}
        state.save()
    return building, {}


def keep(owner: str, building: int, model: type[models.Model], chunk: list[Any]) -> None:
    """Write one step, and that it is done."""
    drafts = drafts_of(chunk)

    def step() -> None:
        state = own(owner)
        there = set(held_still(model, [each.pk for each in chunk]))
        write((draft for draft in drafts if draft.object_key in there), [building], replace=False)
        state.cursor[root_label(model)] = chunk[-1].pk
        state.beat_at = timezone.now()
        state.save()

    when_nobody_saves(step)


def held_still(model: type[models.Model], keys: list[int]) -> list[int]:
    """Those of the objects that are there; nobody changes or deletes them before this transaction ends.

    Where others write meanwhile, their rows are locked. Raises OperationalError when somebody is saving one of them.
    """
    locked = objects_of(model).select_for_update(nowait=True, no_key=True)
    return list(locked.filter(pk__in=keys).values_list("pk", flat=True))


def when_nobody_saves(step: Callable[[], None]) -> None:
    """Run a step in a transaction; again a little later where somebody is saving what it works on.

    It never waits with locks of its own: of two that wait for one another, the database might break off the editor's.
    """
    while True:
        try:
            with transaction.atomic():
                step()
            return
        except OperationalError as error:
            if not is_busy(error):
                raise
        time.sleep(PAUSE)


def is_busy(error: OperationalError) -> bool:
    """Did others write all the while? SQLite says so after its timeout, PostgreSQL at once."""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE
        or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    )


def finish(owner: str, building: int) -> None:
    database_engine(building).settle()

    def answer() -> None:
        state = own(owner)
        state.active, state.building, state.cursor, state.owner = building, None, {}, ""
        state.finished_at = timezone.now()
        state.save()

    when_nobody_saves(answer)
    clear(1 - building)


def own(owner: str) -> IndexState:
    """The state, locked; raises SearchError when another process took the rebuild over."""
    state = IndexState.locked()
    if state.owner != owner:
        raise SearchError(_("另一个进程接手了重建。"))
    return state


def clear(generation: int) -> None:
    """Empty a generation that nobody writes to, a little at a time."""
    entries = ENTRIES[generation]
    while keys := list(entries.objects.values_list("key", flat=True)[:CLEARED]):
        entries.objects.filter(key__in=keys).delete()
    database_engine(generation).clear()


# What is indexed ------------------------------------------------------------------------------------------------------
def indexed_roots() -> list[type[models.Model]]:
    """Each model whose objects are entries, pages once, and the kinds of records."""
    found = [Page if issubclass(model, Page) else model for model in get_indexed_models()]
    return list(dict.fromkeys([*found, *RECORDS]))


def objects_of(model: type[models.Model]) -> Any:
    """All objects that are entries, by key; the root above all sites and records that were merged say nothing."""
    found = model._default_manager.order_by("pk")
    if issubclass(model, RegistryRecord):
        return found.filter(merged_into=None)
    return found.filter(depth__gt=1) if issubclass(model, Page) else found


def next_chunk(model: type[models.Model], behind: int) -> list[Any]:
    return list(specific(model, objects_of(model).filter(pk__gt=behind))[:STEP])


def count_all() -> int:
    return sum(objects_of(model).count() for model in indexed_roots())


# Checking -------------------------------------------------------------------------------------------------------------
class Drift:
    """What the index lacks, holds wrongly, or holds of objects that are gone, by root label."""

    def __init__(self) -> None:
        self.missing: list[tuple[str, int]] = []
        self.different: list[tuple[str, int]] = []
        self.extra: list[tuple[str, int]] = []

    def __len__(self) -> int:
        return len(self.missing) + len(self.different) + len(self.extra)


def check(report: Report | None = None) -> Drift:
    """Compare every object with its entry, and mend what differs."""
    drift, total, done = Drift(), count_all(), 0
    for model in indexed_roots():
        behind = 0
        while chunk := next_chunk(model, behind):
            compare(model, chunk, drift)
            behind, done = chunk[-1].pk, done + len(chunk)
            if report:
                report(done, total)
        drift.extra += drop_extra(model)
    return drift


def compare(model: type[models.Model], chunk: list[Any], drift: Drift) -> None:
    entries = ENTRIES[active_generation()]
    drafts = {(draft.model, draft.object_key): draft for draft in drafts_of(chunk)}
    held = {(entry.model, entry.object_key): bytes(entry.digest) for entry in held_of(entries, drafts)}
    wrong = [name for name, draft in drafts.items() if held.get(name) != digest_of(draft.key, draft.tokens)]
    for name in wrong:
        (drift.different if name in held else drift.missing).append(name)
    if wrong:
        keys = [key for _label, key in wrong]
        when_nobody_saves(lambda: index_anew(model, keys))


def index_anew(model: type[models.Model], keys: list[int]) -> None:
    """In a transaction: write the entries of objects as they stand now."""
    write(drafts_of(list(specific(model, objects_of(model).filter(pk__in=held_still(model, keys))))))


def specific(model: type[models.Model], found: Any) -> Any:
    return found.specific() if issubclass(model, Page) else found


def drop_extra(model: type[models.Model]) -> list[tuple[str, int]]:
    label = root_label(model)
    entries, dropped, behind = ENTRIES[active_generation()], [], -1
    while keys := list(
        entries.objects.filter(model=label, object_key__gt=behind)
        .order_by("object_key")
        .values_list("object_key", flat=True)[:CLEARED]
    ):
        gone = set(keys) - set(objects_of(model).filter(pk__in=keys).values_list("pk", flat=True))
        remove((label, key) for key in gone)
        dropped += [(label, key) for key in sorted(gone)]
        behind = keys[-1]
    return dropped
