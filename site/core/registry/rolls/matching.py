"""Which record each row of a list means: settled where name and unit leave no doubt, else asked of the editor.

A namesake at another unit, or at this one in another time, is somebody else as often as not, so it is never linked by
itself. Everything is read in a fixed number of queries, whatever the length of the list and the size of the registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.chinese.fold import name_key
from core.registry.known_names import Units, at_unit, batches, held_in, named, offices_by_person
from core.registry.models import Appointment, Conferral, Organisation, Person
from core.registry.rolls.columns import Row, person_name
from core.registry.rolls.models import RollImport
from core.registry.selectors import survivors

#: Decisions beside the number of a record.
UNDECIDED, NEW, NAME_ONLY, LEAVE_OUT = "", "new", "name", "skip"
#: What the fields of a conferral and an office hold.
LONGEST_NAME, LONGEST_UNIT, LONGEST_TITLE = 120, 200, 120


@dataclass(frozen=True)
class Candidate:
    """An existing record of the row's name: with what tells it apart, and whether its unit is the row's.

    `other_time`: it was at the unit, but not in the year of the round. `has_page`: readers may open its page.
    """

    number: int
    label: str
    agrees: bool
    other_time: bool = False
    has_page: bool = True


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
    def name(self) -> str:
        """The name that a record of the row bears: a person's without what the decision notes behind it."""
        return person_name(self.row["name"]) if self.is_person else self.row["name"]

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
    units = _units(rows)
    matches = [Match(place, row, unit=units.the_one(row["unit"])) for place, row in enumerate(rows)]
    people = _people(matches)
    earlier, honoured = _earlier(roll)
    for match in matches:
        if match.is_person:
            keys = dict.fromkeys(map(name_key, (match.name, match.row["name"])))
            namesakes = {person.pk: (person, offices) for key in keys for person, offices in people.get(key, [])}
            match.candidates = _person_candidates(match, list(namesakes.values()), units, roll.year)
        elif match.row["kind"] != Conferral.Kind.WORK:
            match.candidates = _unit_candidates(units.all_of(match.name))
        match.suggested = _suggestion(match, roll)
    _chosen_elsewhere(matches, roll)
    for match in matches:
        _remark(match, honoured)
    _doubles(matches)
    for match in matches:
        decided = roll.decision(match.place)
        known = {value for value, _label in match.options}
        match.decision = decided if decided in known else match.suggested
        _remark_hidden(match)
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
def _units(rows: Iterable[Row]) -> Units:
    """The organisations that the rows name, as somebody's unit or as the honoured."""
    texts = [row["unit"] for row in rows]
    texts += [row["name"] for row in rows if row["kind"] in {Conferral.Kind.ORGANISATION, Conferral.Kind.TEAM}]
    return Units.read(texts)


def _unit_candidates(found: list[Organisation]) -> list[Candidate]:
    return [Candidate(unit.pk, _unit_label(unit), len(found) == 1) for unit in found]


def _unit_label(unit: Organisation) -> str:
    beside = "，".join(filter(None, [unit.region, unit.parent.resolved().name if unit.parent else ""]))
    return f"{unit.name}（{beside}）#{unit.pk}" if beside else f"{unit.name} #{unit.pk}"


# People ---------------------------------------------------------------------------------------------------------------
def _people(matches: Iterable[Match]) -> dict[str, list[tuple[Person, list[Appointment]]]]:
    """Existing people with their offices, by the keys of all their names."""
    wanted = {name_key(name) for match in matches if match.is_person for name in (match.name, match.row["name"])}
    found = list(named(Person, wanted))
    offices = offices_by_person(person for person, _rows in found)
    by_key: dict[str, list[tuple[Person, list[Appointment]]]] = defaultdict(list)
    for person, rows in found:
        for key in {name_key(name) for row in rows for name in row.own_names()} & wanted:
            by_key[key].append((person, offices[person.pk]))
    return by_key


def _person_candidates(
    match: Match, namesakes: list[tuple[Person, list[Appointment]]], units: Units, year: int | None
) -> list[Candidate]:
    """The namesakes, those who were at the row's unit in the year first."""
    text, title = match.row["unit"], match.row["title"]
    ambiguous = len(units.all_of(text)) > 1
    candidates = []
    for person, offices in namesakes:
        there = [] if ambiguous else [office for office in offices if at_unit(office, text, title, match.unit)]
        agrees = any(held_in(office, year) for office in there)
        label = _person_label(person, offices)
        other_time = bool(there) and not agrees
        candidates.append(Candidate(person.pk, label, agrees, other_time=other_time, has_page=person.has_page))
    return sorted(candidates, key=lambda candidate: (not candidate.agrees, not candidate.other_time))


