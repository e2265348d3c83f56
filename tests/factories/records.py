"""Registry records and the people who keep them, for tests."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from core.models import Appointment, Organisation, Person, Topic
from core.registry.models import (
    Award,
    AwardBody,
    Conferral,
    ConferralRound,
    Event,
    EventHost,
    Outlet,
    Place,
    RegistryRecord,
)


def person(name: str = "沈知秋", *, office: tuple[Organisation | None, str] | None = None, **fields: Any) -> Person:
    """A person; `office`: where they serve now, and as what."""
    record = Person(name=name, **fields)
    if office:
        record.appointments.add(Appointment(organisation=office[0], title=office[1], sort_order=0))
    record.save()
    return record


def organisation(name: str = "临港区总工会", **fields: Any) -> Organisation:
    return Organisation.objects.create(name=name, **fields)


def topic(name: str = "产业工人队伍建设改革", **fields: Any) -> Topic:
    return Topic.objects.create(name=name, **fields)


def place(name: str = "二号码头户外劳动者驿站", **fields: Any) -> Place:
    fields.setdefault("district", "临港区")
    return Place.objects.create(name=name, **fields)


def event(name: str = "临港区职工技能大赛", *, hosts: dict[Organisation, str] | None = None, **fields: Any) -> Event:
    """An event; `hosts`: role of each organisation, such as `EventHost.Role.HOST`."""
    record = Event(name=name, **fields)
    for order, (unit, role) in enumerate((hosts or {}).items()):
        record.hosts.add(EventHost(organisation=unit, role=role, sort_order=order))
    record.save()
    return record


def award(name: str = "临港区劳动模范", *, bodies: tuple[Organisation, ...] = (), **fields: Any) -> Award:
    """An award; `bodies`: who confers it."""
    fields.setdefault("rank", Award.Rank.DISTRICT)
    record = Award(name=name, **fields)
    for order, unit in enumerate(bodies):
        record.bodies.add(AwardBody(organisation=unit, sort_order=order))
    record.save()
    return record


def conferral_round(award_given: Award | None = None, *, year: int = 2025, **fields: Any) -> ConferralRound:
    """A round of an award; without one, of an award made for it."""
    return ConferralRound.objects.create(award=award_given or award(), year=year, **fields)


def conferral(
    given: ConferralRound | None = None, recipient: Person | Organisation | None = None, **fields: Any
) -> Conferral:
    """One line of a round's roll, under the recipient's name, after the lines that are there."""
    given = given or conferral_round()
    if isinstance(recipient, Person):
        fields.setdefault("person", recipient)
    elif recipient is not None:
        fields.setdefault("organisation", recipient)
        fields.setdefault("kind", Conferral.Kind.ORGANISATION)
    fields.setdefault("published_name", recipient.name if recipient else "沈知秋")
    fields.setdefault("position", given.conferrals.count() + 1)
    return Conferral.objects.create(round=given, **fields)


def outlet(name: str = "临港工人报", **fields: Any) -> Outlet:
    return Outlet.objects.create(name=name, **fields)


def merged(loser: RegistryRecord, survivor: RegistryRecord) -> RegistryRecord:
    """The loser's row as it stands after a merge; returns the survivor."""
    loser.merged_into = survivor
    loser.save()
    return survivor


def member_of_staff(*permissions: str, name: str = "member") -> Any:
    """A user who may open the admin and has the permissions named `app.codename`."""
    user = get_user_model().objects.create_user(username=name, password=None)
    for permission in ("wagtailadmin.access_admin", *permissions):
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user
