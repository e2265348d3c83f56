"""The front page as editors compose it: modules, pins with an end, other languages, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from campaigns.models import CampaignPage
from core.models import Topic
from home.front_page import front_page
from home.models import FrontKind, FrontModule, FrontPin, HomePage
from home.models.front import usual_modules
from home.newsroom import ensure_column, ensure_section
from media.models import Photo
from news.models import (
    ColumnPage,
    NoticeIndexPage,
    NoticePage,
    PhotoStoryPage,
    ProfileIndexPage,
    ProfilePage,
    SectionPage,
    StoryTopic,
)
from news.services import withdraw_story
from tests.factories import records
from tests.factories.html import Document
from tests.factories.stories import story
from tests.home.arranging import arrange, pin, remarks, restrict, titles

pytestmark = pytest.mark.django_db


# Modules --------------------------------------------------------------------------------------------------------------
def test_modules_stand_in_the_editors_order_and_what_is_off_is_not_there(
    home: HomePage,
    section: SectionPage,
    column: ColumnPage,
    photo: Photo,
    published: Callable[..., Any],
    client: Client,
) -> None:
    for _number in range(6):
        published(section)
        published(column)
    published(section, page_type=PhotoStoryPage, lead_photo=photo)
    arrange(
        home,
        FrontModule(kind="photos"),
        FrontModule(kind="latest"),
        FrontModule(kind="column", source=column, count=2),
        FrontModule(kind="headlines", shown=False),
    )
    front = front_page(home)
    assert [shelf.kind for shelf in front.shelves] == ["photos", "latest", "column"]
    assert len(titles(front, "column")) == 2
    document = Document.of(client.get("/").content.decode())
    document.assert_sound()
    assert document.texts("h2")[:3] == ["图片新闻", "最新", "产改进行时"]


def test_two_modules_of_one_kind_are_told_apart(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any], client: Client
) -> None:
    for _number in range(6):
        published(section)
        published(column)
    twice = [FrontModule(kind=kind, count=2) for kind in ("latest", "latest")]
    arrange(home, *twice, *[FrontModule(kind="column", source=column, count=2) for _time in range(2)])
    document = Document.of(client.get("/").content.decode())
    document.assert_sound()
    assert document.texts("h2").count("最新") == document.texts("h2").count("产改进行时") == 2


def test_front_page_that_nobody_arranged_works(home: HomePage, section: SectionPage, published: Callable[..., Any]):
    arrange(home)
    first, second = published(section), published(section)
    front = front_page(home)
    assert front.lead == first.storypage_ptr
    assert titles(front, "headlines") == [second.title]


def test_module_whose_stories_are_all_too_old_is_left_out_and_the_lead_never_is(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    arrange(
        home,
        FrontModule(kind="lead", max_days=3),
        FrontModule(kind="headlines", max_days=10),
        FrontModule(kind="latest", max_days=30),
    )
    for days in (20, 25, 31):
        published(section, days=days)
    front = front_page(home)
    assert titles(front, "lead") == ["第1篇"]
    assert titles(front, "headlines") == []
    assert titles(front, "latest") == ["第2篇"]


def test_projects_and_specials_take_a_topic_a_campaign_or_a_section(
    home: HomePage, section: SectionPage, published: Callable[..., Any], client: Client
) -> None:
    wanted, other = records.topic("户外劳动者工会驿站"), records.topic("职工夜校")
    campaign = CampaignPage(title="夏送清凉", slug="qingliang", topic=other, locale=home.locale)
    home.add_child(instance=campaign)
    for name in ("头条", "要闻一"):
        published(section, title=name)
    published(section, title="驿站开门", topics=[StoryTopic(topic=wanted)])
    published(section, title="夜校开课", topics=[StoryTopic(topic=other)])
    arrange(
        home,
        FrontModule(kind="headlines", count=1),
        FrontModule(kind="projects", topic=wanted),
        FrontModule(kind="specials", source=campaign),
    )
    front = front_page(home)
    assert titles(front, "projects") == ["驿站开门"]
    assert titles(front, "specials") == ["夜校开课"]
    document = Document.of(client.get("/").content.decode())
    addresses = {link.attributes["href"] for link in document.all("a")}
    assert {wanted.get_absolute_url(), campaign.url} <= addresses


def test_specials_show_campaigns_until_they_end(home: HomePage, section: SectionPage, client: Client) -> None:
    story(section)
    today = timezone.localdate()
    for slug, ends in (
        ("jinqiu", today + timedelta(days=3)),
        ("jinxia", today - timedelta(days=1)),
        ("quannian", None),
    ):
        home.add_child(instance=CampaignPage(title=slug, slug=slug, ends_on=ends, locale=home.locale))
    [shelf] = front_page(home).of_kind("specials")
    assert {campaign.slug for campaign in shelf.campaigns} == {"jinqiu", "quannian"}
    later = front_page(home, at=timezone.now() + timedelta(days=5)).of_kind("specials")
    assert {campaign.slug for campaign in later[0].campaigns} == {"quannian"}
    Document.of(client.get("/").content.decode()).assert_sound()


def test_profiles_and_open_notices_have_their_modules(
    home: HomePage, section: SectionPage, photo: Photo, client: Client
) -> None:
    profiles = ProfileIndexPage(title="劳模风采", slug="laomo", locale=home.locale)
    notices = NoticeIndexPage(title="公告公示", slug="gonggao", locale=home.locale)
    for index in (profiles, notices):
        home.add_child(instance=index)
    story(section, title="头条")
    person = records.person("梁雪樵")
    story(profiles, page_type=ProfilePage, person=person, lead_photo=photo, title="焊缝会记得")
    today, reach = timezone.localdate(), {"contact_phone": "010-12345678"}
    story(notices, page_type=NoticePage, title="公示中的", closes_on=today, **reach)
    story(notices, page_type=NoticePage, title="已结束的", closes_on=today - timedelta(days=1), **reach)
    arrange(home, FrontModule(kind="profiles"), FrontModule(kind="notices"))
    front = front_page(home)
    assert titles(front, "profiles") == ["焊缝会记得"]
    assert titles(front, "notices") == ["公示中的"]
    document = Document.of(client.get("/").content.decode())
    document.assert_sound()
    assert "梁雪樵" in document.texts("h3")
    assert {"劳模风采", "公告公示"} <= set(document.texts("h2"))


@pytest.mark.parametrize(
    ("kind", "source", "with_topic"),
    [
        ("photos", "column", False),
        ("latest", "section", False),
        ("headlines", None, True),
        ("projects", "section", True),
    ],
)
def test_module_refuses_a_source_that_it_cannot_take_from(
    kind: str, source: str | None, with_topic: bool, section: SectionPage, column: ColumnPage
) -> None:
    pages: dict[str | None, Page | None] = {"section": section, "column": column, None: None}
    topic = Topic.objects.create(name="职工夜校") if with_topic else None
    with pytest.raises(ValidationError):
        FrontModule(kind=kind, source=pages[source], topic=topic).clean()


def test_project_module_must_say_what_it_is_about(section: SectionPage) -> None:
    with pytest.raises(ValidationError, match="要选一个页面或主题"):
        FrontModule(kind="projects").clean()
    FrontModule(kind="projects", source=section).clean()
    FrontModule(kind="projects", shown=False).clean()


def test_front_page_as_it_is_made_can_be_saved(home: HomePage) -> None:
    for module in usual_modules():
        module.clean()
    assert home.modules.exists()


def test_module_that_leaves_the_age_open_goes_by_the_usual_one(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    for days in (1, 29, 31):
        published(section, days=days)
    arrange(home, FrontModule(kind="latest"))
    assert titles(front_page(home), "latest") == ["第2篇"]
    arrange(home, FrontModule(kind="latest", max_days=60))
    assert titles(front_page(home), "latest") == ["第2篇", "第3篇"]


def test_module_goes_with_the_page_that_it_takes_from(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    other = ensure_column(home=home, slug="zhuxi", title="主席之声")
    published(section)
    for parent in (column, other):
        published(parent)
    arrange(home, FrontModule(kind="column", source=other), FrontModule(kind="latest"))
    other.delete()
    assert front_page(HomePage.objects.get(pk=home.pk)).of_kind("column") == []
    assert not FrontModule.objects.filter(kind="column").exists()


def test_campaign_stands_once_however_many_modules_could_show_it(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section)
    for slug in ("yi", "er"):
        home.add_child(instance=CampaignPage(title=slug, slug=slug, locale=home.locale))
    arrange(home, FrontModule(kind="specials", count=1), FrontModule(kind="specials"))
    shown = [[campaign.slug for campaign in shelf.campaigns] for shelf in front_page(home).of_kind("specials")]
    assert shown == [["yi"], ["er"]]


def test_pins_that_do_not_show_leave_campaigns_their_room(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section)
    for slug in ("yi", "er", "san"):
        home.add_child(instance=CampaignPage(title=slug, slug=slug, locale=home.locale))
    for _number in range(3):
        pin(home, "specials", story(section, live=False))
    pin(home, "specials", published(section, title="放行的"))
    [shelf] = front_page(home).of_kind("specials")
    assert titles(front_page(home), "specials") == ["放行的"]
    assert [campaign.slug for campaign in shelf.campaigns] == ["yi", "er"]


# Pins -----------------------------------------------------------------------------------------------------------------
def test_pin_holds_its_place_for_its_time_and_the_newest_follows(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    newest, old = published(section), published(section, days=400)
    now = timezone.now()
    pin(home, "lead", old, begins_at=now + timedelta(hours=1), ends_at=now + timedelta(hours=2))
    led = [front_page(home, at=now + timedelta(minutes=minutes)).lead for minutes in (0, 60, 119, 120)]
    assert led == [newest.storypage_ptr, old.storypage_ptr, old.storypage_ptr, newest.storypage_ptr]


def test_pins_stand_in_their_order_before_what_comes_by_itself(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    stories = [published(section) for _number in range(9)]
    for chosen in (stories[7], stories[5]):
        pin(home, "headlines", chosen)
    front = front_page(home)
    assert titles(front, "headlines") == ["第8篇", "第6篇", "第2篇", "第3篇", "第4篇", "第5篇"]
    assert front.of_kind("headlines")[0].pinned == {stories[7].pk, stories[5].pk}


def test_entry_is_pinned_in_the_column_that_it_stands_in(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    other = ColumnPage(title="主席之声", slug="zhuxi", locale=home.locale)
    home.add_child(instance=other)
    published(section)
    entries = [published(other) for _number in range(6)]
    published(column)
    pin(home, "column", entries[5])
    shelves = {shelf.page.slug: shelf.stories for shelf in front_page(home).of_kind("column")}
    assert shelves["zhuxi"][0].pk == entries[5].pk
    assert len(shelves["changai"]) == 1


def test_pin_in_a_column_shows_no_story_from_elsewhere_as_its_issue(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    other = ensure_column(home=home, slug="zhuxi", title="主席之声")
    published(section)
    own, foreign = published(column), published(other, days=90)
    arrange(home, FrontModule(kind="column", source=column))
    pin(home, "column", foreign)
    assert titles(front_page(home), "column") == [own.title]
    assert remarks(home) == ["首页没有这篇所在专栏的版块。"]


def unpublish(page: Any) -> None:
    page.unpublish()


def expire(page: Any) -> None:
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def withdraw_it(page: Any) -> None:
    withdraw_story(story=page, reason="有误", user=None)


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (unpublish, "还没有发布"),
        (restrict, "设了访问限制"),
        (expire, "已到期下线"),
        (withdraw_it, "已撤稿"),
    ],
)
def test_pin_of_a_story_that_readers_may_not_see_is_passed_over_and_the_editor_told(
    done: Callable[[Any], None], says: str, home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section)
    hidden = published(section)
    pin(home, "lead", hidden)
    done(hidden)
    front = front_page(home)
    assert titles(front, "lead") == ["第1篇"]
    assert hidden.pk not in [shown.pk for shown in front.stories()]
    assert [says in text for text in remarks(home)] == [True]


def test_editor_is_told_why_a_pin_does_not_show_and_which_stands_for_long(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    stories = [published(section) for _number in range(5)]
    now = timezone.now()
    arrange(home, FrontModule(kind="headlines", count=1))
    pin(home, "lead", stories[0], pinned_at=now - timedelta(days=9))
    pin(home, "headlines", stories[0])
    pin(home, "headlines", stories[1])
    pin(home, "headlines", stories[2])
    pin(home, "photos", stories[3])
    pin(home, "headlines", stories[4], ends_at=now - timedelta(hours=1))
    pin(home, "headlines", stories[4], begins_at=now + timedelta(hours=1))
    said = remarks(home)
    assert said[0] == "已经置顶9天，没有写到期时间。"
    assert said[1] == "已经出现在“头条”里。"
    assert said[2] == "“要闻”的位置已经排满。"
    assert said[3] == "首页现在没有“图片新闻”这个版块。"
    assert "已到期" in said[4]
    assert "还没到时间" in said[5]


def test_pin_that_ends_before_it_begins_is_refused(section: SectionPage) -> None:
    now = timezone.now()
    with pytest.raises(ValidationError):
        FrontPin(story=story(section), begins_at=now, ends_at=now - timedelta(hours=1)).clean()


# Other languages ------------------------------------------------------------------------------------------------------
def test_other_language_follows_with_the_stories_that_it_has(
    home: HomePage, section: SectionPage, published: Callable[..., Any], client: Client
) -> None:
    hant = Locale.objects.get(language_code="zh-hant")
    translated, untranslated, third = [published(section) for _number in range(3)]
    home_hant = home.copy_for_translation(hant)
    home_hant.save_revision().publish()
    home_hant.refresh_from_db()
    section.copy_for_translation(hant).save_revision().publish()
    for page, title in ((translated, "第一篇繁體"), (third, "第三篇繁體")):
        copy = page.copy_for_translation(hant)
        copy.title = title
        copy.save_revision().publish()
    pin(home, "lead", untranslated)
    pin(home, "headlines", third)
    front = front_page(home_hant)
    assert front.lead.title == "第一篇繁體"
    assert titles(front, "headlines") == ["第三篇繁體"]
    assert any("没有" in text and "版" in text for text in remarks(home_hant))
    home_hant.composed_apart = True
    pin(home_hant, "lead", third)  # by the page of whatever language
    assert front_page(home_hant).lead.title == "第三篇繁體"
    assert client.get("/zh-hant/").status_code == 200


# Cost -----------------------------------------------------------------------------------------------------------------
def test_page_with_every_module_asks_25_times_at_most_however_many_stories(
    home: HomePage,
    section: SectionPage,
    column: ColumnPage,
    photo: Photo,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    other = ensure_section(home=home, slug="weiquan", title="维权")
    profiles = ProfileIndexPage(title="劳模风采", slug="laomo", locale=home.locale)
    notices = NoticeIndexPage(title="公告公示", slug="gonggao", locale=home.locale)
    topic = records.topic("职工夜校")
    campaign = CampaignPage(title="夏送清凉", slug="qingliang", locale=home.locale)
    for page in (profiles, notices, campaign):
        home.add_child(instance=page)
    person = records.person("梁雪樵")
    arrange(
        home,
        *[FrontModule(kind=kind) for kind in FrontKind.values if kind not in {"projects", "column"}],
        FrontModule(kind="column", source=column),
        FrontModule(kind="projects", topic=topic),
    )
    counts = []
    for _time in range(2):
        for number in range(6):
            shown = timezone.now() - timedelta(hours=number)
            for parent in (section, other):
                tagged = [StoryTopic(topic=topic)]
                last = story(parent, lead_photo=photo, date_shown=shown, topics=tagged)
            story(section, page_type=PhotoStoryPage, lead_photo=photo, date_shown=shown)
            story(column, date_shown=shown)
            story(profiles, page_type=ProfilePage, person=person, lead_photo=photo, date_shown=shown)
            story(notices, page_type=NoticePage, date_shown=shown)
            pin(home, "headlines", last)
        client.get("/")
        cache.clear()
        Site.get_site_root_paths()
        with django_assert_max_num_queries(25) as asked:
            assert client.get("/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
