"""The admin's own searches: pages, photos, documents, people, and the choosers that a form opens."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from media.models import LibraryDocument, Photo, PhotoPerson
from news.models import SectionPage
from news.models.links import StoryByline
from tests.factories.admin import superuser_client
from tests.factories.photos import make_photo
from tests.factories.records import event, organisation, person, place
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LISTINGS = ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "story_chooser:choose_results")


@pytest.fixture
def admin(newsroom: Any) -> Client:
    return superuser_client()


@pytest.fixture
def pages(index: None, section: SectionPage) -> dict[str, Page]:
    """The page that is looked for, and one that is not."""
    writer = person("欧阳雪樵", aliases="老樵")
    return {
        "found": story(
            section,
            title="法律援助窗口搬进物流园",
            short_title="窗口进园",
            body=[{"type": "paragraph", "value": "<p>三百名货车司机在旁边入会。</p>"}],
            byline=[StoryByline(person=writer, locale=section.locale), StoryByline(name="岑望", locale=section.locale)],
        ),
        "other": story(section, title="工会驿站添了热水"),
    }


def shows(client: Client, name: str, query: str, *titles: str, args: tuple[Any, ...] = ()) -> set[str]:
    """Which of the titles the screen lists."""
    answer = client.get(reverse(name, args=args), {"q": query})
    assert answer.status_code == 200
    text = answer.json()["html"] if "json" in answer["Content-Type"] else answer.content.decode()
    return {title for title in titles if title in text}


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize(
    "query",
    [
        *("法律援助", "援助窗口", "援助 物流园", "法律物流园", "窗口进园"),  # of its titles, also parted
        *("falv", "falvyuanzhu", "flyz", "FLYZCK", "ckjy"),  # by full pinyin and initials, as one types
        *("货车司机", "入会", "欧阳雪樵", "老樵", "岑望"),  # of its text and byline
        "貨車司機",
    ],
)
def test_a_page_is_found(listing: str, query: str, pages: dict[str, Page], admin: Client):
    found, other = pages["found"].title, pages["other"].title
    assert shows(admin, listing, query, found, other) == {found}


@pytest.mark.parametrize("listing", LISTINGS)
def test_a_story_is_found_by_its_number(listing: str, pages: dict[str, Page], admin: Client):
    found, other = pages["found"], pages["other"]
    assert shows(admin, listing, str(found.number), found.title, other.title) == {found.title}  # type: ignore[attr-defined]


def test_the_listing_of_a_section_is_searched_as_well(pages: dict[str, Page], admin: Client, section: SectionPage):
    titles = [page.title for page in pages.values()]
    for query in ("货车司机", "flyz", "援助"):
        assert shows(admin, "wagtailadmin_explore", query, *titles, args=(section.pk,)) == {titles[0]}, query


def test_what_is_called_so_stands_before_what_only_says_so(pages: dict[str, Page], admin: Client, section: SectionPage):
    story(section, title="货车司机之家")
    text = admin.get(reverse("wagtailadmin_pages:search"), {"q": "货车司机"}).content.decode()
    assert text.index("货车司机之家") < text.index("法律援助窗口搬进物流园")


def test_a_draft_is_found_in_the_admin(index: None, admin: Client, section: SectionPage):
    story(section, live=False, title="还没写完的夜校")
    assert shows(admin, "wagtailadmin_pages:search", "夜校", "还没写完的夜校")


@pytest.fixture
def photos(index: None) -> list[Photo]:
    looked_for = make_photo(
        title="六点五十分",
        caption="大桥上的第一班岗",
        photographer="岑望",
        place=place("澜桥驿站"),
        place_name="南岸工地",
        event=event("焊工比武"),
        event_name="技能月",
        name="DSC_0815.jpg",
    )
    looked_for.people.add(PhotoPerson(person=person("欧阳雪樵"), position="左二"), PhotoPerson(name="梁晴"))  # type: ignore[attr-defined]
    looked_for.tags.add("塔吊")
    looked_for.save()
    return [looked_for, make_photo(title="食堂", caption="开饭")]


@pytest.mark.parametrize("screen", ["wagtailimages:index_results", "wagtailimages_chooser:choose_results"])
@pytest.mark.parametrize(
    "query",
    [
        *("六点五十分", "第一班岗", "岑望", "澜桥驿站", "南岸工地", "焊工比武", "技能月", "欧阳雪樵", "梁晴", "塔吊"),
        *("dsc_0815", "ouyang", "oyxq", "lqyz", "td", "diyibangang"),
    ],
)
def test_a_photo_is_found(screen: str, query: str, photos: list[Photo], admin: Client):
    assert shows(admin, screen, query, "六点五十分", "食堂") == {"六点五十分"}


@pytest.mark.parametrize("screen", ["wagtaildocs:index_results", "wagtaildocs_chooser:choose_results"])
@pytest.mark.parametrize("query", ["夜校办法", "工发〔2026〕12号", "工发 12号", "12号", "yxbf", "澜桥区总工会"])
def test_a_document_is_found(screen: str, query: str, index: None, admin: Client):
    for title, number, issuer in (
        ("职工夜校办法", "工发〔2026〕12号", organisation("澜桥区总工会")),
        ("通知", "", None),
    ):
        LibraryDocument.objects.create(
            title=title, document_number=number, issuer=issuer, file=ContentFile(b"x", "a.txt")
        )
    assert shows(admin, screen, query, "职工夜校办法", ">通知<") == {"职工夜校办法"}


@pytest.mark.parametrize(
    "screen", ["wagtailsnippets_core_person:list_results", "wagtailsnippetchoosers_core_person:choose_results"]
)
@pytest.mark.parametrize("query", ["欧阳雪樵", "雪樵", "ouyangxueqiao", "oyxq", "老樵"])
def test_a_person_is_found(screen: str, query: str, index: None, admin: Client):
    person("欧阳雪樵", aliases="老樵")
    person("梁晴")
    assert shows(admin, screen, query, "欧阳雪樵", "梁晴") == {"欧阳雪樵"}


def test_typed_punctuation_and_nonsense_find_nothing_and_break_nothing(pages: dict[str, Page], admin: Client):
    title = pages["found"].title
    for listing in LISTINGS:
        shows(admin, listing, '"', title)  # for Wagtail's own search of pages an empty phrase is all pages
        for query in ("'; DROP TABLE", "%_\\", "*", "AND OR NOT", "，。", "😀", "a" * 5000):
            assert not shows(admin, listing, query, title), query
