"""The front page fills itself: what stands where, no story twice, the same few queries for any number of stories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from home.front_page import FrontPage, front_page
from home.models import FrontModule, HomePage
from home.models.front import USUAL_RULES, FrontKind
from home.newsroom import Newsroom, ensure_index, ensure_section
from media.models import Photo
from news.models import ColumnPage, NoticeIndexPage, PhotoStoryPage, SectionPage, StoryByline, StorySection
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.stories import BODY, story
from tests.home.arranging import arrange, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(newsroom: Newsroom) -> Photo:
    return make_photo()


@pytest.fixture
def published(newsroom: Newsroom) -> Callable[..., Any]:
    """Publishes stories, each an hour older than the one before."""
    made = 0

    def publish(parent: Page, **fields: Any) -> Any:
        nonlocal made
        made += 1
        fields.setdefault("date_shown", timezone.now() - timedelta(hours=made))
        return story(parent, **fields)

    return publish


def fill(parents: list[Page], photo: Photo, each: int) -> None:
    """`each` stories with a photo, a byline and a summary below every parent."""
    for number in range(each):
        for parent in parents:
            byline = [StoryByline(role="reporter", name="温以宁", locale=parent.locale)]
            shown = timezone.now() - timedelta(hours=number)
            story(parent, lead_photo=photo, summary="一句话。", byline=byline, date_shown=shown)


def shown_in(front: FrontPage, kind: str) -> list[Any]:
    """The stories of the first shelf of this kind."""
    return list(front.of_kind(kind)[0].stories)


def shelves(front: FrontPage) -> dict[str, list[Any]]:
    """Stories of each section's shelf by the section's slug."""
    return {shelf.page.slug: list(shelf.stories) for shelf in front.of_kind(FrontKind.SECTIONS)}


def test_newest_story_with_a_photo_leads(
    newsroom: Newsroom, section: SectionPage, photo: Photo, published: Callable[..., Any]
) -> None:
    plain = published(section)
    pictured = published(section, lead_photo=photo)
    front = front_page(newsroom.home)
    assert front.lead == pictured.storypage_ptr
    assert shown_in(front, FrontKind.HEADLINES) == [plain.storypage_ptr]


@pytest.mark.sqlite
def test_no_story_stands_twice(
    newsroom: Newsroom, section: SectionPage, column: ColumnPage, photo: Photo, published: Callable[..., Any]
) -> None:
    for number in range(10):
        published(section, lead_photo=photo if number % 3 else None)
        published(column)
        published(section, page_type=PhotoStoryPage, lead_photo=photo)
    keys = [shown.pk for shown in front_page(newsroom.home).stories()]
    assert len(keys) > 15
    assert len(keys) == len(set(keys))


def test_draft_and_story_behind_a_restriction_stay_away(
    newsroom: Newsroom, section: SectionPage, published: Callable[..., Any]
) -> None:
    inner = ensure_section(home=newsroom.home, slug="neibu", title="内部")
    PageViewRestriction.objects.create(page=inner, restriction_type=PageViewRestriction.LOGIN)
    published(inner, title="只给内部看的稿件")
    published(section, title="还没有发布的稿件", live=False)
    shown = published(section, title="给大家看的稿件")
    assert [found.title for found in front_page(newsroom.home).stories()] == [shown.title]


def test_section_behind_a_restriction_is_not_named_for_what_was_sent_to_it(
    newsroom: Newsroom, section: SectionPage, published: Callable[..., Any]
) -> None:
    inner = ensure_section(home=newsroom.home, slug="neibu", title="内部")
    PageViewRestriction.objects.create(page=inner, restriction_type=PageViewRestriction.LOGIN)
    for _number in range(12):
        published(section, also_in=[StorySection(section=inner)])
    assert list(shelves(front_page(newsroom.home))) == [section.slug]


@pytest.mark.sqlite
def test_quiet_section_keeps_its_place(newsroom: Newsroom, section: SectionPage, published: Callable[..., Any]) -> None:
    for _number in range(20):
        published(section)
    quiet = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    old = published(quiet, date_shown=timezone.now() - timedelta(days=900))
    shown = shelves(front_page(newsroom.home))
    assert shown["weiquan"] == [old.storypage_ptr]
    assert len(shown["yaowen"]) == USUAL_RULES[FrontKind.SECTIONS].count


def test_section_shows_what_was_sent_to_it(
    newsroom: Newsroom, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    for _number in range(12):  # the lead, the headlines and the section's own shelf are full
        published(section)
    people = ensure_section(home=newsroom.home, slug="renwu", title="人物")
    sent = published(section, title="也列入人物", also_in=[StorySection(section=people)])
    assert sent.storypage_ptr in shelves(front_page(newsroom.home))["renwu"]


def test_column_shows_its_numbers(
    section: SectionPage, column: ColumnPage, published: Callable[..., Any], client: Client
) -> None:
    published(section, title="头条")
    published(column, title="第一次写", date_shown=timezone.now() - timedelta(days=3))
    published(column, title="第二次写", date_shown=timezone.now() - timedelta(days=2))
    document = Document.of(client.get("/").content.decode())
    assert document.texts("p", class_="numeral") == ["第2期02", "第1期01"]


def test_section_shows_what_is_sent_to_it_though_its_origin_writes_much(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    other = ensure_section(home=home, slug="quxian", title="区县")
    five_days_ago = timezone.now() - timedelta(days=5)
    sent = story(section, date_shown=five_days_ago, also_in=[StorySection(section=other)])
    arrange(home, FrontModule(kind="headlines", source=other), FrontModule(kind="sections"))
    for _number in range(15):
        published(section)
    assert titles(front_page(home), "headlines") == [sent.title]


def test_open_notice_stands_though_many_newer_ones_have_closed(home: HomePage, section: SectionPage) -> None:
    notices = ensure_index(NoticeIndexPage, home=home, slug="gonggao", title="公告公示")
    story(section, title="头条")
    today, reach = timezone.localdate(), {"contact_phone": "010-12345678"}
    shown = timezone.now() - timedelta(days=20)
    story(notices, title="还在公示", closes_on=today + timedelta(days=5), date_shown=shown, **reach)
    for _number in range(6):
        story(notices, closes_on=today - timedelta(days=1), **reach)
    arrange(home, FrontModule(kind="notices"))
    assert titles(front_page(home), "notices") == ["还在公示"]


def test_empty_front_page_says_so(newsroom: Newsroom, client: Client) -> None:
    document = Document.of(client.get("/").content.decode())
    document.assert_sound()
    assert document.texts("p", class_="empty") == ["还没有稿件。"]


@pytest.mark.sqlite
def test_front_page_is_sound_html(
    newsroom: Newsroom, section: SectionPage, column: ColumnPage, photo: Photo, client: Client
) -> None:
    fill([section, column], photo, 12)
    story(section, page_type=PhotoStoryPage, lead_photo=photo)
    document = Document.of(client.get("/").content.decode())
    document.assert_sound()
    assert {"图片新闻", "要闻", "产改进行时"} <= set(document.texts("h2"))


def test_summary_missing_in_a_listing_is_left_out(newsroom: Newsroom, section: SectionPage, client: Client) -> None:
    story(section, body=BODY)
    assert "反光背心" not in client.get("/").content.decode()


@pytest.mark.sqlite
def test_queries_do_not_grow_with_the_stories(
    newsroom: Newsroom,
    section: SectionPage,
    column: ColumnPage,
    photo: Photo,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    other = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    parents: list[Page] = [section, column, other]
    counts = []
    for each in (1, 12):  # 3 stories, then 39
        fill(parents, photo, each)
        client.get("/")
        cache.clear()
        Site.get_site_root_paths()  # a process keeps the roots of its sites from its first address on
        with django_assert_max_num_queries(25) as asked:
            assert client.get("/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_language_without_a_front_page_leads_to_the_source(section: SectionPage, language: str) -> None:
    page = story(section)
    for path in ("/", section.url, page.url):
        answer = Client().get(f"/{language}{path}")
        assert (answer.status_code, answer["Location"]) == (302, path)
    assert Client().get(f"/{language}/nothing/").status_code == 404
