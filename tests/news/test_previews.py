"""An editor sees every page type, and every block, before it goes out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset

from campaigns.models import CampaignPage
from home.models import StandardPage
from news.models import ColumnEntryPage, NoticePage, ProfilePage
from news.type_change import TYPES
from tests.factories.admin import PENDING_BODY, story_form, superuser_client
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

#: What the forms of these types ask beside what every story's form does.
ASKED: dict[type, dict[str, Any]] = {ProfilePage: {"subject_kind": "person", "achievements": inline_formset([])}}


@pytest.fixture
def places(section, column, profiles, notices):
    """Where each type of story is written."""
    others = {ColumnEntryPage: column, ProfilePage: profiles, NoticePage: notices}
    return {page_type: others.get(page_type, section) for page_type in TYPES}


@pytest.mark.parametrize("page_type", TYPES)
def test_unsaved_changes_of_a_story_show_in_its_preview(page_type, places):
    page = story(places[page_type], live=False, page_type=page_type)
    client = superuser_client()
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    typed = story_form("还没保存的标题", PENDING_BODY, **ASKED.get(page_type, {}))
    assert client.post(address, typed).json()["is_valid"]
    html = client.get(address).content.decode()
    assert "还没保存的标题" in html
    assert "联席会议现场" in html, "editors see what is still without its picture"


@pytest.mark.parametrize("page_type", TYPES)
def test_new_story_has_a_preview_before_it_is_saved(page_type, places):
    client = superuser_client()
    kind = ("news", page_type._meta.model_name, places[page_type].pk)
    address = reverse("wagtailadmin_pages:preview_on_add", args=kind)
    assert client.post(address, story_form("新稿的标题", [], **ASKED.get(page_type, {}))).json()["is_valid"]
    assert "新稿的标题" in client.get(address).content.decode()


@pytest.mark.parametrize("which", ["home", "section", "column", "profiles", "notices", "standard", "campaign"])
def test_other_page_types_have_a_preview(which, newsroom, request):
    if which in {"standard", "campaign"}:
        page_type = StandardPage if which == "standard" else CampaignPage
        page = page_type(title="关于我们", slug="about", locale=newsroom.home.locale)
        newsroom.home.add_child(instance=page)
    else:
        page = newsroom.home if which == "home" else request.getfixturevalue(which)
    html = superuser_client().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert page.title in html
