"""Column marks (【栏目名】), on a line of their own or before a title, and brackets that only set off a heading."""

from __future__ import annotations

import re

from ..draft import Block, Draft, Kind
from ..patterns import is_short_line

MARK = re.compile(r"[【［\[〖]\s*(?P<name>[^】］\]〗]{2,14})\s*[】］\]〗]")
BEFORE_BAR = re.compile(r"(?P<name>[\u4e00-\u9fff·]{2,10})\s*[|｜丨]\s*(?=\S{4,})")
NOT_A_COLUMN = re.compile(
    r"编者|编后|小编|按语|导读|摘要|字体|打印|关闭|图\d|注|开栏|记者手记|作者|来源|责编|编辑|审核|校对|^文字?$|^图$|摄影|供图|记者|通讯员|撰文|初审|终审|监制"
)
BAR_ALONE = re.compile(r"(?P<name>[\u4e00-\u9fff·]{2,10})\s*[|｜丨]\s*")
COLUMN_LINE = re.compile(r"(?:栏目|专栏)\s*[:：|｜丨]\s*(?P<name>[^\s，。]{2,14})")
FOLLOWED_BY_TITLE = 0.95
ALONE = 0.75


def mark_columns(draft: Draft) -> None:
    """Takes 【…】 lines for column marks, unless they head the sections of one article."""
    _split_marks_from_titles(draft)
    marks = [(block, following) for _, block, following in draft.neighbours() if _mark_name(block)]
    if not marks:
        return
    before_title = [block for block, following in marks if following is not None and _may_be_title(following)]
    first_content = next((b for b in draft.blocks if b.kind == Kind.TEXT and not _mark_name(b)), None)
    opens = bool(marks) and (first_content is None or marks[0][0].line < first_content.line)
    for block, _ in marks:
        heads_title = block in before_title
        if before_title or (opens and (len(marks) == 1 or block is marks[0][0])):
            confidence = FOLLOWED_BY_TITLE if heads_title else ALONE
            reason = (
                "方括号里的短语单独成行，后面是标题，是栏目名。"
                if heads_title
                else "方括号里的短语单独成行，同一稿件里另有这样的栏目名。"
            )
            block.label = _mark_name(block)
            draft.decide(block, Kind.COLUMN, reason, confidence)
        else:
            draft.decide(block, Kind.HEADING, "方括号里的短语在文中分段，后面没有标题，是小标题。", 0.7)


def _mark_name(block: Block) -> str:
    if block.kind != Kind.TEXT:
        return ""
    text = block.text.strip()
    match = MARK.fullmatch(text) or COLUMN_LINE.fullmatch(text) or BAR_ALONE.fullmatch(text)
    return "" if match is None or NOT_A_COLUMN.search(match["name"]) else match["name"].strip()


def _may_be_title(block: Block) -> bool:
    return block.kind == Kind.TEXT and (block.level is not None or is_short_line(block.text))


def _split_marks_from_titles(draft: Draft) -> None:
    """【栏目】标题 on one line becomes two blocks; before running text it stays where it is."""
    blocks: list[Block] = []
    for block in draft.blocks:
        match = MARK.match(block.text) if block.kind == Kind.TEXT else None
        if match is None and block.kind == Kind.TEXT:
            match = BEFORE_BAR.match(block.text)
        rest = block.text[match.end() :].strip() if match else ""
        if match is None or NOT_A_COLUMN.search(match["name"]) or not rest or not is_short_line(rest):
            blocks.append(block)
            continue
        if any(bar in match[0] for bar in "丨|｜"):
            draft.notice("label", block.line, f"标题前的“{match['name']}”是栏目名，已与标题分开。", match[0].strip())
        mark = Block(match[0], block.lines, gap=block.gap, first=block.first)
        block.text, block.gap, block.bold = rest, 0, ()
        blocks += [mark, block]
    draft.blocks = blocks
