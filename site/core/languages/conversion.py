"""Texts that are kept once for all languages, as readers of each get them: converted to traditional Chinese by the
newsroom's wording and list of names, in any other language by its glossary.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.chinese.traditional import Conversion

TRADITIONAL = "zh-hant"
#: Seconds for which a process takes what it read before: another process may have changed it.
KEPT_FOR = 30.0
_kept: tuple[float, Conversion] | None = None
_kept_terms: dict[str, tuple[float, Mapping[str, str]]] = {}


def load_conversion() -> Conversion:
    """The conversion as the settings stand at this moment. Two queries."""
    from core.languages.models import ProtectedName, TraditionalChinese

    setting = TraditionalChinese.objects.first() or TraditionalChinese()
    names = ProtectedName.objects.values_list("text", "traditional")
    return Conversion(setting.wording, {text: traditional or text for text, traditional in names})


def current_conversion() -> Conversion:
    """The conversion for a reader's page: at most KEPT_FOR seconds old, hardly ever a query."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept[0] > KEPT_FOR:
        _kept = now, load_conversion()
    return _kept[1]


def current_terms(language: str) -> Mapping[str, str]:
    """The glossary of a language for a reader's page: at most KEPT_FOR seconds old, hardly ever a query."""
    from core.languages.models import GlossaryTerm

    kept, now = _kept_terms.get(language), time.monotonic()
    if kept is None or now - kept[0] > KEPT_FOR:
        terms = GlossaryTerm.objects.filter(language=language).values_list("source", "target")
        kept = _kept_terms[language] = now, dict(terms)
    return kept[1]


def forget_conversion(**kwargs: Any) -> None:
    """Read the settings and the glossary anew at the next question; also a signal handler."""
    global _kept
    _kept = None
    _kept_terms.clear()


def in_script(text: str, language: str | None = None, *, person: bool = False) -> str:
    """A Chinese text that is stored once for all languages, as a page in `language` (default: the active one) sets it.

    In traditional Chinese it is converted, a person's name character by character; what is marked as safe for HTML is
    converted as HTML and stays marked. In any other language a text that is a term of the glossary as a whole, such as
    an office's title, is what the glossary says; the rest stays.
    """
    language = language or get_language() or settings.LANGUAGE_CODE
    if not text or language == settings.LANGUAGE_CODE:
        return text
    if language != TRADITIONAL:
        return current_terms(language).get(text, text)
    conversion = current_conversion()
    if isinstance(text, SafeString):
        return SafeString(conversion.html(text))
    return conversion.name(text) if person else conversion.text(text)
