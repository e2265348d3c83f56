"""Queries on stories that more than one view needs. Listings defer the body and cost the same for any number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PageOfRows
from django.db import connection
from django.db.models import IntegerField, Model, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Locale, Page, ReferenceIndex

from core.dates import newsroom_today
from core.paging import page_of
from core.pictures import bring_renditions
from core.registry.merged import with_merged
from core.registry.models import Outlet, RegistryRecord
from core.registry.selectors import put_offices, put_survivors, survivors
from core.visibility import open_to_everybody, restricted_sql
from news.models.column import ColumnEntryPage, ColumnPage
from news.models.links import (
    StoryAward,
    StoryByline,
    StoryEvent,
    StoryOrganisation,
    StoryPerson,
    StoryPlace,
    StorySection,
    StoryTopic,
)
from news.models.profile import ProfilePage
from news.models.section import SectionPage
from news.models.story import StoryPage

NEWEST_FIRST = ("-date_shown", "-number")
#: A story's number as it stands in its address: no other digits than ours, and no more than a database keeps.
STORY_SLUG = re.compile(r"[1-9][0-9]{0,17}")


#: What a story is tied to by rows of its own.
_ROW_MODELS: dict[str, type[Model]] = {
    "byline": StoryByline,
    "people": StoryPerson,
    "organisations": StoryOrganisation,
    "events": StoryEvent,
    "places": StoryPlace,
    "awards": StoryAward,
    "topics": StoryTopic,
}


def _rows_of(model: type[Model], story: str) -> str:
    """SQL: whether there are rows of this kind; `story`: what stands for the story's key."""
    return f"SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} WHERE story_id = {story}"  # noqa: S608


#: A story by number, depth and path of its parent: its key and type, whether it is not for everybody, and which of
#: _ROW_MODELS it has rows of. As SQL: the ORM takes longer to write it than a database to answer.
STORY_BELOW = (
    "SELECT wagtailcore_page.id, content_type_id, "  # noqa: S608  tables alone
    + restricted_sql("wagtailcore_page.path")
    + "".join(f", EXISTS({_rows_of(model, 'page_ptr_id')})" for model in _ROW_MODELS.values())
    + " FROM news_storypage JOIN wagtailcore_page ON wagtailcore_page.id = page_ptr_id"
    " WHERE number = %s AND depth = %s AND SUBSTR(path, 1, %s) = %s"
)


def live_stories(locale: Locale | None = None, *, aliases: bool = False) -> QuerySet[StoryPage]:
    """Public stories of one language (default: the active one), newest first, ready for a listing.

    With `aliases`, also pages that only repeat a story of the same language elsewhere in the tree.
    """
    locale = locale or Locale.get_active()
    stories = open_to_everybody(StoryPage.objects.live().filter(locale=locale))
    if not aliases:
        stories = stories.exclude(alias_of__locale=locale)
    return stories.defer("body").select_related("locale", "lead_photo").order_by(*NEWEST_FIRST)


def story_below(parent: Page, slug: str) -> StoryPage | None:
    """The story of whatever type right below `parent` whose address ends in `slug`; None when there is none.

    Two queries, the first a light one, where Wagtail's routing reads the page twice.
    """
    if not STORY_SLUG.fullmatch(slug):
        return None
    with connection.cursor() as cursor:
        cursor.execute(STORY_BELOW, [int(slug), parent.depth + 1, len(parent.path), parent.path])
        found = cursor.fetchone()
    if found is None:
        return None
    key, content_type, restricted, *there = found
    model = cast(type[StoryPage], ContentType.objects.get_for_id(content_type).model_class())
    story = model._default_manager.select_related("locale", *model.shown_with).get(pk=key)
    story._cached_parent_obj = parent
    story.restricted = bool(restricted)
    story._filled = {name for name, has in zip(_ROW_MODELS, there, strict=True) if has}
    return story


