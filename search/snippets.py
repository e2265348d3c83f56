"""What a hit shows of a text: the stretch that answers, with the words of the question marked.

Marks are found in the text as it is written, by what it folds to: 勞模 is marked for 劳模, “四心”行动 for 四心行动.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from core.chinese.bigrams import GAP, Phrase, tokens_of
from core.chinese.simplified import Folded, search_fold_with_origins
from core.chinese.units import Unit, is_han, runs
from search.plan import Plan

#: Characters of a snippet, and how far before its first mark it may begin to start with a sentence.
LENGTH, LEAD = 88, 24
#: Marks that are looked at in one text.
MOST_MARKS = 200
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")

Span = tuple[int, int]


class Mark(NamedTuple):
    """Where in a text a phrase of the question stands."""

    span: Span
    phrase: Phrase


@dataclass(frozen=True)
class Part:
    """A piece of a text as it is written; `is_marked`: it is what was asked for."""

    text: str
    is_marked: bool = False


def marked(text: str, plan: Plan) -> list[Part]:
    """The whole text, for a title."""
    return list(parts_of(text, merged(mark.span for mark in marks_in(text, plan)), 0, len(text)))


def snippet(text: str, plan: Plan, length: int = LENGTH) -> list[Part]:
    """The stretch of `length` characters with the most of the question; the beginning where it has nothing of it."""
    marks = sorted(marks_in(text, plan), key=lambda mark: mark.span)
    start = begin(text, best_start(marks, length)) if marks else 0
    end = min(len(text), start + length)
    parts = list(parts_of(text, merged(mark.span for mark in marks), start, end))
    if start > 0:
        parts.insert(0, Part("……"))
    if end < len(text):
        parts.append(Part("……"))
    return parts


def best_start(marks: list[Mark], length: int) -> int:
    """Where the first mark of the best stretch begins: of each phrase one counts, by its length."""
    best, most = marks[0].span[0], -1
    starts = [mark.span[0] for mark in marks]
    for place, start in enumerate(starts):
        until = bisect_left(starts, start + length - LEAD)
        worth = sum(len(phrase.tokens) for phrase in {mark.phrase for mark in marks[place:until]})
        if worth > most:
            best, most = start, worth
    return best


def begin(text: str, mark: int) -> int:
    """The beginning of the mark's sentence if that is near, else a little before the mark."""
    before = text[max(0, mark - LEAD) : mark]
    ends = [end.end() for end in _SENTENCE_END.finditer(before)]
    if ends:
        return mark - len(before) + ends[-1]
    return 0 if mark <= LEAD else mark - LEAD // 2


def parts_of(text: str, spans: Iterable[Span], start: int, end: int) -> Iterator[Part]:
    place = start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > place:
            yield Part(text[place:first])
        yield Part(text[first:last], is_marked=True)
        place = last
    if place < end:
        yield Part(text[place:end])


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


# Marks ----------------------------------------------------------------------------------------------------------------
def marks_in(text: str, plan: Plan) -> list[Mark]:
    """All that was asked for, wherever it stands."""
    folded = search_fold_with_origins(text)
    phrases = dict.fromkeys(
        [*plan.wholes, *(phrase for group in plan.groups for phrases in group.alternatives for phrase in phrases)]
    )
    found = [mark for phrase in phrases for mark in written_out(folded, phrase)]
    if not found:
        found = list(through_marks(folded, phrases))
    return found[:MOST_MARKS]


def written_out(folded: Folded, phrase: Phrase) -> Iterator[Mark]:
    """Where the phrase stands without anything in between."""
    words = text_of_phrase(phrase)
    place = folded.text.find(words)
    while place >= 0:
        yield Mark(folded.span(place, place + len(words)), phrase)
        place = folded.text.find(words, place + len(words))


def through_marks(folded: Folded, phrases: Iterable[Phrase]) -> Iterator[Mark]:
    """Where phrases stand with quotation marks or brackets inside."""
    units: list[Unit | None] = []
    tokens: list[str] = []
    for run in runs(folded.text):
        units += [*run, None]
        tokens += [*tokens_of(run), GAP]
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        places.setdefault(token, []).append(place)
    for phrase in phrases:
        length = len(phrase.tokens)
        for place in places.get(phrase.tokens[0], ()):
            last = units[min(place + length, len(units) - 1)] or units[place + length - 1]
            first = units[place]
            if tuple(tokens[place : place + length]) == phrase.tokens and first and last:
                yield Mark(folded.span(first.start, last.end), phrase)


def text_of_phrase(phrase: Phrase) -> str:
    """The characters that a phrase of tokens stands for."""
    written: list[str] = []
    for token, after in pairwise([*phrase.tokens, ""]):
        goes_on = len(token) == 2 and is_han(token[1]) and after[:1] == token[1]
        written.append(token[0] if goes_on else token)
    return "".join(written)
