"""Queries on the registry that more than one view needs. What they cost does not depend on how many rows they find.

Rows that were merged into another count as that one's: what they name, were or received is the survivor's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils.translation import get_language

from core.chinese.fold import fold
from core.chinese.pinyin import full_pinyin
from core.dates import span_of
from core.registry.models import (
    Appointment,
    Award,
    Conferral,
    ConferralRound,
    Organisation,
    Person,
    Place,
    RegistryRecord,
)

#: People that an organisation's page lists.
MOST_PEOPLE = 100

Record = TypeVar("Record", bound=RegistryRecord)
Day = date | str


# Merged rows and names ------------------------------------------------------------------------------------------------
def survivors(records: Iterable[Record | None]) -> dict[int, Record]:
    """By key: what each of `records` (all of one kind) was merged into in the end, or the record itself.

    They carry the names that `name_in()` reads. One query a step of merging, none where nothing was merged.
    """
    rows: dict[int, Record] = {record.pk: record for record in records if record is not None}
    wanted, known = list(rows), dict(rows)
    while missing := {row.merged_into_id for row in known.values() if row.merged_into_id} - known.keys():
        model = type(next(iter(known.values())))
        known |= model._default_manager.in_bulk(missing)
    found: dict[int, Record] = {}
    for key in wanted:
        end, seen = known[key], {key}
        while end.merged_into_id and end.merged_into_id not in seen:
            seen.add(end.merged_into_id)
            end = known[end.merged_into_id]
        found[key] = end
    bring_names(found.values())
    return found


def bring_names(records: Iterable[RegistryRecord | None]) -> None:
    """Read the names of these records, all of one kind, in one query; none in the source language."""
    if get_language() != settings.LANGUAGE_CODE and (
        rows := list({id(row): row for row in records if row is not None}.values())
    ):
        prefetch_related_objects(rows, "names")


def put_survivors(rows: Sequence[Any], name: str) -> None:
    """Point the foreign key `name` of each row, in memory, at what its record was merged into."""
    found = survivors(getattr(row, name) for row in rows)
    for row in rows:
        if record := getattr(row, name):
            setattr(row, name, found[record.pk])


# Offices --------------------------------------------------------------------------------------------------------------
def offices_of(person: Person) -> list[Appointment]:
    """A person's offices, those held now first in the editor's order, then the past ones, the newest first.

    Each stands at the organisation that its own became by merging, and once, though two merged rows may both hold it.
    """
    rows = Appointment.objects.filter(person__in=person.merged_keys()).select_related("organisation")
    offices = list(rows.order_by("sort_order", "pk"))
    offices.sort(key=lambda office: office.person_id != person.pk)  # the survivor's own before those of merged rows
    put_survivors(offices, "organisation")
    once: dict[tuple[Any, ...], Appointment] = {}
    for office in offices:
        once.setdefault((office.organisation_id, fold(office.title), office.start, office.end), office)
    past = sorted((office for office in once.values() if office.end), key=_newest, reverse=True)
    return [*(office for office in once.values() if not office.end), *past]


def _newest(office: Appointment) -> tuple[date, date]:
    end, start = span_of(office.end), span_of(office.start)
    return (end[1] if end else date.max, start[0] if start else date.min)


def offices_at(person: Person, on: Day) -> list[Appointment]:
    """The offices that a person held on a day, or at some time of a partial date such as `2021-06`.

    An office from 2019 to 2021-06 was held from 1 January 2019 to 30 June 2021; one without a start or an end is open
    on that side.
    """
    first, last = _span(on)
    return [office for office in offices_of(person.resolved()) if _stood(office.start, office.end, first, last)]


def office_at(person: Person, on: Day) -> Appointment | None:
    """What a person was on a day (or partial date): of several offices the first, as `offices_at` lists them."""
    return next(iter(offices_at(person, on)), None)


def people_serving(organisation: Organisation) -> list[Appointment]:
    """Offices without an end, at the organisation, of people with a public page, by pinyin; each person once."""
    serving = (
        Appointment.objects.filter(organisation__in=organisation.merged_keys(), end="")
        .select_related("person")
        .order_by("person__search_keys", "person", "sort_order")
    )
    offices = list(serving)
    put_survivors(offices, "person")
    public: dict[int, Appointment] = {}
    for office in offices:
        if office.person.has_page:
            public.setdefault(office.person_id, office)
    return sorted(public.values(), key=lambda office: office.person.search_keys)[:MOST_PEOPLE]


# Honours --------------------------------------------------------------------------------------------------------------
def honours_of(record: Person | Organisation) -> list[Conferral]:
    """The valid honours of a person or an organisation, by the award's rank, then the newest first; each once."""
    return [rows[0] for rows in _honours(record) if not any(row.is_revoked for row in rows)]