def withdrawn_story(slug: str, locale: Locale) -> StoryPage | None:
    """The withdrawn story whose number an address ends in, wherever it stands; None for any other."""
    if not STORY_SLUG.fullmatch(slug):
        return None
    story = StoryPage.objects.filter(number=int(slug), locale=locale, live=False).first()
    return story if story and story.is_withdrawn else None


def page_of_stories(
    request: HttpRequest, stories: QuerySet[Any], per_page: int, *, beside: Iterable[Any] = ()
) -> PageOfRows:
    """The page of a listing that a request asks for, its photos and those `beside` it with their renditions."""
    page = page_of(request, stories, per_page)
    page.object_list = list(page.object_list)
    bring_renditions([*(story.lead_photo for story in page.object_list), *beside])
    return page


def section_stories(section: SectionPage) -> QuerySet[StoryPage]:
    """A section's own stories and those sent to it by also_in; the link names any language of the section.

    An alias carries its original's links too: it is listed in the section it stands in, and sent nowhere.
    """
    sent = StorySection.objects.filter(section__translation_key=section.translation_key).values("story_id")
    own = Q(path__startswith=section.path, depth=section.depth + 1)
    original = ~Q(alias_of__locale=section.locale)
    return live_stories(section.locale, aliases=True).filter(own | original & Q(pk__in=sent))


def column_entries(column: ColumnPage) -> QuerySet[ColumnEntryPage]:
    """A column's public entries, newest first."""
    entries = open_to_everybody(ColumnEntryPage.objects.child_of(column).live())
    return (
        entries.defer("body")
        .select_related("locale", "lead_photo")
        .prefetch_related(Prefetch("byline", StoryByline.objects.select_related("person__merged_into")))
        .order_by(*NEWEST_FIRST)
    )


def neighbours(entry: ColumnEntryPage) -> tuple[ColumnEntryPage | None, ColumnEntryPage | None]:
    """The public entries of the same column right before and right after this one in time, None where it ends."""
    if entry.date_shown is None:
        return None, None
    others = open_to_everybody(ColumnEntryPage.objects.sibling_of(entry, inclusive=False).live())
    others = others.only("title", "short_title", "url_path", "date_shown", "number")
    same_moment = Q(date_shown=entry.date_shown)
    earlier = others.filter(Q(date_shown__lt=entry.date_shown) | same_moment & Q(number__lt=entry.number))
    later = others.filter(Q(date_shown__gt=entry.date_shown) | same_moment & Q(number__gt=entry.number))
    return earlier.order_by(*NEWEST_FIRST).first(), later.order_by("date_shown", "number").first()


def stories_naming(record: RegistryRecord, locale: Locale | None = None) -> QuerySet[StoryPage]:
    """Public stories that name a registry record anywhere: link rows, byline, blocks of the body. Newest first.

    Wagtail's reference index holds all of these ties as they stand in the live page, so one subquery finds them.
    Ties of rows that were merged into the record count as its own. An alias in the same language repeats its original
    and is left out.
    """
    naming = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(record),
        to_object_id__in=with_merged(type(record), [record.pk], as_text=True),
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(page=Cast("object_id", IntegerField()))
    return live_stories(locale).filter(pk__in=naming.values("page"))


def profiles_about(
    *, people: Iterable[int] = (), organisations: Iterable[int] = (), locale: Locale | None = None
) -> tuple[dict[int, ProfilePage], dict[int, ProfilePage]]:
    """The newest public profile of each of these people, and of each of these organisations, by the record's key.

    Two queries at most for either, however many are asked about; a profile of a merged row is its survivor's.
    """
    locale = locale or Locale.get_active()
    profiles = open_to_everybody(ProfilePage.objects.live().filter(locale=locale)).defer("body")
    of_person = Q(subject_kind=ProfilePage.Subject.PERSON)
    return (
        _profiles_by(profiles.filter(of_person), "person", set(people)),
        _profiles_by(profiles.exclude(of_person), "organisation", set(organisations)),
    )


