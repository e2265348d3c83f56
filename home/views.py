"""Pages of registry records, and the page for a fault of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core.dates import in_english
from core.languages.conversion import in_script
from core.paging import page_of
from core.registry.models import (
    Award,
    Conferral,
    ConferralRound,
    Event,
    EventHost,
    Organisation,
    Person,
    Place,
    RegistryRecord,
    Topic,
)
from core.registry.selectors import (
    OrganisationTree,
    honours_with_bodies,
    offices_of,
    organisations_by_key,
    people_serving,
    places_by_district,
    places_of,
    put_survivors,
    roll_of,
    rounds_of,
    survivors,
)
from media.models import Photo
from media.selectors import may_read
from news.selectors import page_of_stories, profiles_about, stories_naming

STORIES_A_PAGE = 20
#: Lines of a roll on one page of it.
LINES_A_PAGE = 200
#: Organisations below another: on its own page, and on a page of the list of all.
UNITS_ON_A_PAGE_OF_ITS_PARENT, UNITS_A_PAGE = 60, 200


def person(request: HttpRequest, number: int) -> HttpResponse:
    """A person's page, with honours and offices: public only when ticked."""
    people = Person.objects.select_related("merged_into", "portrait")
    record = get_object_or_404(people, pk=number)
    if not record.resolved().has_page:
        raise Http404(_("这个人物没有公开页面。"))
    if gone := moved(record):
        return gone
    locale = Locale.get_active()
    profiles, _units = profiles_about(people=[record.pk], locale=locale)
    parts = {"offices": offices_of(record), "honours": honours_with_bodies(record), "profile": profiles.get(record.pk)}
    return record_page(request, record, "registry/person.html", locale, photo=record.portrait, **parts)


def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """An organisation's page: what is above and below it, who serves there, its honours and places."""
    record = organisation_or_404(number)
    if gone := moved(record):
        return gone
    record.keep_merged_keys()
    tree = OrganisationTree.read()
    units = tree.children.get(record.pk, [])
    locale = Locale.get_active()
    _people, profiles = profiles_about(organisations=[record.pk], locale=locale)
    return record_page(
        request,
        record,
        "registry/organisation.html",
        locale,
        **family(record, tree, units[:UNITS_ON_A_PAGE_OF_ITS_PARENT]),
        direct=len(units),
        below=tree.below(record.pk),
        appointments=people_serving(record),
        honours=honours_with_bodies(record),
        places=places_of(record),
        profile=profiles.get(record.pk),
    )


def units(request: HttpRequest, number: int) -> HttpResponse:
    """All organisations right below one, for those that have many."""
    record = organisation_or_404(number)
    if record.merged_into_id is not None:
        return redirect("registry:units", record.resolved().pk, permanent=True)
    tree = OrganisationTree.read()
    page = page_of(request, tree.children.get(record.pk, []), UNITS_A_PAGE)
    parts = {"top": record, "stories": page, **family(record, tree, list(page.object_list))}
    return render(request, "registry/units.html", parts)


def organisation_or_404(number: int) -> Organisation:
    organisations = Organisation.objects.select_related("merged_into", "successor")
    return get_object_or_404(organisations, pk=number)


def family(record: Organisation, tree: OrganisationTree, units: Sequence[int]) -> dict[str, Any]:
    """Template context: `chain` above the organisation, the highest first; `units` below, with how many below each;
    `successor` and `predecessors`. Two queries, and one where the successor was merged.
    """
    chain = tree.above(record.pk)
    named = organisations_by_key([*chain, *units])
    successor = survivors([record.successor]).get(record.successor_id or 0)
    before = Organisation.objects.current().filter(successor__in=record.merged_keys()).exclude(pk=record.pk)
    predecessors = list(before.order_by("search_keys"))
    return {
        "chain": [named[key] for key in chain if key in named],
        "units": [(named[key], tree.below(key)) for key in units if key in named],
        "successor": successor,
        "predecessors": predecessors,
    }


def places(request: HttpRequest) -> HttpResponse:
    """All places, by district."""
    return render(request, "registry/place_list.html", {"districts": places_by_district()})


def place(request: HttpRequest, number: int) -> HttpResponse:
    """A place's page: where it is, when it is open, what it offers, who runs it."""
    found = Place.objects.select_related("merged_into", "photo", "operator")
    record = get_object_or_404(found, pk=number)
    put_survivors([record], "operator")
    return moved(record) or record_page(request, record, "registry/place.html", photo=record.photo)


def event(request: HttpRequest, number: int) -> HttpResponse:
    """An event's page: which one it was, when, where, and who held it."""
    events = Event.objects.select_related("merged_into", "place")
    record = get_object_or_404(events.prefetch_related("hosts__organisation"), pk=number)
    hosts = list(record.hosts.all())
    put_survivors(hosts, "organisation")
    hosts = sorted(each_once(hosts, "role", "organisation_id"), key=lambda host: EventHost.Role.values.index(host.role))
    put_survivors([record], "place")
    return moved(record) or record_page(request, record, "registry/event.html", hosts=hosts)


