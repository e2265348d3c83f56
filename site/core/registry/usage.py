"""Where a record is named: in live content by Wagtail's reference index, in drafts and history by the texts kept of
them, which are revisions and what rooms keep beside these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, IntegerField, Model, QuerySet, TextChoices, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, RevisionMixin

from core.registry.models import Conferral, ConferralRound, RegistryRecord


@dataclass(frozen=True)
class Use:
    """One place that names a record: the thing that names it, and where in it."""

    source: str
    place: str

    def __str__(self) -> str:
        return f"{self.source}（{self.place}）"


#: What names a record, by its kind (the key of its base content type) and its own key.
Source = tuple[int, str]


@dataclass(frozen=True)
class History:
    """Texts that a room keeps for good, rows of `model`, in which a record may be named by its number as in a revision.

    They are searched by a regular expression as they are stored, JSON with or without a blank behind its colons.
    `texts` gives those that match, `sources` the things whose texts they are, as they are now; what is gone stands as
    a row of `model`, which goes by a name that anybody may read.
    """

    model: type[Model]
    texts: Callable[[str], Iterable[str]]
    sources: Callable[[str], list[Source]]


_histories: list[History] = []


def register_history(history: History) -> None:
    """A room adds its own from `ready()`."""
    if history not in _histories:
        _histories.append(history)


def is_history(thing: Model) -> bool:
    """Is it a kept text that outlived what it is the text of?"""
    return isinstance(thing, tuple(history.model for history in _histories))


def uses_of(record: RegistryRecord, most: int = 10) -> list[Use]:
    """Up to `most` places that name the record, as they stand now.

    Only when there is none are drafts and earlier revisions searched, and only then what else is kept: that reads
    every revision's text, which takes 0.15 ms a revision of 66 KB on SQLite and 1 ms on PostgreSQL.
    """
    for uses in (_stored_uses, _revision_uses, _history_uses):
        if found := list(islice(uses(record), most)):
            return found
    return []


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
            yield Use(row["object_str"], gettext("草稿或历史版本"))


def _history_uses(record: RegistryRecord) -> Iterator[Use]:
    sources = _history_sources(record)
    things = objects_of(sources)
    yield from (Use(str(things[source]), gettext("草稿或历史版本")) for source in sources if source in things)


def _history_sources(record: Model) -> list[Source]:
    """What the texts that rooms keep beside the revisions are texts of."""
    pattern = _naming_pattern(type(record), numbers_of(record))
    return [source for history in _histories for source in history.sources(pattern)] if pattern else []


def revisions_naming(record: Model) -> QuerySet[Revision]:
    """Stored revisions, newest first, that hold the record's number under a key that means a record of its kind.

    Numbers of rows that were merged into it count as its own. A body stands in the content as text, so its quotation
    marks are escaped. The text is searched as it is: no page is built from it, and a block that today's body no longer
    knows is found as well.
    """
    return _revisions_matching(_naming_pattern(type(record), numbers_of(record)))


def numbers_in_revisions(model: type[Model], numbers: Iterable[int]) -> set[int]:
    """Those of the numbers that stored revisions, or texts kept beside them, name as records of this kind.

    One search for all of them, and one for each kind of text.
    """
    pattern = _naming_pattern(model, numbers)
    if not pattern:
        return set()
    revisions = _revisions_matching(pattern).order_by().values_list("text", flat=True).iterator(chunk_size=50)
    texts = chain(revisions, *(history.texts(pattern) for history in _histories))
    return {int(found[2]) for text in texts for found in re.finditer(pattern, text)}


def _revisions_matching(pattern: str) -> QuerySet[Revision]:
    if not pattern:
        return Revision.objects.none().annotate(text=Cast("content", TextField()))
    return Revision.objects.annotate(text=Cast("content", TextField())).filter(text__regex=pattern).order_by("-pk")


def _naming_pattern(model: type[Model], numbers: Iterable[int]) -> str:
    """A regular expression for a revision's text; `""` when no revision can hold any of the numbers."""
    keys = "|".join(sorted(map(re.escape, reference_keys(model))))
    wanted = "|".join(map(str, numbers))
    return rf'"({keys})\\*": ?({wanted})[,}}]' if keys and wanted else ""


def numbers_of(record: Model) -> list[int]:
    """The record's key, and those of the rows that were merged into it."""
    return record.merged_keys() if isinstance(record, RegistryRecord) else [record.pk]


class Part(TextChoices):
    """What the page 在哪里用到 shows at a time."""

    LIVE = "live", gettext_lazy("在线内容")
    DRAFTS = "drafts", gettext_lazy("草稿和历史版本")
    PHOTOS = "photos", gettext_lazy("照片")
    RECORDS = "records", gettext_lazy("资料库和栏目设置")


