"""Pinyin keys of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chinese.fold import name_key
from core.chinese.pinyin import MOST_READINGS, pinyin_keys, reading_syllables


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单田芳", "shantianfang", "stf"),
        ("仇和", "qiuhe", "qh"),
        ("解放", "xiefang", "xf"),
        ("曾国藩", "zengguofan", "zgf"),
        ("区伯", "oubo", "ob"),
        ("翟志刚", "zhaizhigang", "zzg"),
        ("朴槿惠", "piaojinhui", "pjh"),
        ("查良镛", "zhaliangyong", "zly"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("单于", "shanyu", "sy"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("欧阳询", "ouyangxun", "oyx"),
        ("沈知秋", "shenzhiqiu", "szq"),
        ("吕布", "lvbu", "lb"),
    ],
)
def test_the_usual_key_of_a_person_reads_the_surname_as_a_surname(name, full, initials):
    assert pinyin_keys(name, person=True)[:2] == [full, initials]


@pytest.mark.parametrize(
    ("name", "also"),
    [("任长霞", "renchangxia"), ("单田芳", "dantianfang"), ("曾乐乐", "zengyueyue"), ("翟志刚", "dizhigang")],
)
def test_other_readings_of_a_person_are_keyed_too(name, also):
    assert also in pinyin_keys(name, person=True)


def test_surname_in_full_with_initials_finds_a_person():
    assert "shenzq" in pinyin_keys("沈知秋", person=True)
    assert "ouyangx" in pinyin_keys("欧阳询", person=True)


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("长江航运工会", "changjianghangyungonghui", "cjhygh"),
        ("部长办公室", "buzhangbangongshi", "bzbgs"),
        ("重庆市总工会", "chongqingshizonggonghui", "cqszgh"),
        ("单县总工会", "shanxianzonggonghui", "sxzgh"),
        ("长治市朝阳区教育工会", "changzhishichaoyangqujiaoyugonghui", "czscyqjygh"),
        ("中国银行工会", "zhongguoyinhanggonghui", "zgyhgh"),
        ("音乐家协会", "yinyuejiaxiehui", "yyjxh"),
        ("C919总装车间", "c919zongzhuangchejian", "c919zzcj"),
    ],
)
def test_an_organisation_reads_by_its_words(name, full, initials):
    assert pinyin_keys(name)[:2] == [full, initials]


def test_a_reading_by_hand_replaces_the_guess():
    assert pinyin_keys("单雄信", reading="Dān Xióng Xìn", person=True) == ["danxiongxin", "dxx", "danxx"]
    assert reading_syllables("Lǚ Bù") == ["lv", "bu"]


def test_a_name_without_han_gives_no_key():
    assert pinyin_keys("Shen Zhiqiu") == []
    assert pinyin_keys("") == []
    assert pinyin_keys("……") == []


def test_names_compare_without_dots_quotation_marks_blanks_and_width():
    assert name_key("买买提·艾力") == name_key("买买提艾力")
    assert name_key("“小蜜蜂”工作室") == name_key("小蜜蜂 工作室")
    assert name_key("ＡＢＣ") == "abc"
    assert name_key("Lü Bu") == "lvbu"


@given(st.text(max_size=60), st.booleans())
def test_keys_are_few_whatever_the_name(name, person):
    keys = pinyin_keys(name, person=person)
    assert len(keys) <= 3 * MOST_READINGS
    assert all(keys) and not any("|" in key for key in keys)


@given(st.text(alphabet="单曾解重长行乐朝调都", min_size=30, max_size=60))
def test_a_long_name_of_doubtful_characters_is_keyed_in_no_time(name):
    assert len(pinyin_keys(name)) <= 2 * MOST_READINGS
