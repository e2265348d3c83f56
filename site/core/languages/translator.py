"""wagtail-localize's machine translator, which here asks nobody outside: OpenCC, the memory and the glossary."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import String
from wagtail_localize.strings import StringValue

from core.languages.conversion import TRADITIONAL, load_conversion
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
        if target_locale.language_code == TRADITIONAL:
            conversion = load_conversion()
            return {string: StringValue(conversion.html(string.data)) for string in strings}
        rows = String.objects.filter(
            locale=source_locale, data_hash__in=[String._get_data_hash(string.data) for string in strings]
        )
        known = known_translations(strings=(texts := list(rows)), locale=target_locale)
        return {text.as_value(): StringValue(known[text.pk][0]) for text in texts if text.pk in known}