class Usage:
    """All places that name a record or a row that was merged into it, by part. Two queries; the drafts are searched."""

    def __init__(self, record: Model) -> None:
        self.record = record

    @cached_property
    def references(self) -> QuerySet[ReferenceIndex]:
        """Ties as the database's rows hold them now, less the losers' own tie to their survivor."""
        kind = ContentType.objects.get_for_model(self.record)
        ties = ReferenceIndex.objects.filter(
            to_content_type=kind, to_object_id__in=[str(key) for key in numbers_of(self.record)]
        )
        return ties.exclude(base_content_type=kind, model_path="merged_into")

    @cached_property
    def _stored(self) -> dict[Part, list[Source]]:
        pages = ContentType.objects.get_for_model(Page).pk
        photos = ContentType.objects.get_for_model(get_image_model()).pk
        rows = self.references.order_by("base_content_type", "object_id").values_list("base_content_type", "object_id")
        naming = list(rows.distinct())
        keys = self.references.filter(base_content_type=pages).annotate(page=Cast("object_id", IntegerField()))
        live = {str(key) for key in Page.objects.live().filter(pk__in=keys.values("page")).values_list("pk", flat=True)}
        parts: dict[Part, list[Source]] = {part: [] for part in Part}
        for kind, key in naming:
            if kind == pages:
                parts[Part.LIVE if key in live else Part.DRAFTS].append((kind, key))
            else:
                parts[Part.PHOTOS if kind == photos else Part.RECORDS].append((kind, key))
        for sources in parts.values():
            sources.sort(key=lambda source: (source[0], -int(source[1]) if source[1].isdecimal() else 0))
        return parts

    def count(self, part: Part) -> int | None:
        """How many places; None for drafts, whose count costs a search through all revisions."""
        return None if part == Part.DRAFTS else len(self._stored[part])

    def sources(self, part: Part) -> list[Source]:
        """The places of a part, each once, the newest first within a kind."""
        if part != Part.DRAFTS:
            return self._stored[part]
        listed = {source for sources in self._stored.values() for source in sources}
        rows = revisions_naming(self.record).values_list("base_content_type", "object_id")
        kept = dict.fromkeys([*rows, *_history_sources(self.record)])
        return [*self._stored[part], *(source for source in kept if source not in listed)]

    def places(self, sources: Iterable[Source]) -> dict[Source, str]:
        """Where in each source the record is named, such as 文中人物、署名."""
        wanted = set(sources)
        named: dict[Source, dict[str, None]] = {source: {} for source in wanted}
        ties = self.references.filter(object_id__in={key for _kind, key in wanted})
        for tie in ties.select_related("content_type", "base_content_type"):
            if (source := (tie.base_content_type_id, tie.object_id)) in wanted:
                named[source][str(tie.describe_source_field())] = None
        return {source: "、".join(texts) or gettext("草稿或历史版本") for source, texts in named.items()}


def objects_of(sources: Iterable[Source]) -> dict[Source, Model]:
    """The things themselves, pages as what they are; one or two queries a kind. What is gone is left out."""
    by_kind: dict[int, list[str]] = defaultdict(list)
    for kind, key in sources:
        by_kind[kind].append(key)
    found: dict[Source, Model] = {}
    for kind, keys in by_kind.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model is None:
            continue
        rows = model._default_manager.all()
        if model is Page:
            rows = rows.specific(defer=True)
        elif issubclass(model, RegistryRecord | Conferral | ConferralRound):
            rows = model.snippet_viewset.get_queryset(None)  # with what their names read
        found |= {(kind, str(row.pk)): row for row in rows.filter(pk__in=keys)}
    return found


@cache
def reference_keys(model: type[Model]) -> frozenset[str]:
    """The keys under which revisions hold the number of a record of this kind: foreign keys and chooser blocks."""
    revisioned = [other for other in apps.get_models() if issubclass(other, RevisionMixin)]
    return frozenset(key for other in revisioned for key in _keys_of_model(other, model))


def _keys_of_model(source: type[Model], wanted: type[Model]) -> Iterator[str]:
    for field in source._meta.get_fields():
        if isinstance(field, StreamField):
            yield from _keys_of_block(field.stream_block, "value", wanted)
        elif isinstance(field, ForeignKey) and field.related_model is wanted:
            yield field.name
    for relation in get_all_child_relations(source):
        yield from _keys_of_model(relation.related_model, wanted)


def _keys_of_block(block: blocks.Block, key: str, wanted: type[Model]) -> Iterator[str]:
    """`key` is the one that the block's value stands under: its name in a struct, `value` in a stream or list."""
    if isinstance(block, blocks.ChooserBlock):
        if block.target_model is wanted:
            yield key
    elif isinstance(block, blocks.ListBlock):
        yield from _keys_of_block(block.child_block, "value", wanted)
    elif isinstance(block, (blocks.BaseStreamBlock, blocks.BaseStructBlock)):
        for name, child in block.child_blocks.items():
            yield from _keys_of_block(child, name if isinstance(block, blocks.BaseStructBlock) else "value", wanted)
