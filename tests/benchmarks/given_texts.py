"""The given manuscripts, for benchmarks of search: their sentences and clauses, and the passages that queries judge."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.scratch import ROOT

SHARED = ROOT.parent / "shared"
QUERIES = SHARED / "search" / "queries.jsonl"
SCORER = SHARED / "tools" / "score_search.py"


def paragraphs() -> list[str]:
    """The paragraphs of all manuscripts without their marks."""
    files = (path for path in sorted((SHARED / "manuscripts").glob("*.md")) if path.name != "README.md")
    texts = (path.read_text(encoding="utf-8") for path in files)
    return [re.sub(r"[#*|\s]+", "", line) for text in texts for line in text.splitlines() if re.search(r"\w", line)]


def sentences() -> list[str]:
    """Each once, of ten characters and more."""
    found = (part for text in paragraphs() for part in re.findall(r"[^。！？!?；;]+[。！？!?；;]?", text))
    return list(dict.fromkeys(part for part in found if len(part) >= 10))


def clauses(shortest: int, longest: int) -> list[str]:
    """What stands between two marks, each once."""
    found = (part for text in paragraphs() for part in re.split(r"[^\w“”‘’、·%+-]+", text))
    stripped = (part.strip("“”‘’、·-+") for part in found)
    return list(dict.fromkeys(part for part in stripped if shortest <= len(part) <= longest))


def passages() -> Iterator[dict[str, Any]]:
    """As the scorer cuts them."""
    spec = importlib.util.spec_from_file_location("score_search", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for key, text in scorer.passages():
        yield {"id": key, "text": text}


def queries() -> list[dict[str, Any]]:
    """The judged queries."""
    with QUERIES.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
