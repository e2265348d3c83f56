"""Does a search find nothing where there is something, or something where there is nothing?

    python -m tests.benchmarks.search_nothing [--engine sqlite|postgresql]

Asks the judged queries of the given passages: none that has an answer may come back empty. Asks those without one, and
a hundred words of the trade that the passages do not hold: at most three may have hits. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.given_texts import passages, queries
from tests.benchmarks.scratch import scratch_site

MOST_FALSE = 3
#: Words of the trade that the given manuscripts do not hold; those that others do hold are told and not counted.
NEAR_MISSES = Path(__file__).with_name("near_misses.txt").read_text(encoding="utf-8").split()


def measure(engine: str) -> bool:
    with scratch_site(engine):
        from home.newsroom import build_newsroom, ensure_section
        from search.rebuilding import rebuild
        from search.service import search_pages
        from search.starter import load_starter_dictionary
        from tests.benchmarks.search_quality import fields_of
        from tests.factories.bulk import insert_stories

        load_starter_dictionary()
        section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
        given = list(passages())
        insert_stories(section, (fields_of(passage, n) for n, passage in enumerate(given)))
        rebuild()

        def hits(query: str) -> int:
            return len(search_pages(query, language="zh-hans").pages)

        whole = "".join(passage["text"] for passage in given)
        held = [word for word in NEAR_MISSES if word in whole]
        judged = queries()
        nothing = [query["q"] for query in judged if query["type"] == "none"]
        nothing += [word for word in NEAR_MISSES if word not in held]
        empty = [query["q"] for query in judged if query["type"] != "none" and not hits(query["q"])]
        false = [query for query in nothing if hits(query)]
        if held:
            print(f"  held by the texts, not counted: {' '.join(held)}")
        print(f"  with hits: {' '.join(false)}")
        print(f"{engine}: empty {len(empty)} (bar 0); with hits {len(false)} of {len(nothing)} (bar {MOST_FALSE})")
        return not empty and len(false) <= MOST_FALSE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    return 0 if measure(parser.parse_args().engine) else 1


if __name__ == "__main__":
    sys.exit(main())
