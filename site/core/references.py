"""Wagtail's reference index follows a row that is removed from a page or record, such as a person no longer named.

Wagtail indexes the page when it is saved, which is before modelcluster deletes the rows that were removed, and takes a
deleted row only out of what names the row itself. Without this the story would stand on the person's page for good.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete
from modelcluster.fields import ParentalKey
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save


@cache
def parental_keys(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.get_fields() if isinstance(field, ParentalKey))


def index_parent_of_removed_row(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Index anew what the row belonged to, unless that is being deleted as well."""
    if sender not in ReferenceIndex.tracked_models or (isinstance(origin, Model) and origin is not instance):
        return
    for name in parental_keys(sender):
        if (parent := getattr(instance, name)) is not None:
            update_reference_index_on_save(parent)


def connect() -> None:
    post_delete.connect(index_parent_of_removed_row, dispatch_uid="index_parent_of_removed_row")
