"""After a merge no reader's page says or leads to anything but the winner, whatever names the loser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import reverse
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex

from campaigns.models import CampaignOrganiser, CampaignPage
from core.models import Appointment, Award, Event, Organisation, Outlet, Person, Place, RollImport, Topic
from core.registry.merging.selectors import record_models
from core.registry.merging.services import merge_records
from core.registry.models import EventHost, RegistryRecord
from core.registry.usage import _keys_of_block
from home.models.front import FrontKind, FrontModule
from media.models import LibraryDocument, PhotoPerson
from news.models import (
    ProfilePage,
    StoryAward,
    StoryByline,
    StoryEvent,
    StoryOrganisation,
    StoryPerson,
    StoryPlace,
    StoryTopic,
)
from tests.factories import records
from tests.factories.photos import make_photo
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db

#: Every record below is made twice: the loser that everything names, and the winner it is merged into.
LOST, FOUND = "失散", "归并"
#: Foreign keys that readers never see.
INSIDE = {(RollImport, "award")}
ROOMS = ("core", "media", "news", "campaigns", "home", "search")


@pytest.fixture
def losers(newsroom, section, column, profiles, django_capture_on_commit_callbacks) -> dict[type[RegistryRecord], Any]:
    """A site where everything that can name a record names a loser; then all losers are merged."""
    made: dict[type[RegistryRecord], Any] = {}
    public = {Person: {"public_page": True}}
    for model in record_models():
        made[model] = model.objects.create(name=f"{LOST}{model.__name__}", **public.get(model, {}))
    person, unit, place = made[Person], made[Organisation], made[Place]
    event, topic, award, outlet = made[Event], made[Topic], made[Award], made[Outlet]
    with django_capture_on_commit_callbacks(execute=True):
        # Records that name records.
        child = records.organisation("某厂", parent=unit)
        records.organisation("某老厂", successor=unit)
        records.topic("某子题", parent=topic)
        records.place("某驿站", operator=unit)
        held = records.event("某大会", place=place)
        held.hosts.add(EventHost(organisation=unit, sort_order=0))
        held.save()
        other = records.person("某人", public_page=True, office=(unit, "焊工"))
        person.appointments.add(Appointment(organisation=child, title="班长", sort_order=0))
        person.save()
        given = records.conferral_round(award, year=2024)
        records.conferral(given, person, published_name="某人")
        records.conferral(given, unit, published_name="某厂")
        other_award = records.award("某奖", bodies=(unit,))
        records.conferral(records.conferral_round(other_award, year=2023), other)
        records.conferral(records.conferral_round(other_award, year=2022), person, published_name="某人")
        # Pages that name them.
        photo = make_photo(place=place, event=event)
        photo.people.add(PhotoPerson(person=person, position="左一"))
        photo.save()
        LibraryDocument.objects.create(title="决定", file=ContentFile(b"x", "a.txt"), issuer=unit)
        figure = {"hedge": "", "value": "3", "unit": "个", "label": "数", "period": "", "organisation": unit.pk}
        body = [
            *BODY,
            {"type": "profile_card", "value": {"person": person.pk, "portrait": None, "position": "", "text": ""}},
            {
                "type": "key_figures",
                "value": {"title": "", "figures": [{"type": "item", "id": "1", "value": figure}], "source": ""},
            },
        ]
        links = {
            "people": lambda: [StoryPerson(person=person)],
            "organisations": lambda: [StoryOrganisation(organisation=unit)],
            "events": lambda: [StoryEvent(event=event)],
            "places": lambda: [StoryPlace(place=place)],
            "awards": lambda: [StoryAward(award=award)],
            "topics": lambda: [StoryTopic(topic=topic)],
            "byline": lambda: [StoryByline(role="reporter", person=person, locale=section.locale)],
        }
        column.host = unit
        column.save_revision().publish()
        for parent in (section, column):
            rows = {name: make() for name, make in links.items()}
            outlets = {"source_outlet": outlet, "print_outlet": outlet}
            story(parent, title="讲他的稿件", body=body, lead_photo=photo, lead_alt="人", **outlets, **rows)
        story(profiles, title="写他", subject_kind=ProfilePage.Subject.PERSON, person=person, organisation=unit)
        story(profiles, title="写它", subject_kind=ProfilePage.Subject.UNIT, organisation=unit)
        campaign = CampaignPage(title="某活动", slug="huodong", topic=topic, body=body, locale=section.locale)
        campaign.organisers = [CampaignOrganiser(organisation=unit)]
        newsroom.home.add_child(instance=campaign)
        campaign.save_revision().publish()
        FrontModule.objects.create(home=newsroom.home, kind=FrontKind.PROJECTS, topic=topic, sort_order=99)
    for model, loser in made.items():
        winner = model.objects.create(name=f"{FOUND}{model.__name__}", **public.get(model, {}))
        merge_records(loser=loser, winner=winner, user=None)
    return made


def foreign_keys() -> Iterator[tuple[type[Model], str]]:
    """Every foreign key of ours to a registry record, but for a record's own rows and the merge itself."""
    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.local_fields:
            if (
                isinstance(field, ForeignKey)
                and not isinstance(field, ParentalKey)
                and isinstance(field.related_model, type)
                and issubclass(field.related_model, RegistryRecord)
                and field.name != "merged_into"
                and (model, field.name) not in INSIDE
            ):
                yield model, field.name