def topic(request: HttpRequest, number: int) -> HttpResponse:
    """A topic's page."""
    topics = Topic.objects.select_related("merged_into", "parent__merged_into")
    record = get_object_or_404(topics, pk=number)
    return moved(record) or record_page(request, record, "registry/topic.html")


def award(request: HttpRequest, number: int) -> HttpResponse:
    """An award's page: who confers it, and its rounds."""
    awards = Award.objects.select_related("merged_into")
    record = get_object_or_404(awards.prefetch_related("bodies__organisation"), pk=number)
    bodies = list(record.bodies.all())
    put_survivors(bodies, "organisation")
    bodies = each_once(bodies, "organisation_id")
    if gone := moved(record):
        return gone
    record.keep_merged_keys()
    return record_page(request, record, "registry/award.html", bodies=bodies, rounds=rounds_of(record))


def roll(request: HttpRequest, number: int, round_number: int) -> HttpResponse:
    """The roll of one round: its valid conferrals in the published order. Only people with a public page are links.

    The decision's document is linked for those who may read it, as a public page that holds it allows.
    """
    given = get_object_or_404(ConferralRound.objects.select_related("award", "document"), pk=round_number)
    if given.award_id != number and given.award.resolved().pk != number:
        raise Http404(_("这项荣誉没有这一次表彰。"))
    put_survivors([given], "award")
    if given.award_id != number:
        return redirect(given.get_absolute_url(), permanent=True)
    page = page_of(request, roll_of(given), LINES_A_PAGE)
    page.object_list = lines_of_roll(list(page.object_list))
    decision = given.document if given.document and may_read(request, given.document) else None
    parts = {"given": given, "award": given.award, "decision": decision, "stories": page}
    return render(request, "registry/roll.html", parts)


def lines_of_roll(conferrals: list[Conferral]) -> list[Conferral]:
    """The conferrals with `shown_name`, `address` (`""` without a public page) and `profile` (None without one)."""
    put_survivors(conferrals, "person")
    put_survivors(conferrals, "organisation")
    people = {row.person_id for row in conferrals if row.person_id}
    organisations = {row.organisation_id for row in conferrals if row.organisation_id}
    of_people, of_organisations = profiles_about(people=people, organisations=organisations)
    for row in conferrals:
        record = row.person or row.organisation
        line: Any = row
        line.shown_name = name_on_roll(row, record)
        line.address = record.get_absolute_url() if record and record.has_page else ""
        line.profile = of_people.get(row.person_id or 0) or of_organisations.get(row.organisation_id or 0)
    return conferrals


def name_on_roll(row: Conferral, record: Person | Organisation | None) -> str:
    """As the decision published it, in English as the registry has it, if it has: not of a team or work, whose record
    is the unit's.
    """
    is_of_record = row.kind in {Conferral.Kind.PERSON, Conferral.Kind.ORGANISATION}
    # A Chinese name that was published in another form than the registry's stays as it was published.
    named = record is not None and (in_english() or row.published_name == record.name)
    if record is not None and named and is_of_record and record.translated():
        return record.name_in()
    return in_script(row.published_name, person=row.kind == Conferral.Kind.PERSON)


def each_once(rows: list[Any], *names: str) -> list[Any]:
    """The first of the rows that agree in these fields: two hosts that were merged are one."""
    first: dict[tuple[Any, ...], Any] = {}
    for row in rows:
        first.setdefault(tuple(getattr(row, name) for name in names), row)
    return list(first.values())


def moved(record: RegistryRecord) -> HttpResponse | None:
    """301 to the record that this one was merged into; None for a record of its own."""
    if record.merged_into_id is None:
        return None
    return redirect(record.resolved().get_absolute_url(), permanent=True)


def record_page(
    request: HttpRequest,
    record: RegistryRecord,
    template: str,
    locale: Locale | None = None,
    photo: Photo | None = None,
    **parts: Any,
) -> HttpResponse:
    """A record, whose page shows `photo`, with the stories of `locale` (default: the active one) that name it."""
    stories = page_of_stories(request, stories_naming(record, locale), STORIES_A_PAGE, beside=[photo])
    return render(request, template, {"record": record, "stories": stories, **parts})


def site_map(request: HttpRequest) -> HttpResponse:
    """网站地图: every section, column and standing page, and the lists of the registry."""
    return render(request, "home/site_map.html")


def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read: pages, not searches, nor everything twice in large type."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Disallow: /elder/", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, since whatever failed may fail again here."""
    return render(request, "500.html", status=500)
