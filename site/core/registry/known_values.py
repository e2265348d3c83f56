"""A text field that proposes what other records hold in it, so that regions and districts are written one way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class KnownValues(forms.TextInput):
    """Proposes the values that records of `model` (`core.Place`) have in `field`; takes any other as well."""

    def __init__(self, model: str, field: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model, self.field = model, field

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        listed = f"{(attrs or {}).get('id', name)}-known"
        shown = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        rows = apps.get_model(self.model)._default_manager.exclude(**{self.field: ""})
        values = rows.order_by(self.field).values_list(self.field).distinct()
        return format_html('{}<datalist id="{}">{}</datalist>', shown, listed, options(values))


def options(values: Any) -> SafeString:
    return format_html_join("", '<option value="{}"></option>', values)
