"""The shell around every page, and who may see what below a view restriction."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from wagtail.models import Page, PageViewRestriction

from core.context import SiteShell, bcp47
from core.models import SiteIdentity
from core.visibility import open_to_everybody
from home.newsroom import Newsroom, ensure_section
from home.views import server_error
from news.models import SectionPage, StoryPage
from tests.factories.html import Document
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_language_is_named_as_html_wants_it(code: str, tag: str) -> None:
    assert bcp47(code) == tag


def test_masthead_and_footer_name_the_house(newsroom: Newsroom, client: Client) -> None:
    SiteIdentity.objects.update_or_create(
        site=newsroom.site,
        defaults={
            "name": "青岚工讯",
            "supervising_body": "青岚区总工会",
            "issuing_body": "青岚区职工新闻中心",
            "contact": "电话 12351",
            "icp_number": "青ICP备00000001号",
            "police_number": "青公网安备00000002号",
            "site_code": "BM00000003",
        },
    )
    document = Document.of(client.get("/").content.decode())
    header = "".join(document.one("header", class_="masthead").text.split())
    footer = "".join(document.one("footer").text.split())
    assert "青岚工讯" in header
    assert "青岚区职工新闻中心主办" in header
    for line in (
        "主管青岚区总工会",
        "主办青岚区职工新闻中心",
        "电话12351",
        "青ICP备00000001号",
        "青公网安备00000002号",
        "BM00000003",
    ):
        assert line in footer


def test_keyboard_reaches_the_text_first(newsroom: Newsroom, client: Client) -> None:
    document = Document.of(client.get("/").content.decode())
    first = document.all("a")[0]
    assert first.attributes["href"] == "#main"
    assert document.one("main").attributes["id"] == "main"


def test_navigation_follows_the_tree_and_marks_where_the_reader_is(
    newsroom: Newsroom, section: SectionPage, client: Client
) -> None:
    other = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    hidden = ensure_section(home=newsroom.home, slug="neibu", title="不上导航")
    hidden.show_in_menus = False
    hidden.save()
    document = Document.of(client.get(other.get_url()).content.decode())
    assert document.texts("nav", **{"aria-label": "栏目"}) == ["要闻维权"]
    current = [a.text for a in document.all("a") if a.attributes.get("aria-current")]
    assert current == ["维权"]
    assert document.texts("nav", **{"aria-labelledby": "footer-further"}) == ["关于不上导航"]


def test_page_of_faults_asks_nothing_of_the_database(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    Document.of(answer.content.decode()).assert_sound()


def test_shell_is_read_once_a_request(
    newsroom: Newsroom, section: SectionPage, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    request: HttpRequest = rf.get("/")
    shell = SiteShell.for_request(request)
    shell.menu(newsroom.home)
    with django_assert_num_queries(0):
        assert SiteShell.for_request(request).menu(newsroom.home)
        SiteShell.for_request(request).further(newsroom.home)


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_only_what_stands_under_no_restriction_is_open_to_everybody(newsroom: Newsroom, section: SectionPage) -> None:
    inner = ensure_section(home=newsroom.home, slug="neibu", title="内部")
    outside, inside = story(section), story(inner)
    assert set(open_to_everybody(StoryPage.objects.all())) == {outside.storypage_ptr, inside.storypage_ptr}
    restrict(inner)
    stories = StoryPage.objects.all()
    assert set(open_to_everybody(stories)) == {outside.storypage_ptr}
    assert set(open_to_everybody(stories)) == set(stories.public())


@pytest.mark.parametrize("level", ["root", "home", "section", "story"])
def test_restriction_of_any_ancestor_closes_a_page(section: SectionPage, client: Client, level: str) -> None:
    page = story(section)
    assert client.get(page.get_url()).status_code == 200
    restrict({"root": page.get_root(), "home": section.get_parent(), "section": section, "story": page}[level])
    assert client.get(page.get_url()).status_code == 302


def test_alias_stands_under_the_restrictions_of_its_source(
    newsroom: Newsroom, section: SectionPage, client: Client
) -> None:
    inner = ensure_section(home=newsroom.home, slug="neibu", title="内部")
    alias = story(inner).create_alias(parent=section, update_slug="neibu-fuben")
    assert client.get(alias.get_url()).status_code == 200
    restrict(alias.alias_of)
    assert client.get(alias.get_url()).status_code == 302


def test_missing_page_answers_in_the_papers_own_words(newsroom: Newsroom, client: Client) -> None:
    answer = client.get("/meiyou/")
    assert answer.status_code == 404
    document = Document.of(answer.content.decode())
    document.assert_sound()
    assert [a.attributes["href"] for a in document.all("a", class_="button")] == ["/"]
    assert not document.all("link", rel="canonical")


def test_pager_keeps_gaps_short(newsroom: Newsroom) -> None:
    stories = Paginator(range(400), 10).page(20)
    request = RequestFactory().get("/yaowen/")
    document = Document.of(render_to_string("components/_pager.html", {"stories": stories, "request": request}))
    assert document.texts("li") == ["上一页", "1", "…", "19", "20", "21", "…", "40", "下一页"]
    assert document.one("span", **{"aria-current": "page"}).text == "20"
