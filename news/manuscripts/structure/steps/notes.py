"""Editors' notes (编者按, 编者的话, 小编说 …): the label goes, the passage becomes the article's editor_note."""

from __future__ import annotations

import re

from ..draft import Draft, Kind
from ..patterns import is_short_line

LABELS = (
    r"编者按语?|编者的话|编者注|编者荐语|编前话?|编后语?|编后记|编辑手记|编辑点评|编后絮语|"
    r"小编说|小编按|小编有话说|小编的话|小编点评|小编寄语|本报按|本刊按|开栏的话|开栏语|按语|写在前面|导语"
)
LABEL = re.compile(rf"^[【［\[（(〖]?\s*(?P<label>{LABELS})\s*(?:[】］\]）)〗]\s*[:：]?|[:：丨|｜]|——|[\s\u3000]+)\s*")
LABEL_ALONE = re.compile(rf"^[【［\[（(〖■◆●□▌]*\s*(?P<label>{LABELS})\s*[】］\]）)〗]?\s*[:：]?$")
AT_THE_END = re.compile(r"小编|编后")


def find_notes(draft: Draft) -> None:
    """A label before a passage, or on a line of its own before the next one, makes it the editor's note."""
    blocks = [block for block in draft.blocks if block.kind in (Kind.TEXT, Kind.LINE)]
    for index, block in enumerate(blocks):
        if block.kind == Kind.NOTE:
            continue
        alone = LABEL_ALONE.match(block.text.strip())
        if alone and index + 1 < len(blocks) and not is_short_line(blocks[index + 1].text):
            note = blocks[index + 1]
            draft.decide(block, Kind.FURNITURE, f"“{alone['label']}”是下一段的标签。", 0.9)
            draft.notice("label", block.line, f"“{alone['label']}”是标签，已略去；它后面的一段记为编者按。", block.text)
            note.label = alone["label"]
            draft.decide(note, Kind.NOTE, f"前一行是“{alone['label']}”。", 0.85)
        elif match := LABEL.match(block.text):
            rest = block.text[match.end() :].strip()
            if not rest:
                continue
            note = block
            draft.notice("label", block.line, f"“{match['label']}”是标签，已略去；这一段记为编者按。", match[0].strip())
            note.text, note.label, note.bold = rest, match["label"], ()
            draft.decide(note, Kind.NOTE, f"以“{match['label']}”开头。", 0.97)
        else:
            continue
        note.ends_article = bool(AT_THE_END.search(note.label)) and any(
            b.kind == Kind.TEXT and not is_short_line(b.text) for b in blocks[:index]
        )
