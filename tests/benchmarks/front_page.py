"""The front page uncached, composed of 5,000 stories: time of its making and of the whole answer, and its queries.

    python -m tests.benchmarks.front_page [--engine sqlite|postgresql|both] [--stories 5000] [--rounds 40]

The page has every module, a topic that 500 stories name, and six pins. Prints the figures; exits 1 above 25 queries or
above `LIMIT` ms at the 95th percentile.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.benchmarks.scratch import scratch_site

SECTIONS, COLUMNS = 8, 4
MOST_QUERIES = 25
#: Milliseconds for the whole answer, at the 95th percentile.
LIMIT = 150


def fill(home: Any, stories: int) -> None:
    """Sections, columns and stories, three hours apart."""
    from django.utils import timezone
    from wagtail.models import ReferenceIndex

    from core.models import Topic
    from home.models import FrontKind, FrontModule, FrontPin
    from home.newsroom import ensure_column, ensure_section
    from news.models import ColumnEntryPage, FeaturePage, PhotoStoryPage, StoryPage, StoryTopic
    from tests.factories.bulk import insert_stories
    from tests.factories.photos import make_photo

    photo = make_photo()
    sections = [ensure_section(home=home, slug=f"section{n}", title=f"栏目{n}") for n in range(SECTIONS)]
    columns = [ensure_column(home=home, slug=f"column{n}", title=f"专栏{n}") for n in range(COLUMNS)]
    now = timezone.now()
    places: dict[tuple[Any, Any], dict[int, dict[str, Any]]] = defaultdict(dict)
    for n in range(stories):
        kind = ColumnEntryPage if n % 7 == 0 else PhotoStoryPage if n % 7 == 1 else FeaturePage
        parent = columns[n % COLUMNS] if kind is ColumnEntryPage else sections[n % SECTIONS]
        places[parent, kind][n] = {
            "title": f"第{n}篇：夜班岗位上的一碗热汤",
            "date_shown": now - timedelta(hours=3 * n),
            "first_published_at": now - timedelta(hours=3 * n),
            "summary": "一句话，说清楚这是什么事。",
            "genre": "special" if n % 50 == 2 else "news",
            "lead_photo": photo if n % 3 else None,
        }
    made: dict[int, Any] = {}
    for (parent, kind), given in places.items():
        made |= dict(zip(given, insert_stories(parent, given.values(), model=kind), strict=True))
    pages = [made[n] for n in range(stories)]
    topic = Topic.objects.create(name="户外劳动者工会驿站")
    tagged = StoryTopic.objects.bulk_create(StoryTopic(story_id=page.pk, topic=topic) for page in pages[::10])
    for row in tagged:
        ReferenceIndex.create_or_update_for_object(StoryPage.objects.get(pk=row.story_id))
    home.modules = [
        *[FrontModule(kind=kind) for kind in FrontKind.values if kind != FrontKind.PROJECTS],
        FrontModule(kind=FrontKind.PROJECTS, topic=topic),
    ]
    home.pins = [FrontPin(place=FrontKind.HEADLINES, story_id=page.pk) for page in pages[30:36]]
    home.save_revision().publish()


def milliseconds(run: Callable[[], Any], rounds: int) -> tuple[float, float, float]:
    """Median and 95th percentile, and the median of what this process's processor spent on it."""
    times, spent = [], []
    for _round in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        run()
        times.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - used) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1], statistics.median(spent)


def measure(engine: str, stories: int, rounds: int) -> bool:
    with scratch_site(engine):
        from django.core.cache import cache
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        from home.front_page import front_page
        from home.models import HomePage
        from home.newsroom import build_newsroom

        fill(build_newsroom().home, stories)
        if engine == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        home = HomePage.objects.get()
        client = Client(SERVER_NAME="localhost")

        def answer() -> None:
            cache.clear()
            assert client.get("/").status_code == 200

        answer()
        making = milliseconds(lambda: front_page(HomePage.objects.get(pk=home.pk)), rounds)
        whole = milliseconds(answer, rounds)
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        shown = len(front_page(home).stories())
        print(
            f"{engine}: {stories} stories, {shown} on the page; made in {making[0]:.0f} ms (p95 {making[1]:.0f}, "
            f"processor {making[2]:.0f}), answered in {whole[0]:.0f} ms (p95 {whole[1]:.0f}, "
            f"processor {whole[2]:.0f}), {len(asked)} queries"
        )
        return len(asked) <= MOST_QUERIES and whole[1] <= LIMIT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="sqlite")
    parser.add_argument("--stories", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    engines = ["sqlite", "postgresql"] if options.engine == "both" else [options.engine]
    return 0 if min([measure(engine, options.stories, options.rounds) for engine in engines]) else 1


if __name__ == "__main__":
    sys.exit(main())
