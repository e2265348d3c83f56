"""What a folded text is made of for search: Han characters, and words of letters and digits, in runs.

A run is what can be read on: quotation marks, brackets, 、 and · inside a name do not part it, other punctuation and
blanks do. `1+3+n`, `98.5%` and `2021-2022` are one word each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: Letters and digits with what joins them inside a word, and what may stand behind a number.
_WORD = rf"(?:(?![{HAN}])[^\W_])+(?:[+\-./&'’:~@#_](?:(?![{HAN}])[^\W_])+)*[%‰+#]?"
#: Marks that do not part what stands on either side.
_THROUGH = "“”‘’\"'「」『』《》〈〉()\\[\\]【】〔〕{}、·•・‧"
_PARTS = re.compile(rf"(?P<han>[{HAN}])|(?P<word>{_WORD})|(?P<through>[{_THROUGH}])|(?P<breaks>.)", re.DOTALL)
_STRETCHES = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>{_WORD})|(?P<through>[{_THROUGH}]+)|(?P<breaks>.)", re.DOTALL)


_ONE_HAN = re.compile(f"[{HAN}]")


def is_han(character: str) -> bool:
    return _ONE_HAN.fullmatch(character) is not None


@dataclass(frozen=True, slots=True)
class Unit:
    """A Han character or a word, and its place in the folded text."""

    text: str
    start: int
    end: int
    is_han: bool


def stretches(folded: str) -> Iterator[re.Match[str]]:
    """A folded text in pieces, by group: `han` characters, a `word`, marks that part nothing, one that does."""
    return _STRETCHES.finditer(folded)


def runs(folded: str) -> Iterator[list[Unit]]:
    """The runs of a folded text, none empty."""
    run: list[Unit] = []
    for part in _PARTS.finditer(folded):
        if part.lastgroup in {"han", "word"}:
            run.append(Unit(part[0], part.start(), part.end(), part.lastgroup == "han"))
        elif part.lastgroup == "breaks" and run:
            yield run
            run = []
    if run:
        yield run