def honours_with_bodies(record: Person | Organisation) -> list[Conferral]:
    """As `honours_of`, with who confers each."""
    honours = honours_of(record)
    awards = list({honour.round.award.pk: honour.round.award for honour in honours}.values())
    if awards:
        prefetch_related_objects(awards, "bodies__organisation")
        put_survivors([body for award in awards for body in award.bodies.all()], "organisation")
    return honours


def honours_at(record: Person | Organisation, on: Day) -> list[Conferral]:
    """The honours that stood on a day, or at some time of a partial date, in the order of `honours_of`.

    An honour stands from its round's date on (known to the year: from 1 January), a revoked one until the day before
    it was revoked (known to the year: until the end of the year before), and never when that day is unknown.
    """
    first, last = _span(on)
    return [rows[0] for rows in _honours(record) if all(_honour_stood(row, first, last) for row in rows)]


def _honours(record: Person | Organisation) -> list[list[Conferral]]:
    """All honours ever conferred on the record, in the order for readers; each with its rows, two after a merge."""
    record = record.resolved()
    name = "person" if isinstance(record, Person) else "organisation"
    rows = Conferral.objects.filter(**{f"{name}__in": record.merged_keys()}).select_related("round__award")
    conferrals = list(rows.order_by("position", "pk"))
    put_survivors([conferral.round for conferral in conferrals], "award")
    honours: dict[tuple[Any, ...], list[Conferral]] = defaultdict(list)
    for conferral in conferrals:
        honours[_honour(conferral)].append(conferral)
    return sorted(honours.values(), key=lambda rows: _by_rank(rows[0]))


def _honour(conferral: Conferral) -> tuple[Any, ...]:
    """What makes two rows the same honour. Of one unit, two teams or two works may be honoured in one round."""
    given = conferral.round
    of_a_part = conferral.kind in {Conferral.Kind.TEAM, Conferral.Kind.WORK}
    part = fold(conferral.published_name) if of_a_part else ""
    return (given.award_id, given.year, fold(given.label), conferral.kind, part)


def _by_rank(conferral: Conferral) -> tuple[Any, ...]:
    given = conferral.round
    return (given.award.rank, -given.year, given.award.search_keys, given.pk, conferral.position)


def _honour_stood(conferral: Conferral, first: date, last: date) -> bool:
    given = span_of(conferral.round.effective_on)
    if given and given[0] > last:
        return False
    if not conferral.is_revoked:
        return True
    revoked = span_of(conferral.revoked_on)
    return revoked is not None and first < revoked[0]


def rounds_of(award: Award) -> list[ConferralRound]:
    """The award's rounds, the newest first, each with `honoured`, the number of its valid conferrals."""
    valid = Count("conferrals", filter=Q(conferrals__status=Conferral.Status.VALID))
    rounds = ConferralRound.objects.filter(award__in=award.merged_keys()).annotate(honoured=valid)
    found = list(rounds.order_by("-year", "-conferred_on", "-pk"))
    for given in found:
        given.award = award
    return found


def roll_of(given: ConferralRound) -> QuerySet[Conferral]:
    """The valid conferrals of a round in the order of the published roll."""
    valid = given.conferrals.filter(status=Conferral.Status.VALID)
    return valid.select_related("person", "organisation").order_by("position", "pk")


def _span(on: Day) -> tuple[date, date]:
    """First and last day asked about. Raises ValueError for a text that is no partial date."""
    if isinstance(on, date):
        return on, on
    if (span := span_of(on)) is None:
        raise ValueError(f"no date: {on!r}")
    return span


def _stood(start: str, end: str, first: date, last: date) -> bool:
    """Whether what ran from `start` to `end` (partial dates, `""` open) ran at some time from `first` to `last`."""
    begun, ended = span_of(start), span_of(end)
    return (begun is None or begun[0] <= last) and (ended is None or ended[1] >= first)


