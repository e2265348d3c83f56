"""Sources and their copies in the traditional edition, as tests change and find them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

BODY = [{"type": "paragraph", "value": "<p>干部<b>头</b>发上沾着雪，走了十里路来到里面。</p>"}]


def turn_on(page: Any) -> None:
    page.follows_in_traditional = True
    page.save()


def copy_of(page: Page) -> Any:
    """The page's traditional copy as readers get it; None without one."""
    found = Page.objects.filter(translation_key=page.translation_key, locale__language_code="zh-hant").first()
    return found.specific if found else None


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def publish(page: Any, **fields: Any) -> Any:
    page = fresh(page)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return fresh(page)
