"""Wagtail's own search API on our index: pages, photos, documents; by words, by phrase, while one types."""

from __future__ import annotations

from typing import Any

import pytest
from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText
from wagtail.models import Page

from media.models import Photo
from news.models import FeaturePage, SectionPage, StoryPage
from tests.factories.photos import make_photo
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(index: None, section: SectionPage) -> dict[str, StoryPage]:
    texts = {
        "窗口": ("法律援助窗口搬进物流园", "三百名货车司机在窗口旁边入会。"),
        "夜校": ("职工夜校开到车间", "劳动模范梁雪樵教第一课，讲焊缝。"),
        "驿站": ("工会驿站添了热水", "货车停在门口，司机进来喝一碗汤。"),
    }
    return {
        name: story(section, title=title, body=[{"type": "paragraph", "value": f"<p>{body}</p>"}])
        for name, (title, body) in texts.items()
    }


def titles(found: Any) -> list[str]:
    return [page.title for page in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("法律援助", ["法律援助窗口搬进物流园"]),
        ("法律援助窗口", ["法律援助窗口搬进物流园"]),
        ("法律援助視窗口", []),
        ("援助窗口", ["法律援助窗口搬进物流园"]),
        ("勞動模範", ["职工夜校开到车间"]),
        ("货车司机", ["法律援助窗口搬进物流园", "工会驿站添了热水"]),
        ('"货车司机"', ["法律援助窗口搬进物流园"]),
        ("货车 -入会", ["工会驿站添了热水"]),
        ("桑拿", []),
        ('"', []),
        ("%_'\\", []),
    ],
)
def test_pages_are_found_by_what_they_say(stories, query, expected):
    assert titles(Page.objects.search(query)) == expected
    assert Page.objects.search(query).count() == len(expected)


def test_what_is_saved_is_found_and_what_is_deleted_is_not(stories):
    page = stories["夜校"]
    page.title = "职工夜校开到码头"
    page.save_revision().publish()
    assert titles(Page.objects.search("夜校码头")) == ["职工夜校开到码头"]
    assert titles(Page.objects.search("车间")) == []
    page.delete()
    assert titles(Page.objects.search("夜校")) == []


def test_filters_of_the_queryset_hold_and_need_no_filter_field(stories):
    found = FeaturePage.objects.filter(title__contains="驿站", genre="news").search("货车")
    assert titles(found) == ["工会驿站添了热水"]
    assert titles(Page.objects.not_type(FeaturePage).search("货车")) == []


def test_order_of_the_queryset_is_kept_where_it_is_wanted(stories):
    ordered = FeaturePage.objects.order_by("title").search("货车", order_by_relevance=False)
    assert titles(ordered) == sorted(titles(ordered))
    assert titles(FeaturePage.objects.search("货车", order_by="title")) == titles(ordered)


def test_results_are_sliced_as_a_queryset_is(stories):
    everything = titles(Page.objects.search("货车"))
    assert titles(Page.objects.search("货车")[1:2]) == everything[1:2]
    assert Page.objects.search("货车")[1].title == everything[1]
    assert titles(Page.objects.search("货车")[5:]) == []


def test_queries_are_combined(stories):
    def found(query: Any) -> set[str]:
        return set(titles(Page.objects.type(FeaturePage).search(query)))

    truck, hall, all_three = PlainText("货车"), PlainText("驿站"), {page.title for page in stories.values()}
    assert found(And([truck, hall])) == {"工会驿站添了热水"}
    assert found(Or([hall, PlainText("夜校")])) == {"工会驿站添了热水", "职工夜校开到车间"}
    assert found(And([truck, Not(hall)])) == {"法律援助窗口搬进物流园"}
    assert found(Not(hall)) == all_three - {"工会驿站添了热水"}
    assert found(Phrase("货车司机")) == {"法律援助窗口搬进物流园"}
    assert found(PlainText("驿站 夜校", operator="or")) == {"工会驿站添了热水", "职工夜校开到车间"}
    assert found(MATCH_ALL) == all_three
    assert found(Not(MATCH_ALL)) == set()


def test_fields_narrow_a_search(stories):
    assert titles(Page.objects.search("货车", fields=["title"])) == []
    assert titles(Page.objects.search("驿站", fields=["title"])) == ["工会驿站添了热水"]


@pytest.mark.parametrize("typed", ["法律援", "法律", "援助", "falvy", "falvyuanzhu", "flyz", "yuanzhu", "FLYZ"])
def test_a_title_is_found_while_it_is_typed(stories, typed):
    assert titles(Page.objects.autocomplete(typed)) == ["法律援助窗口搬进物流园"]


def test_photos_are_found_by_caption_names_and_place(index):
    photo = make_photo(title="六点五十分", caption="澜桥大桥上的第一班岗", photographer="岑望", place_name="澜桥工地")
    make_photo(title="别的", caption="食堂")
    for query in ("第一班岗", "岑望", "澜桥工地", "六点五十分"):
        assert list(Photo.objects.search(query)) == [photo], query
