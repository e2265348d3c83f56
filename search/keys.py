"""Keys of the index: one number that holds what an entry is, in which language, of which day, and which object.

    7 bits language | 4 bits kind | 31 bits minutes since year 1 | 21 bits of the object's key

All entries of one kind in one language stand side by side, ordered by time, so that an engine reads one kind, or its
newest, by a range of keys and never joins another table for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from django.conf import settings

_KIND_BITS, _TIME_BITS, _OBJECT_BITS = 4, 31, 21
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


class Kind(IntEnum):
    """What is found. Live pages and pages that readers cannot open stand apart, since readers ask for the first."""

    LIVE_PAGE = 0
    OTHER_PAGE = 1
    PERSON = 2
    ORGANISATION = 3
    PLACE = 4
    EVENT = 5
    AWARD = 6
    TOPIC = 7
    ROUND = 8
    PHOTO = 9
    DOCUMENT = 10
    OTHER = 11


#: The records of the registry, which stand side by side.
RECORDS = (Kind.PERSON, Kind.ROUND)


class Range(NamedTuple):
    """Keys from `first` to `last`, both among them."""

    first: int
    last: int


@cache
def language_number(code: str) -> int:
    """1 for the first of the site's languages; 0 for what has none, such as a photo."""
    return [language for language, _name in settings.LANGUAGES].index(code) + 1 if code else 0


def entry_key(kind: Kind, language: str, when: datetime | None, object_key: int) -> int:
    """`when`: aware; None stands before every time."""
    minutes = max(0, int((when - _YEAR_ONE).total_seconds() // 60)) if when else 0
    return (
        (language_number(language) << _KIND_BITS | kind) << _TIME_BITS | min(minutes, 2**_TIME_BITS - 1)
    ) << _OBJECT_BITS | object_key % 2**_OBJECT_BITS


def kind_of(key: int) -> Kind:
    """What the entry of this key is."""
    return Kind(key >> (_TIME_BITS + _OBJECT_BITS) & (2**_KIND_BITS - 1))


def keys_of(kind: Kind, language: str = "") -> Range:
    """All keys of a kind in a language."""
    first = (language_number(language) << _KIND_BITS | kind) << (_TIME_BITS + _OBJECT_BITS)
    return Range(first, first + 2 ** (_TIME_BITS + _OBJECT_BITS) - 1)
