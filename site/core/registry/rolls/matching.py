"""Which record each row of a list means: settled where name and unit leave no doubt, else asked of the editor.

A namesake at another unit is somebody else as often as not, so it is never linked by itself. Everything is read in a
fixed number of queries, whatever the length of the list and the size of the registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.chinese.fold import name_key
from core.registry.models import Appointment, Conferral, Organisation, Person
from core.registry.rolls.columns import Row
from core.registry.rolls.models import RollImport
from core.registry.selectors import survivors

#: Decisions beside the number of a record.
UNDECIDED, NEW, NAME_ONLY, LEAVE_OUT = "", "new", "name", "skip"
#: Numbers in one `IN (…)`.
BATCH = 5_000
#: What the fields of a conferral and an office hold.
LONGEST_NAME, LONGEST_UNIT, LONGEST_TITLE = 120, 200, 120


@dataclass(frozen=True)
class Candidate:
    """An existing record of the row's name: with what tells it apart, and whether its unit is the row's."""

    number: int
    label: str
    agrees: bool


@dataclass
class Match:
    """A row with what it may mean. `suggested` is the decision without the editor's, `decision` the one that counts."""

    place: int
    row: Row
    candidates: list[Candidate] = field(default_factory=list)
    unit: Organisation | None = None
    suggested: str = UNDECIDED
    decision: str = UNDECIDED
    remarks: list[str] = field(default_factory=list)
    #: Why the row cannot be imported as it is.
    problems: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def is_person(self) -> bool:
        return self.row["kind"] == Conferral.Kind.PERSON

    @property
    def is_open(self) -> bool:
        """Does the row wait for the editor?"""
        return self.decision != LEAVE_OUT and (self.decision == UNDECIDED or bool(self.problems))

    @property
    def linked(self) -> int | None:
        """The number of the record that the row is linked to."""
        return int(self.decision) if self.decision.isdecimal() else None

    @property
    def published_unit(self) -> str:
        """单位和职务 as the roll shows them."""
        return f"{self.row['unit']}{self.row['title']}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What an editor may decide, the candidates first."""
        found = [(str(candidate.number), candidate.label) for candidate in self.candidates]
        if self.row["kind"] != Conferral.Kind.WORK:
            found.append((NEW, _("新建人物") if self.is_person else _("新建单位")))
        return [*found, (NAME_ONLY, _("只登名称，不建档")), (LEAVE_OUT, _("不导入这一行"))]


@dataclass(frozen=True)
class Roll:
    """The whole list as it would be imported now."""

    matches: list[Match]
    #: Rounds of the same award and year that exist already, as text.
    earlier_rounds: list[str]

    @property
    def open(self) -> list[Match]:
        return [match for match in self.matches if match.is_open]

    def count(self, *decisions: str) -> int:
        return sum(match.decision in decisions for match in self.matches)

    @property
    def linked(self) -> int:
        return sum(match.linked is not None for match in self.matches)


def match_roll(roll: RollImport) -> Roll:
    """Every row of the list with its candidates and the decision that counts."""
    rows: list[Row] = roll.rows
    units = _Units.read(rows)
    people = _people(rows, roll)
    earlier, honoured = _earlier(roll)
    matches = []
    for place, row in enumerate(rows):
        match = Match(place, row, unit=units.the_one(row["unit"]))
        if match.is_person:
            match.candidates = _person_candidates(row, people.get(name_key(row["name"]), []), units)
        elif row["kind"] != Conferral.Kind.WORK:
            match.candidates = units.candidates(row["name"])
        match.suggested = _suggestion(match, roll)
        matches.append(match)
    _chosen_elsewhere(matches, roll)
    for match in matches:
        _remark(match, honoured)
    _doubles(matches)
    for match in matches:
        decided = roll.decision(match.place)
        known = {value for value, _label in match.options}
        match.decision = decided if decided in known else match.suggested
    _find_problems(matches)
    return Roll(matches, earlier)


