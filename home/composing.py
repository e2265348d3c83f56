"""How stories come to stand in the modules of a front page: pins first, then each by its rule, none twice.

Pure: works on what a story is listed by, reads nothing, and gives the same answer for the same input at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID


class Candidate(NamedTuple):
    """A story as far as its place depends on it. `key`: of its page. `ends_on`: the last day of a notice."""

    key: int
    shown: datetime
    number: int = 0
    path: str = ""
    type_id: int = 0
    genre: str = ""
    photo_id: int | None = None
    ends_on: date | None = None
    translation_key: UUID | None = None


@dataclass
class Slot:
    """One place to be filled.

    `tiers`: what may come by itself, best tier first, each newest first. `rank`: who chooses first. `pins`: keys of
    stories that are to stand here. `is_lead`: shows an older story, or one pinned elsewhere, before it shows nothing.
    """

    count: int
    tiers: Sequence[Sequence[Candidate]] = ()
    max_age: timedelta | None = None
    pins: Sequence[int] = ()
    rank: int = 0
    is_lead: bool = False


@dataclass
class Placed:
    """What stands in a slot, in its order: keys of stories; those of `pinned` by an editor's wish."""

    keys: list[int] = field(default_factory=list)
    pinned: set[int] = field(default_factory=set)


def place(slots: Sequence[Slot], at: datetime) -> list[Placed]:
    """Fill every slot as the page stands at `at`.

    A story pinned twice stands where it is pinned first, and pins beyond a slot's count stand nowhere. What comes by
    itself is never older than the slot's `max_age`, but for a lead that would show nothing.
    """
    placed = [Placed() for _slot in slots]
    used: set[int] = set()
    for slot, here in zip(slots, placed, strict=True):
        for key in slot.pins:
            if key not in used and len(here.keys) < slot.count:
                here.keys.append(key)
                here.pinned.add(key)
                used.add(key)
    for index in sorted(range(len(slots)), key=lambda index: slots[index].rank):
        slot, here = slots[index], placed[index]
        oldest = at - slot.max_age if slot.max_age is not None else None
        _fill(slot, here, used, oldest)
        if slot.is_lead and not here.keys:
            _fill(slot, here, used, None, newest_of_all=True)
        if slot.is_lead and not here.keys:
            _take_from_others(here, placed)
    return placed


def _fill(slot: Slot, here: Placed, used: set[int], oldest: datetime | None, *, newest_of_all: bool = False) -> None:
    tiers = (
        [sorted({story for tier in slot.tiers for story in tier}, key=newest_first)] if newest_of_all else slot.tiers
    )
    for tier in tiers:
        for story in tier:
            if len(here.keys) >= slot.count:
                return
            if story.key not in used and (oldest is None or story.shown >= oldest):
                here.keys.append(story.key)
                used.add(story.key)


def _take_from_others(lead: Placed, placed: Sequence[Placed]) -> None:
    """Every story is pinned somewhere: the first of these leads."""
    for other in placed:
        if other.keys:
            key = other.keys.pop(0)
            other.pinned.discard(key)
            lead.keys.append(key)
            return


def newest_first(story: Candidate) -> tuple[float, int]:
    return -story.shown.timestamp(), -story.number
