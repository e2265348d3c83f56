"""Which blocks are short lines (a title, heading or caption yet to be told apart) and which are running text."""

from __future__ import annotations

import re

from ..draft import Block, Draft, Kind
from ..patterns import COMMA, FULL_STOP, is_closed, is_date, is_short_line, numbering, without_number

LONGEST_HEADING = 80
LONGEST_BARE = 45
SPEAKER = re.compile(r"^(?:记者|主持人|问|答|Q\d*|A\d*)\s*[:：]")
SPEECH = re.compile(r"[:：]\s*[“「『].*[！？!?…][”」』]$")
SENTENCE_OPENER = re.compile(
    r"^(?:截至|目前|近年来|近几年|今年|去年|今后|日前|近日|当天|同时|此外|另外|其中|据了解|据介绍|据悉|随着|为了|通过|自?\d{4}年|\d{1,2}月\d{1,2}日|上半年|下半年|下一步|接下来)"
    r"[^，,]{0,14}[，,]"
)
CANNOT_START = re.compile(r"^(?:[，。、；：！？”’）》%]|的|们)")


def sort_short_lines(draft: Draft) -> None:
    """Gives every block still unplaced the kind LINE or TEXT."""
    before: Block | None = None
    for index, block in enumerate(draft.blocks):
        if block.kind == Kind.TEXT:
            after = draft.blocks[index + 1] if index + 1 < len(draft.blocks) else None
            if _is_line(block, before) and not _is_fragment(block, after):
                draft.decide(block, Kind.LINE, "短行，末尾没有句读。", 0.6)
            else:
                draft.decide(block, Kind.TEXT, "成句的正文。", 0.9)
        if block.kind in (Kind.TEXT, Kind.LINE):
            before = block


def _is_fragment(block: Block, after: Block | None) -> bool:
    """A short piece of running text: a speaker's line, a sentence cut off early, or one that the next goes on with."""
    if block.level is not None or block.all_bold or numbering(block.text):
        return False
    if (
        SPEAKER.match(block.text)
        or SPEECH.search(block.text.strip())
        or (SENTENCE_OPENER.match(block.text) and not is_date(block.text))
    ):
        return True
    return after is not None and after.kind == Kind.TEXT and bool(CANNOT_START.match(after.text))


def _is_line(block: Block, before: Block | None) -> bool:
    text = block.text.strip()
    if block.level is not None:
        return len(text) <= LONGEST_HEADING and FULL_STOP not in text[:-1]
    if not is_short_line(text):
        return False
    if block.marker and not numbering(text):
        return False
    # The tail of a paragraph that a column or page break cut may be short, but it ends like a paragraph.
    cut = before is not None and before.kind == Kind.TEXT and not is_closed(before.text)
    if cut and is_closed(text):
        return False
    if is_closed(text) and COMMA.search(text) and not numbering(text):
        return len(text) <= LONGEST_BARE and text[-1] in "！？!?”’」"
    return bool(without_number(text))
