"""What readers of each language get: names of records, dates, the house's names, addresses that lead to the source."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import Locale

from core.dates import display_partial_date, display_period
from core.jobs.testing import run_jobs
from core.languages.models import GlossaryTerm, ProtectedName
from core.models import Appointment, Organisation, OrganisationName, Person, SiteIdentity
from home.newsroom import Newsroom, ensure_section
from home.views import server_error
from news.models import SectionPage, StoryPage
from tests.factories.html import Document
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_name_of_a_record_is_converted_on_reading_unless_it_has_a_row_of_its_own():
    unit = Organisation.objects.create(name="临港里程总工会", short_text="干部之家")
    person = Person.objects.create(name="刘里")
    assert (unit.name_in("zh-hant"), unit.short_text_in("zh-hant")) == ("臨港里程總工會", "幹部之家")
    assert person.name_in("zh-hant") == "劉里"
    assert (unit.name_in("en"), person.name_in("zh-hans")) == ("临港里程总工会", "刘里")
    OrganisationName.objects.create(organisation=unit, language="zh-hant", name="臨港總工會")
    assert Organisation.objects.get().name_in("zh-hant") == "臨港總工會"


def test_name_on_the_list_holds_on_reading_too_and_costs_no_query_a_name(django_assert_num_queries: Any):
    people = [Person.objects.create(name=name) for name in ("刘里", "于云", "岳发")]
    ProtectedName.objects.create(text="于云", traditional="于雲")
    ProtectedName.objects.create(text="刘里")
    people = list(Person.objects.order_by("pk"))
    with django_assert_num_queries(2):
        assert [person.name_in("zh-hant") for person in people] == ["刘里", "于雲", "岳發"]
    with django_assert_num_queries(0):
        assert people[0].name_in("zh-hant") == "刘里"


def test_title_of_an_office_is_in_english_what_the_glossary_says(django_assert_num_queries: Any):
    person = Person.objects.create(name="贺望潮")
    person.appointments = [
        Appointment(organisation=Organisation.objects.create(name="市总工会"), title=title)
        for title in ("主席", "劳动模范", "副主席")
    ]
    person.save()
    chair = GlossaryTerm.objects.create(source="主席", target="Chair")
    GlossaryTerm.objects.create(source="劳动模范", target="Model Worker")
    offices = list(person.appointments.all())
    with translation.override("en"):
        assert [office.shown for office in offices] == ["市总工会 Chair", "市总工会 Model Worker", "市总工会 副主席"]
        with django_assert_num_queries(0):
            assert offices[0].shown == "市总工会 Chair"
        assert Template("{% load shell %}{{ text|script }}").render(Context({"text": "主席"})) == "Chair"
        chair.target = "President"
        chair.save()
        assert offices[0].shown == "市总工会 President"
    with translation.override("zh-hant"):
        assert offices[1].shown == "市總工會勞動模範"
    assert offices[1].shown == "市总工会劳动模范"


def test_term_with_a_character_of_markup_is_escaped_on_reading():
    GlossaryTerm.objects.create(source="宣教部", target="Publicity & Education")
    with translation.override("en"):
        shown = Template("{% load shell %}{{ text|script }}").render(Context({"text": "宣教部"}))
    assert shown == "Publicity &amp; Education"


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("2021-10-02", "2021年10月2日", "2 October 2021"),
        ("2021-10", "2021年10月", "October 2021"),
        ("2021", "2021年", "2021"),
        ("199X", "1990年代", "1990s"),
        ("2021-10-02T09:30", "2021年10月2日 09:30", "2 October 2021, 09:30"),
        ("", "", ""),
    ],
)
def test_partial_date_in_the_language_of_the_page(text: str, chinese: str, english: str):
    for language, shown in (("zh-hans", chinese), ("zh-hant", chinese), ("en", english)):
        with translation.override(language):
            assert display_partial_date(text) == shown


def test_period_in_english():
    with translation.override("en"):
        assert display_period("2019", "2021-06") == "2019–June 2021"
        assert display_period("2019", "") == "since 2019"
        assert display_period("", "2021-06") == "until June 2021"


def test_date_in_the_language_of_the_page():
    shown = {}
    for language in ("zh-hans", "zh-hant", "en"):
        with translation.override(language):
            shown[language] = date_format(date(2026, 3, 2), "DATE_FORMAT")
    assert shown == {"zh-hans": "2026年3月2日", "zh-hant": "2026年3月2日", "en": "2 March 2026"}


@pytest.fixture
def traditional(newsroom: Newsroom, section: SectionPage) -> StoryPage:
    """A story with its copy; the other section has none."""
    section.follows_in_traditional = True
    section.save()
    page: StoryPage = story(section, title="干部")
    run_jobs()
    return page


def test_house_is_named_in_the_language_of_the_page(newsroom: Newsroom, traditional: StoryPage, client: Client):
    SiteIdentity.objects.create(
        site=newsroom.site, name="青岚工讯", issuing_body="青岚区总工会", icp_number="青ICP备1号"
    )
    html = client.get(f"/zh-hant{traditional.url}").content.decode()
    assert "青嵐工訊" in html
    assert "青ICP备1号" in html
    GlossaryTerm.objects.create(source="青岚工讯", target="Qinglan Gongxun")
    english = newsroom.home.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    assert "Qinglan Gongxun" in client.get("/en/").content.decode()


def switch(html: str) -> dict[str, str]:
    """Where the language switch leads, by language."""
    document = Document.of(html)
    return {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in document.all("a")
        if "hreflang" in link.attributes
    }


def alternates(html: str) -> dict[str, str]:
    document = Document.of(html)
    links = document.all("link", rel="alternate")
    return {link.attributes["hreflang"]: link.attributes["href"] for link in links if "hreflang" in link.attributes}


def test_switch_leads_to_the_same_story_or_its_nearest_ancestor(newsroom, traditional, client):
    other = story(ensure_section(home=newsroom.home, slug="weiquan", title="维权"))
    assert switch(client.get(traditional.url).content.decode()) == {"zh-Hant": f"/zh-hant{traditional.url}"}
    assert switch(client.get(f"/zh-hant{traditional.url}").content.decode()) == {"zh-Hans": traditional.url}
    html = client.get(other.url).content.decode()
    assert switch(html) == {"zh-Hant": "/zh-hant/"}
    assert set(alternates(html)) == {"zh-Hans", "x-default"}


def test_registry_page_has_an_address_in_each_language(newsroom, traditional, client):
    unit = Organisation.objects.create(name="里程总工会")
    html = client.get(f"/zh-hant/organisations/{unit.pk}/").content.decode()
    assert "里程總工會" in html
    assert switch(html) == {"zh-Hans": f"/organisations/{unit.pk}/"}
    assert {tag: address.partition("testserver")[2] for tag, address in alternates(html).items()} == {
        "zh-Hans": f"/organisations/{unit.pk}/",
        "zh-Hant": f"/zh-hant/organisations/{unit.pk}/",
        "x-default": f"/organisations/{unit.pk}/",
    }
    canonical = Document.of(html).one("link", rel="canonical").attributes["href"]
    assert canonical == f"http://testserver/zh-hant/organisations/{unit.pk}/"


def test_address_of_what_a_language_lacks_leads_to_the_source(newsroom, traditional, client):
    other = story(ensure_section(home=newsroom.home, slug="weiquan", title="维权"))
    for language in ("zh-hant", "en"):  # with a front page of its own, and without
        answer = client.get(f"/{language}{other.url}")
        assert (answer.status_code, answer.get("Location")) == (302, other.url), language
        assert client.get(f"/{language}/meiyou/").status_code == 404
    home = newsroom.home
    StoryPage.objects.filter(locale__language_code="zh-hant").first().specific.unpublish()
    assert client.get(f"/zh-hant{traditional.url}")["Location"] == traditional.url
    home.get_translation(Locale.objects.get(language_code="zh-hant")).unpublish()
    assert client.get("/zh-hant/")["Location"] == "/"
    assert client.get(f"/zh-hant{other.url}")["Location"] == other.url


def test_text_that_is_escaped_already_is_converted_and_not_escaped_again():
    ProtectedName.objects.create(text="刘里", traditional="劉<里>")
    lines = Template("{% load shell %}{{ lines|join:'　'|script }}")
    with translation.override("zh-hant"):
        shown = lines.render(Context({"lines": ["周一 A&B", "<后> 刘里"]}))
    assert shown == "週一 A&amp;B　&lt;後&gt; 劉&lt;里&gt;"


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "已刊 12345 篇"), ("en", "12,345 entries published")])
def test_large_number_is_set_as_the_language_sets_it(column, rf, monkeypatch, language: str, shown: str):
    monkeypatch.setattr(Paginator, "count", 12345)
    with translation.override(language):
        request = rf.get(column.url)
        assert shown in column.serve(request).render().content.decode()


@pytest.mark.parametrize(("language", "tag"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_page_of_faults_names_the_language_that_it_speaks(rf, language: str, tag: str):
    with translation.override(language):
        assert f'<html lang="{tag}">' in server_error(rf.get("/")).content.decode()


def test_lists_are_headed_in_the_plural(newsroom: Newsroom, client: Client):
    english = newsroom.home.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    assert Document.of(client.get("/en/places/").content.decode()).one("h1").text == "Places"
    assert Document.of(client.get("/places/").content.decode()).one("h1").text == "阵地"
