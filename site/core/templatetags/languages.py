"""Template tags of the translation editor."""

from __future__ import annotations

from django import template
from wagtail_localize.models import Translation

from core.languages.conversion import TRADITIONAL
from core.languages.glossary import CheckedSegment, checked_segments, terms_in

register = template.Library()


@register.simple_tag
def translation_terms(translation: Translation) -> list[CheckedSegment]:
    """The segments of a translation in which terms of the glossary or registered names stand. Traditional has none."""
    language = translation.target_locale.language_code
    if language == TRADITIONAL:
        return []
    return checked_segments([translation], {language: terms_in(language)}).get(translation.pk, [])
