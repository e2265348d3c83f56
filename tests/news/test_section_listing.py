"""What a section lists."""

from __future__ import annotations

import pytest
from django.test import Client

from home.newsroom import Newsroom, ensure_section
from news.models import SectionPage, StorySection
from news.selectors import section_stories
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_story_sent_to_a_section_is_listed_there_once_though_it_has_an_alias(
    newsroom: Newsroom, section: SectionPage
) -> None:
    third, other = (ensure_section(home=newsroom.home, slug=slug, title=slug) for slug in ("third", "other"))
    page = story(section, also_in=[StorySection(section=third)])
    alias = page.create_alias(parent=other, update_slug="again")
    assert [found.pk for found in section_stories(third)] == [page.pk]
    assert [found.pk for found in section_stories(other)] == [alias.pk]


def test_section_of_no_stories_a_page_shows_one(section: SectionPage) -> None:
    story(section, title="唯一一篇")
    SectionPage.objects.filter(pk=section.pk).update(per_page=0)  # the form refuses it
    answer = Client().get(section.get_url())
    assert answer.status_code == 200
    assert "唯一一篇" in answer.content.decode()
