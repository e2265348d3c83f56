"""The demo site: a newsroom's records, pages and stories, loaded from home/demo as an editor would make them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.utils import timezone
from django.utils.translation import override
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from core.languages.following import follow
from core.models import Organisation, Person, SiteIdentity, Topic
from home.demo_site import FOLDER, load_demo
from home.models import HomePage
from media.models import Photo
from news.manuscripts.models import Manuscript
from news.models import (
    ColumnEntryPage,
    ColumnPage,
    FeaturePage,
    NoticePage,
    PhotoStoryPage,
    ProfilePage,
    SectionPage,
    StoryPage,
)
from news.selectors import stories_naming

MANIFEST = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole demo, loaded once; every test's own changes are undone, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with TestCase.captureOnCommitCallbacks(execute=True):
            load_demo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stories(demo: None, db: None) -> dict[str, StoryPage]:
    return {story.title: story for story in StoryPage.objects.live().specific()}


def fingerprint() -> list[Any]:
    """What a second loading must leave as it is."""
    return [
        sorted(Page.objects.values_list("pk", "title", "live", "latest_revision_id")),
        *(model.objects.count() for model in (Revision, Manuscript, Photo, Person, Organisation, Topic)),
    ]


def blocks_of(story: StoryPage, *types: str) -> list[Any]:
    return [block.value for block in story.body if block.block_type in types]


@pytest.mark.parametrize("entry", MANIFEST["stories"], ids=lambda entry: entry["file"][12:14])
def test_each_manuscript_is_out_with_its_title_date_and_place(
    stories: dict[str, StoryPage], entry: dict[str, Any]
) -> None:
    story = stories[entry["title"]]
    day = date.fromisoformat(MANIFEST["reference_day"]) - timedelta(days=entry["days_ago"])
    assert timezone.localtime(story.date_shown).date() == day
    assert story.get_parent().slug == (entry.get("column") or entry["section"])
    assert isinstance(story, ColumnEntryPage) == (entry["type"] == "column")
    assert isinstance(story, PhotoStoryPage) == (entry["type"] == "photo_story")
    assert isinstance(story, ProfilePage) == (entry["type"] == "profile")
    assert isinstance(story, NoticePage) == (entry["type"] == "notice")
    if genre := entry.get("genre"):
        assert story.get_genre_display() == genre
    named = {link.topic.name for link in story.topics.all()}
    assert named >= set(entry["topics"])
    assert {link.person.name for link in story.people.all()} >= set(entry["people"])
    assert {link.organisation.name for link in story.organisations.all()} >= set(entry["organisations"])


@pytest.mark.parametrize(
    "entry", [entry for entry in MANIFEST["stories"] if entry["pictures"]], ids=lambda entry: entry["file"][12:14]
)
def test_each_picture_stands_where_its_caption_was_and_the_lead_only_at_the_top(
    stories: dict[str, StoryPage], entry: dict[str, Any]
) -> None:
    story = stories[entry["title"]]
    assert blocks_of(story, "picture_pending") == []
    lead = next(picture for picture in entry["pictures"] if picture["lead"])
    assert story.lead_photo is not None
    assert (story.lead_caption, story.lead_alt) == (lead["caption"], lead["alt"])
    shown = [(value["caption"], value["alt"]) for value in blocks_of(story, "photo")]
    expected = [
        (picture["caption"], picture["alt"])
        for picture in entry["pictures"]
        if isinstance(story, PhotoStoryPage) or not picture["lead"]
    ]
    assert shown == expected


def test_bylines_name_who_wrote_them(stories: dict[str, StoryPage]) -> None:
    def names(title: str) -> list[tuple[str, str]]:
        return [(row.shown_role, row.shown_name) for row in stories[title].byline.all()]

    assert names("零点以后，灯还亮着") == [("本报记者", "沈知秋")]
    assert names("五轮谈下来，夜班津贴多了六块钱") == [("本报记者", "沈知秋"), ("通讯员", "季云舒")]
    assert [name for _, name in names("把废品摆到会议桌上")] == ["顾青帆"]
    assert stories["五轮谈下来，夜班津贴多了六块钱"].kicker == "工资集体协商进行时"
    assert stories["工伤认定，有人陪着跑"].source_outlet_name == "《云汀工人报》"


def test_column_entries_are_numbered_by_their_dates(stories: dict[str, StoryPage]) -> None:
    entries = [story for story in stories.values() if isinstance(story, ColumnEntryPage)]
    reform = sorted((entry for entry in entries if entry.column.slug == "changai"), key=lambda e: e.date_shown)
    assert [entry.issue_number for entry in reform] == [1, 2, 3, 4, 5, 6]


def test_readers_find_the_stories_on_every_kind_of_page(stories: dict[str, StoryPage], client: Client) -> None:
    story = stories["凌晨三点的走廊"]
    nurse = Person.objects.get(name="苏晚舟")
    assert nurse.portrait is not None
    assert story.pk in set(stories_naming(nurse).values_list("pk", flat=True))
    for address in ("/renwu/", story.get_url(), nurse.get_absolute_url()):
        page = client.get(address)
        assert page.status_code == 200
        assert "凌晨三点的走廊" in page.content.decode()
    assert "把废品摆到会议桌上" in client.get("/changai/").content.decode()
    front = client.get("/").content.decode()
    assert "零点以后，灯还亮着" in front
    for address in ("/about/", "/submit/"):
        assert client.get(address).status_code == 200


def test_profiles_stand_with_their_honours_and_are_found_by_them(stories: dict[str, StoryPage], client: Client) -> None:
    profile = client.get(stories["梁雪樵：焊缝会记得"].get_url()).content.decode()
    for shown in ("江湾市劳动模范", "江湾市五一劳动奖章", "临港工匠", "“回针焊”操作法写进公司工艺规程。"):
        assert shown in profile
    found = client.get("/fengcai/?rank=4&year=2023").content.decode()
    assert "柏长庚" in found
    assert "梁雪樵" not in found
    assert "梁雪樵：焊缝会记得" in client.get("/renwu/").content.decode()


def test_notices_have_their_list_and_the_campaign_its_stories(stories: dict[str, StoryPage], client: Client) -> None:
    notices = client.get("/gongshi/").content.decode()
    assert "拟命名人选公示" in notices
    assert "招募驿站夜间站长的公告" in notices
    assert "零点以后，灯还亮着" in client.get("/guodong/").content.decode()


def test_the_newsroom_has_its_names(demo: None, db: None) -> None:
    identity = SiteIdentity.objects.get()
    assert identity.supervising_body == "江湾市临港区总工会"
    assert identity.issuing_body == "江湾市临港区职工新闻中心"


def test_a_second_loading_changes_nothing_and_costs_next_to_nothing(
    demo: None, db: None, django_assert_max_num_queries: Any
) -> None:
    before = fingerprint()
    with django_assert_max_num_queries(3):
        assert load_demo().stories == []
    assert fingerprint() == before


def test_no_picture_stands_in_the_library_twice(demo: None, db: None) -> None:
    digests = list(Photo.objects.values_list("file_hash", flat=True))
    manifest = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    shown = {picture["file"] for story in manifest["stories"] for picture in story["pictures"]}
    assert len(digests) == len(set(digests))
    used = {hashlib.sha1((FOLDER / path).read_bytes()).hexdigest() for path in shown}
    assert set(digests) == used


#: Queries that a page of each type may ask, in any language; a profile also brings honours and related profiles.
MOST_QUERIES: dict[type[Any], int] = {
    HomePage: 25,
    SectionPage: 12,
    ColumnPage: 12,
    FeaturePage: 20,
    ColumnEntryPage: 20,
    PhotoStoryPage: 20,
    NoticePage: 20,
    ProfilePage: 26,
    Person: 15,
}


def test_pages_of_a_whole_newsroom_ask_few_queries(demo: None, db: None, django_assert_max_num_queries: Any) -> None:
    for page in Page.objects.descendant_of(HomePage.objects.get(), inclusive=True).live().order_by("path"):
        follow(key=page.translation_key)
    people = [person for person in Person.objects.current() if person.has_page]
    for language in ("zh-hans", "zh-hant"):
        for model, most in MOST_QUERIES.items():
            with override(language):
                shown = people if model is Person else model.objects.live().filter(locale__language_code=language)
                addresses = [record.get_absolute_url() if model is Person else record.url for record in shown]
            assert addresses
            Client().get(addresses[0])  # reads what is read once a process as well
            for address in addresses:
                with django_assert_max_num_queries(most):
                    assert Client().get(address).status_code == 200
