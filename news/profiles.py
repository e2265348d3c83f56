"""What profile pages show: the subject with its honours as the registry has them, and the index with its filters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core.chinese.fold import fold
from core.paging import page_of
from core.pictures import bring_renditions
from core.registry.models import Award, Conferral, Organisation, Person
from core.registry.selectors import bring_names, honours_with_bodies, offices_of, put_survivors, survivors
from core.visibility import open_to_everybody
from media.models import Photo
from news.models.profile import Industry, ProfileIndexPage, ProfilePage
from news.models.story import StoryPage
from news.selectors import NEWEST_FIRST, stories_naming

#: Stories about the subject, and other profiles, that a profile leads to.
MOST_STORIES = MOST_RELATED = 4


# A profile ------------------------------------------------------------------------------------------------------------
def profile_subject(page: ProfilePage) -> dict[str, Any]:
    """Template context of a profile: whom it is about, with the registry's honours, and where to read on.

    `subject`: the person or organisation, resolved; None in a draft that names none. `person`, `organisation`: what
    the page names, resolved. `unit`, `post`: where a person serves, and as what. `honours`: valid conferrals by rank,
    then the newest. `portrait`: the person's. `about`: other stories that name the subject.
    `related`: other profiles, those of the same trade, industry and region first.
    """
    person = page.person.resolved() if page.person else None
    organisation = page.organisation.resolved() if page.organisation else None
    bring_names([person] if person else [])
    bring_names([organisation] if organisation else [])
    subject: Person | Organisation | None = organisation
    unit, post = None, ""
    if page.subject_kind == ProfilePage.Subject.PERSON:
        subject = person
        unit, post = post_of(person, organisation)
    honours = honours_with_bodies(subject) if subject else []
    about = other_stories(page, subject)
    related = related_profiles(page)
    bring_cards(related)
    portrait = subject.portrait if isinstance(subject, Person) else None
    bring_renditions([portrait, *(story.lead_photo for story in about)])
    return {
        "subject": subject,
        "person": person,
        "organisation": organisation,
        "unit": unit,
        "post": post,
        "honours": honours,
        "portrait": portrait,
        "achievements": list(page.achievements.all()),
        "about": about,
        "related": related,
    }


def post_of(person: Person | None, organisation: Organisation | None) -> tuple[Organisation | None, str]:
    """Where the person serves and as what: at the unit that the page names, else at the first of their offices."""
    offices = offices_of(person) if person else []
    if organisation is not None:
        offices = [office for office in offices if office.organisation == organisation]
    if not offices:
        return organisation, ""
    return offices[0].organisation, offices[0].title


def other_stories(page: ProfilePage, subject: Person | Organisation | None) -> list[StoryPage]:
    if subject is None:
        return []
    return list(stories_naming(subject, page.locale).exclude(pk=page.pk)[:MOST_STORIES])


def public_profiles(locale: Locale) -> QuerySet[ProfilePage]:
    """Public profiles of one language, each once, newest first."""
    profiles = open_to_everybody(ProfilePage.objects.live().filter(locale=locale))
    return profiles.exclude(alias_of__locale=locale).order_by(*NEWEST_FIRST)


def as_cards(profiles: QuerySet[ProfilePage]) -> QuerySet[ProfilePage]:
    return profiles.defer("body").select_related("locale", "lead_photo", "person", "organisation")


def related_profiles(page: ProfilePage) -> list[ProfilePage]:
    """Other profiles of the page's language: what they share with it decides, then the date."""
    shared = [Q(**{name: value}) for name in ("trade", "industry", "region") if (value := getattr(page, name))]
    closeness = sum(
        (Case(When(same, then=1), default=0, output_field=IntegerField()) for same in shared),
        start=Value(0),
    )
    others = public_profiles(page.locale).exclude(pk=page.pk).annotate(closeness=closeness)
    return list(as_cards(others).order_by("-closeness", *NEWEST_FIRST)[:MOST_RELATED])


def bring_cards(profiles: Collection[ProfilePage], *, pictures: bool = True) -> None:
    """Put on each profile what its card shows, at the same cost for any number: `shown_name`, `portrait`, `honour`.

    `pictures`: with the renditions of their photos, too. The profiles come from `as_cards`; their person and
    organisation become the rows that these were merged into.
    """
    rows = list(profiles)
    put_survivors(rows, "person")
    put_survivors(rows, "organisation")
    subjects = [profile.subject for profile in rows]
    portraits = Photo.objects.in_bulk(
        {subject.portrait_id for subject in subjects if isinstance(subject, Person)} - {None}
    )
    honours = best_honours(rows)
    for profile, subject in zip(rows, subjects, strict=True):
        card: Any = profile
        card.shown_name = subject.name_in() if subject else ""
        card.portrait = portraits.get(subject.portrait_id) if isinstance(subject, Person) else None
        card.honour = honours.get(profile.pk)
    if pictures:
        bring_renditions([*portraits.values(), *(profile.lead_photo for profile in rows)])


