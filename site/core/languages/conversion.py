"""How this newsroom writes traditional Chinese: its wording and its list of names, and texts converted on reading."""

from __future__ import annotations

import time
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.chinese.traditional import Conversion

TRADITIONAL = "zh-hant"
#: Seconds for which a process takes what it read before: another process may have changed it.
KEPT_FOR = 30.0
_kept: tuple[float, Conversion] | None = None


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


def forget_conversion(**kwargs: Any) -> None:
    """Read the settings anew at the next question; also a signal handler."""
    global _kept
    _kept = None


def in_script(text: str, language: str | None = None, *, person: bool = False) -> str:
    """A Chinese text that is stored once for all languages, as a page in `language` (default: the active one) sets it.

    In traditional Chinese it is converted, a person's name character by character; in any other language it stays.
    What is marked as safe for HTML is converted as HTML and stays marked.
    """
    if not text or (language or get_language()) != TRADITIONAL:
        return text
    conversion = current_conversion()
    if isinstance(text, SafeString):
        return SafeString(conversion.html(text))
    return conversion.name(text) if person else conversion.text(text)