def _suggestion(match: Match, roll: RollImport) -> str:
    agreeing = [candidate for candidate in match.candidates if candidate.agrees]
    if len(agreeing) == 1:
        return str(agreeing[0].number)
    if match.candidates:
        return UNDECIDED
    if match.is_person:
        return NEW
    wants_record = roll.new_units == RollImport.NewUnits.RECORD and match.row["kind"] != Conferral.Kind.WORK
    return NEW if wants_record else NAME_ONLY


# Units ----------------------------------------------------------------------------------------------------------------
class _Units:
    """Organisations by their names. A short name alone means another body in another city, so it counts with its
    region only.
    """

    def __init__(self) -> None:
        self.by_key: dict[str, dict[int, Organisation]] = defaultdict(dict)

    @classmethod
    def read(cls, rows: Iterable[Row]) -> _Units:
        texts = [row["unit"] for row in rows]
        texts += [row["name"] for row in rows if row["kind"] in {Conferral.Kind.ORGANISATION, Conferral.Kind.TEAM}]
        wanted = {name_key(text) for text in texts if text}
        units = cls()
        for organisation, names in _named(Organisation, wanted | set(_ends(wanted))):
            region, short = name_key(organisation.region), name_key(organisation.short_name)
            keys = {name_key(name) for name in names}
            if short and short != name_key(organisation.name):
                keys -= {short}
                if region:
                    keys |= {region + short, region.removesuffix(short[0]) + short}
            for key in keys & wanted:
                units.by_key[key][organisation.pk] = organisation
        return units

    def several(self, text: str) -> bool:
        """Do several organisations bear this name?"""
        return len(self.by_key.get(name_key(text), {})) > 1

    def the_one(self, text: str) -> Organisation | None:
        """The one organisation that `text` names; None when it names none or several."""
        found = self.by_key.get(name_key(text), {}) if text else {}
        return next(iter(found.values())) if len(found) == 1 else None

    def candidates(self, text: str) -> list[Candidate]:
        found = self.by_key.get(name_key(text), {})
        sole = len(found) == 1
        return [Candidate(unit.pk, _unit_label(unit), sole) for unit in found.values()]


def _ends(keys: Iterable[str]) -> Iterator[str]:
    """Ends of names, among which a short name behind its region stands: 临港区总工会 → … 区总工会, 总工会, 工会."""
    for key in keys:
        yield from (key[start:] for start in range(1, len(key) - 1))


def _unit_label(unit: Organisation) -> str:
    beside = "，".join(filter(None, [unit.region, unit.parent.resolved().name if unit.parent else ""]))
    return f"{unit.name}（{beside}）#{unit.pk}" if beside else f"{unit.name} #{unit.pk}"


# People ---------------------------------------------------------------------------------------------------------------
def _people(rows: Iterable[Row], roll: RollImport) -> dict[str, list[tuple[Person, list[Appointment]]]]:
    """Existing people with their offices, by the keys of all their names."""
    wanted = {name_key(row["name"]) for row in rows if row["kind"] == Conferral.Kind.PERSON}
    found = list(_named(Person, wanted))
    offices = _offices([person for person, _names in found])
    by_key: dict[str, list[tuple[Person, list[Appointment]]]] = defaultdict(list)
    for person, names in found:
        for key in {name_key(name) for name in names} & wanted:
            by_key[key].append((person, offices[person.pk]))
    return by_key


def _offices(people: list[Person]) -> dict[int, list[Appointment]]:
    """Offices of people and of what was merged into them, with the names of their organisations."""
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
    for keys in _batches(roots):
        rows = Appointment.objects.filter(person__in=keys).select_related("organisation__merged_into")
        for office in rows.prefetch_related("organisation__names").order_by("sort_order", "pk"):
            held[roots[office.person_id]].append(office)
    return held


