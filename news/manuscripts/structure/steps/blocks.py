"""Lines to blocks: hard-wrapped lines become one, tables and pictures stand alone, the rest is a block a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ...reading import Line
from ..draft import Block, Draft, Kind
from ..patterns import is_closed, is_date, is_han, numbering

FEWEST_FULL_LINES = 3
SHARE_OF_FULL_LINES = 0.35
RAGGED = 4
NARROWEST, WIDEST = 24, 160
STARTS_SOMETHING = re.compile(
    r"[【［\[]|[□■◎▲▼●◆★]|图[为\d①②③④一二三四五六七八九]|(?:来源|编者按|小编说|责编|责任编辑|记者|本报记者|通讯员)[:：\s]"
)


def make_blocks(draft: Draft) -> None:
    """Cuts the source into blocks and notes how many blank lines stood before each."""
    width = wrap_width(draft.source.lines)
    indented = sum(line.indent >= 2 for line in draft.source.lines if line.text) >= 2
    spaced = _paragraphs_are_spaced(draft.source.lines)
    gap = 0
    previous: Line | None = None
    for line in draft.source.lines:
        if line.markup:
            draft.notice("markup", line.number, "排版标记已略去，原文在此备查。", " ".join(line.markup))
        if line.blank:
            gap, previous = gap + 1, None if not line.hard_break else previous
            continue
        if previous is not None and width and _goes_on(previous, line, width, indented=indented, spaced=spaced):
            _append(draft.blocks[-1], line)
        elif not _extend_table(draft, line, gap):
            draft.blocks.extend(_new_blocks(draft, line, gap))
        gap, previous = 0, line
    _settle_tables(draft)


def wrap_width(lines: Sequence[Line]) -> int:
    """The column at which the text was wrapped by hand, 0 when it was not.

    Hard-wrapped text has many lines of nearly the same width, none wider, most not ending a sentence.
    """
    widths = [
        (display_width(line), line) for line in lines if line.text and line.cells is None and line.heading is None
    ]
    if not widths:
        return 0
    widest = max(width for width, _ in widths)
    if not NARROWEST <= widest <= WIDEST:
        return 0
    full = [line for width, line in widths if width >= widest - RAGGED]
    wrapped = [line for line in full if not is_closed(line.text)]
    if len(full) < max(FEWEST_FULL_LINES, SHARE_OF_FULL_LINES * len(widths)) or len(wrapped) * 2 <= len(full):
        return 0
    return widest


def display_width(line: Line) -> int:
    """Columns the printed line takes, a Chinese character counting two, its indent included."""
    return line.indent + sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line.text)


def _paragraphs_are_spaced(lines: Sequence[Line]) -> bool:
    blanks = sum(line.blank for line in lines)
    return blanks * 8 >= len(lines)


def _goes_on(previous: Line, line: Line, width: int, *, indented: bool, spaced: bool) -> bool:
    """True when `line` is the next row of a hard-wrapped paragraph."""
    if previous.hard_break or line.heading or previous.heading or line.marker or line.cells is not None:
        return False
    if previous.cells is not None or line.rule or previous.rule or line.picture or previous.picture:
        return False
    if (indented and line.indent >= 2) or numbering(line.text) or STARTS_SOMETHING.match(line.text):
        return False
    if display_width(previous) < width - RAGGED - 2:
        return False
    return not is_closed(previous.text) or indented or spaced


def _append(block: Block, line: Line) -> None:
    latin = (
        block.text[-1:].isascii() and line.text[:1].isascii() and block.text[-1:].isalnum() and line.text[:1].isalpha()
    )
    offset = len(block.text) + int(latin)
    block.text += (" " if latin else "") + line.text
    block.lines += (line.number,)
    if line.bold:
        block.bold += tuple(type(span)(span.start + offset, span.end + offset) for span in line.bold)


def _new_blocks(draft: Draft, line: Line, gap: int) -> list[Block]:
    if line.rule:
        return [Block("", (line.number,), Kind.RULE, gap=gap, first=line, reason="分隔线。")]
    blocks = []
    for picture in (p for p in draft.source.pictures if p.line == line.number):
        blocks.append(
            Block(picture.description, (line.number,), Kind.PICTURE, gap=gap, picture=picture.number, file=picture.name)
        )
    if line.cells is not None:
        rows = [list(line.cells)] if line.cells else []
        return [*blocks, Block(line.text, (line.number,), Kind.TABLE, gap=gap, rows=rows, first=line)]
    if line.text:
        block = Block(
            line.text, (line.number,), gap=gap, level=line.heading, marker=line.marker, bold=line.bold, first=line
        )
        block.indent = line.indent
        blocks.append(block)
    return blocks


def _extend_table(draft: Draft, line: Line, gap: int) -> bool:
    """A row under a row of the same kind goes into its table."""
    last = draft.blocks[-1] if draft.blocks else None
    if last is None or last.kind != Kind.TABLE or line.cells is None or gap:
        return False
    if line.cells:
        last.rows.append(list(line.cells))
    last.lines += (line.number,)
    return True


def _settle_tables(draft: Draft) -> None:
    """Names tables; a single row of cells is a line that a tab was typed in."""
    for block in draft.blocks:
        if block.kind != Kind.TABLE:
            continue
        if len(block.rows) < 2:
            block.text = " ".join(" ".join(row) for row in block.rows)
            block.kind, block.rows = Kind.TEXT, []
            continue
        columns = max(len(row) for row in block.rows)
        block.rows = [row + [""] * (columns - len(row)) for row in block.rows]
        draft.decide(block, Kind.TABLE, f"连续 {len(block.rows)} 行都分成 {columns} 栏，是表格。", 0.95)
    draft.blocks = [
        block for block in draft.blocks if block.text or block.rows or block.kind in (Kind.RULE, Kind.PICTURE)
    ]


def needs_space(left: str, right: str) -> bool:
    """True when two runs of text that are put together need a space: two dates, two Latin words."""
    return (bool(left) and bool(right) and not (is_han(left[-1]) and is_han(right[0]))) or is_date(right)
