"""What narrows the search page: filters with counts, prefixes in the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from news.models import ColumnPage
from news.models.links import StoryOrganisation, StoryPerson, StoryTopic
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import (
    award,
    conferral,
    conferral_round,
    merged,
    organisation,
    person,
    topic,
)
from tests.search.reading import CHINA, facet, links, main_text, read, titles

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("index")]


@pytest.fixture
def tied(publish: Callable[..., Any], column: ColumnPage) -> dict[str, Any]:
    """Stories of 夜校 of several kinds, tied to records; two organisations are the same."""
    public, private = person("孟岭川", public_page=True), person("沈知秋")
    plant, old = organisation("沙洲农机厂"), organisation("沙洲农机一厂")
    reform = topic("产业工人队伍建设改革")
    publish(
        title="夜校甲",
        date_shown=datetime(2025, 5, 1, tzinfo=CHINA),
        lead_photo=make_photo(),
        people=[StoryPerson(person=public), StoryPerson(person=private)],
        organisations=[StoryOrganisation(organisation=plant)],
        topics=[StoryTopic(topic=reform)],
    )
    publish(
        column,
        title="夜校乙",
        date_shown=datetime(2026, 5, 1, tzinfo=CHINA),
        organisations=[StoryOrganisation(organisation=old)],
        author_affiliation="沙洲农机厂",
    )
    merged(old, plant)
    return {"person": public, "private": private, "plant": plant, "old": old, "topic": reform}


def test_filters_stand_with_their_counts_under_names_for_readers(tied):
    document = read("夜校")
    assert facet(document, "年份") == {"2026年": 1, "2025年": 1}
    assert facet(document, "栏目") == {"要闻": 1, "产改进行时": 1}
    assert facet(document, "单位") == {"沙洲农机厂": 2}  # what was merged counts with its survivor
    assert facet(document, "人物") == {"孟岭川": 1}  # nobody without a public page
    assert facet(document, "主题") == {"产业工人队伍建设改革": 1}
    assert facet(document, "图片") == {"有图片": 1}
    assert facet(document, "类型") == {"专题报道": 1, "专栏文章": 1}


def test_a_filter_narrows_and_can_be_taken_off(tied):
    document = read("夜校", year="2025", person=str(tied["person"].pk))
    assert titles(document) == ["夜校甲"]
    chips = {
        "".join(a.text.split()): a.attributes["href"] for a in document.all("a") if a.text.strip().endswith("移除")
    }
    assert set(chips) == {"年份2025年移除", "人物孟岭川移除"}
    assert titles(Document.of(Client().get("/search/" + chips["人物孟岭川移除"]).content.decode())) == ["夜校甲"]
    assert links(document, "清除全部筛选") == [f"?q={quote('夜校')}"]
    ticked = {box.attributes["value"] for box in document.all("input", type="checkbox") if "checked" in box.attributes}
    assert ticked == {"2025", str(tied["person"].pk)}


def test_other_values_of_a_chosen_filter_are_still_offered(tied):
    assert facet(read("夜校", year="2025"), "年份") == {"2026年": 1, "2025年": 1}
    assert sorted(titles(read("夜校", year=["2025", "2026"]))) == ["夜校乙", "夜校甲"]


def test_a_merged_record_is_chosen_by_either_number(tied):
    for chosen in (tied["plant"], tied["old"]):
        document = read("夜校", organisation=str(chosen.pk))
        assert sorted(titles(document)) == ["夜校乙", "夜校甲"]
        off = next(a for a in document.all("a") if a.text.strip().endswith("移除"))
        assert off.attributes["href"] == f"?q={quote('夜校')}"


def test_filters_alone_list_what_there_is_by_date(tied):
    assert titles(read("", year=["2025", "2026"])) == ["夜校乙", "夜校甲"]


def test_prefixes_in_the_words_narrow_too(tied):
    assert titles(read("夜校 人物:孟岭川")) == ["夜校甲"]
    assert titles(read("栏目:产改进行时")) == ["夜校乙"]
    assert titles(read("夜校 年份:2026年")) == ["夜校乙"]


def test_the_name_of_somebody_without_a_page_is_not_told_by_a_number(tied):
    assert "沈知秋" not in main_text(read("夜校", person=str(tied["private"].pk)))


def test_a_rank_is_a_filter_of_profiles(publish, profiles, django_capture_on_commit_callbacks):
    heroine = person("冉以宁", public_page=True)
    conferral(conferral_round(award("全国劳动模范", rank=1)), heroine)
    publish(profiles, title="冉以宁的夜校", person=heroine, subject_kind="person")
    document = read("夜校")
    assert facet(document, "荣誉级别") == {"全国级": 1}
    assert titles(read("夜校", rank="1")) == ["冉以宁的夜校"]


def test_filters_count_among_the_newest_and_say_so(tied, monkeypatch):
    from search import service

    monkeypatch.setattr(service, "MOST_COUNTED", 2)
    assert "数字按最近的2条统计" in main_text(read("夜校"))
