"""Headings told from captions among the short lines that are left, by number, level, company and wording."""

from __future__ import annotations

from ..draft import CONTENT, Block, Draft, Kind
from ..patterns import DECORATIVE_HEAD, is_closed, is_date, numbering
from .scenes import CAPTION_FROM, caption_score

PICTURE_GAP = 2
USUAL_GAP = 1
ENOUGH_MARKED = 2


def place_short_lines(draft: Draft) -> None:
    """Makes every remaining short line a heading or a caption (or, alone at the end, a date)."""
    for _, blocks in draft.articles():
        gone = _join_dates_to_captions(draft, blocks)
        draft.drop(gone)
        shown = [b for b in blocks if b not in gone and b.kind not in (Kind.FURNITURE, Kind.RULE)]
        _place_marked(draft, shown)
        places = {id(block): index for index, block in enumerate(shown)}
        for run in _runs(shown):
            _place_run(draft, shown, run, places[id(run[0])], places[id(run[-1])])


def _join_dates_to_captions(draft: Draft, blocks: list[Block]) -> list[Block]:
    """A date right under a short line ends that caption; one under the title or at the end dates the article."""
    gone: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind != Kind.LINE or not is_date(block.text):
            continue
        before = blocks[index - 1] if index else None
        if before is not None and before.kind in (Kind.LINE, Kind.CAPTION) and block.gap == 0:
            before.text = f"{before.text} {block.text}"
            before.lines += block.lines
            if before.kind == Kind.LINE:
                draft.decide(before, Kind.CAPTION, "短行下面紧接日期，是图片说明。", 0.85)
            gone.append(block)
            continue
        block.metadata["dated"] = block.text
        draft.decide(block, Kind.FURNITURE, "单独成行的日期，记为成稿日期。", 0.8)
        draft.notice("furniture", block.line, "单独成行的日期，已记入稿件信息。", block.text)
    return gone


def _place_marked(draft: Draft, blocks: list[Block]) -> None:
    for block in blocks:
        if block.kind != Kind.LINE:
            continue
        decorated = DECORATIVE_HEAD.match(block.text)
        if numbering(block.text) in (1, 2):
            draft.decide(block, Kind.HEADING, "带有“一、”“（一）”一类的序号。", 0.95)
        elif decorated:
            block.text = block.text[decorated.end() :]
            draft.decide(block, Kind.HEADING, "以■◆一类的符号开头的短行。", 0.85)
        elif block.level is not None and (block.level <= 3 or caption_score(block.text) < CAPTION_FROM):
            draft.decide(block, Kind.HEADING, "稿件里标作标题。", 0.92)
        elif block.all_bold and caption_score(block.text) < CAPTION_FROM:
            draft.decide(block, Kind.HEADING, "整行加粗的短行。", 0.9)


def _runs(blocks: list[Block]) -> list[list[Block]]:
    """Short lines that stand together without anything between them."""
    runs: list[list[Block]] = []
    open_run = False
    for block in blocks:
        if block.kind == Kind.LINE:
            if not open_run:
                runs.append([])
            runs[-1].append(block)
            open_run = True
        elif block.kind != Kind.CAPTION:
            open_run = False
    return runs


def _place_run(draft: Draft, blocks: list[Block], run: list[Block], start: int, end: int) -> None:
    before, after = _around(blocks, start, end)
    if before is not None and before.kind == Kind.TEXT and not is_closed(before.text):
        for block in run[:-1]:
            draft.decide(block, Kind.CAPTION, "插在被截断的段落中间，是图片说明。", 0.9)
        _place_last_of_cut(draft, run[-1], after)
        return
    if after is None or after.kind not in CONTENT:
        for block in run:
            if block.text.rstrip()[-1:] in "！!？?" and before is not None and caption_score(block.text) < CAPTION_FROM:
                draft.decide(block, Kind.TEXT, "文末的感叹句或问句，是最后一段。", 0.7)
                continue
            draft.decide(
                block, Kind.CAPTION, "排在文末、后面没有正文的短行，是图片说明。", 0.85 if len(run) > 1 else 0.7
            )
        return
    neighbours = [b for b in blocks[max(start - 2, 0) : start + 3] if b.kind == Kind.CAPTION]
    if before is None or len(run) > 1:
        _place_cluster(draft, run, after, leads=before is None, headed=_has_headings(blocks, run))
        return
    marked = sum(b.kind == Kind.HEADING and _is_marked(b) for b in blocks)
    _place_single(draft, run[0], after, beside_captions=bool(neighbours), others_marked=marked >= ENOUGH_MARKED)


def _around(blocks: list[Block], start: int, end: int) -> tuple[Block | None, Block | None]:
    body = (*CONTENT, Kind.HEADING)
    before = next((blocks[i] for i in range(start - 1, -1, -1) if blocks[i].kind in body), None)
    after = next((blocks[i] for i in range(end + 1, len(blocks)) if blocks[i].kind in body), None)
    return before, after


def _place_last_of_cut(draft: Draft, block: Block, after: Block | None) -> None:
    """After a cut paragraph a heading is unlikely, but an appeal before a paragraph with a start of its own is one."""
    score = caption_score(block.text)
    if score < 0 and after is not None and block.gap <= USUAL_GAP and after.text[:1].isalnum() and score <= -2.5:
        draft.decide(block, Kind.HEADING, "上一段没有收尾，但这一行的口气是小标题。", 0.5)
        return
    draft.decide(block, Kind.CAPTION, "插在被截断的段落中间，是图片说明。", 0.85)


def _has_headings(blocks: list[Block], run: list[Block]) -> bool:
    """True when the article sets its headings in another way (marked, or alone before a paragraph)."""
    return any(block.kind == Kind.HEADING for block in blocks if block not in run)


def _place_cluster(draft: Draft, run: list[Block], after: Block, *, leads: bool, headed: bool) -> None:
    """Several short lines together are captions; the last may be the heading of the text that follows."""
    for index, block in enumerate(run):
        last = index == len(run) - 1
        score = caption_score(block.text)
        gap_after = after.gap if last else run[index + 1].gap
        if last and not headed and score < 0 and gap_after <= USUAL_GAP:
            draft.decide(block, Kind.HEADING, "成组短行的最后一行，紧接正文，口气是小标题。", 0.6)
        elif leads and len(run) == 1 and score < 1 and gap_after <= USUAL_GAP:
            draft.decide(block, Kind.HEADING, "标题之后、正文之前的短行，口气是小标题。", 0.55)
        else:
            reason = "标题之后、正文之前的短行，是图片说明。" if leads else "几个短行排在一起，是图片说明。"
            draft.decide(block, Kind.CAPTION, reason, 0.85 if len(run) > 1 else 0.65)


def _is_marked(block: Block) -> bool:
    return block.level is not None or block.all_bold or numbering(block.text) > 0


def _place_single(draft: Draft, block: Block, after: Block, *, beside_captions: bool, others_marked: bool) -> None:
    """Alone between two paragraphs: a heading, unless wording, wide gaps or better marked headings speak against it."""
    score = caption_score(block.text) + (0.5 if beside_captions else 0)
    score += (0.5 if block.gap >= PICTURE_GAP else 0) + (1 if after.gap >= PICTURE_GAP else 0)
    score += 1 if others_marked else 0
    if score >= CAPTION_FROM:
        draft.decide(
            block, Kind.CAPTION, "两段正文之间的短行，说的是人物和场面，是图片说明。", min(0.9, 0.5 + score / 10)
        )
    else:
        draft.decide(block, Kind.HEADING, "两段正文之间、末尾没有句读的短行，是小标题。", min(0.9, 0.75 - score / 10))
