"""Does one find a story again by two or three words of its title? Prints the mean reciprocal rank.

    python -m tests.benchmarks.search_known_items [--engine sqlite|postgresql] [--seed N]

300 stories: distinct clauses of 8 to 30 characters of the given manuscripts as titles, 3 to 6 of their sentences by
chance as body. Exits 1 below the bar.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from typing import Any

from tests.benchmarks.given_texts import clauses, sentences
from tests.benchmarks.scratch import scratch_site

STORIES, BAR = 300, 0.85
WORST = 8


def made_stories(chance: random.Random) -> list[dict[str, Any]]:
    titles = chance.sample(clauses(8, 30), STORIES)
    lines = sentences()
    return [
        {
            "title": title,
            "body": json.dumps(
                [{"type": "paragraph", "value": f"<p>{''.join(chance.sample(lines, chance.randint(3, 6)))}</p>"}]
            ),
        }
        for title in titles
    ]


def words_of(title: str, chance: random.Random) -> str:
    """Two or three words of a title, in their order."""
    import rjieba

    words = list(dict.fromkeys(word for word in rjieba.cut(title) if len(word) > 1))
    picked = sorted(chance.sample(range(len(words)), min(len(words), chance.randint(2, 3))))
    return " ".join(words[place] for place in picked) or title


def measure(engine: str, seed: int) -> bool:
    with scratch_site(engine):
        from home.newsroom import build_newsroom, ensure_section
        from search.rebuilding import rebuild
        from search.service import search_pages
        from search.starter import load_starter_dictionary
        from tests.factories.bulk import insert_stories

        load_starter_dictionary()
        chance = random.Random(seed)
        section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
        made = insert_stories(section, made_stories(chance))
        rebuild()
        ranks = []
        for page in made:
            query = words_of(page.title, chance)
            found = search_pages(query, language="zh-hans").pages
            ranks.append((1 / (found.index(page.pk) + 1) if page.pk in found else 0.0, query, page.title))
        figure = sum(rank for rank, _query, _title in ranks) / len(ranks)
        for rank, query, title in sorted(ranks)[:WORST]:
            print(f"  {rank:.2f} {query} → {title}")
        print(f"{engine}: known items: MRR {figure:.3f} of {len(ranks)} (bar {BAR})")
        return figure >= BAR


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=20261123)
    options = parser.parse_args()
    return 0 if measure(options.engine, options.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
