"""Folding: the one form in which two spellings of the same text are equal."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """NFKC, lower case, runs of white space to one blank, ends trimmed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_key(text: str) -> str:
    """The form in which names are compared: folded, letters and digits only, `ü` as it is typed: `v`.

    So `“小蜜蜂”工作室` is found by `小蜜蜂工作室`, `买买提·艾力` without the dot, and `Shen Zhiqiu` as `shenzhiqiu`.
    """
    return "".join(c for c in fold(text) if unicodedata.category(c)[0] in "LMN").replace("ü", "v")
