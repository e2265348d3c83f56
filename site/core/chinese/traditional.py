"""Simplified to traditional Chinese: phrase by phrase with OpenCC, names kept, markup untouched.

https://github.com/BYVoid/OpenCC: `s2hk` sets Hong Kong's characters, `s2twp` Taiwan's characters and words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape
from types import MappingProxyType

from opencc import OpenCC

from core.chinese.surnames import surname_of

#: Markup and character references of an HTML fragment. What stands between them is text.
MARKUP = re.compile(r"(<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);)")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

#: Characters that are traditional as they stand, besides being the short form of another. Standing alone, OpenCC writes
#: that other one, which is right for words and wrong for most names: 岳 is a surname, 嶽 a mountain.
KEPT_IN_NAMES = frozenset("于后里岳郁采征咸岩游斗亘占熏淀丑仆吁辟")
#: Those that are surnames, but in a given name more often stand for the other one: 余庆生 is 余慶生, 庆余 is 慶餘.
KEPT_AS_SURNAMES = frozenset("范余党干种涂朴云台几")
#: A surname of two characters that stays as it is, though its first alone would not.
KEPT_COMPOUND = frozenset(["万俟"])

#: Words that OpenCC, which takes the longest word at each place from the left, misses in usual company: in 在台风后 it
#: reads 在台 and 风后, in 一干就是十年 the 一干 of 一干人等. A newsroom adds its own to the list of names.
WORDS = {"台风": "颱風", "一干就": "一幹就"}

Convert = Callable[[str], str]


@cache
def converter(wording: str) -> Convert:
    """Phrase-level conversion into `s2hk` or `s2twp`. The first call reads OpenCC's words: up to 80 ms."""
    convert: Convert = OpenCC(wording).convert
    return convert


def name_in_traditional(name: str, wording: str) -> str:
    """A person's name, character by character: 刘里 → 劉里, which phrases would make 劉裏.

    A character that is a simplified form and a traditional surname at once stays as it is; whoever writes theirs
    otherwise is on the list of names. What is not Han stays.
    """
    return HAN.sub(lambda found: "".join(_characters_of(found[0], converter(wording))), name)


def _characters_of(name: str, convert: Convert) -> Iterator[str]:
    surname = surname_of(name)
    for place, character in enumerate(name):
        as_surname = place < len(surname) and (character in KEPT_AS_SURNAMES or surname in KEPT_COMPOUND)
        yield character if as_surname or character in KEPT_IN_NAMES else convert(character)


@dataclass(frozen=True)
class Conversion:
    """One way to write traditional Chinese: a wording, and names with the writing that each of them keeps."""

    wording: str = "s2hk"
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def with_names(self, names: Mapping[str, str]) -> Conversion:
        """The same with further names; those that it has already stand."""
        return Conversion(self.wording, {**names, **self.names}) if names else self

    @cached_property
    def _fixed(self) -> Mapping[str, str]:
        return {**WORDS, **self.names}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(filter(None, self._fixed), key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, longest_first))})")

    def text(self, text: str) -> str:
        """Plain text, phrase by phrase; a name is left out and parts what stands around it."""
        convert = converter(self.wording)
        parts = self._pattern.split(text)  # names stand at the odd places
        return "".join(self._fixed[part] if place % 2 else convert(part) for place, part in enumerate(parts))

    def name(self, name: str) -> str:
        """A person's name: as listed, else character by character."""
        return self.names.get(name) or name_in_traditional(name, self.wording)

    def html(self, fragment: str) -> str:
        """An HTML fragment: text alone is converted, and a phrase is one phrase even where a tag stands inside it."""
        parts = MARKUP.split(fragment)
        texts, inside = parts[::2], self._inside_markup
        parts[::2] = inside._texts_together(texts) if len(texts) > 1 else [inside.text(texts[0])]
        return "".join(parts)

    @cached_property
    def _inside_markup(self) -> Conversion:
        """The same for texts of an HTML fragment: a name is written there as HTML wants it."""
        names = {name: escape(writing, quote=False) for name, writing in self.names.items()}
        return self if names == self.names else Conversion(self.wording, names)

    def _texts_together(self, texts: list[str]) -> list[str]:
        """Texts that stand side by side, converted as one where the result can be cut at the same places again.

        Regional words differ in length (打印机, 印表機); where one does, each text is converted by itself.
        """
        alone = [self.text(text) for text in texts]
        whole = self.text("".join(texts))
        if len(whole) != sum(map(len, texts)) or any(len(a) != len(b) for a, b in zip(alone, texts, strict=True)):
            return alone
        places = iter(whole)
        return ["".join(next(places) for _character in text) for text in texts]
