"""Anything at all is asked of the search that the search page uses: no error, none slower than a fifth of a second.

    python -m tests.benchmarks.search_fuzz [--engine sqlite|postgresql] [--queries 100000] [--seed N]

Every mark, emoji, ten thousand characters, pieces of the languages of SQL, FTS5, tsquery and Elasticsearch, NUL. Prints
errors and times; exits 1 beyond the bars.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
import time
import traceback
from collections.abc import Iterator

from tests.benchmarks.scratch import scratch_site

STORIES, BAR = 300, 200.0
WORDS = (
    "工会",
    "劳模",
    "产改",
    "夜校",
    "焊工",
    "四心行动",
    "Laomo",
    "ghj",
    "2026",
    "98.5%",
    "1+3+N",
    "勞動模範",
    "职",
    "的",
)
PIECES = (
    *(
        "' OR 1=1 --",
        '"; DROP TABLE wagtailcore_page; --',
        "') UNION SELECT NULL --",
        "%s",
        "%(name)s",
        "{0}",
        "\\'",
        "/*",
        "--",
    ),
    *(
        '"',
        '""',
        "*",
        '" *',
        "NEAR(工会 劳模, 5)",
        "title : 工会",
        "{title body} : 工会",
        "^工会",
        "- {body} :",
        "工会 NOT",
        "AND",
        "OR",
    ),
    *("'工会':*", "工会 <-> 劳模", "!!", "!(", "& |", ":ABCD", "<2>", "('", "''", "\\", "|", "a:b:c"),
    *(
        '{"query": {"match_all": {}}}',
        "title:[* TO *]",
        "工会~2",
        "工会^9",
        "_exists_:body",
        "/regex.*/",
        "doc['x'].value",
    ),
    *(
        "人物:",
        "人物:孟庆霞",
        'column:"',
        "年份:2026年",
        "年份:99999",
        "person:" * 20,
        "-",
        "－工会",
        "- -",
        '-"',
        "“”",
        "“工会",
    ),
    *(
        "\0",
        "工\0会",
        "\x1b[31m",
        "\ufeff",
        "\u202e",
        "\u200d",
        "\ud800",
        "\U0010ffff",
        "\u0301" * 30,
        "ﷺ",
        "ß",
        "İ",
        "Ⅷ",
        "㈱",
        "𠮷",
    ),
    *("😀", "👩\u200d🏭", "🇨🇳", "<script>", "&lt;", "%00", "\r\n", "\t", "\u3000", "../../etc/passwd", "$(id)", "`id`"),
)


def fuzzed(count: int, seed: int) -> Iterator[str]:
    """`count` queries, the same for the same seed."""
    chance = random.Random(seed)
    marks = string.punctuation + "，。、；：？！…—·「」『』《》【】（）～￥“”‘’％＋－"
    single = [*PIECES, *marks, *(chr(code) for code in range(0x20))]

    def character() -> str:
        low, high = chance.choice(((0x20, 0x7F), (0x4E00, 0x9FA0), (0x3000, 0x3040), (0x1F300, 0x1FAFF), (0, 0xD7FF)))
        return chr(chance.randrange(low, high))

    def query() -> str:
        kind = chance.random()
        if kind < 0.5:
            parts = [chance.choice((*WORDS, *PIECES, *marks)) for _part in range(chance.randint(1, 6))]
            return chance.choice(("", " ", "")).join(parts)
        if kind < 0.75:
            return "".join(character() for _character in range(chance.randint(1, 40)))
        if kind < 0.8:
            return (chance.choice((*WORDS, *PIECES, *marks)) * 10_000)[:10_000]
        if kind < 0.85:
            return "".join(character() for _character in range(1000)) * 10
        word = chance.choice(WORDS)
        place = chance.randint(0, len(word))
        return word[:place] + chance.choice((*marks, *PIECES)) + word[place:] + " " + chance.choice(WORDS)

    for number in range(count):
        yield single[number] if number < len(single) else query()


def ask(query: str) -> None:
    """As the search page does: the address is read, hits are ranked, listed by date and counted."""
    from django.http import QueryDict
    from django.utils.http import urlencode

    from search.questions import question_of
    from search.service import by_date, counts, ranked, readable

    address = QueryDict(mutable=True)
    address["q"] = query
    question = question_of(address, "zh-hans")
    readable(ranked(question).objects, "zh-hans")
    if "\ud800" not in query:
        urlencode({"q": question.text})
    by_date(question, 20)
    counts(question)


def measure(engine: str, count: int, seed: int) -> bool:
    with scratch_site(engine):
        from home.newsroom import build_newsroom, ensure_section
        from search.rebuilding import rebuild
        from search.starter import load_starter_dictionary
        from tests.benchmarks.search_speed import stories
        from tests.factories.bulk import insert_stories

        load_starter_dictionary()
        section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
        insert_stories(section, stories(STORIES))
        rebuild()
        ask("工会")
        errors, slow, slowest, began = 0, 0, 0.0, time.perf_counter()
        for query in fuzzed(count, seed):
            start = time.perf_counter()
            try:
                ask(query)
            except Exception:  # noqa: BLE001  that is what is counted
                errors += 1
                if errors <= 3:
                    print(f"  {query[:80]!r}\n{traceback.format_exc(limit=-4)}")
            took = (time.perf_counter() - start) * 1000
            slowest = max(slowest, took)
            if took > BAR:
                slow += 1
                if slow <= 3:
                    print(f"  {took:.0f} ms {query[:80]!r}")
        whole = time.perf_counter() - began
        print(
            f"{engine}: {count} fuzzed queries in {whole:.0f} s: {errors} errors (bar 0), "
            f"{slow} above {BAR:.0f} ms (bar 0), slowest {slowest:.0f} ms"
        )
        return not errors and not slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261201)
    options = parser.parse_args()
    return 0 if measure(options.engine, options.queries, options.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
