"""What a story's page tells machines and paper: structured data, the norms' meta, the QR code, the feed."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from news.models import SectionPage
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_structured_data_is_sound_and_escapes_what_people_typed(section: SectionPage, client: Client):
    page = story(section, title="夜班</script><b>")
    html = client.get(page.get_url()).content.decode()
    told = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    assert [data["@type"] for data in told] == ["NewsArticle", "BreadcrumbList"]
    assert told[0]["headline"] == "夜班</script><b>"
    assert told[1]["itemListElement"][-1]["item"] == page.full_url


def test_norms_of_public_sites_are_met(section: SectionPage, client: Client):
    html = client.get(story(section, title="夜班").get_url()).content.decode()
    for name in ("SiteName", "ColumnName", "ArticleTitle", "PubDate", "ContentSource"):
        assert f'<meta name="{name}" content="' in html, name


def test_qr_code_is_a_picture_of_the_permanent_address(section: SectionPage, client: Client):
    page = story(section)
    answer = client.get(f"/s/{page.number}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")
    assert client.get("/s/99999999/qr.svg").status_code == 404


def test_feed_and_site_map_name_public_stories_alone(section: SectionPage, client: Client):
    page, draft = story(section, title="夜班"), story(section, title="没发的", live=False)
    feed = client.get("/feed/").content.decode()
    assert page.permanent_path in feed and "没发的" not in feed
    addresses = client.get("/sitemap.xml").content.decode()
    assert page.get_url() in addresses and f"/{draft.slug}/" not in addresses


def test_a_page_waits_for_two_stylesheets_at_most(section: SectionPage, client: Client):
    html = client.get(story(section).get_url()).content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    assert len(sheets) == 2
    for sheet in sheets:
        answer = client.get(sheet)
        assert answer.status_code == 200 and "immutable" in answer["Cache-Control"]
    assert client.get("/styles/0/..%2Fsettings.css").status_code == 404
    assert client.get("/styles/0/nothing.css").status_code == 404
