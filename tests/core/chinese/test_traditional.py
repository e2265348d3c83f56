"""Simplified to traditional: phrases, regional wording, names, markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chinese.traditional import MARKUP, Conversion, name_in_traditional

HONG_KONG, TAIWAN = Conversion("s2hk"), Conversion("s2twp")


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("头发和发展", "頭髮和發展"),
        ("干部擦干净手，干劲十足", "幹部擦乾淨手，幹勁十足"),
        ("里程、公里和里面", "里程、公里和裏面"),
        ("皇后走在后来者身后", "皇后走在後來者身後"),
        ("白云下，人云亦云", "白雲下，人云亦云"),
        ("一面旗，一碗面条", "一面旗，一碗麪條"),
        ("范围、模范、劳动模范", "範圍、模範、勞動模範"),
        ("准备好了再批准", "準備好了再批准"),
        ("系统、联系、关系", "系統、聯繫、關係"),
        ("复杂的恢复", "複雜的恢復"),
        ("征程象征", "征程象徵"),
        ("周末周围", "週末周圍"),
        ("制造业的制度", "製造業的制度"),
        ("劳模风采", "勞模風采"),
        ("只有一只手套", "只有一隻手套"),
        ("他第一次在台风后上塔", "他第一次在颱風後上塔"),
        ("一干就是十年，一干人等", "一幹就是十年，一干人等"),
    ],
)
def test_phrases_decide_which_character_is_meant(simplified: str, traditional: str):
    assert HONG_KONG.text(simplified) == traditional


def test_taiwan_has_words_of_its_own_and_hong_kong_keeps_the_words():
    text = "软件和网络里的信息"
    assert TAIWAN.text(text) == "軟體和網路裡的資訊"
    assert HONG_KONG.text(text) == "軟件和網絡裏的信息"


@pytest.mark.parametrize(
    ("name", "traditional"),
    [
        ("刘里", "劉里"),
        ("范党生", "范黨生"),
        ("余庆云", "余慶雲"),
        ("于后", "于后"),
        ("万俟里", "万俟里"),
        ("万里", "萬里"),
        ("叶钟丰", "葉鍾豐"),
        ("沈姜", "沈姜"),
        ("岳云", "岳雲"),
        ("涂干", "涂幹"),
        ("Zhang 刘里", "Zhang 劉里"),
        ("买买提·艾力", "買買提·艾力"),
    ],
)
def test_persons_name_goes_character_by_character(name: str, traditional: str):
    assert name_in_traditional(name, "s2hk") == traditional
    assert HONG_KONG.with_names({name: traditional}).text(f"对{name}说") == f"對{traditional}説"


def test_name_on_the_list_keeps_its_characters_and_its_neighbours_are_converted():
    kept = Conversion("s2twp", {"刘里": "刘里", "后勤云": "後勤云"})
    assert kept.text("刘里在里面做后勤云软件") == "刘里在裡面做後勤云軟體"


def test_longer_name_wins_and_names_given_first_stand():
    conversion = Conversion("s2hk", {"刘里": "刘里"}).with_names({"刘里云": "劉里雲", "刘里": "劉裏"})
    assert conversion.text("刘里云和刘里") == "劉里雲和刘里"


def test_markup_is_left_alone_and_does_not_part_a_phrase():
    fragment = '<a id="a1">皇</a><b>后</b>的头<b>发</b> &amp; 干<i>净</i>&nbsp;里<br/>&#21518;'
    assert HONG_KONG.html(fragment) == '<a id="a1">皇</a><b>后</b>的頭<b>髮</b> &amp; 乾<i>淨</i>&nbsp;裏<br/>&#21518;'


def test_word_of_another_length_beside_markup_is_converted_by_itself():
    assert TAIWAN.html("<b>打印机</b>在<i>里面</i>") == "<b>印表機</b>在<i>裡面</i>"
    assert TAIWAN.html("短信<b>头</b>发") == "簡訊<b>頭</b>髮"
    assert TAIWAN.html("公共汽车<b>打</b>印机") == Conversion("s2twp").html("公共汽车<b>打</b>印机")


@given(
    st.text(alphabet="里后发干面云刘<b>/&amp; ab打印机公共汽车软件程序", max_size=60),
    st.sampled_from(["s2hk", "s2twp"]),
)
def test_markup_of_any_text_survives(text: str, wording: str):
    converted = Conversion(wording, {"刘里": "刘里"}).html(text)
    assert MARKUP.findall(converted) == MARKUP.findall(text)
    assert converted.count("刘里") >= MARKUP.sub(" ", text).count("刘里")


def test_conversion_is_fast_enough_for_a_story_in_a_blink():
    story = "夜班工人换上反光背心走向岗位，刘里把产业工人队伍建设改革的干货带到了里面。" * 120
    conversion = Conversion("s2twp", {f"刘里{place}": f"刘里{place}" for place in range(500)})
    conversion.text(story)
    began = time.perf_counter()
    for _turn in range(20):
        conversion.html(story)
    seconds = (time.perf_counter() - began) / 20
    print(f"{len(story)} characters with 500 names: {seconds * 1000:.1f} ms, {1 / seconds:.0f} stories a second")
    assert seconds < 0.5
