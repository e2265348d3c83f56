"""The safety net: a source line whose letters stand in no part, key or notice is given whole in a notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from ..reading import Source
from .parts import Article, Notice
from .patterns import letters

SAID_ABOUT = ("type", "code", "message", "reason")


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value that holds manuscript text, not what is said about it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in SAID_ABOUT:
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def leftovers(source: Source, articles: list[Article], notices: list[Notice]) -> list[Notice]:
    """Notices for the lines that lost a letter or digit on the way."""
    kept: Counter[str] = Counter()
    for article in articles:
        for text in strings(article.to_json()):
            kept.update(letters(text))
    for notice in notices:
        kept.update(letters(notice.text))
    whole = Counter(letter for line in source.lines for letter in letters(line.original))
    if not whole - kept:
        return []
    found = []
    for line in reversed(source.lines):
        needed = Counter(letters(line.original))
        if needed - kept:
            found.append(
                Notice("leftover", line.number, "这一行里有文字没有归入稿件，原文在此备查。", line.original.strip())
            )
        else:
            kept -= needed
    return found[::-1]