def _person_label(person: Person, offices: list[Appointment]) -> str:
    """The name with all offices, each with when it was held, which tells two people of one name and unit apart."""
    texts = dict.fromkeys(f"{office}，{office.period}" if office.period else str(office) for office in offices)
    return f"{person.name}（{'；'.join(texts)}）#{person.pk}" if texts else f"{person.name} #{person.pk}"


# Both -----------------------------------------------------------------------------------------------------------------
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
        for keys in batches(missing):
            found |= survivors(model.objects.filter(pk__in=keys))
        if of_people and found:
            prefetch_related_objects(list(found.values()), "appointments__organisation__merged_into")
        for place, number in chosen.items():
            if survivor := found.get(number):
                match = matches[place]
                if survivor.pk not in {candidate.number for candidate in match.candidates}:
                    has_page = not of_people or survivor.has_page
                    match.candidates.append(
                        Candidate(survivor.pk, f"{survivor} #{survivor.pk}", False, has_page=has_page)
                    )
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
        honoured[row.kind, _listed_name(row.kind, row.published_name), name_key(row.published_unit)] = text
    return list(rounds.values()), honoured


def _listed_name(kind: str, published: str) -> str:
    """The key under which a line of a roll is compared with a row."""
    return name_key(person_name(published) if kind == Conferral.Kind.PERSON else published)


def _remark(match: Match, honoured: dict[Any, str]) -> None:
    row = match.row
    kind = "person" if match.is_person else "organisation"
    listed = honoured.get((row["kind"], name_key(match.name), name_key(match.published_unit)))
    if match.suggested.isdecimal():
        listed = listed or honoured.get((kind, int(match.suggested)))
    if listed:
        match.remarks.append(_("已在“%(round)s”的名单上。") % {"round": listed})
        match.suggested = UNDECIDED
    agreeing = [candidate for candidate in match.candidates if candidate.agrees]
    if len(agreeing) > 1:
        match.remarks.append(_("同名同单位的有%(count)s条，可能重复建档。") % {"count": len(agreeing)})
    elif not agreeing and any(candidate.other_time for candidate in match.candidates):
        match.remarks.append(_("有同名同单位的人，任职时间与表彰年度对不上，请判断是不是同一人。"))
    elif match.candidates and not agreeing and match.is_person:
        match.remarks.append(_("有同名的人，单位不同或没有写明，请判断是不是同一人。"))
    elif len(match.candidates) > 1:
        match.remarks.append(_("叫这个名称的单位不止一个。"))


def _remark_hidden(match: Match) -> None:
    """People on file keep their page hidden when they are honoured: whether readers may see it, the editor decides."""
    meant = match.candidates if match.decision == UNDECIDED else _linked_candidate(match)
    if hidden := [f"#{candidate.number}" for candidate in meant if not candidate.has_page]:
        said = _("%(numbers)s没有公开人物页，导入后仍不公开；要公开，请到人物条目里勾选。")
        match.remarks.append(said % {"numbers": "、".join(hidden)})


def _linked_candidate(match: Match) -> list[Candidate]:
    return [candidate for candidate in match.candidates if candidate.number == match.linked]


def _doubles(matches: list[Match]) -> None:
    """A row that repeats an earlier one of the list waits for the editor: a person by name and unit, under whatever
    title.
    """
    seen: dict[tuple[str, str, str], Match] = {}
    for match in matches:
        key = (match.row["kind"], name_key(match.name), _place_in_list(match))
        if (first := seen.setdefault(key, match)) is not match:
            match.remarks.append(_("与第%(number)s条重复。") % {"number": first.number})
            match.suggested = UNDECIDED


def _place_in_list(match: Match) -> str:
    """What tells a row from another of its name: a person's unit, by whatever name, else all that the list says."""
    if not match.is_person or not match.row["unit"]:
        return name_key(match.published_unit)
    return f"#{match.unit.pk}" if match.unit else name_key(match.row["unit"])


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
