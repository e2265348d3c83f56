"""A newsroom that has outgrown one machine: three nodes of Elasticsearch, one killed under searches and a rebuild.

    python -m tests.benchmarks.search_cluster [--stories 50000] [--shards 3] [--replicas 1] [--queries FILE]

Asks what search_speed asks and prints how long the cluster takes, alone and with what the site makes of its answer.
Then one node is killed (-9) in the middle of searches, and another in the middle of a rebuild, while stories change.
Exits 1 when a reader got an error or missed a story, when the index holds anything else than it should in the end, when
it is not green again, or when the cluster's 95th percentile is above its bar.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.scratch import scratch_site
from tests.benchmarks.search_speed import BROAD, milliseconds, pairs, stories
from tests.elasticsearch_server import Cluster, elasticsearch

#: Milliseconds at the 95th percentile of what the cluster takes for the best of a question.
BAR = 60
#: Seconds that searches go on without a node.
WITHOUT = 5.0
READERS, KNOWN = 2, 40
#: Steps of the rebuild at least; in the middle of them a node is killed.
STEPS = 16


class Readers:
    """Threads that ask for stories that are there: what they were answered, by whom, and what went wrong."""

    def __init__(self, known: dict[int, str]) -> None:
        self.known = list(known.items())
        self.engines: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.slowest = 0.0
        self._stop = threading.Event()

    def ask(self, seed: int) -> None:
        from django.db import connections

        from search.questions import Question
        from search.service import ranked, readable

        chance = random.Random(seed)
        while not self._stop.is_set():
            key, title = chance.choice(self.known)
            began = time.perf_counter()
            try:
                answer = ranked(Question(title, title, "zh-hans"))
                found = key in readable(answer.objects, "zh-hans")
                self.engines[answer.engine] += 1
                if not found:
                    self.wrong.append(f"{answer.engine} did not find {title}")
            except Exception as error:  # noqa: BLE001  whatever a reader would see
                self.wrong.append(repr(error))
            self.slowest = max(self.slowest, time.perf_counter() - began)
        connections.close_all()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.ask, args=(seed,)) for seed in range(READERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def told(self) -> str:
        asked = ", ".join(f"{count} by {name}" for name, count in self.engines.most_common())
        return f"{asked}; slowest {self.slowest * 1000:.0f} ms; {len(self.wrong)} wrong"


def measure(count: int, cluster: Cluster, queries: list[str], no_bar: bool) -> bool:
    from home.newsroom import build_newsroom, ensure_section
    from search.elastic.checking import check_cluster
    from search.elastic.client import alias, writers
    from search.elastic.outbox import deliver_all
    from search.elastic.rebuilding import rebuild_cluster
    from search.models import OutboxItem
    from search.rebuilding import rebuild
    from search.starter import load_starter_dictionary
    from tests.factories.bulk import insert_stories

    load_starter_dictionary()
    section = ensure_section(home=build_newsroom().home, slug="shenghuo", title="副刊")
    made = insert_stories(section, stories(count))
    rebuild()
    began = time.perf_counter()
    rebuild_cluster()
    deliver_all()
    print(f"{len(cluster.nodes)} nodes, {count} stories: filled in {time.perf_counter() - began:.1f} s", flush=True)
    swift = times(queries or pairs()) or no_bar
    # What a node leaves is taken over at once, not after a minute.
    at_once = {"index.unassigned.node_left.delayed_timeout": "1s"}
    writers().indices.put_settings(index=f"{alias()}-*", settings=at_once)

    chance = random.Random(5)
    known = {page.pk: page.title for page in chance.sample(made, KNOWN)}
    readers = Readers(known)
    with readers.at_work():
        time.sleep(1)
        under_searches(cluster)
    print(f"a node killed under searches: {readers.told()}", flush=True)
    during = Readers(known)
    with during.at_work():
        changed = under_rebuild(cluster, [page for page in made if page.pk not in known])
    print(f"a node killed under a rebuild: {during.told()}; {changed} stories changed meanwhile", flush=True)
    deliver_all()
    drift = len(check_cluster())
    held = writers().count(index=alias())["count"]
    health = (cluster.health() or {}).get("status")
    print(f"in the end: {held} entries, {drift} wrong, {OutboxItem.objects.count()} waiting, {health}")
    for wrong in (readers.wrong + during.wrong)[:10]:
        print(f"  {wrong}")
    answered = readers.engines["elasticsearch"] and during.engines["elasticsearch"]
    return bool(swift and answered and not readers.wrong and not during.wrong and not drift and health == "green")


def times(queries: list[str]) -> bool:
    """Prints what the best of a question take; is the cluster's part within its bar?"""
    from search.elastic.breaker import breaker
    from search.engines import Ask
    from search.engines.elasticsearch import ElasticsearchEngine
    from search.keys import Kind, keys_of
    from search.plan import plan_of
    from search.service import MOST_ORDERED, search_pages
    from search.words import current_dictionary

    within, engine = keys_of(Kind.LIVE_PAGE, "zh-hans"), ElasticsearchEngine()
    asked = [*queries * 3, *BROAD * 10]

    def best(query: str) -> None:
        engine.ranked(Ask(plan_of(query, current_dictionary()), within), MOST_ORDERED)

    def page(query: str) -> None:
        search_pages(query, language="zh-hans")

    for query in asked[:20]:
        page(query)
    alone, whole = milliseconds(best, asked), milliseconds(page, asked)
    broad = milliseconds(best, BROAD * 20)
    print(
        f"the cluster alone {alone[0]:.1f} ms (p95 {alone[1]:.1f}), broad {broad[0]:.1f} ms (p95 {broad[1]:.1f}), "
        f"put in order by the site {whole[0]:.1f} ms (p95 {whole[1]:.1f})",
        flush=True,
    )
    if breaker.last_error:
        print(f"the cluster did not answer all: {breaker.last_error}")
    return alone[1] <= BAR and broad[1] <= BAR and not breaker.last_error


