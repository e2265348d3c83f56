"""The tokens that every search engine indexes: overlapping pairs of Han characters, words whole.

Each unit of a run gives exactly one token at its place, so that a phrase of tokens is the text itself: a Han character
before another gives the pair, before anything else itself. A search for one character takes all tokens that begin with
it. No engine needs to know of Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.chinese.simplified import changed_places, search_fold
from core.chinese.units import Unit, runs, stretches

#: Stands where a run ends: no phrase goes on past it, and no query holds it.
GAP = "|"
#: Follows a token in what is kept of an entry; engines are given the token without it.
TRADITIONAL = "^"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side. `open_end`: the last is one Han character, and any token may begin with it."""

    tokens: tuple[str, ...]
    open_end: bool = False


def tokens_of(run: Sequence[Unit]) -> list[str]:
    """One token for each unit of a run."""
    following = [*run[1:], None]
    return [
        unit.text + after.text if unit.is_han and after is not None and after.is_han else unit.text
        for unit, after in zip(run, following, strict=True)
    ]


def index_tokens(text: str) -> list[str]:
    """The tokens of a text as engines index it, `GAP` between its runs."""
    return [token.removesuffix(TRADITIONAL) for token in kept_tokens(text)]


def kept_tokens(text: str) -> list[str]:
    """The tokens of a text, `TRADITIONAL` behind those with a character that the text has in traditional form."""
    folded, changed = changed_places(text)
    if not changed:
        return _plain_tokens(folded)
    found: list[str] = []
    for run in runs(folded):
        if found:
            found.append(GAP)
        found += [
            token + TRADITIONAL if not changed.isdisjoint(range(unit.start, unit.start + len(token))) else token
            for unit, token in zip(run, tokens_of(run), strict=True)
        ]
    return found


def _plain_tokens(folded: str) -> list[str]:
    """As the tokens of all `runs`, in a quarter of the time: whole stretches of Han, and no places."""
    found: list[str] = []
    han, is_parted = "", False
    for part in stretches(folded):
        if part.lastgroup == "through":
            continue
        if part.lastgroup == "breaks":
            found += _pairs(han)
            han, is_parted = "", bool(found)
            continue
        if is_parted:
            found.append(GAP)
            is_parted = False
        if part.lastgroup == "han":
            han += part[0]
        else:
            found += [*_pairs(han), part[0]]
            han = ""
    return [*found, *_pairs(han)]


def _pairs(han: str) -> list[str]:
    return [first + second for first, second in pairwise(han)] + list(han[-1:])


def phrase_of(run: Sequence[Unit]) -> Phrase | None:
    """The phrase that finds this run inside longer ones; None for an empty one.

    Its last Han character may be followed by another in the text: it is left out where the pair before holds it, else
    left open.
    """
    tokens = tokens_of(run)
    if not tokens:
        return None
    if not run[-1].is_han:
        return Phrase(tuple(tokens))
    if len(run) > 1 and run[-2].is_han:
        return Phrase(tuple(tokens[:-1]))
    return Phrase(tuple(tokens), open_end=True)


def phrases_of(text: str) -> list[Phrase]:
    """The phrases of a text, one for each of its runs."""
    return [phrase for run in runs(search_fold(text)) if (phrase := phrase_of(run))]