def _profiles_by(profiles: QuerySet[ProfilePage], name: str, keys: set[int]) -> dict[int, ProfilePage]:
    if not keys:
        return {}
    merged = Q(**{f"{name}__merged_into__isnull": False})  # rare, and told apart below
    found = list(profiles.filter(Q(**{f"{name}__in": keys}) | merged).select_related(name).order_by(*NEWEST_FIRST))
    resolved = survivors(getattr(profile, name) for profile in found)
    about: dict[int, ProfilePage] = {}
    for profile in found:
        about.setdefault(resolved[getattr(profile, f"{name}_id")].pk, profile)
    return {key: profile for key, profile in about.items() if key in keys}


def registry_links(story: StoryPage) -> dict[str, Any]:
    """Template context of an article: byline rows and the registry records it names, merged rows as their survivors.

    People carry their `office`, what they were on the day of the story.
    `affiliation` is the author's unit for the line below the title, empty when the byline says it beside the names.
    Reads the story as it stands in memory, so that a preview shows the draft's own rows. Of what is stored only those
    relations are read that have rows at all.
    """
    filled = _relations_with_rows(story)
    byline = _rows(story, "byline", "person") if "byline" in filled else []
    named: dict[str, list[Any]] = {
        relation: _records(story, relation, field) if relation in filled else [] for relation, field in NAMED.items()
    }
    put_offices(named["people"], day_of(story))
    byline = [row for row in byline if row.shown_name]
    stated = [unit.strip() for unit in story.author_affiliation.split("；")]
    said_beside_names = all(any(unit in row.position for row in byline) for unit in stated)
    return {"byline": byline, "affiliation": "" if said_beside_names else story.author_affiliation, **named}


def bring_outlets(story: StoryPage) -> None:
    """Read the outlets that the story comes from and was printed in: one query for both, none for most stories.

    Joined to the story they would cost every article page more than that query costs the few.
    """
    fields = [name for name in ("source_outlet", "print_outlet") if getattr(story, f"{name}_id")]
    found = Outlet.objects.in_bulk({getattr(story, f"{name}_id") for name in fields}) if fields else {}
    for name in fields:
        setattr(story, name, found[getattr(story, f"{name}_id")])


def day_of(story: StoryPage) -> date | str:
    """When what a story tells of happened, as far as known; else the date shown; of a draft without either, today."""
    return story.happened or story.date_shown or newsroom_today()


#: Where the registry records stand that a story names: its rows, and their field.
NAMED = {
    "people": "person",
    "organisations": "organisation",
    "events": "event",
    "places": "place",
    "awards": "award",
    "topics": "topic",
}


def _relations_with_rows(story: StoryPage) -> set[str]:
    """Names of the story's relations that have rows, in memory or stored.

    One statement in SQL: the ORM's way to ask four tables costs an article page more than rendering its text. A story
    that a request was routed to knows already.
    """
    in_memory = set(_ROW_MODELS) & set(getattr(story, "_cluster_related_objects", None) or ())
    stored = [name for name in _ROW_MODELS if name not in in_memory]
    if not stored or story.pk is None:
        return in_memory
    if (filled := getattr(story, "_filled", None)) is not None:
        return in_memory | {name for name in stored if name in filled}
    questions = ", ".join(f"EXISTS({_rows_of(_ROW_MODELS[name], '%s')})" for name in stored)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + questions, [story.pk] * len(stored))
        found = cursor.fetchone()
    return in_memory | {name for name, there in zip(stored, found, strict=True) if there}


def _rows(story: StoryPage, relation: str, field: str) -> list[Any]:
    """The story's rows of one relation with their records, merged ones as their survivors.

    One query, and one a step of merging.
    """
    rows = list(getattr(story, relation).all().select_related(field))
    put_survivors(rows, field)
    return rows


def _records(story: StoryPage, relation: str, field: str) -> list[Any]:
    """The records that the story's rows name, each once."""
    return list(dict.fromkeys(getattr(row, field) for row in _rows(story, relation, field)))
