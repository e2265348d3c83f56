"""Captions that say so: 图为…, ▲, 图①, 上图, a credit at the end (某甲 摄, 某工会供图), credits on their own lines."""

from __future__ import annotations

import re

from ..draft import Block, Draft, Kind
from ..names import read_names
from ..parts import Person
from ..patterns import is_closed, is_short_line, near_end
from ..people import REPORTER

MARK = re.compile(r"^[▲▼△▽↑↓◀▶←→]\s*(?=\S)")
OPENING = re.compile(
    r"^(?:[（(]?\s*(?:[上下左右]|以?上|以?下)?图\s*(?:[\d①-⑳一二三四五六七八九十]{1,2}\s*[：:、.．\s]|[:：]|为)|(?:资料|配|题|组)图[:：]|照片[:：]|图片说明[:：]?|图说[:：])"
)
SHOWS = re.compile(r"(?:^|[。！；])\s*[（(]?(?:上|下|左|右|本|该)?图[①-⑳\d一二三四五六七八九十]{0,2}为")
NAMES = r"[\u4e00-\u9fff·]{1,4}(?:[\s\u3000、，/]+[\u4e00-\u9fff·]{1,4}){0,5}"
BY_ROLE_AFTER = re.compile(
    rf"(?P<gap>^|[\s\u3000。！？”）)]|(?=[（(]))\s*(?P<open>[（(【\[]?)\s*(?P<role>(?:{REPORTER})?[\s\u3000]*)(?P<names>{NAMES}|[\u4e00-\u9fff]{{2,12}})"
    r"\s*[/／]?\s*(?:摄影报道|摄影|摄)\s*(?P<close>[)）】\]]?)[。.]?$"
)
BY_ROLE_BEFORE = re.compile(
    rf"(?P<gap>^|[\s\u3000。！？”）)]|(?=[（(]))\s*(?P<open>[（(【\[]?)\s*(?P<role>摄影者?|摄|图|图片|照片)\s*[:：/／丨|｜]\s*(?P<names>{NAMES})\s*(?P<close>[)）】\]]?)[。.]?$"
)
PROVIDED = re.compile(
    r"(?P<gap>^|[\s\u3000。！？”）)]|(?=[（(]))\s*(?P<open>[（(【\[]?)\s*(?P<credit>(?:(?:均|皆)?由)?[^\s\u3000，。！？；：（()）]{2,24}?(?:供图|提供图片|图片提供|提供)|(?:供图|图片来源|图源|图片提供)\s*[:：/／丨|｜]?\s*[^\s。，：]{2,24}|图片?(?:均)?由[^\s，。]{2,24}提供|资料图片?|资料照片)\s*(?P<close>[)）】\]]?)[。.]?$"
)
LONGEST_CAPTION = 260


def mark_captions(draft: Draft) -> None:
    """Finds captions by their marks and takes the credit out of them."""
    for block in draft.blocks:
        if block.kind == Kind.PICTURE:
            _picture(draft, block)
        elif (
            block.kind in (Kind.TEXT, Kind.LINE)
            and block.level in (None, 4, 5, 6)
            and len(block.text) <= LONGEST_CAPTION
        ):
            _caption(draft, block)
    _hand_on_lone_credits(draft)
    _give_pictures_their_captions(draft)


def take_credit(text: str) -> tuple[str, str, str]:
    """A caption without its credit, the credit, and what was taken off: the name for “… 摄”, the whole for “…供图”."""
    if match := PROVIDED.search(text, near_end(text)):
        return _without(text, match), match["credit"], text[match.start() :]
    for pattern in (BY_ROLE_AFTER, BY_ROLE_BEFORE):
        match = pattern.search(text, near_end(text))
        while match is not None:
            # A caption's last word may look like one more name: then the names begin further on.
            if names := read_names(match["names"], any_surname=pattern is BY_ROLE_AFTER):
                return _without(text, match), "、".join(names), text[match.start() :]
            match = pattern.search(text, match.start() + 1)
    return text, "", ""


