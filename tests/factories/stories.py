"""Stories for tests: as small as the publication gate lets through."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from core.gathering import gathered
from news.models import (
    ColumnEntryPage,
    ColumnPage,
    FeaturePage,
    NoticeIndexPage,
    NoticePage,
    ProfileIndexPage,
    ProfilePage,
    StoryPage,
)

BODY = [{"type": "paragraph", "value": "<p>江风里，夜班工人换上反光背心走向岗位。</p>"}]
#: A 待配图 that nobody has filled: it holds publication back.
PENDING = {"type": "picture_pending", "value": {"caption": "联席会议现场", "credit": "", "photo": None, "alt": ""}}


#: What is written where; anywhere else a feature.
TYPE_OF_PLACE: dict[type[Page], type[StoryPage]] = {
    ColumnPage: ColumnEntryPage,
    ProfileIndexPage: ProfilePage,
    NoticeIndexPage: NoticePage,
}


@gathered()
def story(parent: Page, *, live: bool = True, page_type: type[StoryPage] | None = None, **fields: Any) -> Any:
    """A story below `parent`, of the type that is written there. Live by way of a published revision."""
    page_type = page_type or TYPE_OF_PLACE.get(type(parent), FeaturePage)
    fields.setdefault("title", "夜班岗位上的一碗热汤")
    fields.setdefault("body", BODY)
    page = page_type(live=False, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
        page.refresh_from_db()
    return page
