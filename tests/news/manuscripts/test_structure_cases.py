"""Manuscripts of our own writing in many layouts; whoever is named in them is invented."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from news.manuscripts.reading import read
from news.manuscripts.structure import structure
from news.manuscripts.structure.leftovers import strings
from news.manuscripts.structure.patterns import letters

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
BAR = 0.9
FIELDS = ("type", "column", "kicker", "title", "subtitle", "author_affiliation", "source", "editor_note")


def fold(text: str) -> str:
    """Width, quotes and spaces folded away: which of them an importer keeps is a question of typography."""
    text = unicodedata.normalize("NFKC", text).translate(str.maketrans("“”「」", '""""'))
    return re.sub(r"[\s—\-·|]+", "", text).rstrip(";。.")


def body_of(article: dict[str, Any]) -> list[tuple[str, str, str]]:
    parts = []
    for part in article["body"]:
        text = part.get("text") or part.get("caption") or "".join(part.get("items", []))
        text = text or "".join(cell for row in part.get("rows", []) for cell in row)
        parts.append((part["type"], fold(text), fold(part.get("credit", ""))))
    return parts


def score(expected: list[dict[str, Any]], actual: list[dict[str, Any]]) -> tuple[float, list[str]]:
    """The mean over articles of fields, bylines and body; and what differs."""
    if len(expected) != len(actual):
        return 0.0, [f"{len(actual)} articles instead of {len(expected)}"]
    marks: list[float] = []
    faults: list[str] = []
    for want, got in zip(expected, actual, strict=True):
        for name in FIELDS:
            same = fold(want[name]) == fold(got[name])
            if want[name] or got[name]:
                marks.append(float(same))
            if not same:
                faults.append(f"{name}: {got[name]!r} instead of {want[name]!r}")
        if want["byline"] or got["byline"]:
            same = want["byline"] == got["byline"]
            marks.append(float(same))
            faults += [] if same else [f"byline: {got['byline']} instead of {want['byline']}"]
        left, right = body_of(want), body_of(got)
        marks += [difflib.SequenceMatcher(None, left, right, autojunk=False).ratio()] * 3
        faults += [f"missing {part}" for part in left if part not in right] + [
            f"extra {p}" for p in right if p not in left
        ]
    return sum(marks) / len(marks), faults


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_own_manuscript(case: Path) -> None:
    file = next(case.glob("source.*"))
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))["articles"]
    source = read(file.read_bytes(), file.name)
    result = structure(source).to_json()
    mark, faults = score(expected, result["articles"])
    assert mark >= BAR, "\n".join(faults)
    kept = Counter(c for text in strings([result["articles"], result["notices"]]) for c in letters(text))
    assert not Counter(c for line in source.lines for c in letters(line.original)) - kept


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_nothing_needs_the_safety_net(case: Path) -> None:
    """The notice `leftover` is for what no step foresaw; on ordinary manuscripts it stays away."""
    file = next(case.glob("source.*"))
    result = structure(read(file.read_bytes(), file.name))
    assert [notice.text for notice in result.notices if notice.code == "leftover"] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 8
