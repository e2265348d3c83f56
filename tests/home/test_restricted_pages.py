"""Pages that are not for everybody: what stands below them is not either, also where an alias stands for them."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from home.models import HomePage
from tests.factories.stories import story
from tests.home.arranging import restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(section):
    """An English story whose section and front page there only stand for those of the source."""
    copy = story(section).copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


@pytest.mark.parametrize("depth", [2, 3])
def test_translation_below_an_alias_is_as_private_as_the_alias_s_source(section, translated, client, depth):
    assert translated.alias_of_id is None
    assert translated.get_parent().alias_of_id == section.pk
    assert client.get(translated.get_url()).status_code == 200
    restrict(section if depth == 3 else section.get_parent())
    assert client.get(translated.get_url()).status_code == 302


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
