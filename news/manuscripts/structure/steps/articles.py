"""Where one article of a file ends and the next begins."""

from __future__ import annotations

from dataclasses import dataclass

from ..draft import CONTENT, Block, Draft, Kind
from ..patterns import is_closed, is_date, numbering, run_in_head

SKIPPED = (Kind.FURNITURE, Kind.RULE)
BODY = (*CONTENT, Kind.CAPTION)
LONG_CAPTION = 40


@dataclass(slots=True)
class Running:
    """What the current article has shown so far."""

    first: Block
    has_body: bool = False
    has_text: bool = False
    has_column: bool = False
    has_head_title: bool = False
    ended: bool = False
    lines: int = 0
    long_caption: bool = False

    def take(self, block: Block) -> None:
        """Goes on by one block. Ended means: the last thing was a source, a byline after the text, 小编说, 责编."""
        if block.kind in CONTENT:
            self.has_text, self.ended = True, block.ends_article
        elif self.has_text and (block.ends_article or block.kind in (Kind.BYLINE, Kind.SOURCE)):
            self.ended = True
        if block.kind == Kind.LINE:
            self.lines += 1
            self.has_head_title = self.has_head_title or not (self.has_text or numbering(block.text))
        self.has_body = self.has_body or block.kind in BODY
        self.has_column = self.has_column or block.kind == Kind.COLUMN
        self.long_caption = self.long_caption or (block.kind == Kind.CAPTION and len(block.text) >= LONG_CAPTION)

    @property
    def is_picture_story(self) -> bool:
        """A title and long captions, no text."""
        return not self.has_text and self.first.kind == Kind.LINE and self.lines == 1 and self.long_caption


def split_articles(draft: Draft) -> None:
    """Numbers the blocks by article. A boundary needs a reason: a column mark, an end mark, a title with byline."""
    blocks = [block for block in draft.blocks if block.kind not in SKIPPED]
    if not blocks:
        return
    view = View(blocks, _top_titles(blocks), _after_rules(draft))
    starts: dict[int, tuple[str, float]] = {}
    current = Running(blocks[0])
    for index, block in enumerate(blocks):
        reason = _boundary(view, current, index) if index else None
        if reason:
            starts[id(block)] = reason
            current = Running(block)
        current.take(block)
    _number(draft, starts)


class View:
    """The blocks with what lies ahead of each, looked up instead of searched for."""

    def __init__(self, blocks: list[Block], titles: set[int], ruled: set[int]) -> None:
        self.blocks, self.titles, self.ruled = blocks, titles, ruled
        self.text_ahead = [False] * (len(blocks) + 1)
        self.title_stands_last = [True] * (len(blocks) + 1)
        for index in range(len(blocks) - 1, -1, -1):
            block = blocks[index]
            self.text_ahead[index] = block.kind == Kind.TEXT or (
                block.kind != Kind.COLUMN and self.text_ahead[index + 1]
            )
            if block.kind in CONTENT:
                self.title_stands_last[index] = False
            elif block.kind == Kind.COLUMN or (block.kind == Kind.LINE and block.level == 1):
                self.title_stands_last[index] = True
            else:
                self.title_stands_last[index] = self.title_stands_last[index + 1]


def _after_rules(draft: Draft) -> set[int]:
    """The blocks that stand right behind a dividing rule."""
    pairs = zip(draft.blocks, draft.blocks[1:], strict=False)
    return {id(block) for rule, block in pairs if rule.kind == Kind.RULE}


def _like_first_title(first: Block, blocks: list[Block], index: int) -> bool:
    """A short line of the same level as the one the current article opens with, with text of its own."""
    block = blocks[index]
    if first.kind != Kind.LINE or block.level != first.level:
        return False
    return index + 1 < len(blocks) and blocks[index + 1].kind in (Kind.TEXT, Kind.BYLINE, Kind.NOTE)


def _number(draft: Draft, starts: dict[int, tuple[str, float]]) -> None:
    """Furniture stays with the article before it, unless it stands between a title's parts, where order tells."""
    article = 0
    for block in draft.blocks:
        if id(block) in starts:
            article += 1
            reason, confidence = starts[id(block)]
            draft.record("article", block.lines, reason, confidence, article)
        block.article = article