def best_honours(profiles: Iterable[ProfilePage]) -> dict[int, Conferral]:
    """The highest and newest honour of each profile's subject, by the profile's key."""
    subjects = {
        profile.pk: subject_key(profile.subject_kind, profile.person_id, profile.organisation_id)
        for profile in profiles
    }
    held = honours_of_subjects(subjects.values())
    best = {profile: honours[0].conferral for profile, key in subjects.items() if (honours := held[key])}
    conferrals = Conferral.objects.select_related("round__award").in_bulk(best.values())
    put_survivors([conferral.round for conferral in conferrals.values()], "award")
    return {profile: conferrals[conferral] for profile, conferral in best.items()}


# Honours of many ------------------------------------------------------------------------------------------------------
#: Whether a person or an organisation, and its key.
SubjectKey = tuple[type[Person] | type[Organisation], int | None]


@dataclass(frozen=True)
class Honour:
    """What the filters ask of an honour; `order`: its place among others, as `honours_of` has them."""

    rank: int
    year: int
    conferral: int
    order: tuple[Any, ...]


def subject_key(kind: str, person: int | None, organisation: int | None) -> SubjectKey:
    return (Person, person) if kind == ProfilePage.Subject.PERSON else (Organisation, organisation)


def honours_of_subjects(subjects: Iterable[SubjectKey]) -> dict[SubjectKey, list[Honour]]:
    """The valid honours of many people and organisations, each list by rank, then the newest first.

    Two queries for either kind, and one for the awards. As in `honours_of`, rows of merged records count as their
    survivor's, and what any row says is revoked is not listed.
    """
    wanted = set(subjects)
    awards = survivors(Award.objects.only("rank", "search_keys", "merged_into"))
    held: dict[SubjectKey, list[Honour]] = {subject: [] for subject in wanted}
    for model, name in ((Person, "person"), (Organisation, "organisation")):
        keys = {key for kind, key in wanted if kind is model and key is not None}
        if not keys:
            continue
        became = merged_into(model)
        survivors_asked = {became.get(key, key) for key in keys}
        losers = {key for key, end in became.items() if end in survivors_asked}
        by_end = conferred(name, survivors_asked | losers, became, awards)
        for key in keys:
            held[model, key] = by_end.get(became.get(key, key), [])
    return held


def merged_into(model: type[Person] | type[Organisation]) -> dict[int, int]:
    """What each merged record of a kind became in the end, by keys alone: one query."""
    merged: QuerySet[Any] = model.objects.filter(merged_into__isnull=False)
    steps: dict[int, int] = dict(merged.values_list("pk", "merged_into"))
    ends: dict[int, int] = {}
    for key in steps:
        end, seen = key, {key}
        while (further := steps.get(end)) and further not in seen:
            seen.add(further)
            end = further
        ends[key] = end
    return ends


def conferred(name: str, keys: set[int], became: dict[int, int], awards: dict[int, Award]) -> dict[int, list[Honour]]:
    """By survivor: the honours that rows of `name` (`person`, `organisation`) with these keys received."""
    rows = Conferral.objects.filter(**{f"{name}__in": keys}).order_by("position", "pk")
    columns = (name, "pk", "status", "kind", "published_name", "position", "round")
    honours: dict[int, dict[tuple[Any, ...], Honour]] = defaultdict(dict)
    revoked: set[tuple[int, tuple[Any, ...]]] = set()
    found = rows.values_list(*columns, "round__award", "round__year", "round__label")
    for record, key, status, kind, published, position, given, award_key, year, label in found:
        end, award = became.get(record, record), awards[award_key]
        part = fold(published) if kind in {Conferral.Kind.TEAM, Conferral.Kind.WORK} else ""
        honour = (award.pk, year, fold(label), kind, part)
        order = (award.rank, -year, award.search_keys, given, position)
        honours[end].setdefault(honour, Honour(award.rank, year, key, order))
        if status == Conferral.Status.REVOKED:
            revoked.add((end, honour))
    return {
        end: sorted(
            (honour for same, honour in of_one.items() if (end, same) not in revoked), key=lambda honour: honour.order
        )
        for end, of_one in honours.items()
    }


