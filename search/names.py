"""What follows when a record gets another name: the dictionary holds it, and what names the record is found by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from core.gathering import made_in_bulk
from core.registry.models import Event, Organisation, Person, Place, RegistryRecord
from search.jobs import index_what_names
from search.models import DictionaryVersion

#: Records whose names are words of the dictionary.
IN_DICTIONARY: tuple[type[RegistryRecord], ...] = (Person, Organisation)
#: Records by whose names stories, photos or documents are found.
NAMED_ELSEWHERE: tuple[type[RegistryRecord], ...] = (Person, Organisation, Place, Event)
#: Fields that say what a record is called.
CALLED_BY = ("name", "aliases", "merged_into_id")
_BEFORE = "_called_before"


def remember_names(sender: type[RegistryRecord], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a record is saved: what it is called so far."""
    fields = kwargs.get("update_fields")
    if raw or (fields is not None and not {"name", "aliases", "merged_into"} & set(fields)):
        return
    stored = sender._default_manager.filter(pk=instance.pk).values_list(*CALLED_BY).first() if instance.pk else None
    setattr(instance, _BEFORE, stored)


def compare_names(sender: type[RegistryRecord], instance: Any, created: bool = False, **kwargs: Any) -> None:
    """In the transaction that saves the record."""
    if _BEFORE not in instance.__dict__:
        return
    before = instance.__dict__.pop(_BEFORE)
    if before == tuple(getattr(instance, field) for field in CALLED_BY):
        return
    if isinstance(instance, IN_DICTIONARY):
        DictionaryVersion.count_up(DictionaryVersion.NAMES)
    if not created:
        label = sender._meta.label_lower
        index_what_names.enqueue(key=f"{label}:{instance.pk}", model=label, record_id=instance.pk)


def count_removed(sender: type[RegistryRecord], instance: Any, **kwargs: Any) -> None:
    DictionaryVersion.count_up(DictionaryVersion.NAMES)


def count_bulk(sender: Any, instances: Iterable[Model], **kwargs: Any) -> None:
    """Records that came to be without a save."""
    if any(isinstance(instance, IN_DICTIONARY) for instance in instances):
        DictionaryVersion.count_up(DictionaryVersion.NAMES)


def connect() -> None:
    for model in NAMED_ELSEWHERE:
        pre_save.connect(remember_names, sender=model, dispatch_uid=f"search.remember_names.{model._meta.label}")
        post_save.connect(compare_names, sender=model, dispatch_uid=f"search.compare_names.{model._meta.label}")
    for model in IN_DICTIONARY:
        post_delete.connect(count_removed, sender=model, dispatch_uid=f"search.count_removed.{model._meta.label}")
    made_in_bulk.connect(count_bulk, dispatch_uid="search.count_bulk")


def disconnect() -> None:
    """For tests, which do without but where they ask for it."""
    for model in NAMED_ELSEWHERE:
        pre_save.disconnect(sender=model, dispatch_uid=f"search.remember_names.{model._meta.label}")
        post_save.disconnect(sender=model, dispatch_uid=f"search.compare_names.{model._meta.label}")
    for model in IN_DICTIONARY:
        post_delete.disconnect(sender=model, dispatch_uid=f"search.count_removed.{model._meta.label}")
    made_in_bulk.disconnect(dispatch_uid="search.count_bulk")
