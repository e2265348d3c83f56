"""Headlines break between words: not inside a name, before a mark, or between a number and its unit."""

from __future__ import annotations

import pytest

from core.chinese.cut import Cutter
from core.chinese.headlines import breakable

CUTTER = Cutter(["石满仓", "临港工匠"])


@pytest.mark.parametrize(
    ("title", "stretches"),
    [
        ("三百双手，托起江心最后一段梁", "三百双手，|托起|江心|最后|一段梁"),
        ("石满仓的第二张图纸", "石满仓的|第二张|图纸"),
        ("台风过境后的四十一小时", "台风|过境后的|四十一小时"),
        ("2026年“临港工匠”人选公示", "2026年|“临港工匠”|人选|公示"),
        ("夜", "夜"),
        ("", ""),
    ],
)
def test_a_title_breaks_where_its_words_end(title: str, stretches: str):
    assert "|".join(breakable(title, CUTTER.cut)) == stretches


@pytest.mark.parametrize(
    "title", ["“冬日暖蓝”走访启动，一千二百个岗位逐一上门", "A、B和C：三家的账", "……", "《夜班》，98.5%的人都看了"]
)
def test_nothing_is_lost_and_no_line_begins_with_a_mark(title: str):
    stretches = breakable(title, CUTTER.cut)
    assert "".join(stretches) == title
    assert not [stretch for stretch in stretches if stretch[0] in "，。、：；？！”》" and stretch != title]
