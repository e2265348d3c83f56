"""The search page as readers get it, without a script: hits, tabs, filters, order, pages, and no hits at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale, Page, PageViewRestriction

from core.languages.conversion import TRADITIONAL
from news.models import ColumnPage, SectionPage
from news.models.links import StoryOrganisation, StoryPerson
from search.models import AskedQuery
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import (
    organisation,
    person,
)
from tests.search.reading import CHINA, links, main_text, paragraphs, read, titles

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("index")]


# Hits -----------------------------------------------------------------------------------------------------------------
def test_a_hit_shows_the_passage_that_answers_marked_with_where_when_and_what_it_is(publish):
    publish(
        title="法律援助窗口搬进物流园",
        body=paragraphs("江风里，" * 80, "这一天，三百名货车司机在“窗口”旁边领到了工资。", "后来的事" * 80),
        date_shown=datetime(2026, 3, 5, 9, 30, tzinfo=CHINA),
    )
    document = read("货车司机 窗口")
    assert titles(document) == ["法律援助窗口搬进物流园"]
    hit = document.one("article", class_="hit")
    assert "三百名货车司机在“窗口”旁边" in "".join(hit.text.split())
    for shown in ("2026年3月5日", "要闻", "专题报道"):
        assert shown in hit.text, shown
    assert {"货车司机", "窗口"} <= {mark.text for mark in document.all("mark")}
    assert links(document, "法律援助窗口搬进物流园")[0].startswith("/yaowen/")
    assert "共1条" in main_text(document)


def test_a_hit_shows_its_lead_photo(publish):
    publish(title="码头的灯", lead_photo=make_photo())
    assert read("码头").all("div", class_="hit__photo")


def test_the_page_is_for_no_search_engine_and_needs_no_script(newsroom):
    response = Client().get("/search/", {"q": "劳模"})
    assert response["X-Robots-Tag"] == "noindex"
    document = Document.of(response.content.decode())
    assert document.one("meta", name="robots").attributes["content"] == "noindex"
    assert not document.all("link", rel="canonical")
    form = document.one("form", class_="search-form")
    assert (form.attributes["action"], form.attributes["method"]) == ("/search/", "get")


def test_markup_in_a_query_or_a_text_is_text(publish):
    publish(title="<b>粗</b>字", body=paragraphs("&lt;script&gt;alert(1)&lt;/script&gt; 粗字"))
    html = Client().get("/search/", {"q": '粗 "><script>x</script>'}).content.decode()
    assert "<script>" not in html
    assert "<b>粗" not in html


def test_what_was_withdrawn_unpublished_or_shut_since_it_was_indexed_is_gone_at_once(publish, section, newsroom):
    kept, gone, shut, deleted = (publish(title=f"驿站{name}") for name in ("添水", "关门", "内部", "拆除"))
    assert len(titles(read("驿站"))) == 4
    Page.objects.filter(pk=gone.pk).update(live=False)  # behind the index's back
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    deleted.delete()
    for order in ("", "date"):
        document = read("驿站", sort=order)
        assert titles(document) == ["驿站添水"], order
        assert "共1条" in main_text(document)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert titles(read("驿站")) == []
    assert kept.title not in main_text(read("添水"))


def test_what_repeats_a_story_elsewhere_is_shown_once(publish, section, newsroom):
    story = publish(title="驿站添了热水")
    other = SectionPage(title="维权", slug="weiquan", locale=section.locale)
    newsroom.home.add_child(instance=other)
    story.create_alias(parent=other, update_slug="999999")
    assert titles(read("驿站热水")) == ["驿站添了热水"]


def test_columns_and_sections_are_found_too(publish, column):
    ColumnPage.objects.filter(pk=column.pk).update(promise="记一线的改革")
    assert titles(read("产改进行时")) == ["产改进行时"]
    assert "记一线的改革" in main_text(read("产改进行时"))


# Order and pages ------------------------------------------------------------------------------------------------------
@pytest.fixture
def many(publish: Callable[..., Any]) -> list[Any]:
    """23 stories of 夜校, the first the newest, of which the last names it most."""
    newest = timezone.now() - timedelta(days=1)
    return [
        publish(
            title=f"职工夜校第{number}课" if number < 22 else "夜校，夜校，还是夜校",
            date_shown=newest - timedelta(days=number),
        )
        for number in range(23)
    ]


def test_hits_are_ordered_by_relevance_or_by_date(many):
    assert titles(read("夜校", sort="date"))[:3] == ["职工夜校第0课", "职工夜校第1课", "职工夜校第2课"]
    document = read("夜校")
    assert "夜校，夜校，还是夜校" in titles(document)[:3]
    assert links(document, "最新") == [f"?q={quote('夜校')}&sort=date"]


def test_pages_by_relevance_show_every_hit_once_though_stories_are_published_meanwhile(many, publish):
    first = read("夜校")
    assert "第1页" in main_text(first)
    publish(title="夜校夜校夜校夜校")
    second, third = (read("夜校", page=number) for number in (2, 3))
    shown = [*titles(first), *titles(second), *titles(third)]
    assert len(shown) == len(set(shown)) == 23
    assert links(first, "下一页") == [f"?q={quote('夜校')}&page=2"]
    assert not links(third, "下一页")
    assert titles(read("夜校", page=99)) == titles(third)


def test_pages_by_date_follow_the_last_hit_and_not_a_count(many, publish):
    shown, address, pages = [], f"?q={quote('夜校')}&sort=date", 0
    while address:
        document = Document.of(Client().get(f"/search/{address}").content.decode())
        shown += titles(document)
        pages += 1
        publish(title=f"夜校又开了{pages}", date_shown=timezone.now())
        address = next(iter(links(document, "更早的")), "")
        if pages > 1:
            assert links(document, "回到最新") == [f"?q={quote('夜校')}&sort=date"]
    assert pages == 3
    assert shown == [story.title for story in many]


def test_more_than_a_thousand_are_not_counted(publish, monkeypatch):
    from search import results

    monkeypatch.setattr(results, "MOST_EXACT", 2)
    for number in range(3):
        publish(title=f"驿站{number}")
    assert "共2条以上" in main_text(read("驿站", sort="date"))


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "0"},
        {"page": "9" * 40},
        {"page": "²"},
        {"before": "xyz", "sort": "date"},
        {"before": "9" * 19, "sort": "date"},
        {"before": "-5", "sort": "date"},
        {"q": "夜\0校"},
        {"q": "夜校" * 5000},
        {"q": '"'},
        {"q": "-"},
        {"q": "人物:"},
        {"q": "人物:\0 单位:\"' 年份:20261"},
        {"q": "%_'\\;--"},
        {"person": ["1"] * 300},
        {"person": [str(number) for number in range(300)], "organisation": ["x"] * 50},
        {"person": "9" * 60},
        {"year": "0000", "type": "nosuch", "rank": "99", "photo": "no", "in": "../etc"},
        {"topic": "\0"},
        {"tab": "nosuch", "sort": "nosuch", "part": "nosuch"},
        {"tab": "photos", "rank": "1", "before": "1", "sort": "date"},
        {"tab": "records", "sort": "date"},
        {"tab": "documents", "page": "x"},
    ],
)
def test_whatever_stands_in_the_address_is_answered(publish, parameters):
    publish(title="职工夜校开到车间")
    for part in ({}, {"part": "results"}):
        assert Client().get("/search/", {"q": "夜校", **parameters, **part}).status_code == 200
        assert Client().get("/search/suggest/", parameters).status_code == 200
    assert Client().post("/search/").status_code == 405


# Little or nothing ----------------------------------------------------------------------------------------------------
def test_a_mistyped_or_spelled_word_is_put_right(publish):
    from search.models import SearchWord

    SearchWord.objects.create(text="劳模创新工作室")
    publish(title="劳模创新工作室揭牌")
    for typed in ("劳膜创新工作室", "laomochuangxingongzuoshi"):
        document = read(typed)
        assert "您是不是要找：" in document.one("main").text
        assert links(document, "劳模创新工作室") == [f"?q={quote('劳模创新工作室')}"]
    assert "您是不是要找" not in main_text(read("揭牌"))


def test_what_may_have_been_meant_is_not_offered_where_it_finds_nothing(newsroom):
    from search.models import SearchWord

    SearchWord.objects.create(text="劳模创新工作室")
    assert "您是不是要找" not in main_text(read("劳膜创新工作室"))


def test_a_page_without_hits_shows_ways_on(publish, section):
    from search.models import SearchWord

    SearchWord.objects.create(text="送清凉")
    story = publish(title="江边的灯")
    for text in ("送清凉", "某人的私事"):
        AskedQuery.objects.create(day=timezone.localdate(), language="zh-hans", text=text, asked=5, found=2)
    document = read("量子纠缠理论", year="2024")
    text = main_text(document)
    assert "没有找到与“量子纠缠理论”有关的内容" in text
    assert links(document, "去掉筛选再搜一次") == [f"?q={quote('量子纠缠理论')}"]
    assert links(document, "送清凉") == [f"?q={quote('送清凉')}"]
    assert "某人的私事" not in text  # not every reader's words are shown to all
    assert story.title in text
    assert titles(document) == []


def test_an_empty_question_shows_the_form_and_the_newest(publish):
    story = publish(title="江边的灯")
    text = main_text(read(""))
    assert story.title in text
    assert "没有找到" not in text


def test_where_nothing_holds_all_words_what_holds_most_is_said_to(publish):
    publish(title="法律援助窗口搬进物流园", body=paragraphs("三百名货车司机入会。"))
    document = read("窗口 物流园 入会 电焊")
    assert titles(document) == ["法律援助窗口搬进物流园"]
    assert "写到其中大部分" in main_text(document)


# Promotions, languages ------------------------------------------------------------------------------------------------
def test_promoted_pages_stand_above_while_they_are_open(publish):
    best, gone, shut = (publish(title=title) for title in ("入会指南", "旧指南", "内部指南"))
    query = Query.get("入会")
    for order, page in enumerate((best, gone, shut)):
        SearchPromotion.objects.create(query=query, page=page, sort_order=order, description="先看这一篇")
    SearchPromotion.objects.create(
        query=query, external_link_url="https://example.org/", external_link_text="全国平台", sort_order=9
    )
    gone.unpublish()
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    document = read("入会")
    promoted = document.one("section", class_="search-promoted").text
    assert "入会指南" in promoted
    assert "先看这一篇" in promoted
    assert "全国平台" in promoted
    assert "旧指南" not in promoted
    assert "内部指南" not in promoted
    before = Query.objects.count()
    read("别的词")
    assert Query.objects.count() == before


@pytest.mark.parametrize(
    ("code", "query", "heading"),
    [("zh-hant", "工會驛站", "報道"), ("zh-hant", "工会驿站", "報道"), ("en", "rest stop", "Stories")],
)
def test_every_language_has_its_own_page_and_finds_its_own(newsroom, section, publish, code, query, heading):
    publish(title="工会驿站添了热水")
    locale = Locale.objects.get(language_code=code)
    home = newsroom.home.copy_for_translation(locale)
    home.save_revision().publish()
    place_there = section.copy_for_translation(locale)
    place_there.save_revision().publish()
    title = "工會驛站添了熱水" if code == TRADITIONAL else "Hot water at the rest stop"
    publish(place_there, title=title)
    document = read(query, path=f"/{code}/search/")
    assert titles(document) == ["".join(title.split())]
    assert heading in document.one("nav", class_="search-tabs").text
    assert document.one("form", class_="search-form").attributes["action"] == f"/{code}/search/"


# Cost -----------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 14])
def test_a_page_costs_the_same_few_queries_for_few_and_many_hits(publish, column, count, django_assert_max_num_queries):
    unit = organisation("沙洲农机厂")
    for number in range(count):
        hero = person(f"孟岭{number}", public_page=True)
        publish(
            column if number % 2 else None,
            title=f"夜校{number}",
            lead_photo=make_photo(caption=f"夜校的灯{number}"),
            people=[StoryPerson(person=hero)],
            organisations=[StoryOrganisation(organisation=unit)],
        )
    read("别的")  # what a process keeps
    with django_assert_max_num_queries(34):  # the engine is asked, and what it answers is kept
        Client().get("/search/", {"q": "夜校"})
    with django_assert_max_num_queries(25):
        Client().get("/search/", {"q": "夜校"})
