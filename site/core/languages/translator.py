"""wagtail-localize's machine translator, which here asks nobody outside: OpenCC, the memory and the glossary."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import String, TranslationSource
from wagtail_localize.strings import StringValue

from core.languages.conversion import TRADITIONAL
from core.languages.following import conversion_for, convert_segment, name_paths
from core.languages.memory import known_translations


class HouseTranslator(BaseMachineTranslator):
    """Traditional Chinese whole; of another language what is known, and nothing for the rest."""

    display_name = _("本站译库")

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return bool(source_locale.language_code == settings.LANGUAGE_CODE != target_locale.language_code)

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        """`strings` that have no translation are left out of the answer."""
        rows = String.objects.filter(
            locale=source_locale, data_hash__in=[String._get_data_hash(string.data) for string in strings]
        )
        if target_locale.language_code == TRADITIONAL:
            return in_traditional(list(rows), target_locale)
        known = known_translations(strings=(texts := list(rows)), locale=target_locale)
        return {text.as_value(): StringValue(known[text.pk][0]) for text in texts if text.pk in known}


def in_traditional(texts: Collection[String], locale: Locale) -> dict[StringValue, StringValue]:
    """The texts converted as on the page that they are asked for: with its names, and a name as a name."""
    source = source_with(texts, locale)
    if source is None:
        return {}
    page = source.get_source_instance()
    conversion, paths = conversion_for(page, source), name_paths(page)
    segments = source.stringsegment_set.filter(string__in=texts).select_related("string", "context")
    return {
        segment.string.as_value(): StringValue(
            convert_segment(segment.string.data, conversion, of_names=segment.context.field_path in paths)
        )
        for segment in segments
    }


def source_with(texts: Collection[String], locale: Locale) -> TranslationSource | None:
    """What the texts are asked for. wagtail-localize does not say it; they are of one page, so it is the one that is
    translated into `locale` and holds most of them, of several the last that was submitted or changed.
    """
    sources = TranslationSource.objects.filter(translations__target_locale=locale, stringsegment__string__in=texts)
    held = sources.annotate(held=Count("stringsegment__string", distinct=True))
    return held.order_by("-held", "-last_updated_at").first()
