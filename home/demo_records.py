"""The demo's registry: organisations, people, places and what else the stories name, and the honours conferred."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models.enums import Choices
from django.utils.translation import gettext as _

from core.registry.models import (
    Appointment,
    Award,
    AwardBody,
    Conferral,
    ConferralRound,
    Event,
    EventHost,
    Organisation,
    Outlet,
    Person,
    Place,
    Topic,
)
from media.models import Photo

Record = TypeVar("Record", bound=models.Model)


class DemoError(Exception):
    """A file of the demo does not become what it should; the message names it."""


def choice(choices: type[Choices], label: str) -> Any:
    """The value of a choice by its Chinese label. Raises DemoError for one that is none."""
    for value, text in choices.choices:
        if str(text) == label:
            return value
    raise DemoError(_("没有“%(label)s”这个选项。") % {"label": label})


def saved(record: Record) -> Record:
    record.full_clean()
    record.save()
    return record


class DemoRecords:
    """What was found or made of the manifest's registry, by name. `portrait` gives the photo of a person's entry."""

    def __init__(self, registry: dict[str, Any], portrait: Callable[[dict[str, Any]], Photo | None]) -> None:
        self.registry = registry
        self.portrait = portrait
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, Person] = {}
        self.topics: dict[str, Topic] = {}

    def load(self) -> None:
        registry = self.registry
        for entry in registry["organisations"]:
            self.organisations[entry["name"]] = self.organisation(entry)
        for entry in registry["people"]:
            self.people[entry["name"]] = self.person(entry)
        for entry in registry["topics"]:
            self.topics[entry["name"]] = self.topic(entry)
        for entry in registry["places"]:
            self.place(entry)
        for entry in registry["events"]:
            self.event(entry)
        for entry in registry["outlets"]:
            self.outlet(entry)
        for entry in registry["awards"]:
            self.award(entry)

    def organisation(self, entry: dict[str, Any]) -> Organisation:
        """By its full name; its parent stands before it in the manifest."""
        found = Organisation.objects.current().filter(name=entry["name"]).first()
        if found is not None:
            return found
        return saved(
            Organisation(
                name=entry["name"],
                short_name=entry["short_name"],
                kind=choice(Organisation.Kind, entry["kind"]),
                level=choice(Organisation.Level, entry["level"]),
                region=entry["region"],
                parent=self.organisations[entry["parent"]] if entry["parent"] else None,
                aliases="\n".join(entry["aliases"]),
            )
        )

    def person(self, entry: dict[str, Any]) -> Person:
        """By name and unit: another person may bear the name."""
        unit = self.organisations[entry["organisation"]]
        found = Person.objects.current().filter(name=entry["name"], appointments__organisation=unit).first()
        if found is not None:
            return found
        person = Person(
            name=entry["name"],
            public_page=entry["public_page"],
            aliases="\n".join(entry["aliases"]),
            short_text=entry["short_text"],
            portrait=self.portrait(entry),
        )
        person.appointments.add(Appointment(organisation=unit, title=entry["position"]))
        return saved(person)

    def topic(self, entry: dict[str, Any]) -> Topic:
        found = Topic.objects.current().filter(name=entry["name"]).first()
        if found is not None:
            return found
        kind, aliases = choice(Topic.Kind, entry["kind"]), "\n".join(entry["aliases"])
        return saved(Topic(name=entry["name"], kind=kind, aliases=aliases, short_text=entry["short_text"]))

    @transaction.atomic
    def place(self, entry: dict[str, Any]) -> None:
        if Place.objects.current().filter(name=entry["name"]).exists():
            return
        saved(
            Place(
                name=entry["name"],
                kind=choice(Place.Kind, entry["kind"]),
                district=entry["district"],
                street_address=entry["street_address"],
                hours="\n".join(entry["hours"]),
                services="\n".join(entry["services"]),
                phone=entry["phone"],
                operator=self.organisations[entry["operator"]],
                short_text=entry["short_text"],
            )
        )

    @transaction.atomic
    def event(self, entry: dict[str, Any]) -> None:
        """An event with who held it; its place stands before it in the manifest."""
        if Event.objects.current().filter(name=entry["name"], edition=entry["edition"]).exists():
            return
        event = Event(
            name=entry["name"],
            edition=entry["edition"],
            kind=choice(Event.Kind, entry["kind"]),
            start=entry["start"],
            end=entry["end"],
            place=Place.objects.current().get(name=entry["place"]) if entry["place"] else None,
        )
        for role, name in entry["hosts"]:
            event.hosts.add(EventHost(role=choice(EventHost.Role, role), organisation=self.organisations[name]))
        saved(event)

    def outlet(self, entry: dict[str, Any]) -> None:
        if Outlet.objects.current().filter(name=entry["name"]).exists():
            return
        kind, level = choice(Outlet.Kind, entry["kind"]), choice(Organisation.Level, entry["level"])
        saved(Outlet(name=entry["name"], kind=kind, level=level, reprint_allowed=entry["reprint_allowed"]))

    @transaction.atomic
    def award(self, entry: dict[str, Any]) -> None:
        """An award with its rounds and who was honoured in them, by name."""
        if Award.objects.current().filter(name=entry["name"]).exists():
            return
        award = Award(name=entry["name"], rank=choice(Award.Rank, entry["rank"]))
        for name in entry["bodies"]:
            award.bodies.add(AwardBody(organisation=self.organisations[name]))
        saved(award)
        for given in entry["rounds"]:
            held = saved(
                ConferralRound(
                    award=award, year=given["year"], label=given["label"], conferred_on=given["conferred_on"]
                )
            )
            for position, name in enumerate(given["recipients"], start=1):
                saved(self.conferral(held, position, name))

    def conferral(self, given: ConferralRound, position: int, name: str) -> Conferral:
        conferral = Conferral(round=given, position=position, published_name=name)
        if person := self.people.get(name):
            conferral.person, conferral.published_unit = person, person.latest_office
        else:
            conferral.organisation, conferral.kind = self.organisations[name], Conferral.Kind.TEAM
        return conferral
