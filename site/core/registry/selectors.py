"""Queries on the registry that more than one view needs. What they cost does not depend on how many rows they find.

Rows that were merged into another count as that one's: what they name, were or received is the survivor's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import starmap
from typing import Any, NamedTuple, TypeVar

from django.db.models import Case, Count, Prefetch, Q, QuerySet, Subquery, When, prefetch_related_objects
from django.utils import timezone

from core.chinese.fold import fold
from core.chinese.pinyin import full_pinyin
from core.dates import span_of
from core.registry.merged import whose, with_merged
from core.registry.models import (
    Appointment,
    Award,
    AwardBody,
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


# Merged rows ----------------------------------------------------------------------------------------------------------
def survivors(records: Iterable[Record | None]) -> dict[int, Record]:
    """By key: what each of `records` (all of one kind) was merged into in the end, or the record itself.

    One query a step of merging, none where nothing was merged.
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
    return found


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
    return offices_by_person([person])[person.pk]


def put_offices(people: Iterable[Person], on: Day) -> None:
    """Put on each person, as `office`, what they were on a day: see `office_at`. One query for any number of people.

    The people are no merged rows.
    """
    held = offices_by_person(people)
    for person in people:
        person.office = first_held(held[person.pk], on)


def offices_by_person(people: Iterable[Person]) -> dict[int, list[Appointment]]:
    """By key: the offices of each person as `offices_of` has them.

    One query for any number of people; more only where something was merged, one a step.
    """
    keys = {person.pk for person in people}
    if not keys:
        return {}
    rows = Appointment.objects.filter(person__in=with_merged(Person, keys)).select_related("organisation")
    offices = list(rows.order_by("sort_order", "pk"))
    put_survivors(offices, "organisation")
    ends = whose(Person, keys, {office.person_id for office in offices})
    held: dict[int, list[Appointment]] = {key: [] for key in keys}
    for office in offices:
        held[ends[office.person_id]].append(office)
    return {key: _in_order(key, offices) for key, offices in held.items()}


def _in_order(key: int, offices: list[Appointment]) -> list[Appointment]:
    """The offices of one person and of what was merged into them, in the order for readers, each once."""
    offices.sort(key=lambda office: office.person_id != key)  # the survivor's own before those of merged rows
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
    return first_held(offices_of(person.resolved()), on)


def first_held(offices: Iterable[Appointment], on: Day) -> Appointment | None:
    """The first of a person's offices that was held on a day (or partial date)."""
    first, last = _span(on)
    return next((office for office in offices if _stood(office.start, office.end, first, last)), None)


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
    """The valid honours of a person or an organisation, by the award's rank, then the newest first; each once.

    Of two rows that became the same honour by merging one may be revoked: the other stands, here as on the roll.
    """
    return _honours(record, lambda conferral: not conferral.is_revoked)


def honours_with_bodies(record: Person | Organisation) -> list[Conferral]:
    """As `honours_of`, with who confers each."""
    honours = honours_of(record)
    awards = list({honour.round.award.pk: honour.round.award for honour in honours}.values())
    if awards:
        bodies = AwardBody.objects.select_related("organisation")
        prefetch_related_objects(awards, Prefetch("bodies", bodies))
        put_survivors([body for award in awards for body in award.bodies.all()], "organisation")
    return honours


def honours_at(record: Person | Organisation, on: Day) -> list[Conferral]:
    """The honours that stood on a day, or at some time of a partial date, in the order of `honours_of`.

    An honour stands from its round's date on (known to the year: from 1 January), a revoked one until the day before
    it was revoked (known to the year: until the end of the year before), and never when that day is unknown.
    """
    first, last = _span(on)
    return _honours(record, lambda conferral: _honour_stood(conferral, first, last))


