"""The search page as readers get it, without a script: hits, tabs, filters, order, pages, and no hits at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale, Page, PageViewRestriction

from core.languages.conversion import TRADITIONAL
from news.models import ColumnPage, PhotoStoryPage, SectionPage
from news.models.links import StoryOrganisation, StoryPerson, StoryTopic
from search.models import AskedQuery
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import (
    award,
    conferral,
    conferral_round,
    event,
    merged,
    organisation,
    person,
    place,
    topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("index")]


CHINA = ZoneInfo("Asia/Shanghai")


def paragraphs(*texts: str) -> list[dict[str, str]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts]


def read(query: str = "", path: str = "/search/", **parameters: Any) -> Document:
    """The page, sound as HTML."""
    response = Client().get(path, {"q": query, **parameters})
    assert response.status_code == 200
    document = Document.of(response.content.decode())
    document.assert_sound()
    return document


def titles(document: Document) -> list[str]:
    return document.texts("h2", class_="hit__title")


def main_text(document: Document) -> str:
    return "".join(document.one("main").text.split())


def facet(document: Document, legend: str) -> dict[str, int]:
    """Labels and counts of a filter."""
    fieldsets = [each for each in document.all("fieldset") if each.text.split()[0] == legend]
    lines = [line.split() for each in fieldsets for line in re.split(r"\n\s*\n", each.text) if line.split()]
    words = [word for line in lines for word in line][1:]
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def links(document: Document, text: str) -> list[str]:
    return [a.attributes["href"] for a in document.all("a") if "".join(a.text.split()) == text]


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


# Filters --------------------------------------------------------------------------------------------------------------
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


# Tabs -----------------------------------------------------------------------------------------------------------------
def test_photos_are_those_on_a_page_that_readers_may_open_and_lead_to_it(publish, section):
    names = ("首页的塔吊", "草稿的塔吊", "内部的塔吊", "库里的塔吊")
    photos = {name: make_photo(caption=name, credit="岑望 摄") for name in names}
    publish(title="吊装", lead_photo=photos["首页的塔吊"])
    publish(title="未发", lead_photo=photos["草稿的塔吊"], live=False)
    shut = publish(title="内部稿", lead_photo=photos["内部的塔吊"])
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    document = read("塔吊", tab="photos")
    text = main_text(document)
    assert [name in text for name in names] == [True, False, False, False]
    assert "岑望摄" in text
    assert links(document, "吊装")[0].startswith("/yaowen/")
    assert "内部稿" not in text
    assert "首页的塔吊" in main_text(read("塔吊"))  # no story says 塔吊; the photo stands on the first tab


def test_photos_of_a_body_are_found_by_the_people_they_show(publish):
    photo = make_photo(caption="澜桥上的第一班岗")
    body = [{"type": "photo", "value": {"photo": photo.pk, "caption": "", "credit": "", "alt": "人"}}]
    publish(title="桥上", page_type=PhotoStoryPage, body=body)
    assert links(read("第一班岗", tab="photos"), "桥上")


def test_records_are_people_with_a_page_organisations_places_events_awards_rolls_and_topics(newsroom):
    chief = person(
        "桂远航", public_page=True, short_text="桥梁焊工。", office=(organisation("桂山路桥集团"), "工会主席")
    )
    person("桂知秋")
    merged(topic("桂改"), topic("桂山改革"))
    place("桂山驿站")
    event("桂山技能大赛")
    conferral_round(award("桂山劳动模范"), year=2024, label="第二批")
    found = set(titles(read("桂山", tab="records")))
    assert found == {"桂山路桥集团", "桂山驿站", "桂山技能大赛", "桂山劳动模范", "桂山劳动模范2024年第二批", "桂山改革"}
    document = read("桂远航", tab="records")
    assert titles(document) == ["桂远航"]
    assert links(document, "桂远航") == [f"/people/{chief.pk}/"]
    assert "桂山路桥集团工会主席" in main_text(document)
    assert "桂知秋" not in main_text(read("桂知秋", tab="records")).replace("有关", "").split("没有找到")[0]
    assert titles(read("桂改", tab="records")) == ["桂山改革"]


def test_who_is_called_as_was_asked_stands_before_the_stories(publish):
    person("孟岭川", public_page=True, portrait=make_photo())
    publish(title="孟岭川登塔")
    assert titles(read("孟岭川")) == ["孟岭川", "孟岭川登塔"]


def test_a_person_is_gone_with_the_tick(newsroom):
    shy = person("孟岭川", public_page=True)
    assert titles(read("孟岭川", tab="records")) == ["孟岭川"]
    type(shy).objects.filter(pk=shy.pk).update(public_page=False)
    assert titles(read("孟岭川", tab="records")) == []


def test_documents_are_those_that_a_page_open_to_everybody_links(publish, django_capture_on_commit_callbacks):
    from django.core.files.base import ContentFile

    from media.models import LibraryDocument

    def document(title: str, number: str) -> LibraryDocument:
        file = ContentFile(b"%PDF-1.4", name="a.pdf")
        return LibraryDocument.objects.create(title=title, document_number=number, file=file)

    linked, draft, shut, _free = (
        document(f"关于{name}的通知", f"工发〔2026〕{place}号")
        for place, name in enumerate(("送清凉", "送温暖", "疗休养", "经费"), 10)
    )
    pages = [
        publish(
            title=f"附件{each.pk}",
            body=[*paragraphs("见附件。"), {"type": "document", "value": {"document": each.pk, "title": ""}}],
            live=each != draft,
        )
        for each in (linked, draft, shut)
    ]
    PageViewRestriction.objects.create(page=pages[2], restriction_type="login")
    for query in ("送清凉", "工发〔2026〕10号", "通知"):
        page = read(query, tab="documents")
        assert titles(page) == ["关于送清凉的通知"], query
        assert links(page, "关于送清凉的通知") == [linked.url]
    assert f"附件{linked.pk}" in main_text(read("送清凉", tab="documents"))
    assert Client().get(linked.url).status_code == 200


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
    with django_assert_max_num_queries(30):  # the engine is asked, and what it answers is kept
        Client().get("/search/", {"q": "夜校"})
    with django_assert_max_num_queries(20):
        Client().get("/search/", {"q": "夜校"})
