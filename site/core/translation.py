"""Watches that every text an editor writes reaches translation; wagtail-localize passes over some blocks in silence."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import checks
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, TranslatableMixin


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
    """One error for each block, relation or kind of child rows of a translatable model whose texts would be lost."""
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
    for relation in get_all_child_relations(model):
        if relation.model is not model or relation.name == COMMENTS_RELATION_NAME:
            continue
        child = relation.related_model
        if texts := texts_only_copied(child):
            yield checks.Error(
                f"{child._meta.label}, rows of {model._meta.label}, holds text: {', '.join(texts)}",
                hint="Rows that are no TranslatableMixin are copied as they are. A text that is the same in every "
                "language is named in the rows' override_translatable_fields as a SynchronizedField.",
                id="core.E004",
            )


def texts_only_copied(child: type[models.Model]) -> list[str]:
    """Names of the text fields of a model of child rows that translations would get in the source's language."""
    from wagtail_localize.fields import TranslatableField, get_translatable_fields

    if issubclass(child, TranslatableMixin):
        return []
    translated = (item for item in get_translatable_fields(child) if isinstance(item, TranslatableField))
    return [
        item.field_name for item in translated if isinstance(item.get_field(child), models.CharField | models.TextField)
    ]
