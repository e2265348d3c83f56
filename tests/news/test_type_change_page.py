"""The admin's page that changes a story's type."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from home.newsroom import ensure_section
from home.roles import EDITOR, ensure_roles
from news.models import FeaturePage, PhotoStoryPage, ProfilePage
from tests.factories.admin import superuser_client
from tests.factories.types import make

pytestmark = pytest.mark.django_db


def address(page: Any) -> str:
    return reverse("news_change_type", args=[page.pk])


def test_page_offers_the_other_types_and_says_which_have_no_place(world, profiles):
    page = make(world, FeaturePage)
    profiles.delete()
    html = superuser_client().get(address(page)).content.decode()
    assert "?to=columnentrypage" in html
    assert "?to=featurepage" not in html
    assert "?to=profilepage" not in html
    assert "没有您可以放它的栏目" in html


def test_page_shows_what_is_lost_before_it_asks(world):
    page = make(world, ProfilePage)
    html = superuser_client().get(address(page), {"to": "noticepage"}).content.decode()
    assert "<dt>工种</dt><dd>焊工</dd>" in html
    assert "公告公示" in html
    assert ProfilePage.objects.filter(pk=page.pk).exists()


def test_editor_changes_a_feature_into_a_profile_and_back(world, profiles, section):
    page, client = make(world, FeaturePage), superuser_client()
    html = client.get(address(page), {"to": "profilepage"}).content.decode()
    assert f'value="{world["worker"].pk}"' in html  # the one person whom the story names is proposed
    data = {"to": "profilepage", "parent": profiles.pk, "subject_kind": "person", "person": world["worker"].pk}
    answer = client.post(address(page), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "已改为“风采稿件”" in answer.content.decode()
    assert ProfilePage.objects.get(pk=page.pk).person == world["worker"]
    form = client.get(address(page), {"to": "featurepage"}).context["place_form"]
    assert form["parent"].initial == section.pk
    client.post(address(page), {"to": "featurepage", "parent": section.pk})
    assert FeaturePage.objects.get(pk=page.pk).live


def test_refusal_by_the_gate_says_why_and_keeps_what_was_filled_in(world, profiles):
    page = make(world, FeaturePage)
    data = {"to": "profilepage", "parent": profiles.pk, "subject_kind": "unit"}
    answer = superuser_client().post(address(page), data)
    assert "没有选写的是谁" in answer.content.decode()
    assert answer.context["asked_form"]["subject_kind"].value() == "unit"
    assert FeaturePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("place", ["section", "nowhere"])
def test_place_that_is_not_offered_is_not_taken(world, section, place):
    page = make(world, FeaturePage)
    data = {"to": "columnentrypage", "parent": section.pk if place == "section" else ""}
    assert superuser_client().post(address(page), data).context["place_form"].errors
    assert FeaturePage.objects.filter(pk=page.pk).exists()


def test_who_may_not_publish_does_not_change_a_live_story(world, newsroom, django_user_model):
    ensure_roles()
    editor = django_user_model.objects.create_user("editor", "editor@example.org", None)
    editor.groups.add(Group.objects.get(name=EDITOR))
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    live, draft = make(world, FeaturePage), make(world, FeaturePage, live=False)
    assert client.get(address(live)).status_code == 302
    assert client.post(address(live), {"to": "photostorypage"}).status_code == 302
    assert FeaturePage.objects.filter(pk=live.pk).exists()
    client.post(address(draft), {"to": "photostorypage"})
    assert PhotoStoryPage.objects.filter(pk=draft.pk).exists()
    menu = client.get(reverse("wagtailadmin_pages:edit", args=[live.pk])).content.decode()
    assert address(live) not in menu


def test_alias_leads_to_the_story_that_it_repeats(world, newsroom):
    page = make(world, FeaturePage)
    alias = page.create_alias(parent=ensure_section(home=newsroom.home, slug="b", title="乙"), update_slug="again")
    superuser_client().post(address(alias), {"to": "photostorypage"})
    assert PhotoStoryPage.objects.filter(pk__in=[page.pk, alias.pk]).count() == 2
