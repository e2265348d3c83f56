"""What the newsroom tells search about its words: what is one word, what means the same, what says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from core.chinese.cut import Cutter
from core.chinese.simplified import search_fold

#: Words that a question holds and an answer need not: particles, pronouns, each one character.
STOP_WORDS = frozenset("的了和与及或在是也都就而被把对为等之其于以你我他她它这那")


@dataclass(frozen=True)
class Dictionary:
    """`words`: never cut. `synonyms`: groups of texts that mean the same. All are folded by `of`."""

    words: frozenset[str] = frozenset()
    synonyms: tuple[tuple[str, ...], ...] = ()
    stop_words: frozenset[str] = field(default=STOP_WORDS)

    @classmethod
    def of(
        cls,
        *,
        words: Iterable[str] = (),
        synonyms: Iterable[Iterable[str]] = (),
        stop_words: Iterable[str] = STOP_WORDS,
    ) -> Dictionary:
        """A dictionary of texts as people wrote them."""
        groups = [tuple(dict.fromkeys(folded for text in group if (folded := _folded(text)))) for group in synonyms]
        known = {folded for text in words if (folded := _folded(text))}
        return cls(
            frozenset(known), tuple(group for group in groups if len(group) > 1), frozenset(map(_folded, stop_words))
        )

    @cached_property
    def cutter(self) -> Cutter:
        return Cutter([*sorted(self.words), *sorted(self.meanings)])

    @cached_property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """By text: the other texts that mean the same."""
        return {text: tuple(other for other in group if other != text) for group in self.synonyms for text in group}

    @cached_property
    def longest(self) -> int:
        """Characters of the longest text that has a synonym."""
        return max(map(len, self.meanings), default=0)


def _folded(text: str) -> str:
    return search_fold(text).strip()
