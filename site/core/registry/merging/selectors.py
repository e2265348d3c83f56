"""What a merge would change, and which merges there were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from core.chinese.fold import name_key
from core.registry.models import RegistryRecord
from core.registry.usage import Part, Source, Usage, objects_of, revisions_naming

#: Uses of one kind that the page of a merge lists.
MOST_USES = 10
#: Records of the same name that it proposes.
MOST_NAMESAKES = 10


@dataclass(frozen=True)
class Uses:
    """All things of one kind that name a record: how many, and the first of them."""

    kind: str
    count: int
    first: list[Model]


@dataclass(frozen=True)
class Comparison:
    """One line of two records side by side."""

    label: str
    loser: list[str]
    winner: list[str]

    @property
    def differs(self) -> bool:
        return self.loser != self.winner


def record_models() -> list[type[RegistryRecord]]:
    """The kinds of records, in the order of their models."""
    return [model for model in apps.get_app_config("core").get_models() if issubclass(model, RegistryRecord)]


def namesakes(record: RegistryRecord) -> list[Any]:
    """Other current records that bear one of the record's names: the usual doubles."""
    keys = {f"|{name_key(name)}|" for name in record.own_names() if name_key(name)}
    wanted = Q()
    for key in keys:
        wanted |= Q(search_keys__contains=key)
    others = type(record).objects.current().exclude(pk=record.pk).filter(wanted)
    return list(others[:MOST_NAMESAKES]) if keys else []


def uses_by_kind(record: RegistryRecord) -> list[Uses]:
    """Whatever names the record or a row merged into it, as a merge will redirect it: live pages, drafts, photos, then
    everything else by its model. Of the revisions only the newest of pages with unpublished changes are searched.
    """
    usage = Usage(record)
    live = usage.sources(Part.LIVE)
    page_type = ContentType.objects.get_for_model(Page).pk
    pages = usage.references.filter(base_content_type=page_type).values_list("object_id", flat=True)
    changed = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).values("latest_revision")
    drafts = revisions_naming(record).filter(pk__in=changed).values_list("object_id", flat=True)
    waiting = sorted({(page_type, key) for key in [*pages, *drafts]} - set(live), key=lambda source: -int(source[1]))
    groups = [(_("已发布的页面"), live), (_("草稿"), waiting), (_("图片"), usage.sources(Part.PHOTOS))]
    by_kind: dict[int, list[Source]] = {}
    for source in usage.sources(Part.RECORDS):
        by_kind.setdefault(source[0], []).append(source)
    for kind, sources in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            groups.append((str(capfirst(model._meta.verbose_name)), sources))
    return [_uses(kind, sources) for kind, sources in groups if sources]


def _uses(kind: str, sources: list[Source]) -> Uses:
    first = sources[:MOST_USES]
    things = objects_of(first)
    return Uses(kind, len(sources), [things[source] for source in first if source in things])


def side_by_side(loser: RegistryRecord, winner: RegistryRecord) -> list[Comparison]:
    """Both records' fields and rows, in the model's order, as text; lines that both leave empty are left out."""
    lines = []
    for model_field in loser._meta.fields:
        if model_field.primary_key or not model_field.editable or model_field.auto_created:
            continue
        label = str(capfirst(model_field.verbose_name))
        lines.append(Comparison(label, _shown(loser, model_field.name), _shown(winner, model_field.name)))
    for relation in get_all_child_relations(type(loser)):
        name = relation.get_accessor_name()
        label = str(capfirst(relation.related_model._meta.verbose_name_plural))
        lines.append(Comparison(label, _rows(loser, name), _rows(winner, name)))
    return [line for line in lines if line.loser or line.winner]


def _shown(record: RegistryRecord, name: str) -> list[str]:
    value = getattr(record, name)
    if isinstance(value, bool):
        return [_("是") if value else _("否")]
    display = getattr(record, f"get_{name}_display", None)
    text = str(display() if display else value) if value not in (None, "") else ""
    return text.splitlines()


def _rows(record: RegistryRecord, relation: str) -> list[str]:
    return [str(row) for row in getattr(record, relation).all()]


def merged_rows(models: Iterable[type[RegistryRecord]]) -> list[tuple[type[RegistryRecord], int]]:
    """(kind, number) of every merged row of these kinds, the latest merge first; one query a kind."""
    rows = []
    for model in models:
        merged = model.objects.filter(merged_into__isnull=False)
        for key, when in merged.values_list("pk", "merged_at"):
            rows.append((when.timestamp() if when else 0.0, key, model))
    rows.sort(key=lambda row: (-row[0], row[2]._meta.model_name or "", -row[1]))
    return [(model, key) for _when, key, model in rows]


def records_at(places: Iterable[tuple[type[RegistryRecord], int]]) -> list[Any]:
    """The merged records at these (kind, number), in that order, with who merged them into what; two queries a kind."""
    wanted = list(places)
    found: dict[tuple[type[RegistryRecord], int], Any] = {}
    for model in {model for model, _key in wanted}:
        keys = [key for kind, key in wanted if kind is model]
        rows = model.objects.filter(pk__in=keys).select_related("merged_into", "merged_by")
        found |= {(model, row.pk): row for row in rows}
    return [found[place] for place in wanted if place in found]
