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
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.benchmarks.scratch import scratch_site

SECTIONS, COLUMNS = 8, 4
MOST_QUERIES = 25
#: Milliseconds for the whole answer, at the 95th percentile.
LIMIT = 150


def fill(home: Any, stories: int) -> None:
    """Sections, columns and stories, table by table: Django refuses to insert multi-table models in bulk."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page, ReferenceIndex

    from core.models import Topic
    from home.models import FrontKind, FrontModule, FrontPin
    from home.newsroom import ensure_column, ensure_section
    from news.models import ColumnEntryPage, FeaturePage, PhotoStoryPage, StoryPage, StoryTopic
    from news.models.identity import StoryIdentity
    from tests.factories.photos import make_photo

    photo = make_photo()
    sections = [ensure_section(home=home, slug=f"section{n}", title=f"栏目{n}") for n in range(SECTIONS)]
    columns = [ensure_column(home=home, slug=f"column{n}", title=f"专栏{n}") for n in range(COLUMNS)]
    now = timezone.now()
    pages: list[Any] = []
    children = dict.fromkeys([page.pk for page in (*sections, *columns)], 0)
    for n in range(stories):
        kind = ColumnEntryPage if n % 7 == 0 else PhotoStoryPage if n % 7 == 1 else FeaturePage
        parent = columns[n % COLUMNS] if kind is ColumnEntryPage else sections[n % SECTIONS]
        children[parent.pk] += 1
        key = uuid.uuid4()
        identity = StoryIdentity.for_key(key)
        page = kind(
            title=f"第{n}篇：夜班岗位上的一碗热汤",
            slug=str(identity.number),
            number=identity.number,
            translation_key=key,
            locale=home.locale,
            path=Page._get_path(parent.path, parent.depth + 1, children[parent.pk]),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{identity.number}/",
            live=True,
            content_type=ContentType.objects.get_for_model(kind),
            date_shown=now - timedelta(hours=3 * n),
            first_published_at=now - timedelta(hours=3 * n),
            summary="一句话，说清楚这是什么事。",
            genre="special" if n % 50 == 2 else "news",
            lead_photo=photo if n % 3 else None,
        )
        page.draft_title = page.title
        pages.append(page)
    for start in range(0, len(pages), 500):
        chunk = pages[start : start + 500]
        rows = [
            Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})
            for page in chunk
        ]
        for page, row in zip(chunk, Page.objects.bulk_create(rows), strict=True):
            page.pk = page.id = page.page_ptr_id = page.storypage_ptr_id = row.pk
        StoryPage._base_manager._insert(chunk, fields=StoryPage._meta.local_concrete_fields, using="default")
        for kind in (FeaturePage, PhotoStoryPage, ColumnEntryPage):
            own = [page for page in chunk if type(page) is kind]
            kind._base_manager._insert(own, fields=kind._meta.local_concrete_fields, using="default")
    for key, count in children.items():
        Page.objects.filter(pk=key).update(numchild=count)
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
