"""Caches: the address alone decides a page's language, so `Vary` does not name the browser's language list."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from core.middleware import LanguageByAddressMiddleware
from home.newsroom import Newsroom
from news.models import SectionPage
from tests.factories.stories import story


def varied(value: str | None) -> str | None:
    def view(request: object) -> HttpResponse:
        response = HttpResponse()
        if value is not None:
            response["Vary"] = value
        return response

    return LanguageByAddressMiddleware(view)(RequestFactory().get("/")).get("Vary")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Accept-Language", None),
        ("Cookie, Accept-Language", "Cookie"),
        ("accept-language, Accept-Encoding,Cookie", "Accept-Encoding, Cookie"),
        ("Cookie", "Cookie"),
        ("*", "*"),
        (None, None),
    ],
)
def test_only_the_language_list_is_taken_out(sent: str | None, kept: str | None):
    assert varied(sent) == kept


@pytest.mark.django_db
def test_readers_page_varies_by_no_language_list(newsroom: Newsroom, section: SectionPage):
    page = story(section)
    for address in ("/", page.url, "/no-such-page/"):
        response = Client().get(address, headers={"accept-language": "en"})
        assert "accept-language" not in response.get("Vary", "").lower()
        assert response["Content-Language"] == "zh-hans"
