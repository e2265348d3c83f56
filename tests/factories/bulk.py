"""Many stories at once, for benchmarks: inserted level by level, since Django refuses multi-table models in bulk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from news.models import FeaturePage, StoryPage
from news.models.identity import StoryIdentity

AT_A_TIME = 500


def insert_stories(
    parent: Page,
    stories: Iterable[dict[str, Any]],
    newest: datetime | None = None,
    model: type[StoryPage] = FeaturePage,
) -> list[Any]:
    """Live stories of one type below `parent`. `stories`: their fields, `title` at least; those without a `date_shown`
    are an hour apart, the first the newest.

    Nothing but their rows is written: no revision, version, reference or index entry.
    """
    latest = newest or timezone.now()
    kind = ContentType.objects.get_for_model(model)
    made: list[Any] = []
    for fields in stories:
        key = uuid.uuid4()
        identity = StoryIdentity.for_key(key)
        shown = latest - timedelta(hours=len(made))
        made.append(
            model(
                slug=str(identity.number),
                number=identity.number,
                translation_key=key,
                locale_id=parent.locale_id,
                path=Page._get_path(parent.path, parent.depth + 1, parent.numchild + len(made) + 1),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}{identity.number}/",
                live=True,
                content_type=kind,
                draft_title=fields["title"],
                **{"genre": "news", "date_shown": shown, "first_published_at": shown, **fields},
            )
        )
    for chunk in chunks(made):
        columns = [field.attname for field in Page._meta.concrete_fields]
        rows = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in columns}) for page in chunk)
        for page, row in zip(chunk, rows, strict=True):
            page.pk = page.id = page.page_ptr_id = page.storypage_ptr_id = row.pk
        for table in (StoryPage, model):
            table._base_manager._insert(chunk, fields=table._meta.local_concrete_fields, using="default")
    parent.numchild += len(made)  # also of the instance: the next are inserted behind these
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    return made


def chunks(rows: list[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, AT_A_TIME)):
        yield chunk
