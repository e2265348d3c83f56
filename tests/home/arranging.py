"""What editors do to the front page and its stories, and what stands there afterwards, for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.front_page import FrontPage, front_page
from home.models import FrontKind, FrontModule, FrontPin, HomePage
from home.pin_remarks import pin_remarks


def arrange(home: HomePage, *modules: FrontModule) -> None:
    home.modules = list(modules)
    home.save()


def pin(home: HomePage, place: str, page: Page, **times: Any) -> FrontPin:
    row = FrontPin(place=place, story_id=page.pk, **times)
    home.pins.add(row)
    home.save()
    return row


def schedule(page: Any, at: datetime, **fields: Any) -> None:
    """Approve a version of `page` with `fields` for `at`."""
    draft = page.get_latest_revision_as_object()
    for name, value in {**fields, "go_live_at": at}.items():
        setattr(draft, name, value)
    draft.save_revision(approved_go_live_at=at)


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def titles(front: FrontPage, kind: str) -> list[str]:
    if kind == FrontKind.LEAD:
        return [front.lead.title] if front.lead else []
    return [shown.title for shelf in front.of_kind(kind) for shown in shelf.stories]


def remarks(home: HomePage, at: datetime | None = None) -> list[str]:
    at = at or timezone.now()
    return [remark.text for remark in pin_remarks(home, front_page(home, at=at), at=at)]
