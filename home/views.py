"""Pages of registry records, and the page for a fault of our own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.registry.models import Organisation, Person, RegistryRecord, Topic
from core.registry.selectors import offices_of, people_serving
from news.selectors import page_of_stories, stories_naming

STORIES_A_PAGE = 20


def person(request: HttpRequest, number: int) -> HttpResponse:
    """A person's page: public only when ticked."""
    people = Person.objects.select_related("merged_into", "portrait")
    people = people.prefetch_related(*translated_names())
    record = get_object_or_404(people, pk=number)
    if not record.resolved().has_page:
        raise Http404(_("这个人物没有公开页面。"))
    return moved(record) or record_page(request, record, "registry/person.html", offices=offices_of(record))


def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """An organisation's page, with the people who serve there now and have a page of their own."""
    organisations = Organisation.objects.select_related("merged_into", "parent__merged_into", "successor__merged_into")
    organisations = organisations.prefetch_related(*translated_names("parent", "successor"))
    record = get_object_or_404(organisations, pk=number)
    return moved(record) or record_page(
        request, record, "registry/organisation.html", appointments=people_serving(record)
    )


def topic(request: HttpRequest, number: int) -> HttpResponse:
    """A topic's page."""
    topics = Topic.objects.select_related("merged_into", "parent__merged_into")
    record = get_object_or_404(topics.prefetch_related(*translated_names("parent")), pk=number)
    return moved(record) or record_page(request, record, "registry/topic.html")


def translated_names(*relations: str) -> list[str]:
    """What `name_in()` reads of a record and of those beside it; nothing in the source language."""
    if get_language() == settings.LANGUAGE_CODE:
        return []
    return ["names", *(f"{relation}__names" for relation in relations)]


def moved(record: RegistryRecord) -> HttpResponse | None:
    """301 to the record that this one was merged into; None for a record of its own."""
    if record.merged_into_id is None:
        return None
    return redirect(record.resolved().get_absolute_url(), permanent=True)


def record_page(request: HttpRequest, record: RegistryRecord, template: str, **parts: Any) -> HttpResponse:
    """A record with the stories of the active language that name it, newest first."""
    stories = page_of_stories(request, stories_naming(record), STORIES_A_PAGE)
    return render(request, template, {"record": record, "stories": stories, **parts})


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, since whatever failed may fail again here."""
    return render(request, "500.html", status=500)
