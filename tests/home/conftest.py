"""The front page, and stories that stand on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from home.newsroom import Newsroom
from tests.factories.stories import story


@pytest.fixture
def home(newsroom: Newsroom) -> HomePage:
    return newsroom.home


@pytest.fixture
def published(home: HomePage) -> Callable[..., Any]:
    """Publishes stories with titles 第1篇, 第2篇 …, each an hour older than the one before; `days` makes one older."""
    made = 0

    def publish(parent: Page, *, days: float = 0, **fields: Any) -> Any:
        nonlocal made
        made += 1
        fields.setdefault("title", f"第{made}篇")
        fields.setdefault("date_shown", timezone.now() - timedelta(hours=made, days=days))
        return story(parent, **fields)

    return publish