def _without(text: str, match: re.Match[str]) -> str:
    """The caption before the credit, with the stop or quote that stood between them."""
    gap = match["gap"].strip(" \u3000")
    return (text[: match.start()] + gap).rstrip(" \u3000，,;；")


def _caption(draft: Draft, block: Block) -> None:
    text = block.text.strip()
    mark = MARK.match(text)
    bare = text[mark.end() :] if mark else text
    caption, credit, taken = take_credit(bare)
    if mark:
        reason, confidence = f"以图片标记“{mark[0].strip()}”开头。", 0.97
    elif OPENING.match(bare):
        reason, confidence = "以“图为”“图①”“上图”一类的话开头。", 0.95
    elif credit and (is_short_line(caption) or SHOWS.search(caption) or not caption):
        reason, confidence = "末尾注明摄影者或供图单位。", 0.93
    elif SHOWS.search(bare):
        reason, confidence = "文中有“图为……”的说明。", 0.85
    elif credit and is_closed(caption):
        reason, confidence = "整段末尾注明摄影者或供图单位。", 0.75
    else:
        return
    if taken:
        leftover = taken.replace(credit, "", 1)
        if any(char.isalnum() for char in leftover):
            draft.notice("credit", block.line, f"图片说明末尾的署名“{credit}”已记为图片署名。", taken.strip())
    if credit and is_person_credit(credit):
        block.people = [Person("摄", name) for name in credit.split("、")]
    block.text, block.credit, block.bold = caption, credit, ()
    draft.decide(block, Kind.CAPTION, reason, confidence)


def is_person_credit(credit: str) -> bool:
    """True when a credit is names only, not “某工会供图”."""
    return bool(read_names(credit))


def _hand_on_lone_credits(draft: Draft) -> None:
    """张三 摄 on a line of its own belongs to the caption or short line right before it."""
    earlier: Block | None = None
    before: Block | None = None
    gone: list[Block] = []
    for block in draft.blocks:
        if block.kind == Kind.CAPTION and not block.text and block.credit:
            if before is not None and not before.credit and _takes_credit(earlier, before):
                before.credit, before.people = block.credit, block.people
                before.lines += block.lines
                if before.kind != Kind.CAPTION:
                    draft.decide(before, Kind.CAPTION, "下一行注明摄影者或供图单位。", 0.85)
                gone.append(block)
                continue
            block.text, block.kind = block.credit, Kind.BYLINE
        earlier, before = before, block
    draft.drop(gone)


def _takes_credit(earlier: Block | None, before: Block) -> bool:
    """A caption, a short line, or the one paragraph that stands under a title."""
    if before.kind == Kind.CAPTION or is_short_line(before.text):
        return True
    return (
        before.kind == Kind.TEXT
        and len(before.text) <= LONGEST_CAPTION
        and earlier is not None
        and is_short_line(earlier.text)
    )


def _picture(draft: Draft, block: Block) -> None:
    caption, credit, _ = take_credit(block.text.strip())
    block.text, block.credit = caption, credit


def _give_pictures_their_captions(draft: Draft) -> None:
    """A picture takes the marked caption beside it; without one it stands for itself, described by its own text."""
    kept: list[Block] = []
    for index, block in enumerate(draft.blocks):
        if block.kind != Kind.PICTURE:
            kept.append(block)
            continue
        following = draft.blocks[index + 1] if index + 1 < len(draft.blocks) else None
        before = kept[-1] if kept else None
        neighbour = next(
            (b for b in (following, before) if b is not None and b.kind == Kind.CAPTION and b.picture is None), None
        )
        if neighbour is not None:
            neighbour.picture, neighbour.file = block.picture, block.file
            if block.text and block.text not in neighbour.text:
                draft.notice("picture_description", block.line, "图片自带的说明与图说不同，录此备查。", block.text)
            continue
        draft.decide(block, Kind.CAPTION, "这里插有一张图片。", 0.9)
        kept.append(block)
    draft.blocks = kept
