"""Where a piece was taken from (来源, 信息来源, 转自): on a line of its own or at the end of the last paragraph."""

from __future__ import annotations

import re

from ..draft import Draft, Kind
from ..names import read_names
from ..patterns import near_end
from ..people import SIGNING_BODY

LABELS = r"信息来源|稿件来源|文章来源|新闻来源|内容来源|资料来源|供稿单位|来源|稿源|转自|转载自|摘自|选自|原载|供稿"
LINE = re.compile(rf"^[（(【\[]?\s*(?P<label>{LABELS})\s*[:：丨|｜]?\s*(?P<source>[^。；]{{2,40}}?)\s*[)）】\]]?。?$")
AT_END = re.compile(
    rf"(?P<mark>[\s\u3000]*[（(【\[]?\s*(?P<label>{LABELS})\s*[:：丨|｜]\s*)(?P<source>[^。；：:]{{2,40}}?)\s*(?P<close>[)）】\]]?。?)$"
)
SUPPLIED = re.compile(r"[（(]?\s*(?P<source>[^。，：（()）]{3,30}?)\s*(?P<label>供稿)\s*[)）]?。?$")
QUOTED_OUTLET = re.compile(
    r"\s*[（(]\s*(?P<label>据|摘自|选自|原载|转自)\s*(?P<source>(?:《[^》]{2,20}》|[\u4e00-\u9fff]{2,10}(?:社|网|报|客户端|公众号))[^（()）]{0,24})\s*[)）]。?$"
)
NEEDS_COLON = ("来源", "转自", "摘自", "原载", "稿源")
SENTENCE_ENDS = "。！？!?”』」…"


def find_sources(draft: Draft) -> None:
    """Moves the outlet into `source`; the label stays on record in a notice. A source ends its article."""
    for block in draft.blocks:
        if block.kind != Kind.TEXT:
            continue
        text = block.text.strip()
        quoted = QUOTED_OUTLET.search(text, near_end(text))
        if quoted and (not quoted.start() or text[: quoted.start()].rstrip()[-1:] in set(SENTENCE_ENDS)):
            block.source, block.ends_article = quoted["source"], True
            draft.notice("label", block.line, "“据……”记为来源。", quoted["label"])
            if quoted.start():
                block.text = text[: quoted.start()].rstrip()
                draft.record("source", block.lines, "段末括号里注明“据……”。", 0.9)
            else:
                draft.decide(block, Kind.SOURCE, "整行是括号里的“据……”。", 0.93)
        elif (line := LINE.fullmatch(text)) and _is_label(line, text):
            block.source, block.ends_article = line["source"], True
            draft.decide(block, Kind.SOURCE, f"整行是“{line['label']}”。", 0.95)
            draft.notice("label", block.line, f"“{line['label']}”是标签，后面的记为来源。", line["label"])
        elif (line := SUPPLIED.fullmatch(text)) and SIGNING_BODY.fullmatch(line["source"]):
            block.source, block.ends_article = line["source"], True
            draft.decide(block, Kind.SOURCE, "整行是某单位“供稿”。", 0.9)
            draft.notice("label", block.line, "“供稿”是标签，前面的单位记为来源。", line["label"])
        elif (
            (end := AT_END.search(text, near_end(text)))
            and end.start()
            and text[: end.start()].rstrip()[-1:] in set(SENTENCE_ENDS)
        ):
            block.source, block.ends_article = end["source"], True
            block.text = text[: end.start()].rstrip()
            draft.record("source", block.lines, f"段末注明“{end['label']}”。", 0.95)
            draft.notice("label", block.line, f"段末的“{end['label']}”记为来源，正文里不再保留。", end["label"])


def _is_label(match: re.Match[str], text: str) -> bool:
    """来源 without a colon could begin a sentence; in brackets or with 《》 it does not."""
    if match["label"] == "供稿" and read_names(match["source"]):
        return False
    if re.search(r"[:：丨|｜]", text) or text[:1] in "（(【[":
        return True
    return match["source"].startswith("《") and match["label"] in NEEDS_COLON
