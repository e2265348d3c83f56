"""Tokens for search: one form for many spellings, pairs of characters, phrases that are found inside longer text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chinese.bigrams import GAP, Phrase, index_tokens, phrases_of
from core.chinese.simplified import search_fold, search_fold_with_origins
from core.chinese.units import runs


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("勞模工匠進校園", "劳模工匠进校园"),
        ("１３２１万元", "1321万元"),
        ("ＡＩ Lab", "ai lab"),
        ("裡里裏", "里里里"),
        ("㈱", "(株)"),
    ],
)
def test_spellings_fold_to_one(written: str, folded: str):
    assert search_fold(written) == folded


def test_what_is_found_in_the_folded_text_is_shown_in_the_given_one():
    given_text = "㈱勞模１３２１万元"
    folded = search_fold_with_origins(given_text)
    start = folded.text.index("1321")
    first, last = folded.span(start, start + 4)
    assert given_text[first:last] == "１３２１"
    first, last = folded.span(0, 3)
    assert given_text[first:last] == "㈱"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("劳动模范", [["劳", "动", "模", "范"]]),
        ("“四心行动”推产改", [["四", "心", "行", "动", "推", "产", "改"]]),
        ("买买提·艾力", [["买", "买", "提", "艾", "力"]]),
        ("车间、班组", [["车", "间", "班", "组"]]),
        ("夜校开班，三十六人", [["夜", "校", "开", "班"], ["三", "十", "六", "人"]]),
        ("工会+法院 诉调", [["工", "会"], ["法", "院"], ["诉", "调"]]),
        ("实施1+3+n模式", [["实", "施", "1+3+n", "模", "式"]]),
        ("满意率98.5%。2021-2022年", [["满", "意", "率", "98.5%"], ["2021-2022", "年"]]),
        ("c++与c#", [["c+"], ["与", "c#"]]),
        ("🙂\x00\n", []),
    ],
)
def test_runs_are_what_can_be_read_on(text: str, found: list[list[str]]):
    assert [[unit.text for unit in run] for run in runs(text)] == found


def test_each_unit_gives_one_token_at_its_place():
    assert index_tokens("区总工会AI中心，鸟") == ["区总", "总工", "工会", "会", "ai", "中心", "心", GAP, "鸟"]


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("劳模", [Phrase(("劳模",))]),
        ("四心行动", [Phrase(("四心", "心行", "行动"))]),
        ("鸟", [Phrase(("鸟",), open_end=True)]),
        ("ai中", [Phrase(("ai", "中"), open_end=True)]),
        ("中心ai", [Phrase(("中心", "心", "ai"))]),
        ("诉调 对接", [Phrase(("诉调",)), Phrase(("对接",))]),
        ("？！", []),
    ],
)
def test_phrase_leaves_open_what_may_follow(query: str, phrases: list[Phrase]):
    assert phrases_of(query) == phrases


def holds(tokens: list[str], phrase: Phrase) -> bool:
    """What every engine does with a phrase."""
    *firm, last = phrase.tokens
    for start in range(len(tokens) - len(firm)):
        here = tokens[start : start + len(phrase.tokens)]
        if here[:-1] == firm and (here[-1] == last or (phrase.open_end and here[-1].startswith(last))):
            return True
    return False


TEXT = st.text(st.sampled_from("工会劳模勞驿站aZ9３+.%·“”、，。 \n鸟🙂"), min_size=1, max_size=30)


@given(TEXT, TEXT, TEXT)
def test_whatever_stands_in_a_text_is_found_in_it_and_nothing_across_a_break(before: str, inside: str, after: str):
    """Words of letters are whole: beside them the text is parted, as a reader would."""
    tokens = index_tokens(f"{before}，{inside}，{after}")
    for phrase in phrases_of(inside):
        assert holds(tokens, phrase)
        assert not any(GAP in token for token in phrase.tokens)


@given(st.text(max_size=200))
def test_any_text_gives_tokens_without_blanks_and_origins_within_it(text: str):
    assert not any(token.strip() != token or not token for token in index_tokens(text))
    folded = search_fold_with_origins(text)
    assert len(folded.origins) == len(folded.text) + 1
    assert all(0 <= place <= len(text) for place in folded.origins)