def _honours(record: Person | Organisation, stands: Callable[[Conferral], bool]) -> list[Conferral]:
    """The honours of the record that stand by one of their rows (a merge may give two), in the order for readers."""
    record = record.resolved()
    name = "person" if isinstance(record, Person) else "organisation"
    own = with_merged(type(record), [record.pk])
    rows = Conferral.objects.filter(**{f"{name}__in": own}).select_related("round__award")
    conferrals = [conferral for conferral in rows.order_by("position", "pk") if stands(conferral)]
    put_survivors([conferral.round for conferral in conferrals], "award")
    honours: dict[tuple[Any, ...], Conferral] = {}
    for conferral in conferrals:
        given = conferral.round
        same = same_honour(given.award, given.year, given.label, conferral.kind, conferral.published_name)
        honours.setdefault(same, conferral)
    return sorted(honours.values(), key=_by_rank)


def _by_rank(conferral: Conferral) -> tuple[Any, ...]:
    given = conferral.round
    return order_of_honour(given.award, given.year, given.pk, conferral.position)


def same_honour(award: Award, year: int, label: str, kind: str, published_name: str) -> tuple[Any, ...]:
    """What makes two conferrals on one record the same honour; `award`: what the round's award was merged into.

    Of one unit, two teams or two works may be honoured in one round.
    """
    return (award.pk, year, fold(label), kind, fold(published_name) if kind in Conferral.PARTS else "")


def order_of_honour(award: Award, year: int, given: int, position: int) -> tuple[Any, ...]:
    """By rank, then the newest; then by the award's pinyin, the round and the place on its roll."""
    return (award.rank, -year, award.search_keys, given, position)


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
    """The valid conferrals of a round in the order of the published roll, each kind in one part.

    A list may name units among people: the kind whose first line stands first comes first.
    """
    valid = given.conferrals.filter(status=Conferral.Status.VALID)
    # A subquery for each kind is answered once; a window over the rows takes 50 ms of 5,000.
    of_kind = ((kind, valid.filter(kind=kind).order_by("position")) for kind in Conferral.Kind.values)
    part = Case(*(When(kind=kind, then=Subquery(lines.values("position")[:1])) for kind, lines in of_kind))
    return valid.select_related("person", "organisation").order_by(part, "kind", "position", "pk")


def _span(on: Day) -> tuple[date, date]:
    """First and last day asked about, of a moment the newsroom's day. Raises ValueError for a text that is no date."""
    if isinstance(on, datetime):
        on = timezone.localdate(on, timezone.get_default_timezone()) if timezone.is_aware(on) else on.date()
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


class TreeRow(NamedTuple):
    """What a tree shows of an organisation: models would take most of the time that thousands of them take."""

    pk: int
    name: str
    short_name: str
    region: str
    level: str


@dataclass
class Branch:
    """An organisation in a tree: how many stand right below it and how many in all, and those of them to show."""

    organisation: TreeRow
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
    found = {row.pk: row for row in starmap(TreeRow, shown_rows(keys).values_list(*TreeRow._fields))}

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
    shown = ("name", "names_by_language", "short_name", "region", "level", "kind", "merged_into")
    return {row.pk: row for row in shown_rows(keys).only(*shown)}


def shown_rows(keys: Iterable[int]) -> QuerySet[Organisation]:
    """The organisations with these keys; beyond the number of parameters that SQLite takes all, some thousands."""
    wanted = list(keys)
    return Organisation.objects.filter(pk__in=wanted) if len(wanted) <= 500 else Organisation.objects.all()


# Places ---------------------------------------------------------------------------------------------------------------
def places_by_district() -> list[tuple[str, list[Place]]]:
    """All places by district, districts and places by pinyin, those without a district last."""
    groups: dict[str, list[Place]] = defaultdict(list)
    for place in Place.objects.current().order_by("search_keys", "pk"):
        groups[place.district.strip()].append(place)
    return sorted(groups.items(), key=lambda group: (not group[0], full_pinyin(group[0]), group[0]))


def places_of(organisation: Organisation) -> list[Place]:
    """The places that the organisation runs, by pinyin."""
    run_by_it = Place.objects.current().filter(operator__in=organisation.merged_keys())
    return list(run_by_it.order_by("search_keys", "pk"))
