"""Paragraphs that a column, page or picture cut in two are put together again."""

from __future__ import annotations

import re

from ..draft import CONTENT, Block, Draft, Kind
from ..patterns import ORDINAL_RUN_IN, is_closed, is_han, numbering

PASSED = (Kind.CAPTION, Kind.FURNITURE, Kind.RULE, Kind.PICTURE, Kind.TABLE)
STARTS_ANEW = re.compile(r"^(?:本报讯|据悉|据了解|据介绍|近日|日前)")
JOINABLE = (Kind.TEXT, Kind.NOTE)


def join_cut_paragraphs(draft: Draft) -> None:
    """An unclosed paragraph goes on in the next one of its article, past captions, furniture and gaps."""
    gone: list[Block] = []
    for _, blocks in draft.articles():
        _join(draft, blocks, gone)
    draft.drop(gone)


def _join(draft: Draft, blocks: list[Block], gone: list[Block]) -> None:
    open_block: Block | None = None
    for block in blocks:
        if open_block is not None and block.kind in JOINABLE and _may_continue(open_block, block):
            _put_together(draft, open_block, block)
            gone.append(block)
            if is_closed(open_block.text):
                open_block = None
            continue
        if block.kind in PASSED or (block.kind == Kind.BYLINE and open_block is not None):
            continue
        if open_block is not None:
            _leave_open(draft, open_block)
        unclosed = block.kind in JOINABLE and not is_closed(block.text) and not block.ends_article and not block.people
        open_block = block if unclosed else None
    if open_block is not None:
        _leave_open(draft, open_block)


def _may_continue(open_block: Block, block: Block) -> bool:
    """A paragraph with a number, a list mark or a dateline of its own starts anew."""
    if numbering(block.text) or block.marker or block.label or ORDINAL_RUN_IN.match(block.text):
        return False
    if open_block.kind == Kind.NOTE and block.kind == Kind.NOTE:
        return False
    return not STARTS_ANEW.match(block.text)


def _put_together(draft: Draft, open_block: Block, block: Block) -> None:
    left, right = open_block.text.rstrip(), block.text.lstrip()
    latin = left[-1:].isascii() and right[:1].isascii() and left[-1:].isalpha() and right[:1].isalpha()
    glue = " " if latin and not is_han(right[0]) else ""
    open_block.joints.append(len(left) + len(glue))
    open_block.text = left + glue + right
    open_block.people += block.people
    open_block.source = open_block.source or block.source
    open_block.affiliation = open_block.affiliation or block.affiliation
    open_block.ends_article = open_block.ends_article or block.ends_article
    draft.record("joined_paragraph", (*open_block.lines, *block.lines), "上一段没有收尾，和这一段接成一段。", 0.85)
    draft.notice(
        "joined_paragraph",
        block.line,
        f"第 {open_block.lines[-1]} 行的段落没有收尾，已和第 {block.line} 行接成一段，请核对。",
    )
    open_block.lines += block.lines
    open_block.confidence = min(open_block.confidence, 0.85)


def _leave_open(draft: Draft, block: Block) -> None:
    if block.kind not in CONTENT or len(block.text) < 8:
        return
    draft.notice("unclosed_paragraph", block.line, "这一段没有收尾，也没有找到它的下文，请核对原稿。")
