"""Watches that every text an editor writes reaches translation; wagtail-localize passes over some blocks in silence."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import checks
from django.db import models
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin


def untranslatable_blocks(block: blocks.Block, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, reason) of every block below `block` whose texts wagtail-localize 1.14 would lose or crash on."""
    if hasattr(block, "get_translatable_segments"):
        return
    if isinstance(block, TableBlock | TypedTableBlock):
        yield path, "tables are passed over: use core.blocks.TranslatableTable"
    elif isinstance(block, blocks.ListBlock):
        yield from untranslatable_blocks(block.child_block, f"{path}.item")
    elif isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
        for name, child in block.child_blocks.items():
            here = f"{path}.{name}" if path else name
            if isinstance(block, blocks.BaseStructBlock) and isinstance(child, blocks.BaseStructBlock):
                yield here, "a StructBlock directly in a StructBlock is lost: put a ListBlock between them"
            yield from untranslatable_blocks(child, here)


def check_translatable_models() -> list[checks.CheckMessage]:
    """One error for each block or relation of a translatable model whose texts would not reach translation."""
    from django.apps import apps

    return [error for model in apps.get_models() if issubclass(model, TranslatableMixin) for error in errors_of(model)]


def errors_of(model: type[models.Model]) -> Iterator[checks.CheckMessage]:
    for field in model._meta.get_fields():
        if isinstance(field, StreamField) and field.model is model:
            for path, reason in untranslatable_blocks(field.stream_block):
                yield checks.Error(f"{model._meta.label}.{field.name}: {path}", hint=reason, id="core.E002")
        if isinstance(field, models.ManyToManyField) and field.model is model and not field.auto_created:
            yield checks.Error(
                f"{model._meta.label}.{field.name} is a ManyToManyField",
                hint="wagtail-localize passes over it: use link rows, a child model with a ForeignKey.",
                id="core.E003",
            )
