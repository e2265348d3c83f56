"""What the media room does when a photo is placed, changed or published; registered from `ready()`."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from wagtail.models import Revision
from wagtail.signals import page_published

from media.models import Photo
from media.placement import photo_fields, photos_in_content, photos_on, shows_photos
from media.services import drop_outdated_renditions, forget_renditions, presets_in_use, request_renditions

#: Of a photo: what its renditions are made from.
SHAPING = ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


def request_what_a_draft_shows(sender: type[Model], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A saved draft lives in its revision alone: from here on its photos are made ready."""
    model = instance.content_type.model_class()
    if not raw and model is not None and shows_photos(model):
        request_renditions(photos_in_content(model, instance.content))


def request_what_a_record_shows(
    sender: type[Model], instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A saved page, person … with a photo. Saves that touch no field with photos are passed over."""
    fields = photo_fields(sender)
    if raw or not shows_photos(sender):
        return
    if update_fields is None or any(item.name in update_fields for item in fields):
        request_renditions(photos_on(instance))


def check_what_goes_out(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Asked again when a page is published: a job may have failed since the draft was saved."""
    if shows_photos(type(instance)):
        request_renditions(photos_on(instance))


def note_what_shapes_renditions(sender: type[Photo], instance: Photo, raw: bool = False, **kwargs: Any) -> None:
    """Before a photo is saved: whether its file or focal point differs from what the database has."""
    stored = None if raw or instance.pk is None else Photo.objects.filter(pk=instance.pk).values(*SHAPING).first()
    if stored is None:
        instance.reshaped = ""
    elif stored.pop("file") != instance.file.name:
        instance.reshaped = "file"
    else:
        instance.reshaped = "focus" if any(getattr(instance, name) != value for name, value in stored.items()) else ""


def renew_renditions(sender: type[Photo], instance: Photo, **kwargs: Any) -> None:
    """A new file makes the old renditions wrong at once; a new focal point only once the new crops are there."""
    if not instance.reshaped:
        return
    presets = presets_in_use(instance)
    if instance.reshaped == "file":
        instance.renditions.all().delete()
    drop_outdated_renditions(photo=instance)  # the focal point may have come back to where crops are there
    instance.reshaped = ""
    forget_renditions(instance)
    request_renditions({instance.pk: presets})


def register_signal_handlers() -> None:
    post_save.connect(request_what_a_draft_shows, sender=Revision, dispatch_uid="media.request_what_a_draft_shows")
    post_save.connect(request_what_a_record_shows, dispatch_uid="media.request_what_a_record_shows")
    page_published.connect(check_what_goes_out, dispatch_uid="media.check_what_goes_out")
    pre_save.connect(note_what_shapes_renditions, sender=Photo, dispatch_uid="media.note_what_shapes_renditions")
    post_save.connect(renew_renditions, sender=Photo, dispatch_uid="media.renew_renditions")
