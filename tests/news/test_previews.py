"""An editor sees every page type, and every block, before it goes out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from home.models import StandardPage
from news.models import ColumnEntryPage, FeaturePage, PhotoStoryPage
from tests.factories.admin import PENDING_BODY, story_form, superuser_client
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page_type", [FeaturePage, ColumnEntryPage, PhotoStoryPage])
def test_unsaved_changes_of_a_story_show_in_its_preview(page_type, section, column):
    page = story(column if page_type is ColumnEntryPage else section, live=False, page_type=page_type)
    client = superuser_client()
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, story_form("还没保存的标题", PENDING_BODY)).json()["is_valid"]
    html = client.get(address).content.decode()
    assert "还没保存的标题" in html
    assert "联席会议现场" in html, "editors see what is still without its picture"


@pytest.mark.parametrize("page_type", [FeaturePage, ColumnEntryPage, PhotoStoryPage])
def test_new_story_has_a_preview_before_it_is_saved(page_type, section, column):
    client = superuser_client()
    parent = column if page_type is ColumnEntryPage else section
    kind = ("news", page_type._meta.model_name, parent.pk)
    address = reverse("wagtailadmin_pages:preview_on_add", args=kind)
    assert client.post(address, story_form("新稿的标题", [])).json()["is_valid"]
    assert "新稿的标题" in client.get(address).content.decode()


@pytest.mark.parametrize("which", ["home", "section", "column", "standard"])
def test_other_page_types_have_a_preview(which, newsroom, section, column):
    standard = StandardPage(title="关于我们", slug="about", locale=newsroom.home.locale)
    newsroom.home.add_child(instance=standard)
    page = {"home": newsroom.home, "section": section, "column": column, "standard": standard}[which]
    html = superuser_client().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert page.title in html
