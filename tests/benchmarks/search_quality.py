"""How well a search finds what people mean: runs judged queries over passages, each made a story of a scratch database.

    python -m tests.benchmarks.search_quality --passages FILE --queries FILE [--engine sqlite|postgresql|elasticsearch]
                                              [--dictionary starter|empty] [--run OUT]

The files are lines of {"id", "text"}, optionally "title", and of {"id", "q"}. Writes {"id", "ranked": [passage ids]}
lines to OUT, to be scored by ../shared/tools/score_search.py, and prints the time of a query. The stories are indexed
by `search_rebuild` and asked for through the service that the search page uses.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.scratch import scratch_site

#: Passages that are written of each ranking.
SHOWN = 50


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def fields_of(passage: dict[str, Any], number: int) -> dict[str, Any]:
    """A passage as a story; one without a title is called by its number alone, which nobody asks for."""
    body = [{"type": "paragraph", "value": f"<p>{escaped(passage['text'])}</p>"}]
    return {"title": passage.get("title") or f"{number:x}号", "body": json.dumps(body)}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def measure(engine: str, passages: Path, queries: Path, dictionary: str, out: Path | None) -> None:
    with scratch_site(engine):
        from django.core.management import call_command

        from home.newsroom import build_newsroom, ensure_section
        from search.questions import Question
        from search.service import ranked, readable
        from search.starter import load_starter_dictionary
        from tests.factories.bulk import insert_stories

        if dictionary == "starter":
            load_starter_dictionary()
        section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
        given = list(lines(passages))
        made = insert_stories(section, (fields_of(passage, n) for n, passage in enumerate(given)))
        passage_of = {page.pk: passage["id"] for page, passage in zip(made, given, strict=True)}
        began = time.perf_counter()
        call_command("search_rebuild")
        print(f"{engine}: {len(made)} stories indexed in {time.perf_counter() - began:.1f} s")
        times, rankings = [], []
        for query in lines(queries):
            began = time.perf_counter()
            answer = ranked(Question(query["q"], query["q"], "zh-hans"))
            pages = readable(answer.objects, "zh-hans")
            times.append((time.perf_counter() - began) * 1000)
            if answer.engine != engine:
                raise SystemExit(f"{query['id']} was answered by {answer.engine}")
            passages_found = [passage_of[key] for key in pages if key in passage_of]
            rankings.append({"id": query["id"], "ranked": passages_found[:SHOWN]})
        if out:
            out.write_text("".join(json.dumps(row) + "\n" for row in rankings), encoding="utf-8")
        p95 = statistics.quantiles(times, n=20)[-1]
        print(f"{engine}: {len(times)} queries, median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "elasticsearch"], default="sqlite")
    parser.add_argument("--dictionary", choices=["starter", "empty"], default="starter")
    parser.add_argument("--run", type=Path)
    options = parser.parse_args()
    measure(options.engine, options.passages, options.queries, options.dictionary, options.run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
