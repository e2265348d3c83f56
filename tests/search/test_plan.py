"""What a query asks for: words, phrases, synonyms, what must not stand; whatever is typed gives a plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chinese.bigrams import GAP, Phrase
from search.dictionary import Dictionary
from search.plan import LONGEST_QUERY, Group, plan_of

PLAIN = Dictionary()
OURS = Dictionary.of(
    words=["诉调对接", "四心行动"],
    synonyms=[("劳模", "劳动模范"), ("产改", "产业工人队伍建设改革")],
)


def phrase(*tokens: str, open_end: bool = False) -> Phrase:
    return Phrase(tokens, open_end)


def group(*alternatives: Phrase) -> Group:
    return Group(tuple((alternative,) for alternative in alternatives))


LAOMO, LAODONG_MOFAN = phrase("劳模"), phrase("劳动", "动模", "模范")


@pytest.mark.parametrize(
    ("query", "groups", "wholes"),
    [
        ("司机之家", [group(phrase("司机")), group(phrase("之家"))], [phrase("司机", "机之", "之家")]),
        (
            "货车司机 入会",
            [group(phrase("货车")), group(phrase("司机")), group(phrase("入会"))],
            [phrase("货车", "车司", "司机")],
        ),
        ("勞模", [group(LAOMO, LAODONG_MOFAN)], []),
        ("劳动模范", [group(LAODONG_MOFAN, LAOMO)], []),
        ("诉调对接", [group(phrase("诉调", "调对", "对接"))], []),
        ("１＋３＋Ｎ", [group(phrase("1+3+n"))], []),
        ("鸟", [group(phrase("鸟", open_end=True))], []),
        ("的", [group(phrase("的", open_end=True))], []),
        ('"有事好商量"', [group(phrase("有事", "事好", "好商", "商量"))], []),
        ("“有事好商量”", [group(phrase("有事", "事好", "好商", "商量"))], []),
        ("入会 入会", [group(phrase("入会"))], []),
        ("？！ \x00", [], []),
    ],
)
def test_words_of_a_query_must_stand_each(query: str, groups: list[Group], wholes: list[Phrase]):
    plan = plan_of(query, OURS)
    assert list(plan.groups) == groups
    assert list(plan.wholes) == wholes


def test_stop_words_are_left_out_beside_words():
    assert plan_of("工会的驿站", PLAIN).groups == (group(phrase("工会")), group(phrase("驿站")))


def test_synonym_inside_a_run_is_one_word():
    plan = plan_of("全国产业工人队伍建设改革试点", OURS)
    assert (
        group(phrase("产业", "业工", "工人", "人队", "队伍", "伍建", "建设", "设改", "改革"), phrase("产改"))
        in plan.groups
    )


def test_what_must_not_stand():
    plan = plan_of('工会 -桑拿 －"四心 行动" -', PLAIN)
    assert plan.groups == (group(phrase("工会")),)
    assert plan.excluded == (phrase("桑拿"), phrase("四心"), phrase("行动"))


def test_minus_inside_a_word_is_part_of_it():
    assert plan_of("2021-2022", PLAIN).groups == (group(phrase("2021-2022")),)


def test_loose_tokens_are_those_of_the_words_as_asked():
    assert plan_of("劳模驿站", OURS).loose_tokens == ("劳模", "驿站")


@given(st.text(max_size=300))
def test_anything_typed_gives_a_plan_of_plain_tokens(query: str):
    plan = plan_of(query, OURS)
    phrases = [*plan.wholes, *plan.excluded, *(p for g in plan.groups for a in g.alternatives for p in a)]
    for found in phrases:
        assert found.tokens
        assert all(token and not token.isspace() and GAP not in token for token in found.tokens)
    assert sum(len(g.alternatives[0][0].tokens) for g in plan.groups) <= 4 * LONGEST_QUERY
