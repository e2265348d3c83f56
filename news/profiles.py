"""What profile pages show: the subject with its honours as the registry has them, and the index with its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from operator import attrgetter, or_
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core.chinese.fold import name_key
from core.paging import page_of
from core.pictures import bring_renditions
from core.registry.merged import whose, with_merged
from core.registry.models import Appointment, Award, Conferral, Organisation, Person
from core.registry.selectors import (
    first_held,
    honours_with_bodies,
    offices_of,
    order_of_honour,
    put_survivors,
    same_honour,
    survivors,
)
from core.visibility import open_to_everybody
from news.models.profile import Industry, ProfileIndexPage, ProfilePage
from news.models.story import StoryPage
from news.selectors import NEWEST_FIRST, day_of, stories_naming

#: Stories about the subject, and other profiles, that a profile leads to.
MOST_STORIES = MOST_RELATED = 4


# A profile ------------------------------------------------------------------------------------------------------------
def profile_subject(page: ProfilePage) -> dict[str, Any]:
    """Template context of a profile: whom it is about, with the registry's honours, and where to read on.

    `subject`: the person or organisation, resolved; None in a draft that names none. `person`, `organisation`: what
    the page names, resolved. `unit`, `post`: where a person serves, and as what. `honours`: valid conferrals by rank,
    then the newest; `badge`: the first that the subject wears. `portrait`: the person's. `about`: other stories that
    name the subject.
    `related`: other profiles, those of the same trade, industry and region first.
    """
    person = page.person.resolved() if page.person else None
    organisation = page.organisation.resolved() if page.organisation else None
    subject: Person | Organisation | None = organisation
    unit, post = None, ""
    offices = offices_of(person) if person else []
    if person:
        person.office = first_held(offices, day_of(page))
    if page.subject_kind == ProfilePage.Subject.PERSON:
        subject = person
        unit, post = post_of(offices, organisation)
    honours = honours_with_bodies(subject) if subject else []
    title = chinese_titles([page], honours)[page.pk]
    worn = (honour for honour in honours if wears(page, subject, honour.kind, honour.published_name, title))
    about = other_stories(page, subject)
    related = related_profiles(page)
    bring_cards(related, pictures=False)
    portrait = subject.portrait if isinstance(subject, Person) else None
    cards = (photo for card in related for photo in (card.portrait, card.lead_photo))
    bring_renditions([portrait, *(story.lead_photo for story in about), *cards])
    return {
        "subject": subject,
        "person": person,
        "organisation": organisation,
        "unit": unit,
        "post": post,
        "honours": honours,
        "badge": next(worn, None),
        "portrait": portrait,
        "achievements": list(page.achievements.all()),
        "about": about,
        "related": related,
    }


def post_of(offices: list[Appointment], organisation: Organisation | None) -> tuple[Organisation | None, str]:
    """Where a person serves and as what: at the unit that the page names, else at the first of their offices."""
    if organisation is not None:
        offices = [office for office in offices if office.organisation == organisation]
    if not offices:
        return organisation, ""
    return offices[0].organisation, offices[0].title


def wears(page: ProfilePage, subject: Person | Organisation | None, kind: str, published_name: str, title: str) -> bool:
    """Whether an honour stands beside the subject's name; `kind`, `published_name`: of its conferral; `title`: the
    page's in Chinese.

    What a team or a work received hangs on the organisation that it belongs to, whose profiles list it. It is worn
    where the subject, or a collective that the profile is titled after, is the team itself.
    """
    if page.subject_kind == ProfilePage.Subject.PERSON or kind not in Conferral.PARTS:
        return True
    if kind != Conferral.Kind.TEAM or subject is None:
        return False
    if page.subject_kind == ProfilePage.Subject.UNIT or subject.bears(published_name):
        return subject.bears(published_name)
    return name_key(published_name) in name_key(title)


def chinese_titles(profiles: Iterable[ProfilePage], honours: Iterable[Honour | Conferral]) -> dict[int, str]:
    """The titles of profiles by their keys, as the source has them: rolls are in its Chinese.

    One query where a page is in another language and one of the honours that they may wear is a team's, else none.
    """
    pages = list(profiles)
    titles = {page.pk: page.title for page in pages}
    translated = [page for page in pages if page.locale.language_code != settings.LANGUAGE_CODE]
    if translated and any(honour.kind == Conferral.Kind.TEAM for honour in honours):
        sources = ProfilePage.objects.filter(
            translation_key__in=[page.translation_key for page in translated],
            locale__language_code=settings.LANGUAGE_CODE,
            alias_of=None,
        )
        found = dict(sources.values_list("translation_key", "title"))
        titles |= {page.pk: found[page.translation_key] for page in translated if page.translation_key in found}
    return titles


def other_stories(page: ProfilePage, subject: Person | Organisation | None) -> list[StoryPage]:
    if subject is None:
        return []
    return list(stories_naming(subject, page.locale).exclude(pk=page.pk)[:MOST_STORIES])


def public_profiles(locale: Locale) -> QuerySet[ProfilePage]:
    """Public profiles of one language, each once, newest first."""
    profiles = open_to_everybody(ProfilePage.objects.live().filter(locale=locale))
    return profiles.exclude(alias_of__locale=locale).order_by(*NEWEST_FIRST)


def as_cards(profiles: QuerySet[ProfilePage]) -> QuerySet[ProfilePage]:
    return profiles.defer("body").select_related("locale", "lead_photo", "person__portrait", "organisation")


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
    people = [subject for subject in subjects if isinstance(subject, Person)]
    prefetch_related_objects(people, "portrait")  # those of people whom others were merged into
    honours = best_honours(rows)
    for profile, subject in zip(rows, subjects, strict=True):
        card: Any = profile
        card.shown_name = subject.name_in() if subject else ""
        card.portrait = subject.portrait if isinstance(subject, Person) else None
        card.honour = honours.get(profile.pk)
    if pictures:
        bring_renditions([*(person.portrait for person in people), *(profile.lead_photo for profile in rows)])


def best_honours(profiles: Iterable[ProfilePage]) -> dict[int, Conferral]:
    """The highest and newest honour that each profile's subject wears, by the profile's key."""
    subjects = {
        profile: subject_key(profile.subject_kind, profile.person_id, profile.organisation_id) for profile in profiles
    }
    conferrals = {
        conferral.pk: conferral for conferral in conferrals_on(subjects.values()).select_related("round__award")
    }
    held = honours_by_subject(subjects.values(), [values_of(conferral) for conferral in conferrals.values()])
    titles = chinese_titles(subjects, chain.from_iterable(held.values()))
    best: dict[int, Conferral] = {}
    for profile, key in subjects.items():
        for honour in held[key]:
            if wears(profile, profile.subject, honour.kind, honour.published_name, titles[profile.pk]):
                best[profile.pk] = conferrals[honour.conferral]
                break
    put_survivors([conferral.round for conferral in best.values()], "award")
    return best


# Honours of many ------------------------------------------------------------------------------------------------------
#: What receives honours, and the field of a conferral that names it.
SUBJECTS: dict[type[Person] | type[Organisation], str] = {Person: "person", Organisation: "organisation"}
#: Whether a person or an organisation, and its key.
SubjectKey = tuple[type[Person] | type[Organisation], int | None]


@dataclass(frozen=True)
class Honour:
    """What the filters and cards ask of an honour; `order`: its place among others, as `honours_of` has them."""

    rank: int
    year: int
    conferral: int
    kind: str
    published_name: str
    order: tuple[Any, ...]


def subject_key(kind: str, person: int | None, organisation: int | None) -> SubjectKey:
    return (Person, person) if kind == ProfilePage.Subject.PERSON else (Organisation, organisation)


def honours_of_subjects(subjects: Collection[SubjectKey]) -> dict[SubjectKey, list[Honour]]:
    """The valid honours of many people and organisations, each list by rank, then the newest first. One query."""
    return honours_by_subject(subjects, conferrals_on(subjects).values(*VALUES))


def conferrals_on(subjects: Iterable[SubjectKey]) -> QuerySet[Conferral]:
    """The valid conferrals on these, and on what was merged into them."""
    keys: dict[type[Person] | type[Organisation], set[int]] = {model: set() for model in SUBJECTS}
    for model, key in subjects:
        if key is not None:
            keys[model].add(key)
    on_them = [Q(**{f"{SUBJECTS[model]}__in": with_merged(model, some)}) for model, some in keys.items() if some]
    if not on_them:
        return Conferral.objects.none()
    valid = Conferral.objects.filter(reduce(or_, on_them), status=Conferral.Status.VALID)
    return valid.order_by("position", "pk")


#: What is read of a conferral to tell and sort honours.
VALUES = (
    *("pk", "person_id", "organisation_id", "kind", "published_name", "position"),
    *("round_id", "round__year", "round__label"),
    *("round__award_id", "round__award__rank", "round__award__search_keys", "round__award__merged_into_id"),
)


def values_of(conferral: Conferral) -> dict[str, Any]:
    """VALUES of a conferral that was read whole, with its round and award."""
    return {name: attrgetter(name.replace("__", "."))(conferral) for name in VALUES}


def honours_by_subject(
    subjects: Iterable[SubjectKey], rows: Iterable[dict[str, Any]]
) -> dict[SubjectKey, list[Honour]]:
    """The honours that these rows of VALUES, from `conferrals_on`, tell of each subject.

    As in `honours_of`, rows of merged records count as their survivor's. A query for each step of merging.
    """
    held: dict[SubjectKey, dict[tuple[Any, ...], Honour]] = {subject: {} for subject in subjects}
    rows = list(rows)
    merged = {row["round__award__merged_into_id"] for row in rows} - {None}
    awards = survivors(Award.objects.filter(pk__in=merged) if merged else [])
    for model, name in SUBJECTS.items():
        own = [row for row in rows if row[f"{name}_id"] is not None]
        asked = {key for kind, key in held if kind is model and key is not None}
        ends = whose(model, asked, {row[f"{name}_id"] for row in own})
        for row in own:
            if row[f"{name}_id"] not in ends:
                continue  # found for another subject
            award = awards.get(row["round__award__merged_into_id"]) or award_of(row)
            held[model, ends[row[f"{name}_id"]]].setdefault(*honour_of(row, award))
    return {subject: sorted(honours.values(), key=lambda honour: honour.order) for subject, honours in held.items()}


def award_of(row: dict[str, Any]) -> Award:
    """The award of a row of VALUES, as far as honours ask for it."""
    return Award(
        pk=row["round__award_id"], rank=row["round__award__rank"], search_keys=row["round__award__search_keys"]
    )


def honour_of(row: dict[str, Any], award: Award) -> tuple[tuple[Any, ...], Honour]:
    """What the honour of a row of VALUES is the same by, and the honour."""
    kind, published, year = row["kind"], row["published_name"], row["round__year"]
    order = order_of_honour(award, year, row["round_id"], row["position"])
    same = same_honour(award, year, row["round__label"], kind, published)
    return same, Honour(award.rank, year, row["pk"], kind, published, order)


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
    columns = ("pk", "trade", "industry", "region", "subject_kind")
    rows = list(own.values_list(*columns, *SUBJECTS.values(), *(f"{name}__merged_into" for name in SUBJECTS.values())))
    people = resolved_keys(Person, {row[5] for row in rows if row[7]})
    units = resolved_keys(Organisation, {row[6] for row in rows if row[8]})
    keys = [subject_key(row[4], people.get(row[5], row[5]), units.get(row[6], row[6])) for row in rows]
    held = honours_of_subjects(keys)
    return [
        Entry(pk, trade, industry, region, held[key])
        for (pk, trade, industry, region, *_said), key in zip(rows, keys, strict=True)
    ]


def resolved_keys(model: type[Person] | type[Organisation], merged: set[int]) -> dict[int, int]:
    """What each of these merged records became in the end; no query where none was merged."""
    found: dict[int, Any] = survivors(model._default_manager.filter(pk__in=merged)) if merged else {}
    return {key: end.pk for key, end in found.items()}


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
