"""What a hit shows: the stretch that answers, its words marked in the text as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dictionary import Dictionary
from search.plan import plan_of
from search.snippets import LENGTH, Part, marked, snippet

OURS = Dictionary.of(synonyms=[("劳模", "劳动模范")])
FILLER = "早班的人把饭盒放在暖气片上，等着第一班船靠岸。" * 8


def shown(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("创新工作室", "工地上的劳模创新工作室，门一直开着", "工地上的劳模[创新工作室]，门一直开着"),
        ("劳模", "青岚区七名劳动模范", "青岚区七名[劳动模范]"),
        ("劳动模范", "勞模手記", "[勞模]手記"),
        ("四心行动", "泰州“四心”行动落地", "泰州“[四心]”[行动]落地"),
        ("夜校 开课", "夜校明天开课", "[夜校]明天[开课]"),
        ("ＡＩ", "用AI排班", "用[AI]排班"),
        ("-夜校", "夜校明天开课", "夜校明天开课"),
        ("鸟", "花鸟画", "花[鸟]画"),
        ("㎏", "五㎏水", "五[㎏]水"),
    ],
)
def test_words_are_marked_in_the_text_as_it_is_written(query, title, expected):
    assert shown(marked(title, plan_of(query, OURS))) == expected


def test_the_stretch_with_most_of_the_question_is_shown_from_the_beginning_of_its_sentence():
    text = f"货车停在门口。{FILLER}三百名货车司机在窗口旁边入会。{FILLER}"
    parts = shown(snippet(text, plan_of("货车司机入会", OURS)))
    assert parts.startswith("……三百名[货车司机]在窗口旁边[入会]。")
    assert parts.endswith("……")


def test_a_text_without_any_of_the_words_is_shown_from_its_beginning():
    assert shown(snippet(FILLER, plan_of("夜校", OURS))) == FILLER[:LENGTH] + "……"
    assert shown(snippet("短。", plan_of("夜校", OURS))) == "短。"
    assert snippet("", plan_of("夜校", OURS)) == []


@given(st.text(max_size=300), st.text(max_size=20))
def test_a_snippet_is_a_piece_of_the_text(text, query):
    plan = plan_of(query, OURS)
    said = "".join(part.text for part in snippet(text, plan))
    assert said.removeprefix("……").removesuffix("……") in text
    assert "".join(part.text for part in marked(text, plan)) == text
