"""Which records stated names mean: units by their names, people with the offices that tell them apart.

One rule for imported lists and for the short forms of choosers. Everything is read in a fixed number of queries,
whatever the number of names and the size of the registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from core.chinese.fold import name_key
from core.dates import span_of
from core.registry.models import Appointment, Organisation, Person

#: Numbers in one `IN (…)`.
BATCH = 5_000


# Units ----------------------------------------------------------------------------------------------------------------
class Units:
    """Organisations by their names. A short name alone means another body in another city, so it counts with its
    region only.
    """

    def __init__(self) -> None:
        self.by_key: dict[str, dict[int, Organisation]] = defaultdict(dict)

    @classmethod
    def read(cls, texts: Iterable[str]) -> Units:
        """The organisations that any of `texts` means."""
        wanted = {name_key(text) for text in texts} - {""}
        units = cls()
        for organisation, rows in named(Organisation, wanted | set(_ends(wanted))):
            short_only = {name_key(row.short_name) for row in rows} - {name_key(rows[0].name)}
            with_region = {key for row in rows for key in _region_keys(row)}
            keys = {name_key(name) for row in rows for name in row.own_names()} - short_only
            for key in (keys | with_region) & wanted:
                units.by_key[key][organisation.pk] = organisation
        return units

    def all_of(self, text: str) -> list[Organisation]:
        """Every organisation that `text` names."""
        return list(self.by_key.get(name_key(text), {}).values())

    def the_one(self, text: str) -> Organisation | None:
        """The one organisation that `text` names; None when it names none or several."""
        found = self.all_of(text)
        return found[0] if len(found) == 1 else None


def _region_keys(row: Organisation) -> set[str]:
    """A short name behind its region."""
    region, short = name_key(row.region), name_key(row.short_name)
    return {region + short, region.removesuffix(short[0]) + short} if short and region else set()


def _ends(keys: Iterable[str]) -> Iterator[str]:
    """Ends of names, among which a short name behind its region stands: 临港区总工会 → … 区总工会, 总工会, 工会."""
    for key in keys:
        yield from (key[start:] for start in range(1, len(key) - 1))


# Offices --------------------------------------------------------------------------------------------------------------
def offices_by_person(people: Iterable[Person]) -> dict[int, list[Appointment]]:
    """Offices of people and of what was merged into them, by the person's key, with the names of the organisations."""
    roots = {person.pk: person.pk for person in people}
    merged = dict(Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    for key in merged:
        root, seen = key, set()
        while root in merged and root not in seen:
            seen.add(root)
            root = merged[root]
        if root in roots:
            roots[key] = root
    held: dict[int, list[Appointment]] = defaultdict(list)
    for keys in batches(roots):
        rows = Appointment.objects.filter(person__in=keys).select_related("organisation__merged_into")
        for office in rows.prefetch_related("organisation__names").order_by("sort_order", "pk"):
            held[roots[office.person_id]].append(office)
    return held


def at_unit(office: Appointment, text: str, title: str, unit: Organisation | None) -> bool:
    """Is the office at the unit that `text` states, `unit` where the registry knows it?

    An office at no registered organisation holds unit and title in one text.
    """
    stated = name_key(text)
    if not stated:
        return False
    whole = name_key(text + title)
    if office.organisation is None:
        return name_key(office.title) in {stated, whole}
    organisation = office.organisation.resolved()
    if unit is not None and organisation.pk == unit.pk:
        return True
    names = [organisation.name, *(name.name for name in office.organisation.names.all()), office.organisation.name]
    return any(stated == name_key(name) or whole == name_key(name + office.title) for name in names)


def held_in(office: Appointment, year: int | None) -> bool:
    """Was the office held at some time of the year, as far as known?"""
    if year is None:
        return True
    begun, ended = span_of(office.start), span_of(office.end)
    return (begun is None or begun[0].year <= year) and (ended is None or ended[1].year >= year)


# Both -----------------------------------------------------------------------------------------------------------------
def named(model: type[Any], wanted: set[str]) -> Iterator[tuple[Any, list[Any]]]:
    """Current records one of whose names has a wanted key, each with all rows that lead to it: its own first, then
    those merged into it.

    Their keys are read once and compared here: a condition for each name would be a search through all of them.
    """
    rows = model.objects.current().values_list("pk", "search_keys").iterator(chunk_size=BATCH)
    numbers = [number for number, keys in rows if not wanted.isdisjoint(keys.split("|"))]
    merged = dict(model.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    below: dict[int, list[int]] = defaultdict(list)
    for key, into in merged.items():
        below[into].append(key)
    read: dict[int, Any] = {}
    tops = set(numbers)
    for keys in batches([*numbers, *_all_below(numbers, below)]):
        read |= {record.pk: record for record in model.objects.filter(pk__in=keys).prefetch_related("names")}
    parent = ["parent__merged_into"] if model is Organisation else []
    for keys in batches(tops):
        for record in model.objects.filter(pk__in=keys).select_related(*parent).order_by("search_keys", "pk"):
            of_all = [record.pk, *_all_below([record.pk], below)]
            yield record, [read[key] for key in of_all if key in read]


def _all_below(numbers: Iterable[int], below: dict[int, list[int]]) -> list[int]:
    """Rows merged into these, directly or in steps."""
    found: list[int] = []
    level = [key for number in numbers for key in below.get(number, [])]
    while level:
        found += level
        level = [key for number in level for key in below.get(number, []) if key not in found]
    return found


def batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """The keys in order, no more at a time than a database takes in one query."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
