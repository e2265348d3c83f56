"""All photos of a page in three queries, whichever blocks hold them: photos, renditions, the people whom they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images import get_image_model

from core.blocks.media import photos_at_hand
from core.pictures import bring_renditions

#: Names under which the blocks of a body keep a photo.
PHOTO_FIELDS = {"photo", "poster", "portrait"}


def bring_photos(page: Any) -> None:
    """Read the lead photo and the photos of the body's blocks with their renditions and the people whom they show, and
    put each in its place.

    Without this every kind of block would ask for its own. A key that is no photo costs nothing: blocks still read
    what is not at hand.
    """
    keys = set(_photo_keys([dict(part) for part in page.body.raw_data]))
    lead = getattr(page, "lead_photo_id", None)
    photos = get_image_model().objects.in_bulk(keys | {lead} - {None})
    bring_renditions(photos.values())
    bring_people(photos.values())
    if lead in photos:
        page.lead_photo = photos[lead]
    with photos_at_hand(photos):
        for block in page.body:
            block.value  # noqa: B018  read now, while the photos are at hand


def bring_people(photos: Iterable[Any]) -> None:
    """Put `people_shown`, whom of the registry each photo shows, on it, for `naming` in its captions. One query."""
    rows: Any = get_image_model()._meta.get_field("people").related_model
    shown = rows.objects.filter(person__isnull=False).select_related("person__merged_into")
    prefetch_related_objects(list(photos), Prefetch("people", shown, to_attr="people_shown"))


def _photo_keys(value: Any) -> Iterator[int]:
    """Primary keys of photos in the stored form of a body: lists and dictionaries, as in JSON."""
    if isinstance(value, list):
        for item in value:
            yield from _photo_keys(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in PHOTO_FIELDS and isinstance(item, int):
                yield item
            else:
                yield from _photo_keys(item)
