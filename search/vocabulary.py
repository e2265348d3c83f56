"""The words that search knows: what completes what somebody types, and what they meant when they mistyped.

A word is found by what it is written with, by its full pinyin and by its initials. A mistyped one is found where it
sounds the same, has its characters swapped, or lacks one, has one too many or another one.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from core.chinese.pinyin import full_pinyin
from core.chinese.simplified import search_fold
from core.chinese.units import is_han

#: Characters of a word that is put right; longer ones are put right in pieces.
LONGEST, SHORTEST = 16, 2
#: What so many keys begin with is completed once for all.
MANY = 500
#: How near each kind of mistake is to what was meant, the nearest first.
SWAPPED, HOMOPHONE, DROPPED, ADDED, OTHER = range(5)
#: A character that sorts behind all others.
_LAST = "\U0010ffff"


class Vocabulary:
    """Words with their weights, the more the likelier. Safe to share once made."""

    def __init__(self, words: Mapping[str, float]) -> None:
        self.weights = {word: weight for word, weight in words.items() if len(word) >= SHORTEST}
        #: The likeliest first; of equals the shortest.
        self._ranked = sorted(self.weights, key=lambda word: (-self.weights[word], len(word), word))
        keys: set[tuple[str, int]] = set()
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        self._folded: dict[str, str] = {}
        for rank, word in enumerate(self._ranked):
            folded = search_fold(word)
            sound = full_pinyin(folded)
            self._folded.setdefault(folded, word)
            keys |= {(key.replace(" ", ""), rank) for key in (folded, sound, initials(folded))}
            if len(folded) > LONGEST:
                continue
            self._by_sound[heard_as(sound if any(map(is_han, folded)) else folded)].append(word)
            self._by_letters["".join(sorted(folded))].append(word)
            for rest in without_one(folded):
                self._by_rest[rest].append(word)
        ordered = sorted(key for key in keys if key[0])
        #: What begins with so little that thousands do, once somebody typed it.
        self._begun: dict[str, list[str]] = {}
        self._keys, self._ranks = [key for key, _rank in ordered], [rank for _key, rank in ordered]

    def completions(self, typed: str, most: int = 8) -> list[str]:
        """Words that begin with what is typed, in characters, full pinyin or initials; the likeliest first."""
        start = search_fold(typed).replace(" ", "")
        if not start:
            return []
        first = bisect_left(self._keys, start)
        last = bisect_left(self._keys, start + _LAST)
        if last - first < MANY:
            return self._likeliest(first, last, most)
        if len(self._begun.get(start, ())) < most:
            self._begun[start] = self._likeliest(first, last, most)
        return self._begun[start][:most]

    def _likeliest(self, first: int, last: int, most: int) -> list[str]:
        return [self._ranked[rank] for rank in heapq.nsmallest(most, set(self._ranks[first:last]))]

    def __contains__(self, text: str) -> bool:
        """Is it one of the words, in whatever script?"""
        return search_fold(text) in self._folded

    def correction(self, query: str) -> str | None:
        """The query with its longest mistyped part put right; None where nothing better is known."""
        folded = search_fold(query)
        if folded in self._folded:
            return None
        for length in range(min(len(folded), LONGEST), SHORTEST - 1, -1):
            for start in range(len(folded) - length + 1):
                part = folded[start : start + length]
                meant = None if " " in part else self.meant(part)
                if meant is not None:
                    return folded[:start] + meant + folded[start + length :]
        return None

    def meant(self, part: str) -> str | None:
        """The likeliest word for a mistyped one; None for one that is known."""
        if part in self._folded:
            return None
        best = min(self._near(part), key=lambda found: (found[0], -self.weights[found[1]], found[1]), default=None)
        return best[1] if best else None

    def _near(self, part: str) -> Iterator[tuple[int, str]]:
        for word in self._by_letters.get("".join(sorted(part)), ()):
            yield SWAPPED, word
        for word in self._by_sound.get(sounds_like(part), ()):
            yield HOMOPHONE, word
        if len(part) < SHORTEST:
            return
        for word in self._by_rest.get(part, ()):
            if len(part) > 1:
                yield DROPPED, word
        if len(part) > SHORTEST:
            for rest in without_one(part):
                if rest in self._folded and len(rest) > SHORTEST:
                    yield ADDED, self._folded[rest]
                for word in self._by_rest.get(rest, ()):
                    if len(part) > 3 and len(search_fold(word)) == len(part):
                        yield OTHER, word


@lru_cache(maxsize=8192)
def _initial(character: str) -> str:
    return full_pinyin(character)[:1] if is_han(character) else character


def initials(folded: str) -> str:
    return "".join(map(_initial, folded))


def sounds_like(folded: str) -> str:
    """A key that words share which are read alike; nasals and flat or curled tongue are not told apart."""
    return heard_as(full_pinyin(folded) if any(map(is_han, folded)) else folded)


def heard_as(sound: str) -> str:
    for heard, kept in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        sound = sound.replace(heard, kept)
    return sound


def without_one(folded: str) -> Iterable[str]:
    """The text without each of its characters in turn, each once."""
    return {folded[:place] + folded[place + 1 :] for place in range(len(folded))}
