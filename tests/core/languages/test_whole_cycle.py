"""wagtail-localize's whole cycle in the admin for every page type: submit, edit, publish, synchronise, preview."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from campaigns.models import CampaignPage
from core.models import BasePage
from home.models import HomePage
from news.models import ProfilePage, StoryPage
from tests.factories.admin import superuser_client
from tests.factories.types import make, world_of

pytestmark = pytest.mark.django_db

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not StoryPage]
#: `make test` asks the front page and the two that have most to say, `make test-long` all.
EACH_TYPE = [
    pytest.param(
        model, id=model.__name__, marks=() if model in {HomePage, CampaignPage, ProfilePage} else pytest.mark.long
    )
    for model in PAGE_TYPES
]


@pytest.fixture
def world(section: Page, column: Page, profiles: Page, notices: Page) -> dict[str, Any]:
    return world_of(section, column, profiles, notices)


def page_of(page_type: type[Page], world: dict[str, Any], home: HomePage) -> Any:
    """A live page of the type: of stories a new one, of structure the one that stands, else a new one."""
    if page_type in world["places"]:
        return make(world, page_type)
    page = page_type.objects.filter(locale=home.locale).first()
    if page is None:
        page = page_type(title="夏送清凉", slug="qingliang", locale=home.locale)
        home.add_child(instance=page)
        page.save_revision().publish()
    return page


@pytest.mark.parametrize("page_type", EACH_TYPE)
def test_page_goes_through_the_whole_cycle(
    newsroom: Any, world: dict[str, Any], page_type: type[Page], django_capture_on_commit_callbacks: Any
):
    page, admin = page_of(page_type, world, newsroom.home), superuser_client()
    english = Locale.objects.get(language_code="en")
    for above in page.get_ancestors().filter(depth__gt=1):
        above.specific.copy_for_translation(english).save_revision().publish()
    admin.post(reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]})
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=english)
    target = translation.get_target_instance()
    screen = reverse("wagtailadmin_pages:edit", args=[target.pk])
    assert admin.get(screen).status_code == 200
    for segment in translation.source.stringsegment_set.all():
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        answer = admin.put(address, "value=Hello", content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 201}, segment.context.path
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(screen, {"action": "publish"}).status_code == 302
    copy = page_type.objects.get(pk=target.pk)
    assert (copy.live, copy.title) == (True, "Hello")
    assert Client().get(copy.get_url()).status_code == 200

    source = page_type.objects.get(pk=page.pk)
    source.title = "改过的标题"
    source.save_revision().publish()
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    assert admin.post(address, {"publish_translations": ""}).status_code == 302
    texts = translation.source.stringsegment_set.values_list("string__data", flat=True)
    assert "改过的标题" in texts
    assert admin.get(screen).status_code == 200
    assert admin.get(reverse("wagtail_localize:preview_translation", args=[translation.pk])).status_code == 200
