"""长者版: every page again below /elder/, in large type, without scripts, leading to its own kind."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from home.models import HomePage
from news.models import SectionPage
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def html_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_story_in_large_type_has_its_text_no_script_and_names_the_page_itself_for_machines(
    section: SectionPage, client: Client
):
    page = story(section)
    html = html_of(client, f"/elder{page.get_url()}")
    assert "江风里，夜班工人" in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert "<script" not in html.replace('<script type="application/ld+json">', "")
    assert "Set-Cookie" not in client.get(f"/elder{page.get_url()}").headers


def test_every_link_for_readers_leads_to_large_type_again(home: HomePage, section: SectionPage, client: Client):
    story(section)
    html = html_of(client, "/elder/")
    links = set(re.findall(r'<a [^>]*href="(/[^"]*)"', html))
    ways_out = {"/", "/elder/"}
    assert len(links) > 3
    assert {link for link in links - ways_out if not link.startswith("/elder/")} == set()
    for link in links - {"/"}:
        assert client.get(link).status_code == 200, link


def test_each_version_leads_to_the_same_page_of_the_other(section: SectionPage, client: Client):
    address = story(section).get_url()
    assert f'href="/elder{address}"' in html_of(client, address)
    assert f'href="{address}"' in html_of(client, f"/elder{address}")


def test_other_requests_of_the_process_know_nothing_of_it(section: SectionPage, client: Client):
    page = story(section)
    client.get(f"/elder{page.get_url()}")
    assert page.get_url() == f"/yaowen/{page.slug}/"


def test_what_has_no_large_type_is_found_at_its_own_address(client: Client, section: SectionPage):
    page = story(section)
    assert client.get("/elder/admin/")["Location"] == "/admin/"
    assert client.get(f"/elder/s/{page.number}/")["Location"] == f"/s/{page.number}/"


def test_an_address_that_moved_leads_on_in_large_type(client: Client, section: SectionPage):
    page = story(section)
    Redirect.add_redirect("/old-address", page, is_permanent=True)
    assert client.get("/elder/old-address/")["Location"].endswith(f"/elder{page.get_url()}")
    assert client.get("/elder/nothing-here/").status_code == 404
