"""The traditional edition: how fast text is converted, and how soon a real worker has copies up to date.

    python -m tests.benchmarks.traditional [--stories 200]

Asks: one published change arrives within 10 s, also while a whole section is being brought in.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.scratch import ROOT, scratch_site

LIMIT = 10.0
PARAGRAPH = (
    "<p>夜班工人换上反光背心走向岗位，<b>干部</b>带着干粮到工地里面，头发上沾着雪，发展产业工人队伍建设改革。</p>"
)


def conversions() -> None:
    from core.chinese.traditional import Conversion

    story = PARAGRAPH * 60
    for wording in ("s2hk", "s2twp"):
        conversion = Conversion(wording, {f"刘里{place}": f"刘里{place}" for place in range(200)})
        conversion.html(story)
        began, turns = time.perf_counter(), 50
        for _turn in range(turns):
            conversion.html(story)
        seconds = (time.perf_counter() - began) / turns
        print(f"{wording}: {len(story)} characters of HTML in {seconds * 1000:.1f} ms, {1 / seconds:.0f} stories/s")


def wait(what: str, happened: Callable[[], bool], limit: float | None) -> float:
    """Seconds until it happened. Raises SystemExit when a limit is passed."""
    began = time.perf_counter()
    while not happened():
        if time.perf_counter() - began > (limit or 3600):
            raise SystemExit(f"{what}: not within {limit} s")
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    print(f"{what}: {seconds:.1f} s")
    return seconds


def publish(page: Any, title: str) -> None:
    fresh = type(page).objects.get(pk=page.pk)
    fresh.title = title
    fresh.save_revision().publish()


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--stories", type=int, default=200)
    count = cli.parse_args().stories
    with scratch_site():
        conversions()
        from home.newsroom import build_newsroom, ensure_section
        from news.models import StoryPage
        from tests.factories.stories import story

        section = ensure_section(home=build_newsroom().home, slug="yaowen", title="要闻")
        body = [{"type": "paragraph", "value": PARAGRAPH * 3} for _block in range(12)]
        stories = [story(section, title=f"第{place}篇", body=body) for place in range(count)]
        section.follows_in_traditional = True
        section.save()
        copies = StoryPage.objects.filter(locale__language_code="zh-hant", live=True)
        worker = subprocess.Popen([sys.executable, str(ROOT / "manage.py"), "worker"], cwd=ROOT)
        try:
            wait("first copy, with the worker's start", copies.exists, None)
            began, had = time.perf_counter(), copies.count()
            publish(stories[-1], "干部的头发")
            wait(
                "change of the last story, while its section is brought in",
                copies.filter(title="幹部的頭髮").exists,
                LIMIT,
            )
            wait(f"section of {count} stories", lambda: copies.count() == count, None)
            rate = (count - had) / (time.perf_counter() - began)
            print(f"copies a second: {rate:.1f}")
            time.sleep(2)  # the worker falls idle
            publish(stories[0], "发展")
            wait("change of a story, the worker idle", copies.filter(title="發展").exists, LIMIT)
            stories[0].refresh_from_db()
            stories[0].unpublish()
            wait("unpublished", lambda: copies.count() == count - 1, LIMIT)
        finally:
            worker.terminate()
            worker.wait(timeout=30)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
