"""The terms of a language: the newsroom's glossary, and the registered names of people, organisations, awards …"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.apps import apps
from django.utils.html import strip_tags
from wagtail_localize.models import StringTranslation, Translation

from core.chinese.terms import Term, TermIndex
from core.languages.models import GlossaryTerm
from core.registry.models.record import RecordName


def terms_in(language: str) -> TermIndex:
    """The glossary of a language with all registered names. One query a kind of record, and one for the glossary."""
    return TermIndex(_pairs(language))


def _pairs(language: str) -> Iterator[tuple[str, str]]:
    """What the glossary says of a term stands before the names of records: one of two homonyms may be meant by it."""
    glossary = dict(GlossaryTerm.objects.filter(language=language).values_list("source", "target"))
    yield from glossary.items()
    for model in apps.get_models():
        if issubclass(model, RecordName):
            rows = model._default_manager.filter(language=language)
            for source, target in rows.values_list(f"{model.record_field().name}__name", "name"):
                if source not in glossary:
                    yield source, target


@dataclass(frozen=True)
class CheckedSegment:
    """One segment in which terms stand: its text, its translation (`""` without one), the terms, those not used."""

    source: str
    translation: str
    terms: list[Term]
    missing: list[Term]


def checked_segments(translation: Translation, terms: TermIndex) -> list[CheckedSegment]:
    """The segments of a translation in which terms stand, in reading order. Two queries."""
    return [*_checked(translation, terms)]


def _checked(translation: Translation, terms: TermIndex) -> Iterator[CheckedSegment]:
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale_id, context__object_id=translation.source.object_id
    )
    said = {(row.translation_of_id, row.context_id): plain(row.data) for row in rows}
    segments = translation.source.stringsegment_set.select_related("string").order_by("order")
    for segment in segments:
        source = plain(segment.string.data)
        if found := terms.find(source):
            words = said.get((segment.string_id, segment.context_id), "")
            yield CheckedSegment(source, words, found, terms.missing(source, words) if words else [])


def plain(fragment: str) -> str:
    """A segment's text without its inline tags."""
    return unescape(strip_tags(fragment))
