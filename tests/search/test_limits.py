"""What an engine cannot take whole is still indexed without an error, and found by its beginning."""

from __future__ import annotations

import json
import random

import pytest

from news.models import SectionPage
from search.engines.postgresql import MOST_PLACES, vector_of_texts
from search.questions import Question
from search.rebuilding import check
from search.service import counts, ranked
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def found(query: str) -> list[int]:
    return ranked(Question(query, query, "zh-hans")).objects


def body(text: str) -> str:
    return json.dumps([{"type": "paragraph", "value": f"<p>{text}</p>"}])


@pytest.mark.parametrize("kind", ["characters", "words", "repeated"])
def test_a_text_of_two_hundred_thousand_characters_is_found_by_its_first_words(index: None, section: SectionPage, kind):
    chance = random.Random(5)
    if kind == "characters":
        text = "".join(chr(chance.randrange(0x4E00, 0x9FA0)) for _ in range(200_000))
    elif kind == "words":
        text = " ".join(f"w{chance.randrange(10**9)}" * 30 for _ in range(800))
    else:
        text = "夜校" * 100_000
    page = story(section, title="长文", body=body(f"桥吊司机交班，{text}"))
    assert page.pk in found("桥吊司机交班")
    assert page.pk in found("长文")
    page.title = "更长的文"
    page.save_revision().publish()
    assert page.pk in found("桥吊司机")
    page.delete()
    assert not found("桥吊司机")
    check()
    assert not len(check())


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("O'Reilly 的书", "o'reilly"),
        (r"C:\工会\文件 和 \\服务器", r"\工会\文件"),
        ("A&B|C:*!(D) <-> E", "A&B|C:*!(D) <-> E"),
        ('他说“"夜校"”好', '"夜校"'),
        ("100%‰ _under_ #标签 @某人", "%_#标签"),
        ("𠮷野家 😀 夜班", "𠮷野家"),
    ],
)
def test_marks_of_every_query_language_are_text(index: None, section: SectionPage, text: str, query: str):
    page = story(section, title=text)
    assert page.pk in found(query)


@pytest.mark.parametrize(
    "query", ["夜\0校", "\0", "夜校\\", "'", '"', "夜校 AND", "夜校:*", "* ^ ~ {title}:夜", "\ud800"]
)
def test_a_question_of_anything_raises_nothing(index: None, section: SectionPage, query: str):
    story(section, title="夜校")
    found(query)
    counts(Question(query, query, "zh-hans"))


def test_a_vector_keeps_within_what_postgresql_takes():
    words = vector_of_texts([("夜校 " * 1000, "A"), ("班组 | 夜校^", "D")])
    assert words.count("A") == MOST_PLACES
    assert "'班组':1002D" in words
    long = vector_of_texts([(" ".join(f"{number}" + "x" * 290 for number in range(10_000)), "D")])
    assert len(long) < 1_100_000