# The index ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many profiles it would show beside the other filters."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass
class Facet:
    """One filter of the index. `without` is the query that leaves it out and keeps the others."""

    name: str
    label: str
    choices: list[Choice]
    without: str = ""

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.chosen), None)


#: Filters by what an honour is, and by what the profile says.
OF_HONOUR, OF_PROFILE = ("rank", "year"), ("trade", "industry", "region")


@dataclass
class Entry:
    """What the filters know of a profile."""

    pk: int
    trade: str
    industry: str
    region: str
    honours: list[Honour] = field(default_factory=list)

    def values(self, name: str, chosen: dict[str, str]) -> set[str]:
        """The values of a filter under which this profile is shown, the others being as `chosen`; none if they hide it.

        Rank and year are of one honour: who became a model worker of the province in 2019 and of the city in 2025 is
        not found under province and 2025.
        """
        others = {other: value for other, value in chosen.items() if other != name}
        if any(getattr(self, other) != others[other] for other in OF_PROFILE if other in others):
            return set()
        of_honour = [other for other in OF_HONOUR if other in others]
        honours = [
            honour
            for honour in self.honours
            if all(str(getattr(honour, other)) == others[other] for other in of_honour)
        ]
        if of_honour and not honours:
            return set()
        if name in OF_PROFILE:
            return {getattr(self, name)} - {""}
        return {str(getattr(honour, name)) for honour in honours}

    def fits(self, chosen: dict[str, str]) -> bool:
        return all(value in self.values(name, chosen) for name, value in chosen.items())


def profile_index(index: ProfileIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Template context of the index: `stories`, the page of profiles asked for; `facets` with their counts; `query`.

    `?rank=2&year=2025&trade=焊工&industry=C&region=临港区&page=2`. A value that no profile has is passed over. `query`
    is that of the filters in force, to which a page number is added.
    """
    entries = entries_of(index)
    known = {name: {value for entry in entries for value in entry.values(name, {})} for name in LABELS}
    chosen = {name: value for name in LABELS if (value := request.GET.get(name, "")) in known[name]}
    shown = [entry.pk for entry in entries if entry.fits(chosen)]
    page = page_of(request, shown, index.per_page)
    profiles = as_cards(ProfilePage.objects.all()).in_bulk(list(page.object_list))
    page.object_list = [profiles[key] for key in page.object_list if key in profiles]
    bring_cards(page.object_list)
    return {
        "stories": page,
        "facets": [facet_of(name, entries, chosen) for name in LABELS],
        "total": len(entries),
        "query": urlencode(chosen),
    }


def entries_of(index: ProfileIndexPage) -> list[Entry]:
    """All public profiles of the index with their honours, newest first; those that repeat one of another index too."""
    own = open_to_everybody(ProfilePage.objects.child_of(index).live()).order_by(*NEWEST_FIRST)
    columns = ("pk", "trade", "industry", "region", "subject_kind", "person", "organisation")
    rows = list(own.values_list(*columns))
    held = honours_of_subjects(subject_key(kind, person, unit) for *_said, kind, person, unit in rows)
    return [
        Entry(pk, trade, industry, region, held[subject_key(kind, person, unit)])
        for pk, trade, industry, region, kind, person, unit in rows
    ]


#: The filters in their order, with their labels.
LABELS: dict[str, Callable[[], str]] = {
    "rank": lambda: _("荣誉级别"),
    "year": lambda: _("年度"),
    "trade": lambda: _("工种"),
    "industry": lambda: _("行业"),
    "region": lambda: _("地区"),
}


def facet_of(name: str, entries: list[Entry], chosen: dict[str, str]) -> Facet:
    counts = Counter(value for entry in entries for value in entry.values(name, chosen))
    if name in chosen:
        counts.setdefault(chosen[name], 0)
    values = sorted(counts, key=lambda value: order_of(name, value, counts[value]))
    choices = [Choice(value, label_of(name, value), counts[value], value == chosen.get(name)) for value in values]
    without = urlencode({other: value for other, value in chosen.items() if other != name})
    return Facet(name, LABELS[name](), choices, without)


def order_of(name: str, value: str, count: int) -> tuple[Any, ...]:
    """The highest rank and the newest year first, industries as the standard has them, what is frequent first."""
    if name in {"rank", "year"}:
        return (int(value) if name == "rank" else -int(value),)
    return (value,) if name == "industry" else (-count, value)


def label_of(name: str, value: str) -> str:
    if name == "rank":
        return str(Award.Rank(int(value)).label)
    if name == "year":
        return _("%(year)s年") % {"year": value}
    if name == "industry":
        return str(Industry(value).label) if value in Industry.values else value
    return value
