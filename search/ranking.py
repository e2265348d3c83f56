"""The order of what was found: an engine's score, weighed by how much of the question stands together.

An engine scores words. Which of two passages with the same words answers is told by what stands between them: the
longer the stretches of the question that a passage holds as they were asked, and the nearer its words, the better.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.chinese.bigrams import TRADITIONAL, Phrase
from search.engines.base import READ
from search.plan import Plan

#: How much a match gains that holds the question as it was asked, and one whose words stand side by side.
AS_ASKED, SIDE_BY_SIDE = 6.0, 1.0
#: An engine's score counts by this power: a word that is often repeated does not outweigh all others.
POWER = 0.7
#: What is left of the score of a match that holds most of the question.
INCOMPLETE = 0.6
#: What a synonym counts for where the word itself would count as one.
SYNONYM = 0.75
#: What is left of one that has all words in the other script than they were asked in.
OTHER_SCRIPT = 0.7
#: From this share of the question in one stretch, or this nearness of its words, a match is close.
CLOSE, NEAR = 0.4, 0.9
#: Characters that a token and the blank behind it take, by which distances are counted.
TOKEN_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an engine found: key, score (more is better), the tokens of its columns, whether it holds all groups."""

    key: int
    score: float
    tokens: Sequence[str]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """`is_close`: its words stand together as they were asked, or near one another."""

    key: int
    score: float
    is_close: bool


class Question:
    """A plan, made ready to be looked for in many texts."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.groups: dict[str, list[int]] = defaultdict(list)
        self.openings: list[tuple[str, int]] = []
        for number, group in enumerate(plan.groups):
            for phrases in group.alternatives:
                self._begins(phrases[0], number)
        self.loose = frozenset(plan.loose_tokens)
        self.asked = frozenset(plan.wordings[0]) - {""}
        self.length = sum(len(group.alternatives[0][0].tokens) + 1 for group in plan.groups)
        wanted = {token for wording in plan.wordings for token in wording} | self.loose | self.groups.keys()
        self.wanted = tuple(sorted(wanted - {""}))

    def _begins(self, phrase: Phrase, number: int) -> None:
        first = phrase.tokens[0]
        if phrase.open_end and len(phrase.tokens) == 1:
            self.openings.append((first, number))
        elif number not in self.groups[first]:
            self.groups[first].append(number)

    def groups_of(self, token: str) -> Iterator[int]:
        """The groups of which a word begins with this token."""
        yield from self.groups.get(token, ())
        yield from (number for opening, number in self.openings if token.startswith(opening))

    def judged(self, candidates: Iterable[Candidate]) -> list[Judged]:
        """Best first; of equal ones the newest."""
        return in_order(self.judge(each) for each in candidates)

    def judge(self, candidate: Candidate) -> Judged:
        text = Text(self, candidate.tokens)
        score = candidate.score**POWER * (1 + AS_ASKED * text.as_asked + SIDE_BY_SIDE * text.nearness)
        if not candidate.is_whole:
            score *= INCOMPLETE
        if not text.is_in_script:
            score *= OTHER_SCRIPT
        return Judged(candidate.key, score, text.as_asked >= CLOSE or text.nearness >= NEAR)


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    return sorted(judged, key=lambda each: (-each.score, -each.key))


class Text:
    """What an entry has of a question."""

    def __init__(self, question: Question, columns: Sequence[str]) -> None:
        self.question = question
        line = f" {' | '.join(filter(None, columns[: len(READ)]))} "
        #: (where it begins, where it ends, the token, whether the text has it in traditional form), in their order
        self.found = sorted(_places(line, question))
        self.known = {token for _start, _end, token, _is_traditional in self.found}

    @property
    def is_in_script(self) -> bool:
        """Has it a word of the question in the script that it was asked in?"""
        if self.question.plan.is_traditional:
            return True
        beginnings = [
            is_traditional
            for _start, _end, token, is_traditional in self.found
            if next(self.question.groups_of(token), None) is not None
        ]
        return not beginnings or not all(beginnings)

    @cached_property
    def as_asked(self) -> float:
        """1 where a wording of the question stands as a whole, less the shorter the stretches of it are."""
        first, *others = self.question.plan.wordings
        whole = self._stretches(first)
        if whole >= SYNONYM:
            return whole
        return max(whole, *(SYNONYM * self._stretches(wording) for wording in others), 0.0)

    def _stretches(self, wording: Sequence[str]) -> float:
        """Each token of the wording counts as long as the longest stretch that holds it."""
        if len(wording) == 1 and len(wording[0]) == 1:
            return float(any(token.startswith(wording[0]) for token in self.known))
        places = defaultdict(list)
        for place, token in enumerate(wording):
            places[token].append(place)
        longest = [0] * len(wording)
        standing: dict[int, int] = {}  # by place in the wording: length of the stretch that ends there
        before = -1
        for start, end, token, _is_traditional in self.found:
            here = places.get(token)
            if here is None:
                standing = {}
                continue
            standing = {place: (standing.get(place - 1, 0) if start == before + 1 else 0) + 1 for place in here}
            before = end
            for place, length in standing.items():
                longest[place] = max(longest[place], length)
        covered = list(longest)
        for last, length in enumerate(longest):
            for place in range(last - length + 1, last):
                covered[place] = max(covered[place], length)
        return sum(covered) / len(wording) ** 2 if wording else 0.0

    @cached_property
    def nearness(self) -> float:
        """1 where a word of each group stands side by side with the others, less the further they are apart, 0 where
        one is missing.
        """
        groups = len(self.question.plan.groups)
        if groups < 2:
            return 1.0
        standing: Counter[int] = Counter()
        places = [
            (start, number)
            for start, _end, token, _is_traditional in self.found
            for number in self.question.groups_of(token)
        ]
        shortest, first = float("inf"), 0
        for place, group in places:
            standing[group] += 1
            while len(standing) == groups:
                shortest = min(shortest, (place - places[first][0]) / TOKEN_LENGTH + 1)
                leaving = places[first][1]
                standing[leaving] -= 1
                if not standing[leaving]:
                    del standing[leaving]
                first += 1
        return min(1.0, self.question.length / shortest)


def _places(line: str, question: Question) -> Iterator[tuple[int, int, str, bool]]:
    """Where the tokens of a question stand in a line of tokens. A search for each takes a third of a pattern's time."""
    for token in question.wanted:
        yield from _places_of(line, token)
    for opening, _number in question.openings:
        place = line.find(f" {opening}")
        while place >= 0:
            end = line.index(" ", place + 1)
            word = line[place + 1 : end]
            if word not in question.wanted:
                bare = word.removesuffix(TRADITIONAL)
                yield place, end - 1, bare, bare != word
            place = line.find(f" {opening}", end)


def _places_of(line: str, token: str) -> Iterator[tuple[int, int, str, bool]]:
    written = f" {token}"
    place = line.find(written)
    while place >= 0:
        end = place + len(written)
        if line[end] == " ":
            yield place, end - 1, token, False
        elif line[end] == TRADITIONAL:
            yield place, end, token, True
        place = line.find(written, end)
