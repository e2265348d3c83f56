"""Merging over random graphs of links: everything undone is as before, and while merged the winner has it all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ReferenceIndex

from core.models import Appointment, Conferral, Organisation, Person
from core.registry.merging.services import MergeRefused, merge_records, undo_merge
from core.registry.models import Award, ConferralRound, RegistryRecord
from core.registry.selectors import (
    OrganisationTree,
    honours_of,
    offices_of,
    people_serving,
    places_of,
    rounds_of,
)
from news.models import StoryByline, StoryOrganisation, StoryPerson
from news.selectors import profiles_about, registry_links, stories_naming
from tests.factories import records
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

PEOPLE, UNITS, AWARDS, STORIES = 5, 5, 2, 3
SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def one_of(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


#: What names what, by places in the lists of people, units, awards and stories.
GRAPHS = st.fixed_dictionaries(
    {
        "parents": st.lists(st.one_of(st.none(), one_of(UNITS)), min_size=UNITS, max_size=UNITS),
        "successors": st.lists(st.one_of(st.none(), one_of(UNITS)), min_size=UNITS, max_size=UNITS),
        "aliases": st.lists(st.sampled_from(["", "老张", "甲厂"]), min_size=PEOPLE, max_size=PEOPLE),
        "offices": st.lists(st.tuples(one_of(PEOPLE), one_of(UNITS), st.sampled_from(["焊工", "主席"])), max_size=6),
        "honours": st.lists(
            st.tuples(one_of(AWARDS), st.booleans(), one_of(max(PEOPLE, UNITS)), st.booleans()), max_size=6
        ),
        "named": st.lists(st.tuples(one_of(STORIES), one_of(PEOPLE)), max_size=5),
        "bylines": st.lists(st.tuples(one_of(STORIES), one_of(PEOPLE)), max_size=3),
        "units_named": st.lists(st.tuples(one_of(STORIES), one_of(UNITS)), max_size=4),
        "operators": st.lists(one_of(UNITS), max_size=2),
        "merges": st.lists(
            st.tuples(st.sampled_from(["people", "units", "units", "awards"]), one_of(5), one_of(5)),
            min_size=1,
            max_size=6,
        ),
        "undone": st.randoms(use_true_random=False),
    }
)


def build(graph: dict[str, Any], stories: list[Any]) -> dict[str, list[Any]]:
    """Records, rows and reference index of the graph; links upwards lead to a lower place, so that none is a circle."""
    people = [
        records.person(f"人物{place}", aliases=alias, public_page=place != 1)
        for place, alias in enumerate(graph["aliases"])
    ]
    units: list[Organisation] = []
    for place in range(UNITS):
        links = {
            field: units[wanted % place]
            for field, wanted in (("parent", graph["parents"][place]), ("successor", graph["successors"][place]))
            if wanted is not None and place
        }
        units.append(records.organisation(f"单位{place}", **links))
    awards = [records.award(f"荣誉{place}", bodies=(units[place],)) for place in range(AWARDS)]
    rounds = [records.conferral_round(award, year=2020 + place) for place, award in enumerate(awards)]
    for order, (person, unit, title) in enumerate(graph["offices"]):
        Appointment.objects.create(person=people[person], organisation=units[unit], title=title, sort_order=order)
    for award, to_unit, place, revoked in graph["honours"]:
        recipients: list[Any] = units if to_unit else people
        status = Conferral.Status.REVOKED if revoked else Conferral.Status.VALID
        records.conferral(rounds[award], recipients[place % len(recipients)], status=status)
    for unit in graph["operators"]:
        records.place(f"驿站{unit}", operator=units[unit])
    for order, (at, person) in enumerate(graph["named"]):
        StoryPerson.objects.create(story=stories[at], person=people[person], sort_order=order)
    for order, (at, person) in enumerate(graph["bylines"]):
        writer = {"person": people[person], "locale": stories[at].locale}
        StoryByline.objects.create(story=stories[at], sort_order=order, **writer)
    for order, (at, unit) in enumerate(graph["units_named"]):
        StoryOrganisation.objects.create(story=stories[at], organisation=units[unit], sort_order=order)
    for page in stories:
        ReferenceIndex.create_or_update_for_object(type(page).objects.get(pk=page.pk))
    return {"people": people, "units": units, "awards": awards}


def links() -> dict[str, list[tuple[Any, ...]]]:
    """Every foreign key to a record as it is stored, and the records' search keys."""
    stored = {}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and issubclass(field.related_model, RegistryRecord):
                rows = model._default_manager.order_by("pk").values_list("pk", field.attname)
                stored[f"{model._meta.label}.{field.name}"] = list(rows)
        if issubclass(model, RegistryRecord):
            keys = model._default_manager.order_by("pk").values_list("pk", "search_keys", "merged_at", "merged_by")
            stored[model._meta.label] = list(keys)
    return stored


