"""The order of matches: what stands as it was asked first, words strewn about last, the other script behind."""

from __future__ import annotations

import pytest

from core.chinese.bigrams import kept_tokens
from search.dictionary import Dictionary
from search.plan import plan_of
from search.ranking import SYNONYM, Candidate, Question, Text

PLAIN = Dictionary()
OURS = Dictionary.of(synonyms=[("劳模", "劳动模范")])
FILLER = "，早班的人把饭盒放在暖气片上，等着第一班船靠岸，再一起走过跳板" * 3


def columns(body: str) -> list[str]:
    return ["", "", "", " ".join(kept_tokens(body)), ""]


def text(query: str, body: str, dictionary: Dictionary = PLAIN) -> Text:
    return Text(Question(plan_of(query, dictionary)), columns(body))


def order(query: str, *bodies: str, dictionary: Dictionary = PLAIN) -> list[str]:
    """The texts as they are ranked when an engine scores them alike."""
    candidates = [Candidate(n, 5.0, columns(body)) for n, body in enumerate(bodies)]
    return [bodies[each.key] for each in Question(plan_of(query, dictionary)).judged(candidates)]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("法律援助", "法律援助窗口搬进物流园", "法律条文贴在墙上，援助物资堆在门口"),
        ("货车司机入会", "三百名货车司机入会", f"货车停在门口{FILLER}司机去吃饭{FILLER}入会的表格"),
        ("鸟", "花鸟画", "花鳥畫"),
        ("鳥", "花鳥畫", "花畫"),
    ],
)
def test_what_stands_as_it_was_asked_comes_first(query, better, worse):
    assert order(query, worse, better) == [better, worse]


def test_a_synonym_stands_for_the_word():
    shares = [
        text("劳模创新工作室", body, OURS).as_asked
        for body in ("劳模创新工作室揭牌", "劳动模范创新工作室揭牌", "创新工作室揭牌")
    ]
    assert shares[:2] == [1.0, SYNONYM]
    assert shares[2] < SYNONYM


@pytest.mark.parametrize(
    ("body", "share"),
    [("劳模创新工作室", 1.0), ("创新工作室", 16 / 36), ("劳模的工作室", (1 + 4) / 36), ("电焊工的一天", 0.0)],
)
def test_longer_stretches_of_the_question_count_for_more(body, share):
    assert text("劳模创新工作室", body).as_asked == pytest.approx(share)


def test_words_are_near_when_they_stand_side_by_side_in_any_order():
    assert text("货车 司机", "司机和货车").nearness == 1.0
    assert text("货车 司机", f"司机{FILLER}货车").nearness < 0.1
    assert text("货车 司机", "只有司机").nearness == 0.0


def test_of_equal_matches_the_newest_comes_first():
    alike = [Candidate(key, 1.0, ["司机"]) for key in (1, 3, 2)]
    assert [each.key for each in Question(plan_of("司机", PLAIN)).judged(alike)] == [3, 2, 1]
