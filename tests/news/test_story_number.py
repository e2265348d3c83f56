"""A story's number and addresses."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale

from home.newsroom import ensure_section
from news.models import FeaturePage, StoryIdentity
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_first_story_is_10001_and_its_slug_is_the_number(section):
    page = story(section)
    assert page.number == 10001
    assert page.slug == "10001"
    assert page.url == "/yaowen/10001/"


def test_draft_has_its_number_before_it_is_published(section):
    assert story(section, live=False).number == 10001


def test_copy_takes_a_number_of_its_own(section):
    page = story(section)
    copy = page.copy(update_attrs={"title": "另一篇", "slug": "whatever"})
    copy.refresh_from_db()
    assert (copy.number, copy.slug) == (10002, "10002")
    assert copy.get_latest_revision_as_object().slug == "10002"


def test_translation_shares_the_number(section, newsroom):
    page = story(section)
    english = Locale.objects.get(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)
    assert translation.number == page.number
    assert translation.slug == page.slug


def test_number_of_a_deleted_story_is_not_used_again(section):
    page = story(section)
    number = page.number
    page.delete()
    assert story(section).number > number
    assert StoryIdentity.objects.filter(number=number).exists()


def test_old_revision_does_not_bring_back_another_slug(section):
    page = story(section)
    revision = page.latest_revision
    revision.content["slug"] = "evil"
    revision.content["number"] = 7
    revision.save()
    revision.publish()
    page.refresh_from_db()
    assert (page.number, page.slug) == (10001, "10001")


def test_permanent_address_leads_to_the_story(section):
    page = story(section)
    answer = Client().get(f"/s/{page.number}/")
    assert answer.status_code == 302
    assert answer["Location"] == page.url


def test_permanent_address_of_an_alias_leads_to_where_the_alias_stands(newsroom, section):
    other = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    alias = story(section).create_alias(parent=other, update_slug="again")
    answer = Client().get(alias.permanent_path)
    assert (answer.status_code, answer["Location"]) == (302, f"/weiquan/{alias.number}/")


@pytest.mark.parametrize("digits", ["9" * 30, "9" * 5000, "１０００１", "010001"])
def test_address_that_is_no_number_of_ours_is_404(section, digits):
    story(section)
    assert Client().get(f"{section.url}{digits}/").status_code == 404


def test_permanent_address_of_a_draft_or_of_nothing_is_404(section):
    draft = story(section, live=False)
    assert Client().get(f"/s/{draft.number}/").status_code == 404
    assert Client().get("/s/1/").status_code == 404


def test_form_that_fails_validation_takes_no_number(section):
    page = FeaturePage(title="", locale=section.locale)
    with pytest.raises(Exception, match="title"):
        page.full_clean()
    assert not StoryIdentity.objects.exists()
