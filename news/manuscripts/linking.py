"""Which people and organisations of the registry a text names for certain.

A name alone links nobody: a person is linked when the text also names the unit of one of their appointments and no
second person of that name fits; an organisation by its full name, or its recorded alias, when exactly one bears it.
A unit's short name tells people apart only where it can mean no other body: 市总工会 is another one in each city.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.registry.known_names import offices_by_person
from core.registry.models import Appointment, Organisation, Person

#: What a short name begins with that says its level and not its name: 市总工会, 区职工新闻中心, 街道总工会.
LEVELS = ("省", "市", "州", "盟", "区", "县", "旗", "镇", "乡", "街道")
#: A shorter one than this stands in too many other words.
SHORTEST = 4


@dataclass
class Linked:
    """Records that a text names, each once, in the order of their first mention."""

    people: list[Person] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)


@dataclass
class Registry:
    """The registry's names, read once for a run of imports."""

    people: dict[str, list[Person]]
    offices: dict[int, list[Appointment]]
    organisations: dict[str, list[Organisation]]
    #: By an organisation's key: what it is called in short, where that means it alone.
    short_names: dict[int, list[str]]

    @classmethod
    def read(cls) -> Registry:
        people: dict[str, list[Person]] = defaultdict(list)
        everybody = list(Person.objects.current())
        for person in everybody:
            for name in [person.name, *person.alias_list]:
                people[name].append(person)
        organisations: dict[str, list[Organisation]] = defaultdict(list)
        bearing: dict[str, set[int]] = defaultdict(set)
        for organisation in Organisation.objects.current():
            for name in {organisation.name, *organisation.alias_list}:
                organisations[name].append(organisation)
            for name in in_short(organisation):
                bearing[name].add(organisation.pk)
        short_names: dict[int, list[str]] = defaultdict(list)
        for name, keys in bearing.items():
            if len(keys) == 1:
                short_names[keys.pop()].append(name)
        return cls(people, offices_by_person(everybody), organisations, short_names)

    def named_in(self, text: str, position: str = "") -> Linked:
        """Records named in `text`; `position` is the author's unit and post, which counts as text."""
        whole = f"{position}\n{text}"
        linked = Linked(organisations=unique(self.mentioned(self.organisations, whole)))
        units = {organisation.pk for organisation in linked.organisations}
        linked.people = unique(
            [p for p in namesakes if self.works_at_one_of(p, units, whole)]
            for namesakes in self.mentioned(self.people, whole)
        )
        return linked

    def author(self, name: str, affiliation: str) -> Person | None:
        """The one person of this name whose unit the printed affiliation names; None when none or several fit."""
        named = {o.pk for found in self.mentioned(self.organisations, affiliation) for o in found}
        fitting = [p for p in self.people.get(name, []) if self.works_at_one_of(p, named, affiliation)]
        return fitting[0] if len(fitting) == 1 else None

    def works_at_one_of(self, person: Person, organisations: set[int], text: str) -> bool:
        """Does one of the person's units stand in the text, by full name or by a short one that means no other?"""
        units = (office.organisation.resolved() for office in self.offices.get(person.pk, ()) if office.organisation)
        return any(
            unit.pk in organisations or any(name in text for name in self.short_names.get(unit.pk, ()))
            for unit in units
        )

    @staticmethod
    def mentioned(names: dict[str, list], text: str) -> list[list]:
        """The records of every name that stands in `text`, not only inside a longer one, in the order of places."""
        found: list[tuple[int, list]] = []
        taken: list[tuple[int, int]] = []
        for name in sorted((name for name in names if name in text), key=len, reverse=True):
            spans = [match.span() for match in re.finditer(re.escape(name), text)]
            free = [(start, end) for start, end in spans if not any(a <= start and end <= b for a, b in taken)]
            if free:
                found.append((free[0][0], names[name]))
                taken += free
        found.sort(key=lambda hit: hit[0])
        return [records for _, records in found]


def in_short(organisation: Organisation) -> set[str]:
    """How a text may write it in short: behind its region, and by the short name alone where that is a name."""
    short, region = organisation.short_name.strip(), organisation.region.strip()
    if not short:
        return set()
    written = {region + short, region.removesuffix(short[0]) + short} if region else set()
    if not short.startswith(LEVELS):
        written.add(short)
    return {name for name in written if len(name) >= SHORTEST}


def unique(candidates: Iterable[list]) -> list:
    """Of each list of namesakes the single one that fits; a name that fits several links nobody."""
    chosen: dict[int, object] = {}
    for namesakes in candidates:
        if len(namesakes) == 1:
            chosen.setdefault(namesakes[0].pk, namesakes[0])
    return list(chosen.values())
