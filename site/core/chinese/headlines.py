"""Where a headline may break: between words, never inside a name, before a mark or between a number and its unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

#: What stands with the word before it, and what with the word behind.
CLOSING = "，。、；：？！…—”’）》〉】』」％%·,.;:?!)"
OPENING = "“‘（《〈【『「("
NUMBER = re.compile(r"[\d.,%+－-]+|[〇零一二三四五六七八九十百千万亿两几第]+")
#: Longer than this a stretch is left to break anywhere.
MOST = 10


def breakable(title: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
    """The title in stretches between which a line may end; together they are the title.

    `cut`: words of a text in their order. A word of one character stays with the one before it.
    """
    stretches: list[str] = []
    joins = False  # does the next word belong to the stretch that was begun?
    for word in cut(title):
        before = stretches[-1] if stretches else ""
        alone = len(word) == 1 and word not in OPENING
        closes = word[0] in CLOSING
        after_mark = before and before[-1] in CLOSING
        if stretches and (closes or joins or (alone and not after_mark and len(before) < MOST)):
            stretches[-1] += word
        else:
            stretches.append(word)
        joins = word[-1] in OPENING or bool(NUMBER.fullmatch(word)) or (alone and bool(after_mark))
    return _last_kept(stretches)


def _last_kept(stretches: list[str]) -> list[str]:
    """Without a last line of one character."""
    if len(stretches) > 1 and len(stretches[-1].strip(CLOSING)) < 2:
        last = stretches.pop()
        stretches[-1] += last
    return stretches
