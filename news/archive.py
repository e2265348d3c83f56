"""Searching the archive: which published texts name a registry record, for which the record is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet
from wagtail.models import Page

from core.registry.usage import History, Source, register_history
from news.models.published_version import PublishedVersion
from news.models.story import StoryPage


def versions_matching(pattern: str) -> QuerySet[PublishedVersion]:
    """Published versions whose content matches a regular expression, newest first. Reads every version's text."""
    return PublishedVersion.objects.filter(content__regex=pattern).order_by("-pk")


def texts_matching(pattern: str) -> Iterator[str]:
    return versions_matching(pattern).values_list("content", flat=True).iterator(chunk_size=50)


def sources_matching(pattern: str) -> list[Source]:
    """The stories whose published texts match, each once; of a deleted story its last version that does."""
    newest: dict[tuple[int, str], int] = {}
    for number, language, key in versions_matching(pattern).values_list("number", "language", "pk"):
        newest.setdefault((number, language), key)
    stories = StoryPage.objects.filter(number__in={number for number, _language in newest})
    pages = {
        (number, language): key
        for number, language, key in stories.values_list("number", F("locale__language_code"), "pk")
    }
    page_type = ContentType.objects.get_for_model(Page).pk
    version_type = ContentType.objects.get_for_model(PublishedVersion).pk
    return [
        (page_type, str(pages[text])) if text in pages else (version_type, str(version))
        for text, version in newest.items()
    ]


register_history(History(PublishedVersion, texts_matching, sources_matching))
