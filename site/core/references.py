"""Wagtail's reference index, brought up to date once for each page or record that is saved with its rows.

Wagtail extracts the references of the whole page anew at every save of one of its rows, ten times and more for one
publication, and only takes a deleted row out of what names the row itself: a person taken out of a story would keep the
story on their page. Here what is saved or deleted inside `gathered()` is noted and indexed at its end, parents in place
of their rows; a row deleted by itself has its parent indexed at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete
from modelcluster.fields import ParentalKey
from wagtail import signal_handlers
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import update_reference_index_on_save
from wagtail.tasks import update_reference_index_task

from core.gathering import saved_together, waiting


class GatheredUpdates:
    """Stands where Wagtail's signal handler takes its task from."""

    def enqueue(self, app_label: str, model_name: str, pk: str) -> None:
        if (noted := waiting()) is None:
            update_reference_index_task.enqueue(app_label, model_name, pk)
        else:
            noted[app_label, model_name, pk] = None


def index(saved: Iterable[tuple[str, str, str]]) -> None:
    """Index the objects of (application, model, key), of rows what they belong to; what is gone is left out."""
    keys: dict[type[Model], set[Any]] = {}
    for app_label, model_name, pk in saved:
        keys.setdefault(apps.get_model(app_label, model_name), set()).add(pk)
    found: dict[tuple[type[Model], str], Model] = {}
    for model, pks in keys.items():
        for instance in _owners(model, pks):
            base = Page if isinstance(instance, Page) else type(instance)
            found[base, str(instance.pk)] = instance
    for instance in found.values():
        if ReferenceIndex.is_indexed(type(instance)):
            with transaction.atomic():
                ReferenceIndex.create_or_update_for_object(instance)
    saved_together.send(sender=None, instances=list(found.values()))


def _owners(model: type[Model], pks: set[Any]) -> Iterable[Model]:
    """The objects themselves; of rows of a page or record, the page or record."""
    if names := parental_keys(model):
        key = model._meta.get_field(names[0])
        parents = model._base_manager.filter(pk__in=pks).exclude(**{names[0]: None}).values_list(names[0], flat=True)
        return _owners(key.related_model, set(parents))  # type: ignore[arg-type]
    if issubclass(model, Page):
        return list(Page.objects.filter(pk__in=pks).specific())
    return list(model._base_manager.filter(pk__in=pks))


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
    signal_handlers.update_reference_index_task = GatheredUpdates()
    post_delete.connect(index_parent_of_removed_row, dispatch_uid="index_parent_of_removed_row")
