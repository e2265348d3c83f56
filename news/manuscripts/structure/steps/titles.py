"""Kicker, title and subtitle of each article; a title may also stand after its own text."""

from __future__ import annotations

from ..draft import CONTENT, Block, Draft, Kind
from ..patterns import SUBTITLE_DASH, is_date, numbering
from .scenes import CAPTION_FROM, caption_score

SAME_LENGTH = 0
LONGEST_TITLE_HALF = 20


def name_titles(draft: Draft) -> None:
    """Places the titles of every article; one without gets a notice."""
    for _, blocks in draft.articles():
        _merge_divided_title(draft, blocks)
        _set_page_head_aside(draft, blocks)
        head = _head(blocks)
        title = _title_of_head(draft, head, blocks)
        if title is None:
            title = _title_after_text(draft, blocks)
        if title is None and any(b.kind in CONTENT for b in blocks):
            line = next((b.line for b in blocks if b.line), 0)
            draft.notice("no_title", line, "没有找到这一篇的标题，请补上。")


def _set_page_head_aside(draft: Draft, blocks: list[Block]) -> None:
    """A short line over the first column mark is the page's headline when the article has a title of its own below."""
    head = _head(blocks)
    mark = next((b for b in blocks if b.kind == Kind.COLUMN), None)
    if mark is None:
        return
    place = blocks.index(mark)
    above = [b for b in head if blocks.index(b) < place]
    if len(above) == len(head):
        return
    for block in above:
        draft.decide(block, Kind.FURNITURE, "栏目名之上的短行，是整版的版题。", 0.75)
        draft.notice("page_headline", block.line, "这是整版的版题，不属于某一篇。", block.text)


def _head(blocks: list[Block]) -> list[Block]:
    """The short lines before the first running text that may be titles, in order."""
    head: list[Block] = []
    for block in blocks:
        if block.kind in CONTENT or (block.kind == Kind.HEADING) or (block.kind == Kind.LINE and numbering(block.text)):
            break
        if block.kind == Kind.LINE and not is_date(block.text):
            head.append(block)
    return head


def _title_of_head(draft: Draft, head: list[Block], blocks: list[Block]) -> Block | None:
    if not head:
        return None
    title, reason, confidence = _choose(head, blocks)
    draft.decide(title, Kind.TITLE, reason, confidence)
    index = head.index(title)
    for before in head[:index]:
        if before.kind == Kind.LINE and caption_score(before.text) < CAPTION_FROM:
            draft.decide(before, Kind.KICKER, "标题之前的短行，是引题。", 0.75)
            break
    after = head[index + 1 : index + 2]
    if after and _is_subtitle(title, after[0], head[index + 2 :]):
        dash = SUBTITLE_DASH.match(after[0].text)
        after[0].text = after[0].text[dash.end() :] if dash else after[0].text
        dashed = "破折号开头，紧接标题，是副题。"
        draft.decide(
            after[0], Kind.SUBTITLE, dashed if dash else "紧接标题的次级短行，是副题。", 0.95 if dash else 0.65
        )
    return title


def _choose(head: list[Block], blocks: list[Block]) -> tuple[Block, str, float]:
    """The title among the head's lines: before a —— line, of the highest level, or simply the first."""
    for index, block in enumerate(head):
        if index and SUBTITLE_DASH.match(block.text):
            before = head[index - 1]
            if before.level is not None or all(b.level is None for b in head[:index]):
                return before, "后面紧接破折号开头的副题。", 0.95
    levels = [block.level for block in head if block.level is not None]
    if levels:
        top = min(levels)
        return next(b for b in head if b.level == top), "标题级别最高的一行。", 0.93
    bold = [block for block in head if block.all_bold]
    if len(bold) == 1:
        return bold[0], "正文之前唯一加粗的短行。", 0.85
    first = head[0]
    if len(head) >= 2 and _is_kicker(first, head[1], blocks):
        return head[1], "第一行是引题，第二行是标题。", 0.6
    return first, "正文之前的第一个短行。", 0.85 if len(head) == 1 else 0.75


