"""Fifty publications at once in one column: fifty numbers, no gap, no double.

    python -m tests.benchmarks.column_numbers [--engine sqlite|postgresql|both] [--entries 50]

Five processes of ten threads each wait at one barrier and publish one entry each. Prints the figures; exits 1 when a
number is missing, double, or a publication failed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import threading
import time
from typing import Any

from tests.benchmarks.scratch import scratch_site

THREADS = 10


def publish(keys: list[int], barrier: Any, failures: Any) -> None:
    """Publish the latest revision of each page in a thread of its own, all at the barrier's signal."""
    import django

    django.setup()
    from django.db import connection

    from news.models import ColumnEntryPage

    def one(key: int) -> None:
        try:
            revision = ColumnEntryPage.objects.get(pk=key).get_latest_revision()
            barrier.wait(timeout=60)
            revision.publish()
        except Exception as error:  # noqa: BLE001  every failure is a figure of this benchmark
            failures.put(f"{key}: {type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run(engine: str, entries: int) -> bool:
    with scratch_site(engine):
        from django.db import connections

        from home.newsroom import build_newsroom, ensure_column
        from news.models import ColumnEntryPage, ColumnNumber, PublishedVersion
        from tests.factories.stories import story

        column = ensure_column(home=build_newsroom().home, slug="changai", title="产改进行时")
        keys = [story(column, live=False, title=f"第{n}篇").pk for n in range(entries)]
        connections.close_all()

        context = multiprocessing.get_context("spawn")
        barrier, failures = context.Barrier(entries), context.Queue()
        groups = [keys[start : start + THREADS] for start in range(0, entries, THREADS)]
        workers = [context.Process(target=publish, args=(group, barrier, failures)) for group in groups]
        for worker in workers:
            worker.start()
        began = time.perf_counter()
        for worker in workers:
            worker.join(timeout=300)
        took = time.perf_counter() - began

        failed = []
        while not failures.empty():
            failed.append(failures.get())
        numbers = sorted(ColumnNumber.objects.values_list("number", flat=True))
        on_pages = sorted(ColumnEntryPage.objects.live().values_list("issue_number", flat=True))
        versions = PublishedVersion.objects.count()
        right = numbers == on_pages == list(range(1, entries + 1)) and versions == entries and not failed
        print(
            f"{engine}: {entries} publications at once: {len(set(numbers))} numbers, "
            f"{len(numbers) - len(set(numbers))} double, {entries - len(set(numbers))} missing, "
            f"{versions} versions kept, {len(failed)} failed, {took:.1f} s with process start"
        )
        for line in failed[:5]:
            print("  ", line)
        return right


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--engine", choices=["sqlite", "postgresql", "both"], default="both")
    cli.add_argument("--entries", type=int, default=50)
    args = cli.parse_args()
    engines = ["sqlite", "postgresql"] if args.engine == "both" else [args.engine]
    if len(engines) == 1:
        return 0 if run(engines[0], args.entries) else 1
    # One Django process knows one database: each engine runs in an interpreter of its own.
    import subprocess

    codes = [
        subprocess.call(
            [sys.executable, "-m", "tests.benchmarks.column_numbers", "--engine", e, "--entries", str(args.entries)]
        )
        for e in engines
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
