"""How far the translations are: the state of each, and how many of a language's pages are translated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog


class State(models.TextChoices):
    """The state of a translation as an editor reads it."""

    DONE = "done", _("已译")
    OUTDATED = "outdated", _("待更新")
    STARTED = "started", _("在译")
    DETACHED = "detached", _("已脱离")


def with_state() -> QuerySet[Translation]:
    """All translations of pages, each with `state`, `source_title` (as the page is called now), `copy_pk` and
    `copy_title` (None when the copy was deleted).

    待更新 is one that readers have, while its source has a text that is not translated or was published since.
    """
    copies = Page.objects.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale"))
    sources = Page.objects.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("source__locale"))
    saved = TranslationLog.objects.filter(source=OuterRef("source"), locale=OuterRef("target_locale"))
    behind = Q(has_open_text=True) | Q(saved_at__lt=F("source__last_updated_at"))
    behind |= Q(source_published_at__gt=F("source__last_updated_at"))
    return Translation.objects.annotate(
        copy_pk=Subquery(copies.values("pk")[:1]),
        copy_title=Subquery(copies.values("draft_title")[:1]),
        source_title=Subquery(sources.values("title")[:1]),
        copy_live=Coalesce(Subquery(copies.values("live")[:1]), Value(False), output_field=BooleanField()),
        source_published_at=Subquery(sources.values("last_published_at")[:1]),
        saved_at=Subquery(saved.order_by("-pk").values("created_at")[:1]),
        has_open_text=Exists(open_segments()),
        state=Case(
            When(enabled=False, then=Value(State.DETACHED)),
            When(copy_live=False, then=Value(State.STARTED)),
            When(behind, then=Value(State.OUTDATED)),
            default=Value(State.DONE),
        ),
    )


def open_segments() -> QuerySet[StringSegment]:
    """The segments of the outer query's translation that have no valid translation."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("wanted_locale"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(source=OuterRef("source"))
    # Django knows no outer reference across two subqueries: the locale is handed down as a column.
    return segments.annotate(wanted_locale=OuterRef("target_locale")).filter(~Exists(translated))


@dataclass(frozen=True)
class LanguageProgress:
    """One language's figures; `untouched` are live pages that nobody has begun to translate."""

    code: str
    name: str
    done: int
    outdated: int
    started: int
    detached: int
    untouched: int


def progress_by_language() -> list[LanguageProgress]:
    """The figures of every language but the source's, in the order of the settings. Three queries a language."""
    live = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, live=True, depth__gt=1, alias_of=None)
    return [_of_language(code, str(name), live) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _of_language(code: str, name: str, live: QuerySet[Page]) -> LanguageProgress:
    of_language = with_state().filter(target_locale__language_code=code)
    counts: dict[str, int] = dict(of_language.order_by().values_list("state").annotate(Count("pk")))
    begun = Page.objects.filter(locale__language_code=code, alias_of=None).values("translation_key")
    return LanguageProgress(
        code=code,
        name=name,
        done=counts.get(State.DONE, 0),
        outdated=counts.get(State.OUTDATED, 0),
        started=counts.get(State.STARTED, 0),
        detached=counts.get(State.DETACHED, 0),
        untouched=live.exclude(translation_key__in=begun).count(),
    )


def segment_counts(translations: list[Any]) -> dict[int, tuple[int, int]]:
    """(translated, all) segments of each translation, by its key. Two queries for all of them."""
    sources = {translation.source_id for translation in translations}
    segments = StringSegment.objects.filter(source__in=sources).values_list("source_id", "string_id", "context_id")
    places: dict[int, set[tuple[int, int]]] = {}
    for source, string, context in segments:
        places.setdefault(source, set()).add((string, context))
    rows = StringTranslation.objects.filter(
        locale__in={translation.target_locale_id for translation in translations},
        context__object__in={translation.source.object_id for translation in translations},
        has_error=False,
    ).values_list("locale_id", "translation_of_id", "context_id")
    done = set(rows)
    return {
        translation.pk: (
            sum((translation.target_locale_id, *place) in done for place in places.get(translation.source_id, ())),
            len(places.get(translation.source_id, ())),
        )
        for translation in translations
    }
