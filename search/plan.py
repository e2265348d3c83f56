"""What a query asks for, before any engine: words that must stand, what means the same, what must not stand.

    工会 "四心行动" -桑拿     words and phrases that all must stand; one that must not

A run of the query is cut into words; each word is a phrase of tokens (core.chinese.bigrams), words with synonyms are
groups of alternatives. An engine compiles the plan to its own query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.chinese.bigrams import Phrase, phrase_of, phrases_of, tokens_of
from core.chinese.simplified import changed_places, search_fold
from core.chinese.units import Unit, runs
from search.dictionary import Dictionary

T = TypeVar("T")

#: Characters of a query that are read; what comes behind is left out.
LONGEST_QUERY = 120
#: Share of the tokens of a query that a loose match holds.
LOOSE_SHARE = 0.6
#: Ways to say a question with its synonyms that are looked for.
MOST_WORDINGS = 4
_PART = re.compile(r'(?P<no>(?<!\S)[-－])?(?:["“”](?P<quoted>[^"“”]*)["“”]?|(?P<plain>[^\s"“”]+))')


@dataclass(frozen=True)
class Group:
    """One thing that must stand: any of the alternatives, of each of which all phrases."""

    alternatives: tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True)
class Plan:
    """`groups`: all must stand. `wholes`: runs of several words, which count for more where they stand as one phrase.
    `excluded`: must not stand. `wordings`: the tokens of the question as it was asked, across its words as well, then
    as it might have been asked with each synonym; `""` parts its runs. `is_traditional`: it has traditional characters.
    """

    groups: tuple[Group, ...] = ()
    wholes: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    wordings: tuple[tuple[str, ...], ...] = ((),)
    is_traditional: bool = False

    @property
    def is_empty(self) -> bool:
        """Does it ask for nothing that can be found?"""
        return not self.groups

    @property
    def loose_tokens(self) -> tuple[str, ...]:
        """The tokens of the words as they were asked for, each once: a loose match holds LOOSE_SHARE of them."""
        asked = (phrase for group in self.groups for phrase in group.alternatives[0])
        return tuple(dict.fromkeys(token for phrase in asked for token in phrase.tokens))


def plan_of(query: str, dictionary: Dictionary) -> Plan:
    """The plan of whatever somebody typed."""
    groups: list[Group] = []
    wholes: list[Phrase] = []
    excluded: list[Phrase] = []
    asked: list[list[str]] = []
    for part in _PART.finditer(query[:LONGEST_QUERY]):
        text = part["quoted"] if part["quoted"] is not None else part["plain"]
        if part["no"]:
            excluded += phrases_of(text)
        elif part["quoted"] is not None:
            groups += [Group(((phrase,),)) for phrase in phrases_of(text)]
            asked += [[text_of(run)] for run in runs(search_fold(text))]
        else:
            for run in runs(search_fold(text)):
                words = words_of(run, dictionary)
                groups += [group for word in words if (group := group_of(word, dictionary))]
                pieces = [text_of(piece) for piece, _known in _known_pieces(run, dictionary)]
                if len(words) > 1:
                    wholes += wholes_of(pieces, dictionary)
                asked.append(pieces)
    is_traditional = bool(changed_places(query)[1])
    return Plan(once(groups), once(wholes), once(excluded), once(wordings_of(asked, dictionary)), is_traditional)


def once(found: Iterable[T]) -> tuple[T, ...]:
    """Each of them once, in their order."""
    return tuple(dict.fromkeys(found))


def wordings_of(asked: Sequence[Sequence[str]], dictionary: Dictionary) -> Iterator[tuple[str, ...]]:
    """`asked`: the runs in pieces. Of every piece at once the first synonym, the second …: MOST_WORDINGS at most."""
    for number in range(MOST_WORDINGS):
        tokens: list[str] = []
        for run in asked:
            said = "".join(meaning_of(piece, number, dictionary) for piece in run)
            for units in runs(said):
                found = tokens_of(units)
                tokens += [*([""] if tokens else []), *(found[:-1] or found)]
        yield tuple(tokens)


def wholes_of(pieces: Sequence[str], dictionary: Dictionary) -> list[Phrase]:
    """A run as one phrase: as it was asked, and with each synonym."""
    said = ("".join(meaning_of(piece, number, dictionary) for piece in pieces) for number in range(MOST_WORDINGS))
    found = (phrases_of(text) for text in dict.fromkeys(said))
    return [phrases[0] for phrases in found if len(phrases) == 1]


def meaning_of(piece: str, number: int, dictionary: Dictionary) -> str:
    meanings = (piece, *dictionary.meanings.get(piece, ()))
    return meanings[min(number, len(meanings) - 1)]


def words_of(run: Sequence[Unit], dictionary: Dictionary) -> list[Sequence[Unit]]:
    """The words of a run; what has a synonym is one word, characters left alone side by side are one as well.

    Stop words are left out, unless the run is nothing else.
    """
    words: list[Sequence[Unit]] = []
    for piece, known in _known_pieces(run, dictionary):
        words += [piece] if known else _cut(piece, dictionary)
    telling = [word for word in words if not says_nothing(word, dictionary)]
    return telling or words


def says_nothing(word: Sequence[Unit], dictionary: Dictionary) -> bool:
    """Is it a stop word, or made of such characters alone? 之家 is not, 的 between two words is."""
    return text_of(word) in dictionary.stop_words or all(unit.text in dictionary.stop_words for unit in word)


def _known_pieces(run: Sequence[Unit], dictionary: Dictionary) -> Iterator[tuple[Sequence[Unit], bool]]:
    """The run in pieces: the longest texts that have synonyms, and what stands between."""
    start = place = 0
    while place < len(run):
        length = _length_of_known(run, place, dictionary)
        if not length:
            place += 1
            continue
        if place > start:
            yield run[start:place], False
        yield run[place : place + length], True
        start = place = place + length
    if start < len(run):
        yield run[start:], False


def _length_of_known(run: Sequence[Unit], place: int, dictionary: Dictionary) -> int:
    text, best = "", 0
    for length, unit in enumerate(run[place:], 1):
        text += unit.text
        if len(text) > dictionary.longest:
            break
        if text in dictionary.meanings:
            best = length
    return best


def _cut(run: Sequence[Unit], dictionary: Dictionary) -> Iterator[Sequence[Unit]]:
    """Words of letters as they are, Han by the dictionary; single characters side by side become one word."""
    singles: list[Unit] = []
    for word in _cut_by_dictionary(run, dictionary):
        if len(word) == 1 and word[0].is_han:
            singles += word
            continue
        if singles:
            yield singles
            singles = []
        yield word
    if singles:
        yield singles


def _cut_by_dictionary(run: Sequence[Unit], dictionary: Dictionary) -> Iterator[Sequence[Unit]]:
    place = 0
    while place < len(run):
        if not run[place].is_han:
            yield run[place : place + 1]
            place += 1
            continue
        end = next((at for at in range(place, len(run)) if not run[at].is_han), len(run))
        for word in dictionary.cutter.cut(text_of(run[place:end])):
            yield run[place : place + len(word)]
            place += len(word)


def text_of(units: Iterable[Unit]) -> str:
    return "".join(unit.text for unit in units)


def group_of(word: Sequence[Unit], dictionary: Dictionary) -> Group | None:
    """The word, or any text that means the same."""
    own = phrase_of(word)
    if own is None:
        return None
    others = (tuple(phrases_of(text)) for text in dictionary.meanings.get(text_of(word), ()))
    return Group(((own,), *(phrases for phrases in others if phrases)))


def typed_plan_of(query: str) -> Plan:
    """The plan of what somebody is still typing: each run as it stands, its last word perhaps unfinished."""
    phrases = []
    for run in runs(search_fold(query[:LONGEST_QUERY])):
        phrase = phrase_of(run)
        if phrase is not None:
            phrases.append(phrase if run[-1].is_han else Phrase(phrase.tokens, open_end=True))
    return Plan(tuple(Group(((phrase,),)) for phrase in dict.fromkeys(phrases)))
