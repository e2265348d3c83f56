"""What every engine answers: keys of entries with scores, for a plan within a range of keys.

The database's own engine is always written and answers Wagtail's API; Elasticsearch may answer readers instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain
from math import ceil
from typing import Protocol

from search.keys import Range
from search.models import Entry
from search.plan import Plan

Scored = tuple[int, float]
#: What a reader's words are looked for in, and where a word names what the thing is about.
READ = ("title", "names", "summary", "body")
HEAD = ("title", "names")
#: Of a broad question: how many of the newest texts and of the best titles are looked at.
MOST_TEXTS, MOST_HEADS = 2000, 200
#: The least share of its tokens that a loose match holds (search.service).
LOOSE_LEAST = 0.35
#: How many keys one query of the database names.
MOST_PARAMETERS = 5000


@dataclass(frozen=True)
class Ask:
    """A question to an engine.

    `filters`: facets (search.facets) of which the entry must hold one of each group. `loose`: tokens of which any may
    stand, in place of all groups of the plan.
    """

    plan: Plan
    within: Range
    columns: Sequence[str] = READ
    filters: tuple[tuple[str, ...], ...] = ()
    loose: tuple[str, ...] = ()

    def in_columns(self, columns: Sequence[str]) -> Ask:
        return replace(self, columns=columns)

    def loosely(self, tokens: Iterable[str]) -> Ask:
        return replace(self, loose=tuple(tokens))


@dataclass(frozen=True)
class Counts:
    """How many entries match, and the facets among them. `is_of_all`: not only among the newest."""

    total: int
    facets: Counter[str]
    is_of_all: bool


class Engine(Protocol):
    """Reading. Scores grow with how well an entry answers, and are comparable within one answer alone."""

    #: As `--engine` and the admin name it.
    name: str

    def ranked(self, ask: Ask, most: int) -> list[Scored]:
        """The best of what holds all that is asked, best first; of much, of the best titles and the newest texts."""

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        """The best of what holds some of `ask.loose`, best first."""

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        """Keys of the newest that match, newest first; `before`: only keys below it."""

    def counts(self, ask: Ask, most: int) -> Counts:
        """What matches, counted among the newest `most` at least."""


class DatabaseEngine:
    """The engine in the site's own database, for one generation of the index; written in the caller's transaction."""

    name: str
    entries: type[Entry]

    # Writing ----------------------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """A transaction begins to write, before it reads which generations are written to: see `await_writers`."""

    def await_writers(self) -> None:
        """Wait, in a transaction, for the end of all others that write; who begins meanwhile waits for this one.

        A database that lets one write at a time needs neither.
        """

    def settle(self) -> None:
        """Much has been written: let the database look at what it has now."""

    def create(self) -> None:
        """Make its tables."""
        raise NotImplementedError

    def drop(self) -> None:
        raise NotImplementedError

    def clear(self) -> None:
        """Empty its tables."""
        raise NotImplementedError

    def add(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """`rows`: the key and the tokens of each column of entries that it does not hold."""
        raise NotImplementedError

    def remove(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """`rows`: the key and the very tokens that `add` was given."""
        raise NotImplementedError

    # Reading ----------------------------------------------------------------------------------------------------------
    def best(self, ask: Ask, most: int) -> list[Scored]:
        """The best of all that match, best first."""
        raise NotImplementedError

    def newest(self, ask: Ask, most: int) -> list[Scored]:
        """The newest that match, newest first, with their scores."""
        raise NotImplementedError

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        raise NotImplementedError

    def object_keys(self, plans: Sequence[Plan], columns: Sequence[str], model: str) -> tuple[str, Sequence[object]]:
        """SQL, and its parameters, for the keys of objects that match any of `plans`; `model`: their root label."""
        raise NotImplementedError

    def ranked(self, ask: Ask, most: int) -> list[Scored]:
        scored = dict(self.newest(ask, MOST_TEXTS))
        if len(scored) == MOST_TEXTS:
            scored |= dict(self.best(ask.in_columns(HEAD), MOST_HEADS))
        return best_of(scored.items(), most)

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        return self.best(ask, most)

    def counts(self, ask: Ask, most: int) -> Counts:
        keys = self.keys(ask, most)
        rows = (row for some in batched(keys, MOST_PARAMETERS) for row in self._facets_of(some))
        return Counts(len(keys), Counter(chain.from_iterable(map(str.split, rows))), is_of_all=len(keys) < most)

    def _facets_of(self, keys: Sequence[int]) -> Iterable[str]:
        return self.entries.objects.filter(key__in=keys).values_list("facets", flat=True)


def best_of(scored: Iterable[Scored], most: int) -> list[Scored]:
    return nlargest(most, scored, key=lambda row: (row[1], row[0]))


def batched(keys: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    return (keys[start : start + most] for start in range(0, len(keys), most))


def most_without(tokens: int) -> int:
    """How many of `tokens` a loose match may lack, and still one fewer: what matches holds one of any others."""
    return max(0, ceil(tokens * LOOSE_LEAST) - 1)
