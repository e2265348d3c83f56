"""GB/T 15834 in one pass: full-width marks, dashes, ellipses, paired quotes, no stray spaces; every edit is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .parts import Edit
from .patterns import HAN

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
CJK_SIDE = re.compile(rf"[{HAN}“”‘’「」『』《》（）【】、，。；：？！…]")
HALF_WIDTH = re.compile(r"[,;:?!]")
FULL_STOP = re.compile(rf"(?<=[{HAN}”’」』》）\"')])\.(?![A-Za-z0-9.])")
ELLIPSIS = re.compile(r"\.{3,}|。{3,}|(?<!…)…(?!…)")
DASH = re.compile(
    rf"(?<=[{HAN}”’」』》）。！？])\s*-{{2,3}}\s*|\s*-{{2,3}}\s*(?=[{HAN}“‘「『《])|(?<=[{HAN}”])—(?!—)(?=[{HAN}“])"
)
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]+")
SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
NO_SPACE_BY = re.compile(r"[、，。；：？！…“”‘’「」『』《》（）【】]")
WIDE_LETTER = re.compile(r"[０-９Ａ-Ｚａ-ｚ]+")
QUOTED = re.compile(r"[“‘「『《][^”’」』》]{2,20}[”’」』》]")
DATELINE = re.compile(rf"[{HAN}]{{1,9}}讯[ \u3000]+")
HAS_HAN = re.compile(f"[{HAN}]")
WIDTH_OFFSET = 0xFEE0

Replacement = tuple[int, int, str, str]


def tidy(text: str, *, keep_spaces: bool = False) -> tuple[str, list[Edit]]:
    """The text as GB/T 15834 wants it, and the edits that undo it; titles keep their spaces."""
    if not HAS_HAN.search(text):
        return text, []
    found = sorted(
        [
            *_wide_marks(text),
            *_brackets(text),
            *_quotes(text),
            *_by_pattern(text, ELLIPSIS, "……", "ellipsis"),
            *_by_pattern(text, DASH, "——", "dash"),
            *_by_pattern(text, FULL_STOP, "。", "full_width"),
            *_by_pattern(text, INVISIBLE, "", "invisible"),
            *_letters(text),
            *([] if keep_spaces else _spaces(text)),
        ]
    )
    return _apply(text, found)


def undo(text: str, edits: list[Edit]) -> str:
    """The text before `edits`, which come in the order of `tidy`."""
    for edit in reversed(edits):  # of two at one place the later is undone first
        text = text[: edit.start] + edit.before + text[edit.start + len(edit.after) :]
    return text


def unpaired_quotes(text: str) -> bool:
    """True when the double quotation marks of a paragraph do not open and close in turn."""
    open_quote = False
    for char in text:
        if char == "“":
            if open_quote:
                return True
            open_quote = True
        elif char == "”":
            if not open_quote:
                return True
            open_quote = False
    return open_quote or text.count('"') % 2 == 1


def _apply(text: str, found: list[Replacement]) -> tuple[str, list[Edit]]:
    pieces: list[str] = []
    edits: list[Edit] = []
    at = length = 0
    for start, end, new, code in found:
        if start < at or text[start:end] == new:
            continue
        pieces += [text[at:start], new]
        length += start - at
        edits.append(Edit(length, text[start:end], new, code))
        length += len(new)
        at = end
    return "".join([*pieces, text[at:]]), edits


def _by_pattern(text: str, pattern: re.Pattern[str], new: str, code: str) -> Iterator[Replacement]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), new, code


def _wide_marks(text: str) -> Iterator[Replacement]:
    """A half-width mark with Chinese on one side; between digits (1,000 or 10:30) and in Latin it stays."""
    for match in HALF_WIDTH.finditer(text):
        left = text[: match.start()].rstrip()[-1:]
        right = text[match.end() :].lstrip()[:1]
        if left.isdigit() and right.isdigit() and match[0] in ",:":
            continue
        if (left and CJK_SIDE.match(left)) or (
            right and CJK_SIDE.match(right) and not (left.isascii() and match[0] == "!")
        ):
            yield match.start(), match.end(), WIDE[match[0]], "full_width"


def _brackets(text: str) -> Iterator[Replacement]:
    stack: list[int] = []
    for index, char in enumerate(text):
        if char == "(":
            stack.append(index)
        elif char == ")" and stack:
            start = stack.pop()
            before = text[start - 1 : start]
            if HAS_HAN.search(text[start:index]) or (before and HAS_HAN.match(before)):
                yield start, start + 1, "（", "full_width"
                yield index, index + 1, "）", "full_width"


def _quotes(text: str) -> Iterator[Replacement]:
    """Straight quotes in pairs; curly ones only when all of them are the same sign, which no hand would type."""
    straight = [i for i, char in enumerate(text) if char in '"＂']
    if straight and len(straight) % 2 == 0 and "“" not in text:
        for n, index in enumerate(straight):
            yield index, index + 1, "“" if n % 2 == 0 else "”", "quotes"
    curly = [i for i, char in enumerate(text) if char in "“”"]
    if len(curly) >= 2 and len(curly) % 2 == 0 and len({text[i] for i in curly}) == 1 and not straight:
        for n, index in enumerate(curly):
            yield index, index + 1, "“" if n % 2 == 0 else "”", "quotes"
    single = [m.start() for m in re.finditer(r"(?<![A-Za-z0-9])'|'(?![A-Za-z0-9])", text)]
    if len(single) >= 2 and len(single) % 2 == 0:
        for n, index in enumerate(single):
            yield index, index + 1, "‘" if n % 2 == 0 else "’", "quotes"


def _letters(text: str) -> Iterator[Replacement]:
    for match in WIDE_LETTER.finditer(text):
        yield match.start(), match.end(), "".join(chr(ord(c) - WIDTH_OFFSET) for c in match[0]), "half_width"


def _spaces(text: str) -> Iterator[Replacement]:
    """Spaces between Chinese characters and beside Chinese marks go; those inside a quoted slogan stay."""
    quoted = [(m.start(), m.end()) for m in QUOTED.finditer(text)]
    dateline = DATELINE.match(text)
    for match in SPACE.finditer(text):
        if dateline and match.end() == dateline.end():
            continue  # 本报讯 is set off from the text by a space
        left, right = text[: match.start()][-1:], text[match.end() :][:1]
        if any(start < match.start() < end - 1 for start, end in quoted) and HAS_HAN.match(left or " "):
            continue
        both_han = bool(left and right and HAS_HAN.match(left) and HAS_HAN.match(right))
        by_mark = bool(NO_SPACE_BY.match(left or "x")) or bool(NO_SPACE_BY.match(right or "x"))
        by_wide = bool(
            left and right and ((left in WIDE and HAS_HAN.match(right)) or (right in WIDE and HAS_HAN.match(left)))
        )
        if both_han or by_mark or by_wide:
            yield match.start(), match.end(), "", "stray_space"
