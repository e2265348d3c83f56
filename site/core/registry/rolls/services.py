"""Confirming a list: one transaction makes the round, its conferrals in published order and the records they need.

Undoing takes back what was made, as long as nothing else names it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.chinese.fold import fold
from core.gathering import made_in_bulk, saved_together
from core.registry.models import (
    Appointment,
    Award,
    Conferral,
    ConferralRound,
    Organisation,
    Person,
    RegistryRecord,
)
from core.registry.rolls.columns import Layout, recognised, rows_of, said_above
from core.registry.rolls.matching import LEAVE_OUT, NEW, Match, Roll, match_roll, office_title
from core.registry.rolls.models import RollImport
from core.registry.rolls.reading import Table
from core.registry.usage import numbers_in_revisions

#: How long an import can be undone.
UNDO_DAYS = 30
#: Digits of the largest number that a database keeps.
LONGEST_DECISION = 18
IMPORTED, IMPORT_UNDONE = "core.import_roll", "core.undo_import_roll"


class RollRefused(Exception):
    """The list cannot be imported, or not be taken back; the message says why."""


def start_import(*, table: Table, file_name: str, user: Any) -> RollImport:
    """Store a list as it was read; its columns are recognised by their headers, or left for the editor to say."""
    roll = RollImport(table=table, file_name=file_name, created_by=user)
    layout = recognised(table)
    roll.kind = layout.kind
    if layout.columns:
        _lay_out(roll, layout)
        roll.year, roll.document_number = said_above(table, layout.first_row)
    roll.save()
    return roll


def set_columns(*, roll: RollImport, columns: dict[str, int], first_row: int) -> None:
    """Read the list anew with these columns (field → column from 0). Decisions of the former reading are dropped."""
    with transaction.atomic():
        _locked(roll)
        _lay_out(roll, Layout(columns, first_row, roll.kind))
        roll.decisions = {}
        roll.save()


def _lay_out(roll: RollImport, layout: Layout) -> None:
    roll.columns, roll.first_row = layout.columns, layout.first_row
    roll.rows, roll.left_out = rows_of(roll.table, layout)


def save_details(*, roll: RollImport) -> None:
    """Store which round it is. When the list turns out to be of another kind, it is read anew."""
    with transaction.atomic():
        before = _locked(roll)
        if before.kind != roll.kind:
            _lay_out(roll, Layout(roll.columns, roll.first_row, roll.kind))
            roll.decisions = {}
        roll.save()


def decide(*, roll: RollImport, decisions: dict[int, str]) -> None:
    """Keep decisions by the rows' places; the others stay as they are, and so does what no decision can be.

    What an editor was only proposed is no decision: kept as one, it would outlive what it was proposed for.
    """
    with transaction.atomic():
        row = _locked(roll)
        row.decisions |= {str(place): text for place, text in decisions.items() if 0 < len(text) <= LONGEST_DECISION}
        row.save(update_fields=["decisions"])
    roll.decisions = row.decisions


def change_row(*, roll: RollImport, place: int, values: dict[str, str], decision: str) -> None:
    """Correct a row of the list as it will be published, and what it means."""
    with transaction.atomic():
        row = _locked(roll)
        row.rows[place] = {**row.rows[place], **values}
        row.decisions[str(place)] = decision
        row.save(update_fields=["rows", "decisions"])
    roll.rows, roll.decisions = row.rows, row.decisions


def fingerprint(matched: Roll) -> str:
    """What the registry says of the list, in short: the same as long as it would be proposed to an editor alike."""
    text = "|".join(f"{match.suggested}:{match.unit.pk if match.unit else ''}:{match.row}" for match in matched.matches)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _locked(roll: RollImport) -> RollImport:
    row = RollImport.objects.select_for_update().filter(pk=roll.pk).first()
    if row is None or row.state != RollImport.State.OPEN:
        raise RollRefused(_("这份名单已经导入或删除，不能再改。"))
    return row


# Confirming -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def confirm_roll(*, roll: RollImport, user: Any, seen: str | None = None) -> ConferralRound:
    """Make the round of the list. Raises RollRefused; nothing is made then.

    `seen` is the fingerprint of the preview that the editor confirms: when the registry has changed since so that
    other records would be proposed, the list is to be looked at again.
    """
    row = _locked(roll)
    if not row.has_details:
        raise RollRefused(_("请先填写是哪次表彰。"))
    matched = match_roll(row)
    if seen is not None and seen != fingerprint(matched):
        raise RollRefused(_("名单的对照结果有变化，请再看一遍后确认。"))
    if matched.open:
        raise RollRefused(_("还有%(count)s条没有决定。") % {"count": len(matched.open)})
    taken = [match for match in matched.matches if match.decision != LEAVE_OUT]
    if not taken:
        raise RollRefused(_("名单上没有要导入的条目。"))
    award, made_award = _award(row)
    given = _round(row, award)
    with disable_reference_index_auto_update():
        people = _new_people([match for match in taken if match.is_person and match.decision == NEW], given)
        units = _new_units([match for match in taken if not match.is_person and match.decision == NEW])
        conferrals = _conferrals(taken, given, people, units)
    index_references([*people.values(), *units.values(), *conferrals])
    saved_together.send(sender=None, instances=honoured(conferrals))  # rows in bulk tell nobody that they were saved
    made_in_bulk.send(sender=None, instances=[*people.values(), *units.values()])
    row.state, row.round, row.confirmed_at = RollImport.State.DONE, given, timezone.now()
    row.made = {
        "people": [person.pk for person in people.values()],
        "organisations": [unit.pk for unit in units.values()],
        "conferrals": [conferral.pk for conferral in conferrals],
        "award": award.pk if made_award else None,
    }
    row.decisions = {str(match.place): match.decision for match in matched.matches}
    # The list's other columns hold telephone and identity numbers: they are kept no longer than they are needed.
    row.table, row.left_out = [], []
    row.save()
    counts = {"conferrals": len(conferrals), "people": len(people), "organisations": len(units)}
    log(given, IMPORTED, user=user, data=counts)
    roll.refresh_from_db()
    return given


def honoured(conferrals: Iterable[Conferral]) -> list[Person | Organisation]:
    """Whoever received these, each once."""
    people = {row.person_id for row in conferrals if row.person_id is not None}
    units = {row.organisation_id for row in conferrals if row.organisation_id is not None}
    return [*Person.objects.filter(pk__in=people), *Organisation.objects.filter(pk__in=units)]


def _award(roll: RollImport) -> tuple[Award, bool]:
    """The award, and whether it was made for the list."""
    if award := roll.shown_award:
        return award, False
    return Award.objects.create(name=roll.award_name, rank=roll.award_rank), True


def _round(roll: RollImport, award: Award) -> ConferralRound:
    year = roll.year
    assert year is not None
    given = ConferralRound(
        award=award,
        year=year,
        label=roll.label,
        conferred_on=roll.conferred_on,
        document_number=roll.document_number,
        document=roll.document,
        source=roll.source,
    )
    if there := given.double():
        raise RollRefused(_("“%(round)s”已有名单。请写明届次或批次，或先查看已有的名单。") % {"round": there})
    given.save()
    return given


def _new_people(matches: list[Match], given: ConferralRound) -> dict[int, Person]:
    """People by the place of their row, each with the office that the list states. They have a public page."""
    people = {match.place: Person(name=match.name, public_page=True) for match in matches}
    for person in people.values():
        person.search_keys = person.build_search_keys()
    Person.objects.bulk_create(people.values())
    source = (given.document_number or str(given))[:240]
    offices = [
        Appointment(
            person=people[match.place], organisation=match.unit, title=office_title(match), source=source, sort_order=0
        )
        for match in matches
        if match.published_unit
    ]
    Appointment.objects.bulk_create(offices)
    return people


def _new_units(matches: list[Match]) -> dict[int, Organisation]:
    """Organisations by the place of their row, below the unit that the list states."""
    units = {}
    for match in matches:
        team = match.row["kind"] == Conferral.Kind.TEAM
        kind = Organisation.Kind.STUDIO if team else Organisation.Kind.OTHER
        unit = Organisation(name=match.row["name"], kind=kind, parent=match.unit)
        unit.search_keys = unit.build_search_keys()
        units[match.place] = unit
    Organisation.objects.bulk_create(units.values())
    return units


def _conferrals(
    matches: list[Match], given: ConferralRound, people: dict[int, Person], units: dict[int, Organisation]
) -> list[Conferral]:
    award = fold(given.award.name)
    rows = []
    for position, match in enumerate(matches, start=1):
        row = match.row
        conferral = Conferral(
            round=given,
            position=position,
            kind=row["kind"],
            published_name=row["name"],
            published_unit=match.published_unit,
            published_title=row["honour"] if fold(row["honour"]) != award else "",
        )
        made = people.get(match.place) or units.get(match.place)
        number = made.pk if made else match.linked
        if match.is_person:
            conferral.person_id = number
        elif row["kind"] != Conferral.Kind.WORK:
            conferral.organisation_id = number
        rows.append(conferral)
    return Conferral.objects.bulk_create(rows)


def index_references(things: Iterable[models.Model]) -> None:
    """Enter new rows into Wagtail's reference index in bulk, as its signal would one by one. Four queries a kind."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for thing in things:
        by_model.setdefault(type(thing), []).append(thing)
    for model, rows in by_model.items():
        if not ReferenceIndex.is_indexed(model):
            continue
        if relations := get_all_child_relations(model):
            prefetch_related_objects(rows, *(relation.get_accessor_name() for relation in relations))
        kind = ContentType.objects.get_for_model(model)
        ReferenceIndex.objects.bulk_create(
            ReferenceIndex(
                content_type=kind,
                base_content_type=kind,
                object_id=str(row.pk),
                to_content_type_id=to_kind,
                to_object_id=to_key,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for row in rows
            for to_kind, to_key, model_path, content_path in ReferenceIndex._extract_references_from_object(row)
        )


# Taking back ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def undo_roll(*, roll: RollImport, user: Any) -> list[str]:
    """Delete what the import made. Returns the names of what stays, as text: what something else names by now, what was
    changed since, and whatever these need.

    Raises RollRefused when the list was not imported.
    """
    row = RollImport.objects.select_for_update().get(pk=roll.pk)
    if row.state != RollImport.State.DONE:
        raise RollRefused(_("这份名单没有导入，不用撤销。"))
    if not can_be_undone(row):
        raise RollRefused(_("导入已超过 %(days)s 天，不能撤销。") % {"days": UNDO_DAYS})
    kept: list[str] = []
    with disable_reference_index_auto_update():
        kept += _delete_unnamed(Conferral, row.made["conferrals"])
        if given := row.round:
            log(given, IMPORT_UNDONE, user=user, data={"conferrals": len(row.made["conferrals"]) - len(kept)})
            if given.conferrals.exists() or _named_elsewhere(ConferralRound, [given.pk]):
                kept.append(str(given))
            else:
                _delete(ConferralRound, [given.pk])
        for model, keys in (
            (Person, row.made["people"]),
            (Organisation, row.made["organisations"]),
            (Award, [row.made["award"]] if row.made["award"] else []),
        ):
            kept += _delete_unnamed(model, keys)
    row.state, row.round = RollImport.State.UNDONE, None
    row.save()
    roll.refresh_from_db()
    return kept


def can_be_undone(roll: RollImport) -> bool:
    """Was the list imported no longer ago than UNDO_DAYS?"""
    done = roll.state == RollImport.State.DONE and roll.confirmed_at is not None
    return done and timezone.now() - roll.confirmed_at <= timedelta(days=UNDO_DAYS)  # type: ignore[operator]


def _delete_unnamed(model: type[Any], keys: list[int]) -> list[str]:
    """Delete the records that nothing names and nobody changed; returns the others as text."""
    there = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
    if not there:
        return []
    changed = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=list(map(str, there))
    )
    kept = _named_elsewhere(model, there) | {int(key) for key in changed.values_list("object_id", flat=True)}
    if issubclass(model, RegistryRecord):
        kept |= set(model.objects.filter(pk__in=there, merged_into__isnull=False).values_list("pk", flat=True))
    if model is Award:
        kept |= set(ConferralRound.objects.filter(award__in=there).values_list("award_id", flat=True))
    _delete(model, there - kept)
    return [str(record) for record in model.objects.filter(pk__in=kept & there)]


def _named_elsewhere(model: type[Any], keys: Iterable[int]) -> set[int]:
    """Those of the records that anything stored, or any revision, names."""
    wanted = set(keys)
    kind = ContentType.objects.get_for_model(model)
    stored = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id__in=list(map(str, wanted)))
    named = {int(key) for key in stored.values_list("to_object_id", flat=True)}
    return named | numbers_in_revisions(model, wanted - named)


def _delete(model: type[Any], keys: Iterable[int]) -> None:
    """Delete rows with their entries in the reference index."""
    wanted = list(keys)
    kind = ContentType.objects.get_for_model(model)
    ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=list(map(str, wanted))).delete()
    model._default_manager.filter(pk__in=wanted).delete()
