"""The registry's pages in the admin, as a browser of somebody with some permissions gets them."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from core.models import Organisation, Person, Topic
from core.registry.models import Award, Conferral, ConferralRound, Event, Outlet, Place
from tests.factories.admin import browser_of
from tests.factories.records import (
    award,
    conferral,
    conferral_round,
    event,
    member_of_staff,
    organisation,
    outlet,
    person,
    place,
    topic,
)

MAKE = {
    Person: person,
    Organisation: organisation,
    Place: place,
    Event: event,
    Topic: topic,
    Award: award,
    ConferralRound: conferral_round,
    Conferral: conferral,
    Outlet: outlet,
}
MODELS = list(MAKE)


def address(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def browser(*permissions: str, name: str = "member") -> Client:
    return browser_of(member_of_staff(*permissions, name=name))


def keeper(model) -> Client:
    return browser(*(f"core.{action}_{model._meta.model_name}" for action in ("add", "change", "delete")))


def listing(client: Client, model, **query: str) -> str:
    answer = client.get(address(model, "list"), query)
    assert answer.status_code == 200
    return answer.content.decode()
