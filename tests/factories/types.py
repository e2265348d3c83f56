"""Stories of every type, their way from one type to another, and what must be the same afterwards, for tests."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from news.models import (
    ColumnEntryPage,
    FeaturePage,
    NoticePage,
    PhotoStoryPage,
    ProfileAchievement,
    ProfilePage,
    StoryByline,
    StoryPage,
    StoryPerson,
    StorySection,
    StoryTopic,
)
from news.type_change import TYPES, change_type
from tests.factories.records import organisation, person, topic
from tests.factories.stories import story

Pair = tuple[type[StoryPage], type[StoryPage]]
PAIRS: list[Pair] = list(itertools.permutations(TYPES, 2))
#: Pairs in which each type is left once and reached once: where the database or a language is asked, not the type.
ROUND: list[Pair] = list(zip(TYPES, [*TYPES[1:], TYPES[0]], strict=True))
#: The pairs that hold least in common, where even a round takes long.
FAR_APART: list[Pair] = [(FeaturePage, ProfilePage), (ColumnEntryPage, NoticePage)]
#: What says where and of which type a page is, and when it was saved: the rest must not change.
MOVES = {"content_type", "path", "depth", "numchild", "url_path", "latest_revision", "latest_revision_created_at"}
MOVES |= {"live_revision", "search_keys"}


def pairs(rest: pytest.MarkDecorator, kept: Collection[Pair] = ROUND) -> list[Any]:
    """Every pair as a parameter of tests; those that are not kept (default: a round) have the mark `rest`."""
    names = [f"{page_type.__name__}-{to.__name__}" for page_type, to in PAIRS]
    marks = [() if pair in kept else rest for pair in PAIRS]
    return [pytest.param(*pair, id=name, marks=mark) for pair, name, mark in zip(PAIRS, names, marks, strict=True)]


def world_of(section: Page, column: Page, profiles: Page, notices: Page) -> dict[str, Any]:
    """Where each type stands, and what the types alone hold."""
    worker, unit = person("梁雪樵"), organisation("澜桥重装有限公司")
    own: dict[type[StoryPage], dict[str, Any]] = {
        FeaturePage: {},
        PhotoStoryPage: {},
        ColumnEntryPage: {"issue_number": 7},
        ProfilePage: {"person": worker, "organisation": unit, "trade": "焊工", "industry": "C", "region": "临港区"},
        NoticePage: {"opens_on": date(2026, 11, 3), "closes_on": date(2026, 11, 12), "contact_phone": "0000-12351"},
    }
    places = {FeaturePage: section, PhotoStoryPage: section, ColumnEntryPage: column, ProfilePage: profiles}
    return {
        "places": places | {NoticePage: notices},
        "own": own,
        "worker": worker,
        "subject": {"person": worker},  # what an editor fills in when a story becomes a profile
    }


def make(world: dict[str, Any], page_type: type[StoryPage], *, live: bool = True) -> Any:
    """A story that says something in every part that all types share, and in what its type adds."""
    place = world["places"][page_type]
    rows = {
        "byline": [StoryByline(name="沈知秋", role="reporter", position="本报", locale=place.locale)],
        "topics": [StoryTopic(topic=topic("产改"))],
        "people": [StoryPerson(person=world["worker"])],
        "also_in": [StorySection(section=world["places"][FeaturePage])],
    }
    if page_type is ProfilePage:
        rows["achievements"] = [ProfileAchievement(when="2013", text="提出“回针焊”", locale=place.locale)]
    texts = {"kicker": "引题", "title": "标题", "subtitle": "副题", "summary": "摘要", "genre": "comment"}
    return story(place, live=live, page_type=page_type, **texts, **rows, **world["own"][page_type])


def change(page: Any, to: type[StoryPage], world: dict[str, Any], **options: Any) -> Any:
    """As an editor does it: with the place where the type stands, and a profile's subject."""
    options.setdefault("values", world["subject"] if to is ProfilePage else {})
    options.setdefault("user", None)
    fresh = StoryPage.objects.get(pk=page.pk).specific
    return change_type(story=fresh, to=to, parent=world["places"][to], **options)


def shared(page: Any) -> dict[str, Any]:
    """All that every type holds, rows and body among it, as it would be archived."""
    names = {field.name for field in StoryPage._meta.fields} | {"byline", "topics", "people", "also_in"}
    data = page.serializable_data()
    return {name: data[name] for name in names & data.keys() - MOVES}


def own(page: Any) -> dict[str, Any]:
    """What the type alone holds; rows without their keys, which are new after a way back."""
    data = {name: page.serializable_data()[name] for name in type(page).own_names()}
    return data | {
        name: [{key: row[key] for key in row.keys() - {"pk"}} for row in rows]
        for name, rows in data.items()
        if isinstance(rows, list)
    }


def assert_leads(old: str, new: str) -> None:
    """Readers who come to the address `old` are at `new`, without a detour."""
    answer = Client().get(old, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain == ([] if old == new else [(new, 301)])
