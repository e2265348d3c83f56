"""Reading: encodings, content checked instead of names, Markdown's marks, and readers that plug in."""

from __future__ import annotations

import pytest

from news.manuscripts.reading import Line, ManuscriptError, Source, Span, read, register, unregister

TEXT = "夜校开课了\n\n今年以来，全市职工报名踊跃。"


def lines(text: str) -> list[Line]:
    return [line for line in read(text.encode(), "稿件.md").lines if not line.blank]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_every_encoding_gives_the_same_lines(encoding: str) -> None:
    assert [line.text for line in read(TEXT.encode(encoding), "a.txt").lines] == TEXT.split("\n")


def test_the_encoding_is_named_in_the_source() -> None:
    assert read(TEXT.encode("gb18030"), "a.txt").encoding == "gb18030"
    assert read(TEXT.encode("utf-16"), "a.txt").encoding == "utf-16-le"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b" \r\n\t", "空"),
        ("。！？——".encode(), "没有文字"),
        (bytes(range(256)) * 8, "二进制"),
        (b"\x00\x01\x02\x03" * 50, "二进制"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "旧版 Word"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"<!DOCTYPE html><p>a</p>", "网页"),
        ("会".encode() * 1_000_000, "太大"),
    ],
)
def test_what_is_no_manuscript_gets_a_message_an_editor_can_act_on(data: bytes, word: str) -> None:
    with pytest.raises(ManuscriptError, match=word) as caught:
        read(data, "稿件.txt")
    assert "请" in str(caught.value)


def test_the_name_decides_nothing() -> None:
    assert read(TEXT.encode(), "照片.jpg").lines[0].text == "夜校开课了"
    with pytest.raises(ManuscriptError):
        read(b"\x89PNG\r\n\x1a\n", "稿件.md")


def test_a_text_cut_off_in_the_middle_of_a_character_is_read_with_a_warning() -> None:
    source = read(TEXT.encode()[:-2], "a.txt")
    assert source.lines[-1].text == "今年以来，全市职工报名踊跃"
    assert source.warnings


def test_marks_become_attributes_and_the_original_stays() -> None:
    heading, item = lines("## 课程有用 ##\n- **就近。**步行可达")
    assert (heading.heading, heading.text, heading.original) == (2, "课程有用", "## 课程有用 ##")
    assert (item.marker, item.text, item.bold) == ("-", "就近。步行可达", (Span(0, 3),))


def test_an_unpaired_bold_mark_ends_a_run_in_head_whose_opening_was_lost() -> None:
    (line,) = lines("- 1. 摸清家底。**全县共有企业三百家。")
    assert line.text == "1. 摸清家底。全县共有企业三百家。"
    assert line.text[line.bold[0].start : line.bold[0].end] == "1. 摸清家底。"


def test_a_hard_break_a_rule_and_a_table_row_are_told_apart() -> None:
    first, rule, row, dashes = lines("第一段。  \n---\n| 甲 | 乙 |\n|---|---|")
    assert first.hard_break
    assert rule.rule
    assert row.cells == ("甲", "乙")
    assert dashes.cells == ()


def test_pictures_links_and_tags_keep_their_letters() -> None:
    source = read("![开班现场](img/a1.png)见[通知](http://e.example/n)<b>粗</b>".encode(), "a.md")
    assert [(p.name, p.description) for p in source.pictures] == [("img/a1.png", "开班现场")]
    assert source.lines[0].text == "见通知粗"
    assert "http://e.example/n" in "".join(source.lines[0].markup)


def test_lines_are_numbered_as_an_editors_program_shows_them() -> None:
    assert [line.number for line in lines("甲一\r\n\r\n乙二\r丙三")] == [1, 3, 4]


def test_a_form_feed_begins_a_page() -> None:
    assert [line.page for line in lines("甲一\n\f乙二")] == [1, 2]


def test_a_reader_plugs_in_and_is_asked_first() -> None:
    class Rot:
        label = "试验格式"

        def recognises(self, data: bytes, name: str) -> bool:
            return data.startswith(b"ROT!")

        def read(self, data: bytes, name: str) -> Source:
            return Source(name, (Line(1, "读到了", "读到了"),), format="rot")

    reader = Rot()
    register(reader)
    try:
        assert read(b"ROT!xx", "a.rot").format == "rot"
    finally:
        unregister(reader)
