"""Runs of short items with bullets or numbers become lists; numbered paragraphs stay paragraphs."""

from __future__ import annotations

from itertools import pairwise

from ..draft import Block, Draft, Kind
from ..patterns import STOP, numbering

LONGEST_ITEM = 80
FEWEST_ITEMS = 2


def gather_lists(draft: Draft) -> None:
    """Marks the items of lists. A run is one list when most of its items are a sentence at most."""
    for _, blocks in draft.articles():
        shown = [b for b in blocks if b.kind not in (Kind.FURNITURE, Kind.RULE)]
        followers = {id(block): after for block, after in pairwise(shown)}
        for run in _runs(shown):
            if len(run) >= FEWEST_ITEMS and _is_list(run):
                for block in run:
                    reason = "连续几行带同样的编号或符号，每行只有一句，是列表。"
                    draft.decide(block, Kind.ITEM, reason, 0.85)
            else:
                _not_a_list(draft, run, followers)


def _item_style(block: Block) -> str:
    """What makes a block look like an item: its bullet or the rank of its number; "" for none."""
    if block.kind not in (Kind.TEXT, Kind.LINE):
        return ""
    rank = numbering(block.text)
    if rank >= 2 and not (rank == 2 and block.kind == Kind.LINE):
        return f"number {rank}"
    return f"bullet {block.marker}" if block.marker and rank == 0 else ""


def _runs(blocks: list[Block]) -> list[list[Block]]:
    runs: list[list[Block]] = []
    style = ""
    for block in blocks:
        found = _item_style(block)
        if found and found == style:
            runs[-1].append(block)
        elif found:
            runs.append([block])
        style = found
    return runs


def _is_list(run: list[Block]) -> bool:
    short = [b for b in run if len(b.text) <= LONGEST_ITEM and len(STOP.findall(b.text.rstrip("。！？!?”"))) == 0]
    return len(short) * 4 >= len(run) * 3


def _not_a_list(draft: Draft, run: list[Block], followers: dict[int, Block]) -> None:
    """A numbered short line before text is a heading; anything else with a number is a paragraph that keeps it."""
    for block in run:
        after = followers.get(id(block))
        heads = block.kind == Kind.LINE and after is not None and after.kind in (Kind.TEXT, Kind.ITEM, Kind.CAPTION)
        if heads:
            draft.decide(block, Kind.HEADING, "带序号的短行，后面接正文，是小标题。", 0.85)
        else:
            draft.decide(block, Kind.TEXT, "带序号的段落，序号保留。", 0.85)
