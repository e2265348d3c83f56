"""Withdrawn stories: gone for readers, with 410 at every address."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale

from home.newsroom import ensure_section
from news.models import SectionPage
from news.publication import PublicationRefused
from news.services import NewsError, restore_story, withdraw_story
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_withdrawn_story_answers_410_at_both_addresses_and_leaves_its_section(section):
    page = story(section)
    url = page.url
    withdraw_story(story=page, user=None, reason="事实有误")
    assert Client().get(url).status_code == 410
    assert Client().get(f"/s/{page.number}/").status_code == 410
    assert page.title not in Client().get(section.url).content.decode()


def test_translations_are_withdrawn_with_the_story(section):
    page = story(section)
    translation = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.save_revision().publish()
    withdraw_story(story=page, user=None, reason="事实有误")
    translation.refresh_from_db()
    assert not translation.live


def test_withdrawn_story_does_not_go_live_again_until_it_is_restored(section):
    page = story(section)
    withdraw_story(story=page, user=None, reason="事实有误")
    with pytest.raises(PublicationRefused, match="已撤稿"):
        page.get_latest_revision().publish()
    restore_story(story=page, user=None)
    page.get_latest_revision().publish()
    assert Client().get(page.url).status_code == 200


def test_unpublished_story_is_simply_not_found(section):
    page = story(section)
    url = page.url
    page.unpublish()
    assert Client().get(url).status_code == 404


def test_withdrawal_needs_a_reason_and_happens_once(section):
    page = story(section)
    with pytest.raises(NewsError, match="原因"):
        withdraw_story(story=page, user=None, reason=" ")
    withdraw_story(story=page, user=None, reason="事实有误")
    with pytest.raises(NewsError, match="已经撤下"):
        withdraw_story(story=page, user=None, reason="再撤一次")


def test_moved_story_redirects_from_its_old_address(section, newsroom, django_capture_on_commit_callbacks):
    other = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    page = story(section)
    old = page.url
    with django_capture_on_commit_callbacks(execute=True):
        page.move(other, pos="last-child")
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, f"/weiquan/{page.number}/")


def test_every_address_of_a_withdrawn_story_answers_410(section, newsroom):
    page = story(section)
    alias = page.create_alias(parent=ensure_section(home=newsroom.home, slug="weiquan", title="维权"), update_slug="x")
    translation = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.save_revision().publish()
    urls = [page.url, f"/weiquan/{alias.number}/", f"/s/{page.number}/", f"/s/{alias.number}/"]
    withdraw_story(story=alias, user=None, reason="事实有误")  # by whichever of its pages
    assert [Client().get(url).status_code for url in urls] == [410] * 4


def test_withdrawn_story_answers_410_when_its_section_has_another_slug_since(section):
    page = story(section)
    old = page.url
    withdraw_story(story=page, user=None, reason="事实有误")
    section.slug = "xinwen"
    section.save_revision().publish()
    assert Client().get(old).status_code == 410
    assert Client().get(f"/xinwen/{page.number}/").status_code == 410


def test_story_that_was_never_published_is_not_withdrawn(section):
    with pytest.raises(NewsError, match="没有发布过"):
        withdraw_story(story=story(section, live=False), user=None, reason="事实有误")


def test_stories_follow_their_sections_slug(section, django_capture_on_commit_callbacks):
    page = story(section)
    old = page.url
    with django_capture_on_commit_callbacks(execute=True):
        section.slug = "xinwen"
        section.save_revision().publish()
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (301, f"/xinwen/{page.number}/")


@pytest.mark.parametrize("slug", ["s", "people", "en", "zh-hant", "admin", "documents", "static", "uploads"])
def test_slug_that_the_site_uses_itself_is_refused(newsroom, slug):
    section = SectionPage(title="栏目", slug=slug, locale=newsroom.home.locale)
    with pytest.raises(ValidationError, match="已有别的用途"):
        newsroom.home.add_child(instance=section)


def test_no_browser_keeps_the_410_for_good(section):
    page = story(section)
    withdraw_story(story=page, user=None, reason="事实有误")
    for url in (page.url, f"/s/{page.number}/"):
        assert "no-cache" in Client().get(url)["Cache-Control"]
