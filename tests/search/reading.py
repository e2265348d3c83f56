"""Reading the search page as a browser would."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from tests.factories.html import Document

CHINA = ZoneInfo("Asia/Shanghai")


def paragraphs(*texts: str) -> list[dict[str, str]]:
    return [{"type": "paragraph", "value": f"<p>{text}</p>"} for text in texts]


def read(query: str = "", path: str = "/search/", **parameters: Any) -> Document:
    """The page, sound as HTML."""
    response = Client().get(path, {"q": query, **parameters})
    assert response.status_code == 200
    document = Document.of(response.content.decode())
    document.assert_sound()
    return document


def titles(document: Document) -> list[str]:
    return document.texts("h2", class_="hit__title")


def main_text(document: Document) -> str:
    return "".join(document.one("main").text.split())


def facet(document: Document, legend: str) -> dict[str, int]:
    """Labels and counts of a filter."""
    fieldsets = [each for each in document.all("fieldset") if each.text.split()[0] == legend]
    lines = [line.split() for each in fieldsets for line in re.split(r"\n\s*\n", each.text) if line.split()]
    words = [word for line in lines for word in line][1:]
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def links(document: Document, text: str) -> list[str]:
    return [a.attributes["href"] for a in document.all("a") if "".join(a.text.split()) == text]
