"""Who wrote it: byline lines, names in brackets after a text, 本报讯（记者 …）, author lines by a title."""

from __future__ import annotations

import re
from collections import Counter

from ..draft import Block, Draft, Kind
from ..fields import read_fields
from ..parts import Person
from ..patterns import is_closed, is_date, is_short_line, letters, near_end, numbering
from ..people import REPORTER, UNIT_OR_POSITION, Byline, read_author, read_bare_names, read_byline, read_unit

IN_BRACKETS_AT_END = re.compile(r"\s*[（(【\[](?P<byline>[^（()）【】\[\]]{2,60})[)）】\]]\s*。?$")
AFTER_LAST_STOP = re.compile(
    rf"(?<=[。！？”])[\s\u3000]*(?P<byline>(?:[□■]\s*)?(?:{REPORTER})[\s\u3000:：][^。，！？]{{2,40}})$"
)
DATELINE = re.compile(
    r"^(?P<label>(?:本报|本刊|本网|本台|[\u4e00-\u9fff]{2,8})?讯\s*)?[（(](?P<byline>[^（()）]{2,60})[)）]\s*(?=\S)"
)
REPORTED = re.compile(
    rf"^(?P<label>(?:本报|本刊|本网|本台|[\u4e00-\u9fff]{{2,8}})?讯\s*)[\s\u3000]*(?P<byline>(?:{REPORTER})[^，。：:（）]{{2,30}}?)(?:报道)\s*[:：,，]?\s*(?=\S)"
)
ABOUT_AUTHOR = re.compile(
    r"\s*[（(【\[]?\s*(?P<label>作者单位|作者系|作者为|作者简介|作者)\s*[:：]?\s*(?P<unit>[^。（()）]{3,60}?)\s*[)）】\]]?。?$"
)
WITH_ROLE = re.compile(REPORTER)


def find_bylines(draft: Draft) -> None:
    """Marks byline lines and takes bylines out of paragraphs, where the byline has its one home."""
    for previous, block, following in draft.neighbours():
        if block.kind != Kind.TEXT:
            continue
        if _take_author_note(draft, block):
            continue
        byline = _own_line(draft, previous, block, following)
        if byline is not None:
            _become(draft, block, byline)
        elif not is_short_line(block.text):
            _take_dateline(draft, block)
            _take_end(draft, block)


def _own_line(draft: Draft, previous: Block | None, block: Block, following: Block | None) -> Byline | None:
    text = f"{block.marker} {block.text}".strip() if block.marker in set("□■◎●○◆◇") else block.text
    if byline := read_byline(text):
        return byline
    if (fields := read_fields(text)) and all(field.key == "author" for field in fields):
        names = [read_byline(f"作者：{field.value}") or read_author(field.value) for field in fields]
        if all(names):
            people = tuple(
                Person(f.label, p.name, p.affiliation)
                for f, n in zip(fields, names, strict=True)
                if n
                for p in n.people
            )
            return Byline(people, next((n.affiliation for n in names if n and n.affiliation), ""))
    if block.level in (1, 2) or not _beside_title(previous, following):
        return None
    if byline := read_author(text) or read_bare_names(text):
        return byline
    heads_text = following is not None and following.kind in (Kind.TEXT, Kind.NOTE) and not _is_title_like(following)
    if following is None or is_date(following.text):
        return read_unit(text) if previous is not None and is_closed(previous.text) else None
    under_title = previous is not None and previous.kind == Kind.TEXT and _is_title_like(previous)
    return read_unit(text) if under_title and heads_text else None


def _is_title_like(block: Block) -> bool:
    return is_short_line(block.text) and not numbering(block.text)


def _beside_title(previous: Block | None, following: Block | None) -> bool:
    """Right under a short line (a title), or where the article ends: before a column mark or the end of the file."""
    under = previous is not None and previous.kind == Kind.TEXT and is_short_line(previous.text)
    under = under or (previous is not None and previous.kind == Kind.BYLINE)
    at_end = following is None or following.kind in (Kind.COLUMN, Kind.NOTE) or is_date(following.text)
    return under or at_end


def _become(draft: Draft, block: Block, byline: Byline) -> None:
    block.people, block.affiliation = list(byline.people), byline.affiliation
    reason = (
        "整行是署名：写明了身份或以□标出。" if byline.explicit else "单位职务之后是姓名，紧靠标题或文末，是作者署名。"
    )
    draft.decide(block, Kind.BYLINE, reason, byline.confidence)
    kept = "".join([byline.affiliation, *(person.role + person.name for person in byline.people)])
    if Counter(letters(block.text)) - Counter(letters(kept)):
        draft.notice("byline", block.line, "署名行里除姓名和身份外还有别的字样，原文在此备查。", block.text)


def _take_author_note(draft: Draft, block: Block) -> bool:
    """（作者单位：某市总工会） or （作者系某市总工会主席） on a line of its own or after the last stop."""
    match = ABOUT_AUTHOR.search(block.text, near_end(block.text))
    if match is None or (match["label"] == "作者" and not match["unit"].startswith(("系", "是"))):
        return False
    before = block.text[: match.start()].rstrip()
    bracketed = match[0].strip()[:1] in "（(【["
    if (before and not (bracketed and is_closed(before))) or not UNIT_OR_POSITION.fullmatch(match["unit"]):
        return False
    block.affiliation = match["unit"]
    draft.notice("byline", block.line, "文末关于作者的说明，记为作者单位和职务。", match["label"])
    if not before:
        draft.decide(block, Kind.BYLINE, "整行说明作者单位或职务。", 0.93)
        return True
    block.text, block.ends_article = before, True
    draft.record("byline", block.lines, "文末括号里说明作者单位或职务。", 0.93)
    return False


def _take_dateline(draft: Draft, block: Block) -> None:
    """本报讯（记者 甲 通讯员 乙）近日…… keeps 本报讯; the bracket goes to the byline."""
    match = DATELINE.match(block.text) or REPORTED.match(block.text)
    if match is None or not WITH_ROLE.search(match["byline"]):
        return
    byline = read_byline(match["byline"])
    if byline is None:
        return
    block.people += byline.people
    label = (match["label"] or "").strip()
    rest = block.text[match.end() :]
    block.text = f"{label} {rest}" if label else rest
    block.bold = ()
    draft.record("byline", block.lines, "电头括号里是记者、通讯员的署名。", 0.93)


def _take_end(draft: Draft, block: Block) -> None:
    """（记者 甲）, （甲 乙） or 本报记者 甲 after the last full stop: the byline, and the end of the article."""
    for pattern in (IN_BRACKETS_AT_END, AFTER_LAST_STOP):
        match = pattern.search(block.text, near_end(block.text))
        if match is None or not is_closed(block.text[: match.start()]):
            continue
        byline = read_byline(match["byline"]) or read_author(match["byline"]) or read_bare_names(match["byline"])
        if byline is None:
            continue
        block.people += byline.people
        block.affiliation = block.affiliation or byline.affiliation
        block.text, block.ends_article = block.text[: match.start()].rstrip(), True
        draft.record("byline", block.lines, "全文末尾（括号里）是署名。", 0.9)
        return