def test_the_site_of_this_test_names_a_loser_wherever_a_record_can_be_named(losers):
    """A new foreign key or chooser block fails here until the site above fills it, and readers' pages are crawled."""
    unnamed = [
        f"{model.__name__}.{name}"
        for model, name in foreign_keys()
        if not model._default_manager.filter(**{f"{name}__merged_into__isnull": False}).exists()
    ]
    assert not unnamed
    for model, name in foreign_keys():
        for row in model._default_manager.filter(**{f"{name}__merged_into__isnull": False}):
            assert LOST not in str(row), (model, name)
            shown = [getattr(row, text) for text in ("shown_name", "shown_issuer", "source_name") if hasattr(row, text)]
            assert LOST not in "".join(shown), (model, name)
    paths = ReferenceIndex.objects.filter(model_path__contains=".").values_list("model_path", flat=True)
    named_in_bodies = {path.split(".")[-1] for path in paths}
    bodies = [field for model in apps.get_models() for field in model._meta.fields if isinstance(field, StreamField)]
    chosen = {key for body in bodies for kind in losers for key in _keys_of_block(body.stream_block, "value", kind)}
    assert chosen
    assert chosen <= named_in_bodies


def test_readers_see_and_reach_winners_only(losers, newsroom):
    told: dict[str, str] = {}
    reader = Client()
    starts = [page.url for page in Page.objects.live().filter(depth__gt=1)] + ["/places/"]
    moved = {loser: f"/{loser.address}/{loser.pk}/" for loser in losers.values() if loser.address}
    kept = {loser: f"/{loser.address}/{loser.resolved().pk}/" for loser in moved}
    starts += [prefix + address for prefix in ("", "/zh-hant", "/en") for address in kept.values()]
    waiting = [address for address in starts if address]
    while waiting:
        address = waiting.pop()
        if address in told or len(told) > 300:
            continue
        answer = reader.get(address, headers={"accept-language": "zh-hans"})
        if answer.status_code != 200:
            assert answer.status_code in {302, 404}, (address, answer.status_code)  # no page in that language yet
            told[address] = ""
            continue
        told[address] = answer.content.decode()
        links = re.findall(r'href="(/[^"#]*)"', told[address])
        waiting += [link for link in links if not link.startswith(("/static/", "/uploads/", "/admin/"))]
    assert len(told) < 300  # the whole site was seen
    for address, shown in told.items():
        assert LOST not in shown, f"{address}: {shown[max(shown.find(LOST) - 200, 0) : shown.find(LOST) + 40]}"
    assert not set(moved.values()) & told.keys(), "a link leads to what was merged"
    for loser, address in kept.items():
        assert f"{FOUND}{type(loser).__name__}" in told[address]
        assert reader.get(moved[loser])["Location"] == address


def test_the_admin_names_winners_in_its_listings(losers):
    client = Client()
    permissions = [f"core.{action}_{model._meta.model_name}" for model in losers for action in ("view", "change")]
    permissions += ["core.change_conferral", "core.change_conferralround", "core.view_conferral"]
    client.force_login(records.member_of_staff(*permissions), backend="django.contrib.auth.backends.ModelBackend")
    for kind in (*(model._meta.model_name for model in losers), "conferral", "conferralround"):
        shown = client.get(reverse(f"wagtailsnippets_core_{kind}:list")).content.decode()
        assert LOST not in shown, f"{kind}: {shown[max(shown.find(LOST) - 300, 0) : shown.find(LOST) + 40]}"
