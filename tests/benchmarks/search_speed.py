"""How fast a large site searches: the ranked top ten, broad words, the search page, suggestions, snippets, a rebuild,
the index part of a publication alone and beside a rebuild.

    python -m tests.benchmarks.search_speed [--engine sqlite|postgresql|elasticsearch] [--stories 10000]
                                            [--queries FILE]

Stories are made of the trade's words by chance, seeded, some 600 characters each. `FILE`: lines of {"q"}, asked besides
the broad words; without it words and pairs of words are. Prints the figures; exits 1 where one is above its bar.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count as count_up
from itertools import islice
from pathlib import Path
from typing import Any

from tests.benchmarks.scratch import ROOT, scratch_site

BROAD = ("工会", "劳模", "产改")
#: Milliseconds at the 95th percentile, by engine and stories: judged queries, broad ones.
BARS = {
    "sqlite": {10_000: (20, 30), 50_000: (40, 50)},
    "postgresql": {10_000: (200, 200), 50_000: (200, 200)},
    "elasticsearch": {10_000: (60, 60), 50_000: (60, 60)},
}
#: Of the whole search page; of one suggestion, and of the snippets of ten hits.
PAGE_BAR, SMALL_BAR = 120, 10
TYPED = ("劳", "劳模", "laomo", "lm", "ghj", "gonghui", "zgh", "外卖", "五一", "j")
#: Of a publication with the index idle, and while a rebuild runs.
PUBLISH_BARS = (20, 150)
#: Seconds of a rebuild of 10,000 stories.
REBUILD_BAR = 60
OTHERS = (
    *(
        "夜班",
        "码头",
        "车间",
        "焊缝",
        "食堂",
        "班组",
        "图纸",
        "安全帽",
        "桥吊",
        "调度室",
        "仓库",
        "物流园",
        "工地",
        "社区",
    ),
    *(
        "师傅",
        "徒弟",
        "司机",
        "职工",
        "会员",
        "主席",
        "代表",
        "律师",
        "志愿者",
        "班长",
        "工程师",
        "保洁员",
        "护士",
        "教师",
    ),
    *("开课", "签约", "验收", "报名", "投票", "走访", "维修", "巡检", "排班", "培训", "座谈", "体检", "颁奖", "揭牌"),
    *("今年", "上个月", "每周三", "清晨", "雨夜", "三年来", "第一次", "当天", "随后", "如今"),
)


def stories(count: int, seed: int = 20261122) -> Iterator[dict[str, Any]]:
    """Fields of `count` stories."""
    from search.starter import SYNONYMS, WORDS

    chance = random.Random(seed)
    trade = [*WORDS, *(text for group in SYNONYMS for text in group)]

    def clause() -> str:
        words = [chance.choice(trade if chance.random() < 0.3 else OTHERS) for _word in range(chance.randint(3, 6))]
        return "".join(words)

    for _story in range(count):
        sentences = [
            "，".join(clause() for _clause in range(chance.randint(1, 3))) for _ in range(chance.randint(15, 25))
        ]
        body = [{"type": "paragraph", "value": f"<p>{'。'.join(sentences)}。</p>"}]
        yield {"title": clause(), "summary": clause(), "body": json.dumps(body)}


def pairs(count: int = 60, seed: int = 7) -> list[str]:
    """Queries of one, two or three words."""
    from search.starter import WORDS

    chance = random.Random(seed)
    return [" ".join(chance.sample([*WORDS, *OTHERS], chance.randint(1, 3))) for _query in range(count)]


def milliseconds(run: Callable[[Any], Any], each: Iterable[Any]) -> tuple[float, float]:
    """Median and 95th percentile."""
    times = []
    for value in each:
        began = time.perf_counter()
        run(value)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


class Figures:
    """What was measured, each line printed at once; `passed` while all were within their bars."""

    def __init__(self, title: str) -> None:
        self.title, self.passed = title, True

    def times(self, what: str, found: tuple[float, float], bar: float | None) -> None:
        self.line(what, f"median {found[0]:.1f} ms, p95 {found[1]:.1f} ms", bar, found[1], "ms")

    def line(self, what: str, told: str, bar: float | None, value: float, unit: str = "") -> None:
        within = bar is None or value <= bar
        self.passed &= within
        against = "" if bar is None else f" (bar {bar:g}{f' {unit}' if unit else ''}{'' if within else ': NOT MET'})"
        print(f"{self.title}: {what}: {told}{against}", flush=True)


def measure(engine: str, count: int, queries: list[str] | None) -> bool:
    with scratch_site(engine, ALLOWED_HOSTS="*"):
        from django.test import Client

        from home.newsroom import build_newsroom, ensure_section
        from news.models import FeaturePage
        from search.rebuilding import rebuild
        from search.service import search_pages
        from search.starter import load_starter_dictionary
        from search.suggestions import suggestions
        from tests.factories.bulk import insert_stories

        load_starter_dictionary()
        section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
        few = insert_stories(section, stories(min(count, 1000)))
        rebuild()
        figures = Figures(f"{engine}, {count} stories")
        figures.times(f"index part of a publication at {len(few)}", publications(few), PUBLISH_BARS[0])
        rest = stories(count)
        made = [*few, *insert_stories(section, islice(rest, len(few), None))]
        began = time.perf_counter()
        rebuild()
        rebuilt = time.perf_counter() - began
        figures.line("rebuild", f"{rebuilt:.1f} s", REBUILD_BAR * max(count, 10_000) / 10_000, rebuilt, "s")
        figures.times(f"index part of a publication at {len(made)}", publications(made), PUBLISH_BARS[0])
        asked = (queries or pairs()) * 3
        judged, broad = BARS[engine][50_000 if count > 10_000 else 10_000]

        def top_ten(query: str) -> None:
            keys = search_pages(query, language="zh-hans").pages[:10]
            list(FeaturePage.objects.filter(pk__in=keys))

        for query in asked[:5]:
            top_ten(query)
        figures.times("top ten, judged queries" if queries else "top ten", milliseconds(top_ten, asked), judged)
        figures.times("top ten, broad words", milliseconds(top_ten, BROAD * 20), broad)
        client = Client()
        fresh = count_up()

        def whole_page(query: str) -> None:
            # A word that stands nowhere, taken away: no two questions are the same, so that no ranking is kept.
            answer = client.get("/search/", {"q": f"{query} -无{next(fresh)}"})
            assert answer.status_code == 200

        whole_page("工会")
        figures.times("the whole search page", milliseconds(whole_page, [*BROAD, *asked[:60]]), PAGE_BAR)
        figures.times("suggestions", milliseconds(lambda typed: suggestions(typed, "zh-hans"), TYPED * 10), SMALL_BAR)
        texts = [str(page.body.get_prep_value()[0]["value"]) for page in FeaturePage.objects.all()[:10]]
        figures.times("ten snippets", milliseconds(lambda query: ten_snippets(query, texts), asked[:60]), SMALL_BAR)
        beside, locked = publications_beside_a_rebuild(made)
        figures.times("index part of a publication during a rebuild", beside, PUBLISH_BARS[1])
        figures.line("writers locked out during a rebuild", str(locked), 0, locked)
        return figures.passed


def ten_snippets(query: str, texts: list[str]) -> None:
    from search.plan import plan_of
    from search.snippets import snippet
    from search.words import current_dictionary

    plan = plan_of(query, current_dictionary())
    for text in texts:
        snippet(text, plan)


def publish(page: Any) -> None:
    from django.db import transaction

    from search.indexing import index

    with transaction.atomic():
        page.title += "（续）"
        index([page])


def publications(made: list[Any]) -> tuple[float, float]:
    from news.models import FeaturePage

    pages = random.Random(3).sample(made, 60)
    return milliseconds(publish, [FeaturePage.objects.get(pk=page.pk) for page in pages])


def publications_beside_a_rebuild(made: list[Any]) -> tuple[tuple[float, float], int]:
    """Publications one after the other while another process rebuilds, and how many were locked out."""
    from django.db import OperationalError

    from news.models import FeaturePage
    from search.models import IndexState

    command = [sys.executable, str(ROOT / "manage.py"), "search_rebuild", "--engine", "database"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    times: list[float] = []
    locked = 0
    while process.poll() is None and IndexState.objects.filter(building=None).exists():
        time.sleep(0.05)
    for page in random.Random(5).sample(made, min(len(made), 400)):
        if process.poll() is not None:
            break
        page = FeaturePage.objects.get(pk=page.pk)
        began = time.perf_counter()
        try:
            publish(page)
        except OperationalError:
            locked += 1
        times.append((time.perf_counter() - began) * 1000)
    process.wait()
    return (statistics.median(times), statistics.quantiles(times, n=20)[-1]), locked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=sorted(BARS), default="sqlite")
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--queries", type=Path)
    options = parser.parse_args()
    queries = None
    if options.queries:
        with options.queries.open(encoding="utf-8") as file:
            queries = [json.loads(line)["q"] for line in file]
    return 0 if measure(options.engine, options.stories, queries) else 1


if __name__ == "__main__":
    sys.exit(main())
