"""Writing the index: an object's entry follows it, in the transaction that saves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, prefetch_related_objects
from modelsearch.index import class_is_indexed
from wagtail.models import Locale, Page

from core.registry.models import Award, Event, Organisation, Person, Place, RegistryRecord, Topic
from search.engines import DatabaseEngine, database_engine
from search.facets import facets_of
from search.keys import Kind, Range, entry_key, keys_of
from search.models import ENTRIES, Entry, IndexState, OutboxItem
from search.models.entry import COLUMNS, digest_of, pack, unpack
from search.texts import tokens_of

KINDS = {
    "core.person": Kind.PERSON,
    "core.organisation": Kind.ORGANISATION,
    "core.place": Kind.PLACE,
    "core.event": Kind.EVENT,
    "core.award": Kind.AWARD,
    "core.topic": Kind.TOPIC,
    "core.conferralround": Kind.ROUND,
    "media.photo": Kind.PHOTO,
    "media.librarydocument": Kind.DOCUMENT,
}
#: Records are found without being Wagtail's Indexed: their choosers search by keys of their own.
RECORDS: tuple[type[RegistryRecord], ...] = (Person, Organisation, Place, Event, Award, Topic)
#: What tells when an object that is no page came to be, the best first.
_TIMES = ("created_at", "uploaded_at")


@dataclass(frozen=True)
class Draft:
    """An entry that is to be written: whose it is, its key, the tokens of its columns."""

    model: str
    object_key: int
    key: int
    tokens: Sequence[str]

    @property
    def facets(self) -> str:
        return self.tokens[COLUMNS.index("facets")]


def root_label(model: type[Model]) -> str:
    """The label of the highest concrete model: a page's entry is the same whatever type it becomes."""
    parents = [parent for parent in model._meta.get_parent_list() if not parent._meta.abstract]
    return (parents[-1] if parents else model)._meta.label_lower


def index(instances: Iterable[Any]) -> int:
    """Let the index say what these objects say. Returns how many entries were written."""
    return write(drafts_of(list(instances)))


def index_saved(instances: Iterable[Any]) -> None:
    """As `index`, for what was just saved, of whatever model: what no search looks for is passed over."""
    by_root: dict[str, list[Any]] = {}
    merged: list[tuple[str, int]] = []
    for instance in instances:
        if isinstance(instance, RegistryRecord):
            if instance.merged_into_id:
                merged.append((root_label(type(instance)), instance.pk))
                instance = instance.resolved()
        elif not class_is_indexed(type(instance)) or (isinstance(instance, Page) and instance.is_root()):
            continue
        else:
            instance = instance.get_indexed_instance()
        by_root.setdefault(root_label(type(instance)), []).append(instance)
    if merged:
        remove(merged)
    for some in by_root.values():
        index({each.pk: each for each in some}.values())


def drafts_of(instances: Sequence[Any]) -> list[Draft]:
    """The entries of objects of one root model, as they should be."""
    bring_related(instances)
    facets = facets_of(instances)
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    return [
        Draft(root_label(type(each)), each.pk, key_of(each, languages), tokens_of(each, facets[each.pk]))
        for each in instances
    ]


def bring_related(instances: Iterable[Any]) -> None:
    """What `search_fields` read of other rows, for all objects of a type at once (`search_related` of the model)."""
    by_type: dict[type[Any], list[Any]] = {}
    for instance in instances:
        by_type.setdefault(type(instance), []).append(instance)
    for model, some in by_type.items():
        if related := getattr(model, "search_related", ()):
            prefetch_related_objects(some, *related)


def key_of(instance: Any, languages: Mapping[int, str]) -> int:
    """Where the entry of an object stands. `languages`: codes by the keys of locales."""
    if isinstance(instance, Page):
        kind = Kind.LIVE_PAGE if instance.live else Kind.OTHER_PAGE
        when = (
            getattr(instance, "date_shown", None) or instance.first_published_at or instance.latest_revision_created_at
        )
        return entry_key(kind, languages[instance.locale_id], when, instance.pk)
    when = next((value for name in _TIMES if (value := getattr(instance, name, None))), None)
    return entry_key(KINDS.get(root_label(type(instance)), Kind.OTHER), "", when, instance.pk)


