"""Folding for search: one form for full and half width, case, simplified and traditional, with the way back.

Apart from `fold`, which compares texts as they are written, this maps every character of a text to what is indexed of
it, so that a match can be shown in the text as it was.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

#: Han characters with a simplified form of their own: the unified ideographs and their first extension.
HAN_BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


@cache
def simplified_characters() -> dict[int, str]:
    """Simplified forms by code point, for `str.translate`: OpenCC's characters, without its phrases."""
    characters = [chr(code) for block in HAN_BLOCKS for code in block]
    # A line for each, so that no two are taken for a phrase.
    converted = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, converted, strict=True)
    return {ord(given): simple for given, simple in pairs if simple != given and len(simple) == 1}


@dataclass(frozen=True)
class Folded:
    """A text as it is indexed. `origins[i]` is the place in the given text of the character that `text[i]` came from;
    one more stands for the end.
    """

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` of the folded text stand in the given one."""
        return self.origins[start], self.origins[end - 1] + 1 if end > start else self.origins[start]


def search_fold(text: str) -> str:
    """NFKC, lower case, simplified characters; the length may change."""
    return unicodedata.normalize("NFKC", text).casefold().translate(simplified_characters())


def changed_places(text: str) -> tuple[str, frozenset[int]]:
    """`search_fold(text)`, and the places in it of characters that the text has in traditional form."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    folded = plain.translate(simplified_characters())
    if plain == folded:
        return folded, frozenset()
    return folded, frozenset(place for place, (was, now) in enumerate(zip(plain, folded, strict=True)) if was != now)


def search_fold_with_origins(text: str) -> Folded:
    """As `search_fold`, with the place that each character came from."""
    whole = search_fold(text)
    if len(whole) == len(text) and all(
        was == now or search_fold(was) == now for was, now in zip(text, whole, strict=True)
    ):
        return Folded(whole, tuple(range(len(text) + 1)))
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        made = search_fold(character)
        folded.append(made)
        origins += [place] * len(made)
    return Folded("".join(folded), (*origins, len(text)))
