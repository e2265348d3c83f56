"""Pinyin keys by which a name is found: 全拼 and 首字母."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations, islice

from pypinyin import Style, lazy_pinyin, load_phrases_dict, pinyin

from core.chinese.fold import name_key
from core.chinese.places import PLACES
from core.chinese.surnames import SURNAMES, surname_of

#: Readings of one name that are keyed, the usual one among them. Each gives two or three keys.
MOST_READINGS = 8

load_phrases_dict({place: [[syllable] for syllable in reading.split()] for place, reading in PLACES.items()})

HAN = re.compile(r"([〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)")

#: The readings of one character, the usual first; or a run of Latin letters and digits, which reads as itself.
Syllables = list[str]


def full_pinyin(text: str) -> str:
    """The usual reading of `text` without tones or blanks, e.g. `laodongmofan`."""
    return "".join(lazy_pinyin(text, errors="ignore")).lower()


def reading_syllables(reading: str) -> list[str]:
    """Syllables of a reading written by hand, with or without tone marks: `Lǚ Bù` gives lv, bu."""
    plain = unicodedata.normalize("NFD", reading.casefold()).replace("u\u0308", "v")
    parts = re.split(r"[\s'’·-]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return [key for part in parts if (key := name_key(part))]


def han_count(name: str) -> int:
    """How many characters of `name` have a reading."""
    return sum(len(run) for run in HAN.findall(name))


def pinyin_keys(name: str, reading: str = "", *, person: bool = False) -> list[str]:
    """Full pinyin and initials of `name`, those of the usual reading first, those of 多音字 after it.

    A person's name is read with the readings that surnames have (单 shan), and gives surname and initials (`shenzq`).
    `reading` (syllables parted by blanks) replaces the guess. A name without Han gives no key. Never more than three
    times MOST_READINGS keys.
    """
    name = name_key(name)
    if not HAN.search(name):
        return []
    surname = len(surname_of(name)) if person else 0
    options = [[s] for s in reading_syllables(reading)] or list(_options(name, surname))
    latin = {run for run in HAN.split(name) if run and not HAN.match(run)}
    keys: dict[str, None] = {}
    for syllables in islice(_readings(options), MOST_READINGS):
        initials = [s if s in latin else s[0] for s in syllables]
        keys["".join(syllables)] = None
        keys["".join(initials)] = None
        if surname:
            keys["".join([*syllables[:surname], *initials[surname:]])] = None
    return list(keys)


def readings_from_each(text: str, longest: int = 8) -> Iterator[str]:
    """Full pinyin and initials of `text` from each Han character on, `longest` characters at most: what somebody types
    who knows any word of it. 劳模 gives laomo, lm, mo, m.
    """
    for run in HAN.findall(text):
        syllables = lazy_pinyin(run)
        for start in range(len(syllables)):
            read = syllables[start : start + longest]
            yield "".join(read)
            yield "".join(syllable[0] for syllable in read)


def _options(name: str, surname: int) -> Iterator[Syllables]:
    """Each character's readings. Surname and given name are read apart: 解放 is no verb in a name."""
    for place, part in enumerate((name[:surname], name[surname:])):
        known = [reading.split() for reading in SURNAMES.get(part, ())] if place == 0 else []
        for run in filter(None, HAN.split(part)):
            if not HAN.match(run):
                yield [run]
                continue
            usual = lazy_pinyin(run)
            others = pinyin(run, style=Style.NORMAL, heteronym=True)
            for index, syllable in enumerate(usual):
                by_surname = [reading[index] for reading in known if index < len(reading)]
                heteronyms = others[index] if index < len(others) else []
                yield list(dict.fromkeys([*by_surname, syllable, *heteronyms]))


def _readings(options: list[Syllables]) -> Iterator[list[str]]:
    """The usual reading, then those that differ from it in one character, then in two."""
    usual = [option[0] for option in options]
    yield usual
    doubtful = [index for index, option in enumerate(options) if len(option) > 1]
    for index in doubtful:
        for other in options[index][1:]:
            yield [*usual[:index], other, *usual[index + 1 :]]
    for first, second in combinations(doubtful, 2):
        changed = list(usual)
        changed[first], changed[second] = options[first][1], options[second][1]
        yield changed
