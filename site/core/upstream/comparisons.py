"""How two versions of a date, a number or a tick are shown beside each other: as people read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.template.defaultfilters import yesno
from django.utils.formats import localize
from django.utils.timezone import is_aware, localtime
from wagtail.admin.compare import FieldComparison, register_comparison_class

FIELDS = (models.BooleanField, models.DateField, models.DecimalField, models.FloatField, models.IntegerField)


class ReadableComparison(FieldComparison):
    """Wagtail's own shows Python's spelling: `None`, `True`, `2026-11-21 20:41:49.491000+08:00`."""

    def __init__(self, field: models.Field[Any, Any], before: models.Model, after: models.Model) -> None:
        super().__init__(field, before, after)
        self.val_a: str = readable(field.value_from_object(before))
        self.val_b: str = readable(field.value_from_object(after))


def readable(value: Any) -> str:
    """A field's value as text, times in the reader's own zone; `""` for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(yesno(value))
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return str(localize(value))


def register() -> None:
    for field in FIELDS:
        register_comparison_class(field, comparison_class=ReadableComparison)