def ranges_of(model: type[Model]) -> list[Range]:
    """Where the entries of a model's objects stand, among others of their kind."""
    if issubclass(model, Page):
        languages = [code for code, _name in settings.LANGUAGES]
        return [Range(keys_of(Kind.LIVE_PAGE, code).first, keys_of(Kind.OTHER_PAGE, code).last) for code in languages]
    return [keys_of(KINDS.get(root_label(model), Kind.OTHER))]


def active_generation() -> int:
    """The one that answers."""
    return IndexState.objects.values_list("active", flat=True).first() or 0


def generations_written() -> list[int]:
    """The one that answers, and the one that a rebuild fills."""
    active, building = IndexState.objects.values_list("active", "building").first() or (0, None)
    return [active] if building is None else [active, building]


@transaction.atomic
def write(drafts: Iterable[Draft], generations: Iterable[int] | None = None, *, replace: bool = True) -> int:
    """Let the index hold these entries. `replace`: also those that it holds already. Returns how many were written."""
    wanted = {(draft.model, draft.object_key): draft for draft in drafts}
    written = 0
    database_engine(0).enter()
    for generation in generations_written() if generations is None else generations:
        engine, entries = database_engine(generation), ENTRIES[generation]
        held = {(entry.model, entry.object_key): entry for entry in held_of(entries, wanted)}
        fresh = []
        gone: list[Entry] = []
        for name, draft in wanted.items():
            entry = held.get(name)
            digest = digest_of(draft.key, draft.tokens)
            if entry is not None and (not replace or bytes(entry.digest) == digest):
                continue
            if entry is not None:
                gone.append(entry)
            fresh.append((draft, digest))
        forget(engine, entries, gone)
        entries.objects.bulk_create(
            entries(
                key=draft.key,
                model=draft.model,
                object_key=draft.object_key,
                facets=draft.facets,
                digest=digest,
                packed=pack(draft.tokens),
            )
            for draft, digest in fresh
        )
        engine.add((draft.key, draft.tokens) for draft, _digest in fresh)
        written += len(fresh)
        if generation == active_generation():
            tell_cluster([(draft.model, draft.object_key) for draft, _digest in fresh])
    return written


@transaction.atomic
def remove(names: Iterable[tuple[str, int]]) -> None:
    """`names`: (root label, key) of objects that are no longer found."""
    wanted = dict.fromkeys(names)
    database_engine(0).enter()
    for generation in generations_written():
        forget(database_engine(generation), ENTRIES[generation], list(held_of(ENTRIES[generation], wanted)))
    # Numbered last, when nobody else can write these entries any more: a later number is a later state.
    tell_cluster(list(wanted))


def held_of(entries: type[Entry], names: Iterable[tuple[str, int]]) -> Iterable[Any]:
    by_model: dict[str, list[int]] = {}
    for model, key in names:
        by_model.setdefault(model, []).append(key)
    for model, keys in by_model.items():
        yield from entries.objects.filter(model=model, object_key__in=keys)


def forget(engine: DatabaseEngine, entries: type[Entry], gone: Sequence[Entry]) -> None:
    if gone:
        engine.remove((entry.key, unpack(bytes(entry.packed))) for entry in gone)
        entries.objects.filter(key__in=[entry.key for entry in gone]).delete()


def tell_cluster(names: Sequence[tuple[str, int]]) -> None:
    """Note that these entries changed, for the site's cluster if it has one (search.elastic.outbox)."""
    if settings.ELASTICSEARCH_URLS:
        OutboxItem.objects.bulk_create(OutboxItem(model=model, object_key=key) for model, key in names)
