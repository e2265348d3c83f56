"""Writes on photos that touch more than one row or file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from core.pictures import PRESETS, bring_renditions, missing_specs, rendition_key
from media import jobs
from media.models import Photo, PhotoRendition
from media.renditions import OriginalUnreadable, generate
from media.uploads import PhotoUploadField


class MediaError(Exception):
    """A write on photos or documents that cannot be done; the message tells an editor what to do."""


def ingest_photo(
    *,
    file: File,
    title: str = "",
    user: Any = None,
    collection: Collection | None = None,
    card: Mapping[str, Any] | None = None,
    keywords: Iterable[str] = (),
) -> Photo:
    """Take a picture file into the library: checked like an upload, its card filled from what the file says.

    `file` needs a name and a size. `card` holds fields of Photo (caption, credit …) that win over the embedded ones.
    Raises MediaError with what is wrong with the file or the card; nothing is stored then.
    """
    try:
        checked = PhotoUploadField().clean(file)
        photo = Photo(title=(title or file.name or "")[:255], file=checked, uploaded_by_user=user, **(card or {}))
        if collection is not None:
            photo.collection = collection
        photo._set_image_file_metadata()
        photo.embedded_keywords = list(keywords) or photo.embedded_keywords
        photo.full_clean(exclude=["file"])
    except ValidationError as error:
        raise MediaError("；".join(error.messages)) from error
    with transaction.atomic():
        photo.save()
    return photo


def request_renditions(wanted: Mapping[int, Iterable[str]]) -> int:
    """Put a job into the queue for every photo (by key) that lacks a rendition of its presets. Returns how many.

    Two queries when nothing is missing, whatever the number of photos; in the caller's transaction.
    """
    count = 0
    photos = list(Photo.objects.filter(pk__in=wanted))
    bring_renditions(photos)
    for photo in photos:
        presets = sorted(set(wanted[photo.pk]) & PRESETS.keys())
        if missing_specs(photo, presets):
            jobs.make_renditions.enqueue(photo_id=photo.pk, presets=presets, key=f"{photo.pk}:{','.join(presets)}")
            count += 1
    return count


def make_missing_renditions(*, photo: Photo, presets: Iterable[str], progress: Any = None) -> int:
    """Make the renditions of `presets` that `photo` lacks, smallest set of work first to last. Returns how many.

    Each is stored by itself: what was made before a crash stays, and the next call goes on behind it.
    Raises MediaError when the original is missing or cannot be read.
    """
    specs = missing_specs(photo, presets)
    if not specs:
        return 0
    made = 0
    try:
        for rendition_filter, file in generate(photo, specs):
            made += store_rendition(photo=photo, spec=rendition_filter.spec, file=file)
            if progress is not None:
                progress(made, len(specs))
    except OriginalUnreadable as error:
        raise MediaError(
            _("照片 %(number)s 的原件读不出来：%(reason)s") % {"number": photo.pk, "reason": error}
        ) from error
    drop_outdated_renditions(photo=photo)
    forget_renditions(photo)
    return made


def forget_renditions(photo: Photo) -> None:
    """Let the photo read its renditions anew: what was kept on it is out of date."""
    photo.__dict__.pop("_renditions", None)
    getattr(photo, "_prefetched_objects_cache", {}).pop("renditions", None)


def store_rendition(*, photo: Photo, spec: str, file: File) -> bool:
    """Keep one rendition; False when another process stored the same one first."""
    key = rendition_key(photo, spec)[1]
    rendition = PhotoRendition(image=photo, filter_spec=spec, focal_point_key=key, file=file)
    try:
        with transaction.atomic():
            rendition.save()
    except Exception as fault:
        if rendition.file._committed:  # written, though the row was not
            rendition.file.storage.delete(str(rendition.file.name))
        if isinstance(fault, IntegrityError):
            return False
        raise
    return True


def drop_outdated_renditions(*, photo: Photo) -> int:
    """Delete the crops around an earlier focal point, whose successors have been made. Returns how many went."""
    rows = PhotoRendition.objects.filter(image=photo).values_list("filter_spec", "focal_point_key", "pk")
    present = {(spec, key): pk for spec, key, pk in rows}
    current = {spec: rendition_key(photo, spec) for spec, _key in present}
    outdated = [pk for (spec, key), pk in present.items() if (spec, key) != current[spec] and current[spec] in present]
    # Wagtail deletes the files, at the signal that each row sends.
    deleted, _by_model = PhotoRendition.objects.filter(pk__in=outdated).delete()
    return deleted


def presets_in_use(photo: Photo) -> list[str]:
    """Presets of which the photo has a rendition, around whatever focal point."""
    specs = set(PhotoRendition.objects.filter(image=photo).values_list("filter_spec", flat=True))
    return [name for name, preset in PRESETS.items() if specs.intersection(preset.specs(photo))]
