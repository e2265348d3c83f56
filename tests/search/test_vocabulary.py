"""Words that complete what is typed, and put right what is mistyped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.vocabulary import Vocabulary

WORDS = Vocabulary(
    {
        "劳模": 9.0,
        "劳模创新工作室": 5.0,
        "劳动竞赛": 4.0,
        "工会驿站": 6.0,
        "工会主席": 3.0,
        "法律援助": 5.0,
        "集体协商": 2.0,
        "梁雪樵": 4.0,
        "产业工人队伍建设改革": 1.0,
        "12351": 1.0,
    }
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("劳", "劳模"),
        ("勞模創", "劳模创新工作室"),
        ("laomoc", "劳模创新工作室"),
        ("lmcx", "劳模创新工作室"),
        ("gonghui", "工会驿站"),
        ("ghz", "工会主席"),
        ("LXQ", "梁雪樵"),
        ("liang xue", "梁雪樵"),
        ("123", "12351"),
    ],
)
def test_what_is_typed_is_completed_by_characters_pinyin_or_initials(typed, first):
    assert WORDS.completions(typed)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "电焊", "zzz", "％", "\x00"])
def test_what_begins_no_word_is_completed_by_nothing(typed):
    assert WORDS.completions(typed) == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("劳膜创新工作室", "劳模创新工作室"),
        ("法律圆助", "法律援助"),
        ("法援律助", "法律援助"),
        ("集体协伤", "集体协商"),
        ("集协商", "集体协商"),
        ("梁雪桥", "梁雪樵"),
        ("工会意站在哪", "工会驿站在哪"),
        ("产业工人队五建设改革", "产业工人队伍建设改革"),
    ],
)
def test_a_mistyped_word_is_put_right(query, meant):
    assert WORDS.correction(query) == meant


@pytest.mark.parametrize("query", ["劳模", "工会驿站", "今天天气", "", "a", "勞模"])
def test_what_is_known_or_like_nothing_known_is_left_alone(query):
    assert WORDS.correction(query) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(text):
    WORDS.completions(text)
    WORDS.correction(text)