def _person_candidates(row: Row, namesakes: list[tuple[Person, list[Appointment]]], units: _Units) -> list[Candidate]:
    """The namesakes, those of the row's unit first."""
    unit = units.the_one(row["unit"])
    candidates = []
    for person, offices in namesakes:
        texts = list(dict.fromkeys(str(office) for office in offices))
        label = f"{person.name}（{'；'.join(texts)}）#{person.pk}" if texts else f"{person.name} #{person.pk}"
        agrees = not units.several(row["unit"]) and any(_same_office(row, unit, office) for office in offices)
        candidates.append(Candidate(person.pk, label, agrees))
    return sorted(candidates, key=lambda candidate: not candidate.agrees)


def _same_office(row: Row, unit: Organisation | None, office: Appointment) -> bool:
    """Is this the unit of the row? Offices at no registered organisation hold unit and title in one text."""
    stated = name_key(row["unit"])
    if not stated:
        return False
    whole = name_key(row["unit"] + row["title"])
    if office.organisation is None:
        return name_key(office.title) in {stated, whole}
    organisation = office.organisation.resolved()
    if unit is not None and organisation.pk == unit.pk:
        return True
    names = [organisation.name, *(name.name for name in office.organisation.names.all()), office.organisation.name]
    return any(stated == name_key(name) or whole == name_key(name + office.title) for name in names)


