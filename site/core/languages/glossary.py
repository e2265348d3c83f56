"""The terms of a language: the newsroom's glossary, and the registered names of people, organisations, awards …"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from django.apps import apps
from django.utils.html import strip_tags
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from core.chinese.terms import Term, TermIndex
from core.languages.models import GlossaryTerm
from core.registry.models.record import RecordName

#: Where a segment stands: the keys of its text and of its context.
Place = tuple[int, int]


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


def checked_segments(
    translations: Collection[Translation], terms: Mapping[str, TermIndex]
) -> dict[int, list[CheckedSegment]]:
    """The segments in which terms stand, in reading order, by the key of their translation. Two queries for all.

    `terms`: by language; a translation into another language has none.
    """
    asked = [translation for translation in translations if terms.get(translation.target_locale.language_code)]
    texts: dict[int, list[tuple[Place, str]]] = {}
    segments = StringSegment.objects.filter(source__in={translation.source_id for translation in asked})
    for source, string, context, text in segments.order_by("order").values_list(
        "source_id", "string_id", "context_id", "string__data"
    ):
        texts.setdefault(source, []).append(((string, context), plain(text)))
    rows = StringTranslation.objects.filter(
        locale__in={translation.target_locale_id for translation in asked},
        context__object__in={translation.source.object_id for translation in asked},
    ).values_list("locale_id", "translation_of_id", "context_id", "data")
    said: dict[int, dict[Place, str]] = {}
    for locale, string, context, text in rows:
        said.setdefault(locale, {})[string, context] = text
    return {
        translation.pk: [
            *_checked(
                texts.get(translation.source_id, ()),
                said.get(translation.target_locale_id, {}),
                terms[translation.target_locale.language_code],
            )
        ]
        for translation in asked
    }


def _checked(
    texts: Iterable[tuple[Place, str]], said: Mapping[Place, str], terms: TermIndex
) -> Iterator[CheckedSegment]:
    for place, source in texts:
        if found := terms.find(source):
            words = plain(said.get(place, ""))
            yield CheckedSegment(source, words, found, terms.missing(source, words) if words else [])


def plain(fragment: str) -> str:
    """A segment's text without its inline tags."""
    return unescape(strip_tags(fragment))
