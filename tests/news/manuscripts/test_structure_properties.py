"""What holds for any input: no crash, no letter lost, none invented, every change undone."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from news.manuscripts.reading import ManuscriptError, read
from news.manuscripts.structure import Structured, structure, undo
from news.manuscripts.structure.leftovers import strings
from news.manuscripts.structure.patterns import letters
from news.manuscripts.structure.typography import tidy

CASES = Path(__file__).parent / "cases"
PIECES = [
    "【履职手记】",
    "# 一座小城的答卷",
    "## 课程有用",
    "一、抓统筹",
    "（一）工会搭台",
    "1. 经费到位。每年安排二百万元。",
    "- 公开时间",
    "——记劳模贺兰舟",
    "本报记者 林知远 沈若溪",
    "□ 夏 朗",
    "来源：《劳动新报》",
    "编者按：网格不大。",
    "小编说",
    "图为开班现场。丁放 摄",
    "▲ 上课（左二）",
    "2021年10月12日",
    "今年以来，市总工会坚持把服务送到车间，",
    "参加职工三万人次。",
    "“有了平台，劲头更足。”他说",
    "**聚焦需求。**开课",
    "**坏的",
    "| 项目 | 金额 |",
    "|---|---|",
    "| 互助 | 42 |",
    "发布时间：2023-11-02 浏览次数：12",
    "责任编辑：顾长明",
    "— 7 —",
    "长按二维码",
    "![图](a.png)",
    "[看](http://e.cn)",
    "<b>粗</b>",
    "&nbsp;&amp;",
    "（记者 康以宁）",
    "（下转第三版）",
    "Ａ１２",
    "①第一",
    "---",
    "===",
    "\t甲\t乙",
    "泽川市总工会",
    "3,000.5%",
    "丨",
    "文丨罗小满",
    "'",
    '"',
    "(",
    ")",
    "。",
    "\u3000\u3000",
    "  ",
]
MANUSCRIPTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=14).flatmap(
    lambda parts: st.sampled_from(["\n", "\n\n", "  \n", "\n\n\n\n", ""]).map(lambda glue: glue.join(parts))
)


def parsed(data: bytes, name: str = "稿件.md") -> tuple[Counter[str], Structured] | None:
    try:
        source = read(data, name)
    except ManuscriptError as error:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(error))
        return None
    return Counter(c for line in source.lines for c in letters(line.original)), structure(source)


def assert_sound(data: bytes) -> None:
    result = parsed(data)
    if result is None:
        return
    whole, structured = result
    shape = structured.to_json()
    json.dumps(shape, ensure_ascii=False).encode("utf-8")
    kept = Counter(c for text in strings([shape["articles"], shape["notices"]]) for c in letters(text))
    assert not whole - kept
    for article in structured.articles:
        inside = Counter(c for text in strings(article.to_json()["body"]) for c in letters(text))
        for part in article.body:  # a credit “甲、乙” and a byline may name a person twice, a body may not
            assert set(part.lines) <= set(article.lines)
        assert not inside - whole
    for text in strings(shape["articles"]):
        assert set(letters(text)) <= set(whole)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"PK\x03\x04")
@example("会".encode() * 40 + b"\xe4\xbc")
def test_any_bytes_give_a_manuscript_or_a_clear_message(data: bytes) -> None:
    assert_sound(data)


@settings(max_examples=400, deadline=None)
@given(MANUSCRIPTS)
def test_no_letter_is_lost_or_invented(text: str) -> None:
    assert_sound(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_mutated_manuscripts_stay_whole(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(CASES.glob("*/source.md"))))
    lines = file.read_text(encoding="utf-8").splitlines()
    start = data.draw(st.integers(0, len(lines) - 1))
    moved = lines[start:] + lines[:start] if data.draw(st.booleans()) else lines[::-1]
    assert_sound("\n".join(moved).encode())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="工会a1,.;:?!()'\"“”‘’-—… \u3000（）《》Ａ９\u200b、。", max_size=60), st.booleans())
def test_every_typographic_change_can_be_undone(text: str, keep_spaces: bool) -> None:
    result, edits = tidy(text, keep_spaces=keep_spaces)
    assert undo(result, edits) == text
    assert Counter(letters(result)) == Counter(letters(text))
    for edit in edits:
        assert result[edit.start : edit.start + len(edit.after)] == edit.after


def test_changes_of_a_whole_manuscript_lead_back_to_what_was_printed() -> None:
    text = '# 夜校 开课\n\n今年,市总工会开设 夜校(共三所),职工说:"真好"。\n'
    result = structure(read(text.encode(), "a.md"))
    edits = [change.edit for change in result.changes if change.part == 0 and change.field == "text"]
    assert result.articles[0].body[0].text == "今年，市总工会开设夜校（共三所），职工说：“真好”。"
    assert undo(result.articles[0].body[0].text, edits) == '今年,市总工会开设 夜校(共三所),职工说:"真好"。'
