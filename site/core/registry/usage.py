"""Where a record is named: in live content by Wagtail's reference index, in drafts and history by the revisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import ReferenceIndex, Revision, RevisionMixin

from core.registry.models import RegistryRecord


@dataclass(frozen=True)
class Use:
    """One place that names a record: the thing that names it, and where in it."""

    source: str
    place: str

    def __str__(self) -> str:
        return f"{self.source}（{self.place}）"


def uses_of(record: RegistryRecord, most: int = 10) -> list[Use]:
    """Up to `most` places that name the record, as they stand now.

    Only when there is none are drafts and earlier revisions searched: that reads every revision's text, which takes
    0.15 ms a revision of 66 KB on SQLite and 1 ms on PostgreSQL.
    """
    return list(islice(_stored_uses(record), most)) or list(islice(_revision_uses(record), most))


def _stored_uses(record: RegistryRecord) -> Iterator[Use]:
    for source, references in ReferenceIndex.get_grouped_references_to(record):
        yield Use(str(source), str(references[0].describe_source_field()))


def _revision_uses(record: RegistryRecord) -> Iterator[Use]:
    """Each thing once, however many of its revisions name the record."""
    listed: set[tuple[int, str]] = set()
    for row in revisions_naming(record).values("base_content_type", "object_id", "object_str").iterator():
        key = (row["base_content_type"], row["object_id"])
        if key not in listed:
            listed.add(key)
            yield Use(row["object_str"], _("草稿或历史版本"))


def revisions_naming(record: RegistryRecord) -> QuerySet[Revision]:
    """Stored revisions, newest first, that hold the record's number under a key that means a record of its kind.

    A body stands in the content as text, so its quotation marks are escaped. The text is searched as it is: no page is
    built from it, and a block that today's body no longer knows is found as well.
    """
    keys = "|".join(sorted(map(re.escape, reference_keys(type(record)))))
    pattern = rf'"({keys})\\*": {record.pk}[,}}]'
    return Revision.objects.annotate(text=Cast("content", TextField())).filter(text__regex=pattern).order_by("-pk")


@cache
def reference_keys(model: type[RegistryRecord]) -> frozenset[str]:
    """The keys under which revisions hold the number of a record of this kind: foreign keys and chooser blocks."""
    revisioned = [other for other in apps.get_models() if issubclass(other, RevisionMixin)]
    return frozenset(key for other in revisioned for key in _keys_of_model(other, model))


def _keys_of_model(source: type[Model], wanted: type[RegistryRecord]) -> Iterator[str]:
    for field in source._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _keys_of_block(field.stream_block, "value", wanted)
        elif isinstance(field, ForeignKey) and field.related_model is wanted:
            yield field.name
    for relation in get_all_child_relations(source):
        yield from _keys_of_model(relation.related_model, wanted)


def _keys_of_block(block: blocks.Block, key: str, wanted: type[RegistryRecord]) -> Iterator[str]:
    """`key` is the one that the block's value stands under: its name in a struct, `value` in a stream or list."""
    if isinstance(block, blocks.ChooserBlock):
        if block.target_model is wanted:
            yield key
    elif isinstance(block, blocks.ListBlock):
        yield from _keys_of_block(block.child_block, "value", wanted)
    elif isinstance(block, (blocks.BaseStreamBlock, blocks.BaseStructBlock)):
        for name, child in block.child_blocks.items():
            yield from _keys_of_block(child, name if isinstance(block, blocks.BaseStructBlock) else "value", wanted)
