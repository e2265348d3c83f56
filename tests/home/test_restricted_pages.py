"""Pages that are not for everybody: what stands below them is not either, also where an alias stands for them."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from core.visibility import open_to_everybody
from home.models import HomePage
from home.newsroom import ensure_section
from news.models import StoryPage
from news.selectors import live_stories
from tests.factories.stories import story
from tests.home.arranging import restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(section):
    """An English story whose section and front page there only stand for those of the source."""
    copy = story(section).copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.title = "Behind the gate"
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


@pytest.mark.parametrize("depth", [2, 3])
def test_translation_below_an_alias_is_as_private_as_the_alias_s_source(section, translated, client, depth):
    assert translated.alias_of_id is None
    assert translated.get_parent().alias_of_id == section.pk
    assert client.get(translated.get_url()).status_code == 200
    restrict(section if depth == 3 else section.get_parent())
    assert client.get(translated.get_url()).status_code == 302


@pytest.mark.parametrize("depth", [2, 3])
def test_no_list_names_a_translation_below_an_alias_of_a_private_page(section, translated, client, depth):
    english = Locale.objects.get(language_code="en")
    assert [shown.pk for shown in live_stories(english)] == [translated.pk]
    assert "Behind the gate" in client.get("/en/").content.decode()
    restrict(section if depth == 3 else section.get_parent())
    assert not live_stories(english).exists()
    assert "Behind the gate" not in client.get("/en/", follow=True).content.decode()


def test_no_list_names_what_only_stands_for_a_private_page(newsroom, section, client):
    other = ensure_section(home=newsroom.home, slug="quxian", title="区县")
    page = story(section, title="内部通报")
    repeated = page.create_alias(parent=other, update_slug="again")
    translated = repeated.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True, alias=True)
    assert translated.alias_of_id == repeated.pk
    assert live_stories(aliases=True).filter(pk=repeated.pk).exists()
    assert "内部通报" in client.get(other.get_url()).content.decode()
    restrict(page)
    assert "内部通报" not in client.get(other.get_url()).content.decode()
    assert not open_to_everybody(StoryPage.objects.filter(pk__in=[page.pk, repeated.pk, translated.pk])).exists()


@pytest.mark.parametrize("above", ["root", "home", "section", "story"])
def test_story_is_private_below_whatever_is(section, client, above):
    page = story(section)
    line = {"root": page.get_root(), "home": section.get_parent(), "section": section, "story": page}
    restrict(line[above])
    assert client.get(page.get_url()).status_code == 302
    for private in (section, section.get_parent()):
        hidden = private.path.startswith(line[above].path)
        assert client.get(private.get_url()).status_code == (302 if hidden else 200)


def test_front_page_of_a_language_is_deleted_as_any_page(newsroom):
    home = newsroom.home.copy_for_translation(Locale.objects.get(language_code="en"))
    HomePage.objects.get(pk=home.pk).delete()
    assert not HomePage.objects.filter(pk=home.pk).exists()