def read(record: RegistryRecord) -> dict[str, Any]:
    """What the selectors say of a record, in keys and words."""
    fresh: Any = type(record).objects.get(pk=record.pk)
    told: dict[str, Any] = {
        "keys": fresh.merged_keys(),
        "stories": sorted(stories_naming(fresh).values_list("pk", flat=True)),
        "found": [list(type(record).objects.current().matching(name)) for name in ("人物", "老张", "单位3", "荣誉")],
    }
    if isinstance(fresh, Person):
        told["offices"] = [(office.organisation_id, office.title) for office in offices_of(fresh)]
        told["profile"] = profiles_about(people=[fresh.pk])
    if isinstance(fresh, Organisation):
        tree = OrganisationTree.read()
        told["serving"] = [office.person_id for office in people_serving(fresh)]
        told["places"] = [place.pk for place in places_of(fresh)]
        told["above"], told["below"] = tree.above(fresh.pk), tree.below(fresh.pk)
    if isinstance(fresh, Person | Organisation):
        told["honours"] = [(row.round_id, row.kind) for row in honours_of(fresh)]
    if isinstance(fresh, Award):
        told["rounds"] = [(row.pk, row.honoured) for row in rounds_of(fresh)]
    return told


def read_all(made: dict[str, list[Any]], stories: list[Any]) -> dict[Any, dict[str, Any]]:
    told = {record: read(record) for kind in made.values() for record in kind}
    for page in stories:
        shown = registry_links(type(page).objects.get(pk=page.pk))
        told[page] = {name: [getattr(row, "person_id", row.pk) for row in rows] for name, rows in shown.items()}
    return told


def union(told: Iterable[dict[str, Any]], name: str, resolve: dict[int, int] | None = None) -> set[Any]:
    """All that several records' selectors said under a name, with the first number of each resolved."""
    found = {item for one in told for item in one[name]}
    if resolve is None:
        return found
    return {(resolve.get(item[0], item[0]), *item[1:]) if isinstance(item, tuple) else resolve[item] for item in found}


def check_unions(made: dict[str, list[Any]], before: dict[Any, dict[str, Any]]) -> None:
    """Winners have what their losers had; nothing readers get is a loser."""
    survivor = {
        kind: {record.pk: type(record).objects.get(pk=record.pk).resolved().pk for record in rows}
        for kind, rows in made.items()
    }
    for kind, rows in made.items():
        for record in rows:
            if survivor[kind][record.pk] != record.pk:
                continue
            parts = [before[other] for other in rows if survivor[kind][other.pk] == record.pk]
            told = read(record)
            assert set(told["keys"]) == union(parts, "keys")
            assert set(told["stories"]) == union(parts, "stories")
            for key in told["keys"]:
                name = type(record).objects.get(pk=key).name
                assert record in type(record).objects.current().matching(name)
            if kind == "people":
                assert set(told["offices"]) == union(parts, "offices", survivor["units"])
            if kind == "units":
                assert set(told["places"]) == union(parts, "places")
                assert not in_circle(record, "parent")
                assert not in_circle(record, "successor")
            if kind == "awards":
                assert set(told["rounds"]) == union(parts, "rounds")
    for record in made["people"] + made["units"]:
        # An honour that two merged rows hold is one honour, and revoked when either is.
        valid = {round_id for round_id, _kind in read(record)["honours"]}
        rounds = ConferralRound.objects.filter(conferrals__in=Conferral.objects.filter(status="valid"))
        assert valid <= set(rounds.values_list("pk", flat=True))


def in_circle(unit: Organisation, field: str) -> bool:
    """Does a way upwards, merged rows as their survivors, never end?"""
    rows = {row.pk: row for row in Organisation.objects.all()}
    at, steps = unit.pk, 0
    while at is not None and steps <= 2 * UNITS:
        row = rows[at]
        at, steps = row.merged_into_id or getattr(row, f"{field}_id"), steps + 1
    return at is not None


def merge_at_random(graph: dict[str, Any], made: dict[str, list[Any]]) -> list[Any]:
    """The losers of those merges that are let through."""
    losers = []
    for kind, loser, winner in graph["merges"]:
        rows = made[kind]
        pair = [type(rows[0]).objects.get(pk=rows[place % len(rows)].pk) for place in (loser, winner)]
        try:
            merge_records(loser=pair[0], winner=pair[1], user=None)
        except MergeRefused:
            continue
        losers.append(pair[0])
    return losers


def undo_in_any_order(losers: list[Any], graph: dict[str, Any]) -> None:
    """A merge that another one alone made possible is undone after it: refused at first, it is tried again."""
    waiting = list(losers)
    graph["undone"].shuffle(waiting)
    while waiting:
        refused = []
        for loser in waiting:
            try:
                undo_merge(loser=loser, user=None)
            except MergeRefused:
                refused.append(loser)
        assert len(refused) < len(waiting)
        waiting = refused


class Rollback(Exception):
    """Ends an example without a trace."""


def check_graph(graph: dict[str, Any], stories: list[Any]) -> None:
    try:
        with transaction.atomic():
            made = build(graph, stories)
            stored = links()
            before = read_all(made, stories)
            losers = merge_at_random(graph, made)
            check_unions(made, before)
            undo_in_any_order(losers, graph)
            assert links() == stored
            assert read_all(made, stories) == before
            raise Rollback
    except Rollback:
        pass


@pytest.fixture
def stories(section) -> list[Any]:
    return [story(section, title=f"第{number}篇") for number in range(STORIES)]


@settings(SETTINGS, max_examples=4)
@given(graph=GRAPHS)
def test_merges_undone_in_any_order_leave_everything_as_it_was(graph, stories):
    check_graph(graph, stories)


@pytest.mark.long
@settings(SETTINGS, max_examples=200)
@given(graph=GRAPHS)
def test_merges_undone_in_any_order_leave_everything_as_it_was_at_length(graph, stories):
    check_graph(graph, stories)
