"""Labels that the packages let Django make from an identifier (`user`, `link_text`) become words of the catalogue."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.forms import boundfield
from django.forms.utils import pretty_name
from django.utils.translation import gettext, gettext_lazy

PACKAGES = frozenset({"wagtail", "wagtail_localize", "taggit"})


def name_the_unnamed() -> None:
    """Give a translatable name to models, fields, form fields and columns of the packages that have none.

    Migrations do not see it: they look at what the classes were declared with.
    """
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in PACKAGES:
            name_model(model)
    # Django asks for it when a form field without a label is shown; there is no other way to the forms made in views.
    boundfield.pretty_name = label_of  # type: ignore[attr-defined]  # an import of that module
    name_columns()


def label_of(name: str) -> str:
    return gettext(pretty_name(name))


def name_model(model: type[Model]) -> None:
    options = model._meta
    declared = options.original_attrs
    if "verbose_name" not in declared:
        options.verbose_name = gettext_lazy(str(options.verbose_name))
    if "verbose_name_plural" not in declared:
        options.verbose_name_plural = gettext_lazy(str(options.verbose_name_plural))
    for field in options.local_fields:
        if getattr(field, "_verbose_name", "") is None:
            field.verbose_name = gettext_lazy(str(field.verbose_name))


def name_columns() -> None:
    """Of the listing of sites; other listings name theirs."""
    from wagtail.sites.views import IndexView

    columns: list[Any] = IndexView.columns
    for column in columns:
        if isinstance(column.label, str):
            column.label = gettext_lazy(column.label)
