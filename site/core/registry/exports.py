"""Listings of the registry as a spreadsheet: what an editor reads on the screen, not what the database keeps."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import multigetattr

from core.registry.models import RegistryRecord

#: A cell of a csv that begins with one of these is run as a formula by spreadsheet programs.
#: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def readable(row: Model, field: str) -> Any:
    """The value of `field` as text for a reader: a choice by its label, a record by the name of what it became."""
    if display := getattr(row, f"get_{field}_display", None):
        return str(display())
    value = multigetattr(row, field)
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, RegistryRecord):
        return value.resolved().name
    return str(value) if isinstance(value, Model) else value


class ReadableExport:
    """Mixin of a listing: its export, under Chinese headings."""

    export_headings = {
        "pk": _("编号"),
        "latest_office": _("任职"),
        "where": _("地点"),
        "bodies_shown": _("授予单位"),
        "listed": _("名单人数"),
        "revoked": _("其中撤销"),
        "recipient": _("对应的人物或单位"),
    }

    def to_row_dict(self, item: Model) -> dict[str, Any]:
        return {field: readable(item, field) for field in self.list_export}  # type: ignore[attr-defined]

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        shown = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        harmful = export_format == "csv" and isinstance(shown, str) and shown.startswith(FORMULA_SIGNS)
        return f"'{shown}" if harmful else shown

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        """With the mark by which spreadsheet programs know UTF-8; without it Excel reads Chinese as GBK."""
        yield codecs.BOM_UTF8
        yield from super().stream_csv(queryset)  # type: ignore[misc]