def _boundary(view: View, current: Running, index: int) -> tuple[str, float] | None:
    blocks = view.blocks
    block = blocks[index]
    if block.kind == Kind.COLUMN:
        return ("新的栏目名，另起一篇。", 0.97) if current.has_body or current.has_column else None
    if block.kind == Kind.NOTE and not block.ends_article and current.ended:
        return "上一篇已经结束，编者按引出新的一篇。", 0.7
    if block.kind != Kind.LINE or not current.has_body or numbering(block.text) or is_date(block.text):
        return None
    if not current.has_head_title and view.title_stands_last[index + 1]:
        return None  # a title printed after its own text
    if index in view.titles:
        return "同级的大标题，另起一篇。", 0.85
    if _is_picture_story(blocks, index):
        return "标题下面只有一段图片说明，是单独的图片新闻。", 0.8
    if current.is_picture_story:
        return "图片新闻之后的标题，另起一篇。", 0.75
    if not current.has_text:
        return None
    if current.ended and view.text_ahead[index + 1] and not _is_caption_cluster(blocks, index):
        return "上一篇以署名、来源或编辑信息结束，之后的短行是新的标题。", 0.85
    if view.text_ahead[index + 1] and _has_own_byline(blocks, index):
        return "短行之后紧跟署名，再接正文，是新的一篇。", 0.85
    if id(block) in view.ruled and _like_first_title(current.first, blocks, index):
        return "分隔线之后是和前一篇标题同级的短行，另起一篇。", 0.7
    return None


def _ended(blocks: list[Block]) -> bool:
    """True when the last thing in a piece was a mark of an end."""
    if not blocks:
        return False
    running = Running(blocks[0])
    for block in blocks:
        running.take(block)
    return running.ended


def _is_caption_cluster(blocks: list[Block], index: int) -> bool:
    """Three short lines in a row and more are captions, whatever follows."""
    run = 0
    for block in blocks[index : index + 4]:
        if block.kind != Kind.LINE or block.level is not None:
            break
        run += 1
    return run >= 4


def _has_own_byline(blocks: list[Block], index: int) -> bool:
    """A byline within the next two lines (a subtitle may come first), and then running text."""
    for offset in (1, 2, 3):
        if index + offset >= len(blocks):
            return False
        block = blocks[index + offset]
        if block.kind == Kind.BYLINE:
            after = blocks[index + offset + 1 :]
            return bool(after) and after[0].kind in (Kind.TEXT, Kind.NOTE, Kind.LINE, Kind.CAPTION)
        if block.kind != Kind.LINE:
            return False
    return False


def _is_picture_story(blocks: list[Block], index: int) -> bool:
    """A short line with one long caption under it and nothing else before the article around it ends."""
    before = blocks[index - 1]
    if before.kind == Kind.TEXT and not is_closed(before.text):
        return False
    captions = []
    for block in blocks[index + 1 :]:
        if block.kind != Kind.CAPTION:
            break
        captions.append(block)
    if not captions or not any(len(b.text) >= LONG_CAPTION and is_closed(b.text) for b in captions):
        return False
    following = blocks[index + 1 + len(captions) :]
    if following and following[0].kind in (Kind.BYLINE, Kind.SOURCE):
        following = following[1:]
    return not following or following[0].kind in (Kind.COLUMN, Kind.LINE, Kind.NOTE)


def _top_titles(blocks: list[Block]) -> set[int]:
    """Indexes of the lines of the highest level that open articles of their own.

    OCR scatters heading levels, so a level counts only when every such line is a piece by itself: it has a byline or
    subtitle, follows an end mark, or its text is divided by lower headings.
    """
    lines = [i for i, b in enumerate(blocks) if b.kind == Kind.LINE and b.level is not None]
    levels = {blocks[i].level for i in lines}
    if not lines:
        return set()
    top = min(level for level in levels if level is not None)
    tops = [i for i in lines if blocks[i].level == top and not numbering(blocks[i].text)]
    leads = [i for n, i in enumerate(tops) if n == 0 or any(b.kind in BODY for b in blocks[tops[n - 1] : i])]
    if len(leads) < 2 or top > 2:
        return set()
    pieces = [blocks[i : leads[n + 1] if n + 1 < len(leads) else len(blocks)] for n, i in enumerate(leads)]
    alone = [_stands_alone(piece, pieces[n - 1] if n else []) for n, piece in enumerate(pieces)]
    return (
        set(leads)
        if all(alone) and all(_has_content(piece) for piece in pieces)
        else {
            i
            for i, piece, n in zip(leads, pieces, range(len(leads)), strict=True)
            if n and _strongly_alone(piece, pieces[n - 1])
        }
    )


def _has_content(piece: list[Block]) -> bool:
    return any(block.kind in BODY for block in piece)


def _strongly_alone(piece: list[Block], before: list[Block]) -> bool:
    return _has_content(piece) and (_has_own_byline(piece, 0) or _ended(before))


def _stands_alone(piece: list[Block], before: list[Block]) -> bool:
    own_byline = any(block.kind == Kind.BYLINE or block.people for block in piece)
    divided = sum(block.kind == Kind.LINE and block.level is not None for block in piece) >= 2
    texts = sum(block.kind == Kind.TEXT and not run_in_head(block.text) for block in piece)
    return own_byline or _ended(before) or (divided and texts >= 2) or any(b.kind == Kind.SOURCE for b in piece)