# Both -----------------------------------------------------------------------------------------------------------------
def _named(model: type[Any], wanted: set[str]) -> Iterator[tuple[Any, list[str]]]:
    """Current records one of whose names has a wanted key, with all names that lead to them, those of merged rows too.

    Their keys are read once and compared here: a condition for each name would be a search through all of them.
    """
    rows = model.objects.current().values_list("pk", "search_keys").iterator(chunk_size=BATCH)
    numbers = [number for number, keys in rows if not wanted.isdisjoint(keys.split("|"))]
    merged = dict(model.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    below: dict[int, list[int]] = defaultdict(list)
    for key, into in merged.items():
        below[into].append(key)
    names: dict[int, list[str]] = {}
    tops = set(numbers)
    for keys in _batches([*numbers, *_all_below(numbers, below)]):
        for record in model.objects.filter(pk__in=keys).prefetch_related("names"):
            names[record.pk] = list(record.own_names())
    parent = ["parent__merged_into"] if model is Organisation else []
    for keys in _batches(tops):
        for record in model.objects.filter(pk__in=keys).select_related(*parent).order_by("search_keys", "pk"):
            of_all = [record.pk, *_all_below([record.pk], below)]
            yield record, [name for key in of_all for name in names.get(key, [])]


def _all_below(numbers: Iterable[int], below: dict[int, list[int]]) -> list[int]:
    """Rows merged into these, directly or in steps."""
    found: list[int] = []
    level = [key for number in numbers for key in below.get(number, [])]
    while level:
        found += level
        level = [key for number in level for key in below.get(number, []) if key not in found]
    return found


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _chosen_elsewhere(matches: list[Match], roll: RollImport) -> None:
    """Records that the editor looked up by another name stand among the candidates, merged ones as their survivors."""
    for model, of_people in ((Person, True), (Organisation, False)):
        chosen = {
            match.place: int(roll.decision(match.place))
            for match in matches
            if match.is_person is of_people and roll.decision(match.place).isdecimal()
        }
        found: dict[int, Any] = {}
        missing = {
            number
            for place, number in chosen.items()
            if number not in {candidate.number for candidate in matches[place].candidates}
        }
        for keys in _batches(missing):
            found |= survivors(model.objects.filter(pk__in=keys))
        if of_people and found:
            prefetch_related_objects(list(found.values()), "appointments__organisation__merged_into")
        for place, number in chosen.items():
            if survivor := found.get(number):
                match = matches[place]
                if survivor.pk not in {candidate.number for candidate in match.candidates}:
                    match.candidates.append(Candidate(survivor.pk, f"{survivor} #{survivor.pk}", False))
                roll.decisions[str(place)] = str(survivor.pk)


# What an editor should know -------------------------------------------------------------------------------------------
def _earlier(roll: RollImport) -> tuple[list[str], dict[Any, str]]:
    """Rounds of the same award and year as text; and by record or by name and unit, the round that honoured it."""
    award = roll.shown_award
    if award is None or not roll.year:
        return [], {}
    rows = Conferral.objects.filter(round__award__in=award.merged_keys(), round__year=roll.year)
    rounds: dict[int, str] = {}
    honoured: dict[Any, str] = {}
    read = ("round__award__merged_into", "person__merged_into", "organisation__merged_into")
    for row in rows.select_related(*read).order_by("round", "position"):
        text = rounds.get(row.round_id) or rounds.setdefault(row.round_id, str(row.round))
        if row.person:
            honoured["person", row.person.resolved().pk] = text
        elif row.organisation:
            honoured["organisation", row.organisation.resolved().pk] = text
        honoured[row.kind, name_key(row.published_name), name_key(row.published_unit)] = text
    return list(rounds.values()), honoured


def _remark(match: Match, honoured: dict[Any, str]) -> None:
    row = match.row
    kind = "person" if match.is_person else "organisation"
    listed = honoured.get((row["kind"], name_key(row["name"]), name_key(match.published_unit)))
    if match.suggested.isdecimal():
        listed = listed or honoured.get((kind, int(match.suggested)))
    if listed:
        match.remarks.append(_("已在“%(round)s”的名单上。") % {"round": listed})
        match.suggested = UNDECIDED
    agreeing = [candidate for candidate in match.candidates if candidate.agrees]
    if len(agreeing) > 1:
        match.remarks.append(_("同名同单位的有%(count)s条，可能重复建档。") % {"count": len(agreeing)})
    elif match.candidates and not agreeing and match.is_person:
        match.remarks.append(_("有同名的人，单位不同或没有写明，请判断是不是同一人。"))
    elif len(match.candidates) > 1:
        match.remarks.append(_("叫这个名称的单位不止一个。"))


def _doubles(matches: list[Match]) -> None:
    """A row that repeats an earlier one of the list waits for the editor."""
    seen: dict[tuple[str, str, str], Match] = {}
    for match in matches:
        row = match.row
        key = (row["kind"], name_key(row["name"]), name_key(match.published_unit))
        if (first := seen.setdefault(key, match)) is not match:
            match.remarks.append(_("与第%(number)s条重复。") % {"number": first.number})
            match.suggested = UNDECIDED


def _find_problems(matches: list[Match]) -> None:
    linked: dict[tuple[bool, int], Match] = {}
    for match in matches:
        row = match.row
        if match.decision == LEAVE_OUT:
            continue
        for text, most, what in (
            (row["name"], LONGEST_NAME, _("姓名或名称")),
            (match.published_unit, LONGEST_UNIT, _("单位和职务")),
            (row["honour"], LONGEST_TITLE, _("称号")),
        ):
            if len(text) > most:
                match.problems.append(_("%(what)s超过%(most)s字，请改短。") % {"what": what, "most": most})
        if match.decision == NEW and match.is_person and len(office_title(match)) > LONGEST_TITLE:
            match.problems.append(_("单位和职务超过%(most)s字，建档写不下，请改短。") % {"most": LONGEST_TITLE})
        if match.linked is not None and match.row["kind"] != Conferral.Kind.TEAM:
            first = linked.setdefault((match.is_person, match.linked), match)
            if first is not match:
                match.problems.append(_("和第%(number)s条选了同一个条目。") % {"number": first.number})


def office_title(match: Match) -> str:
    """The title of a new person's office: the unit's name stands in it when the unit is no registered one."""
    return match.row["title"] if match.unit is not None else match.published_unit
