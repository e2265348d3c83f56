"""What the newsroom has translated before: equal texts anywhere, and texts that are a term and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from core.languages.glossary import plain, terms_in


def remembered(*, strings: Iterable[String], locale: Locale) -> dict[int, str]:
    """Earlier translations into `locale` of these texts by the text's key: what a person wrote goes first, then the
    latest. Texts with links are left out: their marks belong to one place.
    """
    keys = [string.pk for string in strings if "<a " not in string.data]
    rows = StringTranslation.objects.filter(translation_of__in=keys, locale=locale, has_error=False)
    # "machine" sorts before "manual", and earlier before later: the best comes last and stays.
    return dict(rows.order_by("translation_type", "updated_at").values_list("translation_of_id", "data"))


def known_translations(*, strings: Iterable[String], locale: Locale) -> dict[int, tuple[str, str]]:
    """(translation as an HTML fragment, where it comes from) by the text's key, for those of the texts that are known.
    The name of two homonyms with different translations is not: a person has to choose.
    """
    strings = list(strings)
    known = {key: (data, _("翻译记忆")) for key, data in remembered(strings=strings, locale=locale).items()}
    terms = terms_in(locale.language_code)
    for string in strings:
        if string.pk not in known and (term := terms.whole(plain(string.data))) and len(term.targets) == 1:
            known[string.pk] = StringValue.from_plaintext(term.targets[0]).data, _("译名表")
    return known


@transaction.atomic
def fill_from_memory(*, translation: Translation) -> int:
    """Begin a translation with what is known; segments that have a translation stay. Returns how many were filled."""
    locale = translation.target_locale
    segments = list(translation.source.stringsegment_set.select_related("string"))
    done = set(
        StringTranslation.objects.filter(locale=locale, context__object_id=translation.source.object_id).values_list(
            "translation_of_id", "context_id"
        )
    )
    open_segments = {
        (segment.string_id, segment.context_id): segment.string
        for segment in segments
        if (segment.string_id, segment.context_id) not in done
    }
    known = known_translations(strings=open_segments.values(), locale=locale)
    rows = [
        StringTranslation(
            translation_of_id=string,
            context_id=context,
            locale=locale,
            data=known[string][0],
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
            tool_name=known[string][1],
        )
        for string, context in open_segments
        if string in known
    ]
    StringTranslation.objects.bulk_create(rows)
    return len(rows)
