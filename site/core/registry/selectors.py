"""Queries on the registry that more than one view needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import get_language

from core.registry.models import Appointment, Organisation, Person, RegistryRecord

#: People that an organisation's page lists.
MOST_PEOPLE = 100


def offices_of(person: Person) -> list[Appointment]:
    """A person's appointments in the editor's order, each at the organisation that its own became by merging."""
    held = person.appointments.select_related("organisation__merged_into")
    offices = list(_in_active_language(held, "organisation"))
    for office in offices:
        if office.organisation:
            office.organisation = office.organisation.resolved()
    return offices


def people_serving(organisation: Organisation) -> list[Appointment]:
    """Appointments without an end, at the organisation, of people with a public page, by pinyin."""
    serving = (
        Appointment.objects.filter(
            organisation__in=organisation.merged_keys(), end="", person__public_page=True, person__merged_into=None
        )
        .select_related("person")
        .order_by("person__search_keys", "person", "sort_order")
    )
    return list(_in_active_language(serving, "person")[:MOST_PEOPLE])


def bring_names(records: Iterable[RegistryRecord | None]) -> None:
    """Read what `name_in()` of these records of one kind needs, in one query; the source language needs none."""
    if get_language() != settings.LANGUAGE_CODE:
        prefetch_related_objects([record for record in records if record is not None], "names")


def _in_active_language(rows: QuerySet[Appointment], field: str) -> QuerySet[Appointment]:
    """The rows with the names that `name_in()` of their records reads. The source language reads none."""
    if get_language() == settings.LANGUAGE_CODE:
        return rows
    return rows.prefetch_related(f"{field}__names", f"{field}__merged_into__names")