# Organisations as a tree ----------------------------------------------------------------------------------------------
@dataclass
class OrganisationTree:
    """Which organisation stands below which, by key; merged rows stand for their survivors. Made by `read()`."""

    parents: dict[int, int | None] = field(default_factory=dict)
    children: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))
    _below: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls) -> OrganisationTree:
        """The whole tree in one query of two numbers a row; siblings stand in the order of their pinyin."""
        rows = list(Organisation.objects.order_by("search_keys", "pk").values_list("pk", "parent_id", "merged_into_id"))
        merged = {key: into for key, _parent, into in rows if into}
        tree = cls()

        def survivor(key: int | None) -> int | None:
            seen = set()
            while key in merged and key not in seen:
                seen.add(key)
                key = merged[key]
            return key

        for key, parent, into in rows:
            if into is None:
                above = survivor(parent)
                tree.parents[key] = above if above != key else None
                tree.children[tree.parents[key]].append(key)
        tree._count()
        return tree

    def _count(self) -> None:
        """How many stand below each, from the leaves up; a circle, which no form lets through, counts as it is met."""
        order, level = [], self.children.get(None, [])
        while level:
            order += level
            level = [child for key in level for child in self.children.get(key, ())]
        for key in reversed(order):
            self._below[key] = sum(1 + self._below[child] for child in self.children.get(key, ()))

    def above(self, key: int) -> list[int]:
        """The organisations above, the highest first."""
        chain: list[int] = []
        parent = self.parents.get(key)
        while parent is not None and parent not in chain and parent != key:
            chain.append(parent)
            parent = self.parents.get(parent)
        return chain[::-1]

    def below(self, key: int) -> int:
        """How many organisations stand below, at all levels."""
        return self._below.get(key, 0)

    @property
    def alone(self) -> int:
        """How many organisations have nobody above them and nobody below."""
        return sum(not self.below(key) for key in self.children.get(None, ()))


@dataclass
class Branch:
    """An organisation in a tree: how many stand right below it and how many in all, and those of them to show."""

    organisation: Organisation
    direct: int
    below: int
    shown: list[Branch] = field(default_factory=list)


def branches(tree: OrganisationTree, top: int | None, levels: int, *, most: int) -> list[Branch]:
    """The organisations below `top`, `levels` deep, fewer where that would be more than `most`. One query.

    For None those that stand below none, without the many that have nobody below them either.
    """
    first = [key for key in tree.children.get(top, ()) if top is not None or tree.below(key)]
    keys, level, depth = list(first), first, 1
    while depth < levels:
        level = [child for key in level for child in tree.children.get(key, ())]
        if len(keys) + len(level) > most:
            break
        keys += level
        depth += 1
    found = organisations_by_key(keys)

    def grown(keys: list[int], depth: int) -> list[Branch]:
        return [
            Branch(
                found[key],
                len(tree.children.get(key, ())),
                tree.below(key),
                grown(tree.children.get(key, []), depth - 1) if depth > 1 else [],
            )
            for key in keys
            if key in found
        ]

    return grown(first, depth)


def organisations_by_key(keys: Iterable[int]) -> dict[int, Organisation]:
    """Organisations with what a tree shows of them, in one query however many they are."""
    shown = Organisation.objects.only("name", "short_name", "region", "level", "kind", "merged_into")
    wanted = list(keys)
    # Beyond the number of parameters that SQLite takes, read all: no more than a few thousand.
    rows = shown.filter(pk__in=wanted) if len(wanted) <= 500 else shown
    found = {row.pk: row for row in rows}
    bring_names(found.values())
    return found


# Places ---------------------------------------------------------------------------------------------------------------
def places_by_district() -> list[tuple[str, list[Place]]]:
    """All places by district, districts and places by pinyin, those without a district last."""
    groups: dict[str, list[Place]] = defaultdict(list)
    places = list(Place.objects.current().order_by("search_keys", "pk"))
    bring_names(places)
    for place in places:
        groups[place.district.strip()].append(place)
    return sorted(groups.items(), key=lambda group: (not group[0], full_pinyin(group[0]), group[0]))


def places_of(organisation: Organisation) -> list[Place]:
    """The places that the organisation runs, by pinyin."""
    places = list(Place.objects.current().filter(operator__in=organisation.merged_keys()).order_by("search_keys", "pk"))
    bring_names(places)
    return places