def under_searches(cluster: Cluster) -> None:
    """Kill a node while readers search, let them go on without it, bring it back."""
    lost = cluster.nodes[-1]
    lost.kill()
    time.sleep(WITHOUT)
    lost.start()
    cluster.wait_for("green")


def under_rebuild(cluster: Cluster, pages: list[Any]) -> int:
    """Kill a node while the index is made anew and stories change. Returns how many changed."""
    from news.models import FeaturePage
    from search.elastic import rebuilding
    from search.elastic.outbox import NotDelivered, deliver_all
    from search.errors import SearchError
    from search.indexing import index

    rebuilding.STEP = max(50, min(rebuilding.STEP, len(pages) // STEPS))
    lost, chance, changed = cluster.nodes[1], random.Random(9), 0
    steps = 0

    def meddle(done: int, total: int) -> None:
        nonlocal changed, steps
        steps += 1
        for page in chance.sample(pages, 3):
            page = FeaturePage.objects.filter(pk=page.pk).first()
            if page is None:
                continue
            changed += 1
            if changed % 5:
                page.title = f"{page.title}又改了"
                page.save(clean=False)
                index([page])
            else:
                page.delete()
        try:
            deliver_all()
        except NotDelivered as error:
            print(f"  waits to be delivered: {error}")
        if steps == STEPS // 2:
            lost.kill()

    for _attempt in range(5):
        try:
            rebuilding.rebuild_cluster(meddle)
            break
        except SearchError as error:
            print(f"  taken up: {error}")
            time.sleep(2)
    lost.start()
    cluster.wait_for("green")
    return changed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--replicas", type=int, default=1)
    parser.add_argument("--queries", type=Path, help='lines of {"q"}')
    parser.add_argument("--no-bar", action="store_true", help="times are printed alone: others use this machine")
    options = parser.parse_args()
    queries = []
    if options.queries:
        with options.queries.open(encoding="utf-8") as file:
            queries = [json.loads(line)["q"] for line in file]
    with elasticsearch(3) as cluster:
        environment = {
            "ELASTICSEARCH_URL": ",".join(cluster.urls),
            "ELASTICSEARCH_SHARDS": str(options.shards),
            "ELASTICSEARCH_REPLICAS": str(options.replicas),
        }
        with scratch_site(**environment):
            return 0 if measure(options.stories, cluster, queries, options.no_bar) else 1


if __name__ == "__main__":
    sys.exit(main())
