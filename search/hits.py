"""What is shown of a hit: read from the rows as they stand now, whatever the index still holds.

A source answers for one tab: which of the objects found readers may open at this moment, and what is shown of each.
Each costs the same few queries for any number of hits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Model
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.rich_text import get_text_for_indexing

from core.dates import display_partial_date, newsroom_today
from core.languages.conversion import in_script
from core.pictures import bring_renditions, picture_of
from core.registry.models import Award, ConferralRound, Event, Organisation, Person, Place, RegistryRecord, Topic
from core.registry.selectors import put_offices, put_survivors, survivors
from core.visibility import open_to_everybody
from media.models import LibraryDocument, Photo
from news.models import StoryPage
from news.models.links import StoryByline
from news.models.published_version import PublishedVersion
from search.keys import RECORDS, Kind, kind_of
from search.plan import Plan
from search.service import FoundObject, Kinds, readable
from search.snippets import LENGTH, Part, marked, snippet

#: Characters of a snippet in letters, which take half the room of Han.
LETTERS = 180
#: In what preset a photo may have been made, the fittest first (core.pictures.PLACES).
_PRESETS = ("card", "teaser", "portrait", "wide", "body")
_PROSE = frozenset({"paragraph", "heading", "quote"})
_RECORD_MODELS: dict[Kind, type[RegistryRecord]] = {
    Kind.PERSON: Person,
    Kind.ORGANISATION: Organisation,
    Kind.PLACE: Place,
    Kind.EVENT: Event,
    Kind.AWARD: Award,
    Kind.TOPIC: Topic,
}


@dataclass
class Hit:
    """One result. `kind`: what it is; `notes`: who wrote it, where it stands; `preset`: in which the photo is shown."""

    url: str
    title: list[Part]
    kind: str | Promise = ""
    snippet: list[Part] = field(default_factory=list)
    shown: datetime | date | None = None
    notes: list[str] = field(default_factory=list)
    photo: Photo | None = None
    preset: str = "teaser"
    page_title: str = ""
    page_url: str = ""
    name: str = ""


class Source(Protocol):
    """`kinds`: the entries among which it looks."""

    kinds: Kinds

    def still_open(self, found: Sequence[FoundObject]) -> list[FoundObject]:
        """Those that readers may open at this moment, in their order."""

    def hits(self, found: Sequence[FoundObject], plan: Plan) -> list[Hit]:
        """What is shown of some that `still_open` answered."""


# Pages ----------------------------------------------------------------------------------------------------------------
class Pages:
    """Stories, and whatever else stands in the tree."""

    kinds: Kinds = Kind.LIVE_PAGE

    def __init__(self, language: str) -> None:
        self.language = language

    def still_open(self, found: Sequence[FoundObject]) -> list[FoundObject]:
        there = set(readable([each.object_key for each in found], self.language))
        return [each for each in found if each.object_key in there]

    def hits(self, found: Sequence[FoundObject], plan: Plan) -> list[Hit]:
        keys = [each.object_key for each in found]
        stories: dict[int, Any] = StoryPage.objects.defer("body").select_related("locale", "lead_photo").in_bulk(keys)
        others = Page.objects.filter(pk__in=set(keys) - stories.keys()).select_related("locale").specific()
        rows: dict[int, Any] = {page.pk: page for page in others} | stories
        pages = [rows[key] for key in keys if key in rows]
        texts = story_texts(list(stories.values()), self.language)
        sections = sections_of(stories.values())
        names = bylines_of(stories)
        bring_renditions(story.lead_photo for story in stories.values())
        return [
            Hit(
                url=page.get_url() or "",
                title=marked(page.title, plan),
                kind=page.cached_content_type.model_class()._meta.verbose_name,
                snippet=telling(texts[page.pk] if page.pk in texts else said_by(page), plan),
                shown=getattr(page, "date_shown", None),
                notes=[note for note in (names.get(page.pk, ""), sections.get(page.path[: -Page.steplen], "")) if note],
                photo=getattr(page, "lead_photo", None),
            )
            for page in pages
        ]


def story_texts(stories: Sequence[StoryPage], language: str) -> dict[int, str]:
    """What each story says below its title, by key: as the archive keeps it, without reading a block."""
    numbers = {story.number for story in stories if story.number is not None}
    versions = PublishedVersion.objects.filter(number__in=numbers, language=language).order_by("n")
    kept = dict(versions.values_list("number", "text")) if numbers else {}
    missing = [story.pk for story in stories if story.number not in kept]
    bodies = StoryPage.objects.only("body").in_bulk(missing) if missing else {}
    texts: dict[int, str] = {}
    for story in stories:
        if story.number in kept:
            head = {story.title, story.kicker}
            texts[story.pk] = "\n".join(line for line in kept[story.number].split("\n") if line not in head)
        else:
            texts[story.pk] = "\n".join([story.subtitle, story.summary, *prose(bodies[story.pk].body.raw_data)])
    return texts


def prose(body: Iterable[Any]) -> Iterable[str]:
    return (
        get_text_for_indexing(block["value"])
        for block in body
        if block["type"] in _PROSE and isinstance(block["value"], str)
    )


def said_by(page: Any) -> str:
    """What a page that is no story says of itself."""
    texts = (getattr(page, name, "") for name in ("promise", "description", "summary", "search_description"))
    return next((text for text in texts if isinstance(text, str) and text), "")


def telling(text: str, plan: Plan) -> list[Part]:
    """The stretch of a text that answers; lines run on."""
    text = text.strip()
    is_han = any("\u4e00" <= character <= "\u9fff" for character in text[:200])
    parts = snippet(text, plan, LENGTH if is_han else LETTERS)
    return [Part(part.text.replace("\n", " "), part.is_marked) for part in parts]


def sections_of(stories: Iterable[StoryPage]) -> dict[str, str]:
    """Titles of what the stories stand in, by path."""
    paths = {story.path[: -Page.steplen] for story in stories}
    above = open_to_everybody(Page.objects.live().filter(path__in=paths)) if paths else []
    return {page.path: page.title for page in above}


def bylines_of(stories: Iterable[int]) -> dict[int, str]:
    """Who wrote each story: two names at most."""
    rows = list(StoryByline.objects.filter(story__in=list(stories)).select_related("person").order_by("sort_order"))
    put_survivors(rows, "person")
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.shown_name and row.shown_name not in names[row.story_id]:
            names[row.story_id].append(row.shown_name)
    return {
        story: _("%(names)s等") % {"names": _("、").join(found[:2])} if len(found) > 2 else _("、").join(found)
        for story, found in names.items()
    }


# Photos and documents -------------------------------------------------------------------------------------------------
def pages_using(model: type[Model], keys: Iterable[int], language: str = "") -> dict[int, Page]:
    """By key of a photo or document: the newest live page that uses it in its public text and is open to everybody.

    `language`: only pages of that one. Drafts do not count. Two queries for any number.
    """
    wanted = [str(key) for key in keys]
    links = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=wanted,
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(page=Cast("object_id", IntegerField()))
    live = Page.objects.live().filter(pk__in=links.values("page"))
    if language:
        live = live.filter(locale__language_code=language)
    pages = {page.pk: page for page in open_to_everybody(live).select_related("locale").order_by("first_published_at")}
    rows = [(page, int(used)) for page, used in links.values_list("page", "to_object_id") if page in pages]
    order = {key: place for place, key in enumerate(pages)}
    return {used: pages[page] for page, used in sorted(rows, key=lambda row: order[row[0]])}


class Photos:
    """Photos that readers see on a page of their language: each leads to it."""

    kinds: Kinds = Kind.PHOTO

    def __init__(self, language: str) -> None:
        self.language = language
        self.pages: dict[int, Page] = {}

    def still_open(self, found: Sequence[FoundObject]) -> list[FoundObject]:
        self.pages |= pages_using(Photo, [each.object_key for each in found], self.language)
        return [each for each in found if each.object_key in self.pages]

    def hits(self, found: Sequence[FoundObject], plan: Plan) -> list[Hit]:
        photos = Photo.objects.in_bulk([each.object_key for each in found])
        bring_renditions(photos.values())
        return [
            self._hit(photos[each.object_key], self.pages[each.object_key], plan)
            for each in found
            if each.object_key in photos
        ]

    def _hit(self, photo: Photo, page: Page, plan: Plan) -> Hit:
        url = page.get_url() or ""
        return Hit(
            url=url,
            title=marked(page.title, plan),
            kind=_("图片"),
            snippet=telling(in_script(photo.caption), plan),
            notes=[in_script(photo.credit)] if photo.credit else [],
            photo=photo,
            preset=next((name for name in _PRESETS if picture_of(photo, name).is_ready), "card"),
        )


class Documents:
    """Documents that a page which everybody may open links to, as `media.selectors.may_read` has it for a reader."""

    kinds: Kinds = Kind.DOCUMENT

    def __init__(self, language: str) -> None:
        self.pages: dict[int, Page] = {}

    def still_open(self, found: Sequence[FoundObject]) -> list[FoundObject]:
        self.pages |= pages_using(LibraryDocument, [each.object_key for each in found])
        return [each for each in found if each.object_key in self.pages]

    def hits(self, found: Sequence[FoundObject], plan: Plan) -> list[Hit]:
        documents: dict[int, Any] = LibraryDocument.objects.select_related("issuer").in_bulk(
            [each.object_key for each in found]
        )
        put_survivors(list(documents.values()), "issuer")
        return [
            self._hit(documents[each.object_key], self.pages[each.object_key], plan)
            for each in found
            if each.object_key in documents
        ]

    def _hit(self, document: LibraryDocument, page: Page, plan: Plan) -> Hit:
        issuer, extension = document.shown_issuer, document.file_extension.upper()
        return Hit(
            url=document.url,
            title=marked(in_script(document.title), plan),
            kind=document.get_kind_display(),
            snippet=marked(in_script(document.document_number), plan),
            shown=document.issued_on,
            notes=[note for note in (in_script(issuer), extension) if note],
            page_title=page.title,
            page_url=page.get_url() or "",
        )


# Records --------------------------------------------------------------------------------------------------------------
class Records:
    """People with a public page, organisations, places, events, awards, rolls, topics; of merged ones the last."""

    kinds: Kinds = RECORDS

    def __init__(self, language: str) -> None:
        self.rows: dict[tuple[Kind, int], Any] = {}

    def still_open(self, found: Sequence[FoundObject]) -> list[FoundObject]:
        by_kind: dict[Kind, list[int]] = defaultdict(list)
        for each in found:
            by_kind[kind_of(each.key)].append(each.object_key)
        for kind, keys in by_kind.items():
            self.rows |= {(kind, key): row for key, row in self._read(kind, keys).items()}
        once: dict[tuple[Kind, int], FoundObject] = {}
        for each in found:
            kind = kind_of(each.key)
            if row := self.rows.get((kind, each.object_key)):
                once.setdefault((kind, row.pk), each)
        return list(once.values())

    def bears(self, found: FoundObject, name: str) -> bool:
        """Is a record that `still_open` answered called so?"""
        bears: bool = self.rows[kind_of(found.key), found.object_key].bears(name)
        return bears

    def _read(self, kind: Kind, keys: list[int]) -> dict[int, Any]:
        if kind == Kind.ROUND:
            rounds: dict[int, Any] = ConferralRound.objects.select_related("award").in_bulk(keys)
            put_survivors(list(rounds.values()), "award")
            return rounds
        model = _RECORD_MODELS[kind]
        rows = model._default_manager.select_related(*(["portrait"] if model is Person else [])).in_bulk(keys)
        return {key: row for key, row in survivors(rows.values()).items() if row.has_page}

    def hits(self, found: Sequence[FoundObject], plan: Plan) -> list[Hit]:
        rows = [(kind_of(each.key), self.rows[kind_of(each.key), each.object_key]) for each in found]
        people = [row for kind, row in rows if kind == Kind.PERSON]
        if people:
            put_offices(people, newsroom_today())
            bring_renditions(person.portrait for person in people)
        return [round_hit(row, plan) if kind == Kind.ROUND else record_hit(row, plan) for kind, row in rows]


def record_hit(record: Any, plan: Plan) -> Hit:
    name = record.name_in()
    said = record.short_text_in()
    is_person = isinstance(record, Person)
    notes = [record.office.shown] if is_person and record.office else []
    if isinstance(record, Place):
        notes = [in_script(record.street_address)] if record.street_address else []
    if isinstance(record, Award):
        notes = [record.get_rank_display()]
    return Hit(
        url=record.get_absolute_url(),
        title=marked(name, plan),
        kind=record._meta.verbose_name,
        snippet=telling(said, plan) if said else [],
        notes=notes,
        photo=record.portrait if is_person else None,
        preset="portrait",
        name=name,
    )


def round_hit(given: ConferralRound, plan: Plan) -> Hit:
    year = _("%(year)s年") % {"year": given.year}
    label = in_script(given.label)
    notes = [note for note in (in_script(given.document_number), display_partial_date(given.conferred_on)) if note]
    return Hit(
        url=given.get_absolute_url(),
        title=marked(f"{given.award.name_in()} {year}{label}", plan),
        kind=_("表彰名单"),
        notes=notes,
    )
