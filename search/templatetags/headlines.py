"""Titles as pages set them: a line ends between words, and never inside a name that the newsroom knows."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.chinese.headlines import breakable
from search.dictionary import Dictionary
from search.words import current_dictionary

register = template.Library()


@register.filter
def headline(title: str) -> SafeString:
    """The title with the places where it may break; other languages break by themselves."""
    text = str(title)
    if not settings.HEADLINE_BREAKS or not (get_language() or "").startswith("zh"):
        return escape(text)
    return _set(text, current_dictionary())


@lru_cache(maxsize=2000)
def _set(title: str, dictionary: Dictionary) -> SafeString:
    stretches = breakable(title, dictionary.cutter.cut)
    # The first mark stands before nothing: each further stretch has one before it.
    return format_html_join("", "{}{}", ((_mark(place), text) for place, text in enumerate(stretches)))


def _mark(place: int) -> SafeString:
    return SafeString("<wbr>" if place else "")
