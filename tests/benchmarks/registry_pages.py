"""Pages of the registry, uncached: a person with 2,000 mentions, a tree of 3,000 organisations, 5,000 conferrals.

    python -m tests.benchmarks.registry_pages [--engine sqlite|postgresql] [--rounds 40]

Builds a scratch site at a tenth of these sizes and counts each page's queries, fills it up and counts again. Prints the
queries of both, the median, the 95th percentile, and the median of what this process's processor spent. Exits 1 when a
page's queries grow, or when one takes more than `LIMIT` ms at the 95th percentile.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.front_page import milliseconds
from tests.benchmarks.scratch import scratch_site

MENTIONS, ORGANISATIONS, CONFERRALS, PLACES, ROUNDS = 2_000, 3_000, 5_000, 300, 30
#: Organisations right below another.
BRANCHING = 14
#: Milliseconds for the whole answer, at the 95th percentile.
LIMIT = 150


@dataclass
class Registry:
    """What stands in the scratch site so far; `grow` adds to it up to a share of the full sizes."""

    home: Any
    section: Any
    person: Any
    award: Any
    given: Any
    organisations: list[Any] = field(default_factory=list)
    mentions: int = 0
    conferrals: int = 0

    def grow(self, share: float) -> None:
        self.grow_organisations(int(ORGANISATIONS * share))
        self.grow_mentions(int(MENTIONS * share))
        self.grow_conferrals(int(CONFERRALS * share))
        self.grow_around(max(int(ROUNDS * share), 2), int(PLACES * share))

    def grow_organisations(self, wanted: int) -> None:
        from core.models import Organisation

        while (made := len(self.organisations)) < wanted:
            numbers = range(made, min(max(made * BRANCHING, 1), wanted))
            rows = [
                Organisation(
                    name=f"江湾市第{n}基层单位工会委员会",
                    short_name=f"第{n}工会",
                    region="江湾市临港区",
                    level="grassroots",
                    parent=self.organisations[(n - 1) // BRANCHING] if n else None,
                    search_keys=f"|jiangwanshidi{n:05}jicengdanwei|",
                )
                for n in numbers
            ]
            self.organisations += Organisation.objects.bulk_create(rows, batch_size=500)

    def grow_mentions(self, wanted: int) -> None:
        """Stories that name the person."""
        from wagtail.models import ReferenceIndex

        from news.models import StoryPerson
        from tests.factories.bulk import insert_stories

        fields = [
            {"title": f"第{n}篇：夜班岗位上的一碗热汤", "summary": "一句话，说清楚这是什么事。"}
            for n in range(self.mentions, wanted)
        ]
        pages = insert_stories(self.section, fields)
        StoryPerson.objects.bulk_create(StoryPerson(story_id=page.pk, person=self.person) for page in pages)
        for page in pages:
            ReferenceIndex.create_or_update_for_object(page)
        self.mentions = wanted

    def grow_conferrals(self, wanted: int) -> None:
        from core.models import Person
        from core.registry.models import Conferral

        numbers = range(self.conferrals, wanted)
        people = Person.objects.bulk_create(
            [Person(name=f"沈知秋{n}", search_keys=f"|shenzhiqiu{n}|", public_page=n % 2 == 0) for n in numbers],
            batch_size=500,
        )
        rows = [
            Conferral(
                round=self.given,
                position=n,
                person=person,
                published_name=person.name,
                published_unit=f"江湾市第{n}机械厂焊工、高级技师",
                status="revoked" if n % 50 == 0 else "valid",
            )
            for n, person in zip(numbers, people, strict=True)
        ]
        Conferral.objects.bulk_create(rows, batch_size=500)
        self.conferrals = wanted

    def grow_around(self, rounds: int, places: int) -> None:
        """Further rounds of the award, in which the person and the union are honoured; who serves; places."""
        from core.registry.models import Appointment, Conferral, ConferralRound, Person, Place

        union = self.organisations[0]
        for year in range(1950 + self.award.rounds.count(), 1950 + rounds):
            given = ConferralRound.objects.create(award=self.award, year=year)
            for recipient in ({"person": self.person}, {"organisation": union, "kind": "organisation"}):
                Conferral.objects.create(round=given, published_name="沈知秋", **recipient)
            self.person.appointments.add(Appointment(organisation=union, title=f"第{year}任", start=str(year)))
            serving = Person(name=f"在任{year}", public_page=True)
            serving.appointments.add(Appointment(organisation=union, title="委员"))
            serving.save()
        self.person.save()
        made = Place.objects.count()
        Place.objects.bulk_create(
            Place(name=f"第{n}驿站", district=f"第{n % 12}区", operator=union, search_keys=f"|di{n}|", hours="全天")
            for n in range(made, places)
        )


def start() -> Registry:
    from core.models import Person
    from core.registry.models import Award, ConferralRound
    from home.newsroom import build_newsroom, ensure_section

    home = build_newsroom().home
    section = ensure_section(home=home, slug="yaowen", title="要闻")
    person = Person.objects.create(name="沈知秋", public_page=True)
    award = Award.objects.create(name="江湾市劳动模范", rank=3)
    given = ConferralRound.objects.create(award=award, year=2025)
    return Registry(home, section, person, award, given)


def addresses(registry: Registry) -> dict[str, str]:
    """What is measured: pages for readers, and screens of the admin."""
    from core.models import Organisation, Person
    from core.registry.models import Conferral, ConferralRound, Place

    def admin(model: Any, view: str, *args: Any) -> str:
        from django.urls import reverse

        return reverse(model.snippet_viewset.get_url_name(view), args=args)

    union, roll = registry.organisations[0].pk, f"/awards/{registry.award.pk}/{registry.given.pk}/"
    tree = admin(Organisation, "tree")
    return {
        "person": f"/people/{registry.person.pk}/",
        "person, last page": f"/people/{registry.person.pk}/?page={registry.mentions // 20}",
        "organisation": f"/organisations/{union}/",
        "organisation, a leaf": f"/organisations/{registry.organisations[-1].pk}/",
        "units below": f"/organisations/{union}/units/",
        "place": f"/places/{Place.objects.latest('pk').pk}/",
        "places": "/places/",
        "award": f"/awards/{registry.award.pk}/",
        "roll": roll,
        "roll, last page": f"{roll}?page={max(registry.conferrals // 200, 1)}",
        "admin: tree, 2 levels": tree,
        "admin: tree, all levels": f"{tree}?levels=5",
        "admin: organisations": admin(Organisation, "list"),
        "admin: rounds": admin(ConferralRound, "list"),
        "admin: conferrals of a round": f"{admin(Conferral, 'list')}?round={registry.given.pk}",
        "admin: where a person is used": admin(Person, "usage", registry.person.pk),
        "admin: where a round is used": admin(ConferralRound, "usage", registry.given.pk),
    }


def queries(client: Any, registry: Registry) -> dict[str, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = {}
    for name, address in addresses(registry).items():
        assert client.get(address).status_code == 200, name
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        asked[name] = len(context)
    return asked


def measure(engine: str, rounds: int) -> bool:
    with scratch_site(engine):
        from django.contrib.auth import get_user_model
        from django.db import connection
        from django.test import Client

        registry = start()
        client = Client(SERVER_NAME="localhost")
        admin = get_user_model().objects.create_superuser("bench")
        client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
        registry.grow(0.1)
        few = queries(client, registry)
        registry.grow(1)
        if engine == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        many = queries(client, registry)
        print(f"{engine}: {MENTIONS} mentions, {ORGANISATIONS} organisations, {CONFERRALS} conferrals")
        print(f"{'page':32}{'queries':>10}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>9}")
        kept = True
        for name, address in addresses(registry).items():
            median, p95, spent = milliseconds(lambda address=address: client.get(address), rounds)
            constant = many[name] <= few[name]
            kept = kept and constant and p95 <= LIMIT
            shown = f"{many[name]}" if constant else f"{few[name]} → {many[name]}"
            print(f"{name:32}{shown:>10}{median:8.0f}{p95:8.0f}{spent:9.0f}")
    return kept


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--engine", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    kept = measure(asked.engine, asked.rounds)
    print(f"queries constant, p95 ≤ {LIMIT} ms: {'yes' if kept else 'NO'}")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
