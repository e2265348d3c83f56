"""Content-Security-Policy: the public site loads its own files alone, the admin what Wagtail writes into its pages."""

from __future__ import annotations

import pytest
from django.test import Client

from news.models import SectionPage
from tests.factories.admin import superuser_client
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def policy(client: Client, address: str) -> dict[str, list[str]]:
    told = client.get(address)["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in told.split(";"))}


def test_public_page_takes_scripts_and_styles_of_its_own_alone(section: SectionPage, client: Client):
    told = policy(client, story(section).get_url())
    assert told["default-src"] == ["'none'"]
    assert told["script-src"] == told["style-src"] == ["'self'"]
    assert told["frame-ancestors"] == ["'self'"]


def test_admin_has_what_it_needs_and_the_preview_of_a_draft_the_public_policy(section: SectionPage):
    client = superuser_client()
    assert "'unsafe-inline'" in policy(client, "/admin/")["script-src"]
    draft = story(section, live=False)
    assert policy(client, f"/admin/pages/{draft.pk}/view_draft/")["script-src"] == ["'self'"]
