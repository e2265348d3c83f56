"""All photos of a page in three queries, whichever blocks hold them: photos, renditions, the people whom they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
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
    """Put `people_shown`, whom of the registry each photo shows, on it, for `naming` in its captions. One light query,
    and a second where somebody is shown.
    """
    by_key = {photo.pk: photo for photo in photos}
    for photo in by_key.values():
        photo.people_shown = []
    if by_key:
        rows: Any = get_image_model()._meta.get_field("people").related_model
        if shown := _rows_with_people(rows, by_key):
            for row in rows.objects.filter(pk__in=shown).select_related("person__merged_into"):
                by_key[row.photo_id].people_shown.append(row)


def _rows_with_people(rows: Any, photos: Iterable[int]) -> list[int]:
    """As SQL: most photos show nobody, and the ORM takes longer to write it than a database to answer."""
    keys = list(photos)
    sql = "SELECT id FROM {} WHERE person_id IS NOT NULL AND photo_id IN ({})".format(  # noqa: S608  no value in it
        connection.ops.quote_name(rows._meta.db_table), ", ".join(["%s"] * len(keys))
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, keys)
        return [key for (key,) in cursor.fetchall()]


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
