"""RSS: the newest stories of the source language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from wagtail.models import Locale

from core.models import SiteIdentity
from news.models import StoryPage
from news.selectors import live_stories

MOST = 30


class NewestStories(Feed):
    """Titles with summaries; the texts stand on their pages."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return str(SiteIdentity.for_request(request).name)

    def link(self, request: HttpRequest) -> str:
        return "/"

    def description(self, request: HttpRequest) -> str:
        return str(SiteIdentity.for_request(request).issuing_body)

    def items(self, request: HttpRequest) -> Iterable[StoryPage]:
        return live_stories(Locale.get_default())[:MOST]

    def item_title(self, item: StoryPage) -> str:
        return item.title

    def item_description(self, item: StoryPage) -> str:
        return item.summary

    def item_link(self, item: StoryPage) -> str:
        return item.permanent_path

    def item_pubdate(self, item: StoryPage) -> datetime | None:
        return item.date_shown