def _is_kicker(first: Block, second: Block, blocks: list[Block]) -> bool:
    """Without marks, a line set tight over another that stands off from what follows, or that hands on to it (……——)."""
    place = blocks.index(second)
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    stands_off = after is not None and (after.kind == Kind.BYLINE or after.gap > 0)
    if second.gap == 0 and stands_off and place == blocks.index(first) + 1 and caption_score(second.text) < 1:
        return True
    return first.text.rstrip().endswith(("——", "—", "……")) and caption_score(second.text) < CAPTION_FROM


def _is_subtitle(title: Block, line: Block, rest: list[Block]) -> bool:
    if SUBTITLE_DASH.match(line.text):
        return True
    if title.level is not None and line.level is not None and line.level > title.level:
        return (
            not rest
            and line.gap <= 1
            and caption_score(line.text) < CAPTION_FROM
            and line.level == title.level + 1
            and _underlined(line)
        )
    return False


def _underlined(line: Block) -> bool:
    """A lower heading right under the title is a subtitle only when it is set tight against it."""
    return line.gap == 0


def _title_after_text(draft: Draft, blocks: list[Block]) -> Block | None:
    """The short line behind the last running text: marked as a heading, followed by a byline, or the only one there."""
    last = max((i for i, b in enumerate(blocks) if b.kind in CONTENT), default=None)
    if last is None:
        return None
    tail = [b for b in blocks[last + 1 :] if b.kind == Kind.LINE and not is_date(b.text)]
    if not tail:
        return None
    marked = [b for b in tail if b.level is not None]
    signed = [b for b in tail if _next_is_byline(blocks, b)]
    alone = tail if len(tail) == 1 and caption_score(tail[0].text) < CAPTION_FROM else []
    candidates = marked or signed or alone
    if not candidates:
        return None
    title = candidates[0]
    draft.decide(title, Kind.TITLE, "正文之前没有标题，它排在自己的正文之后。", 0.8 if marked or signed else 0.55)
    draft.notice("title_after_text", title.line, "这个标题排在自己的正文之后，请核对它是否属于这一篇。")
    following = tail[tail.index(title) + 1 :]
    if following and SUBTITLE_DASH.match(following[0].text):
        following[0].text = SUBTITLE_DASH.sub("", following[0].text)
        draft.decide(following[0], Kind.SUBTITLE, "破折号开头，紧接标题，是副题。", 0.9)
    return title


def _next_is_byline(blocks: list[Block], block: Block) -> bool:
    index = blocks.index(block)
    return index + 1 < len(blocks) and blocks[index + 1].kind == Kind.BYLINE


def _merge_divided_title(draft: Draft, blocks: list[Block]) -> None:
    """A headline set in two rows of the same level, or of the same length, becomes one with a space between."""
    head = _head(blocks)
    if len(head) < 2:
        return
    first, second = head[0], head[1]
    if blocks.index(second) != blocks.index(first) + 1 or SUBTITLE_DASH.match(second.text) or second.gap > 1:
        return
    alike = abs(len(first.text) - len(second.text)) <= SAME_LENGTH
    short = max(len(first.text), len(second.text)) <= LONGEST_TITLE_HALF
    same_level = first.level is not None and first.level == second.level and first.level <= 2
    tight = (
        first.level is None
        and second.level is None
        and second.gap == 0
        and alike
        and caption_score(second.text) < CAPTION_FROM
    )
    if not short or not (same_level or tight):
        return
    first.text = f"{first.text} {second.text}"
    first.lines += second.lines
    draft.record("title", first.lines, "大标题分成两行排，合为一句。", 0.75)
    draft.notice("joined_title", second.line, "标题分成两行，已合为一句，中间空一格。")
    draft.blocks.remove(second)
    blocks.remove(second)
