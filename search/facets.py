"""What a hit can be narrowed by: tokens such as `year:2026` or `person:17`, indexed in a column of their own.

An engine filters by them as by any word, and they are counted from the entries. Values of `person`, `organisation` and
`topic` are keys of records as the rows name them: a record that was merged is resolved where counts are shown.
`in` is the slug of a section, column or index, the same in every language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from media.models import Photo
from news.models import ProfilePage, StoryPage
from news.models.links import StoryAward, StoryOrganisation, StoryPerson, StorySection, StoryTopic
from news.profiles import SubjectKey, honours_of_subjects, subject_key

#: In the order in which the search page shows them.
FACETS = ("type", "in", "year", "organisation", "person", "topic", "rank", "photo")
_BODY_PHOTOS = frozenset({"photo", "gallery"})
_LINKS = (
    ("person", StoryPerson, "person_id"),
    ("organisation", StoryOrganisation, "organisation_id"),
    ("topic", StoryTopic, "topic_id"),
    ("rank", StoryAward, "award__rank"),
    ("in", StorySection, "section__slug"),
)


def facet(name: str, value: object) -> str:
    """The token of a facet's value."""
    return f"{name}:{value}"


def facets_of(instances: Sequence[Any]) -> dict[int, list[str]]:
    """The facets of objects of one kind, by key. The same few queries for any number."""
    found: dict[int, list[str]] = {instance.pk: list(_own(instance)) for instance in instances}
    stories = [instance for instance in instances if isinstance(instance, StoryPage)]
    for name, model, value in _LINKS if stories else ():
        rows = model._default_manager.filter(story__in=[story.pk for story in stories])
        for story, linked in rows.values_list("story_id", value):
            found[story].append(facet(name, linked))
    for key, ranks in _ranks(instance for instance in instances if isinstance(instance, ProfilePage)).items():
        found[key] += [facet("rank", rank) for rank in sorted(ranks)]
    return {key: list(dict.fromkeys(tokens)) for key, tokens in found.items()}


def _own(instance: Any) -> Iterable[str]:
    """What the object's own row says."""
    if isinstance(instance, Photo):
        if instance.taken_at:
            yield facet("year", instance.taken_at[:4])
        yield from (facet("person", person) for person in _people_of(instance))
    if not isinstance(instance, Page):
        return
    yield facet("type", instance.cached_content_type.model)
    # The first part is the language's front page, the last the page itself.
    yield from (facet("in", slug) for slug in instance.url_path.strip("/").split("/")[1:-1])
    if isinstance(instance, StoryPage):
        if shown := instance.date_shown or instance.first_published_at:
            yield facet("year", timezone.localtime(shown).year)
        if instance.lead_photo_id or any(block["type"] in _BODY_PHOTOS for block in instance.body.raw_data):
            yield facet("photo", 1)
    if isinstance(instance, ProfilePage):
        if instance.person_id:
            yield facet("person", instance.person_id)
        if instance.organisation_id:
            yield facet("organisation", instance.organisation_id)


def _people_of(photo: Photo) -> Iterable[int]:
    return (row.person_id for row in photo.people.all() if row.person_id)


def _ranks(profiles: Iterable[ProfilePage]) -> dict[int, set[int]]:
    """The ranks of the valid honours of whom each profile is about."""
    subjects: dict[SubjectKey, list[int]] = defaultdict(list)
    for profile in profiles:
        subjects[subject_key(profile.subject_kind, profile.person_id, profile.organisation_id)].append(profile.pk)
    if not subjects:
        return {}
    honours = honours_of_subjects(list(subjects))
    return {
        key: {honour.rank for honour in honours.get(subject, ())} for subject, keys in subjects.items() for key in keys
    }
