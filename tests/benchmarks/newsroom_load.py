"""A busy newsroom on SQLite: editors who autosave, importers, the worker, two server processes.

    python -m tests.benchmarks.newsroom_load [--seconds 180] [--editors 10] [--importers 5]

Each editor keeps one story open and autosaves it, and publishes it now and then; each importer imports one manuscript
after the other. Afterwards every acknowledged save must stand in the database. Prints the figures; exits 1 when a save
was lost or the database was ever locked.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.browser import Browser
from tests.benchmarks.scratch import ROOT, scratch_site
from tests.postgresql import free_port

PASSWORD = "benchmark-only-password"
IMPORTER = """
import sys, time, django
django.setup()
from news.manuscripts.services import import_manuscript
from news.models import SectionPage
me, until, done = sys.argv[1], time.time() + float(sys.argv[2]), 0
section = SectionPage.objects.get(slug="yaowen", locale__language_code="zh-hans")
while time.time() < until:
    done += 1
    paragraph = f"夜班第{done}天，第{me}组的职工在码头上换岗，姜茶还是热的。" * 12
    text = f"# 第{me}组第{done}篇来稿\\n\\n本报记者 沈知秋\\n\\n{paragraph}"
    import_manuscript(data=text.encode(), name=f"{me}-{done}.md", section=section)
    time.sleep(0.2)
print(done)
"""


@dataclass
class Editor:
    """One person at one story: what was typed last and acknowledged, and how long each save took."""

    page: int
    name: str
    last_title: str = ""
    saves: int = 0
    published: int = 0
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def work(self, base: str, seconds: int, ready: threading.Barrier) -> None:
        from tests.factories.admin import story_form

        browser = Browser(base)
        browser.log_in(self.name, PASSWORD)
        path, revision = f"/admin/pages/{self.page}/edit/", ""
        browser.get(path)
        ready.wait(timeout=120)
        until = time.time() + seconds
        while time.time() < until:
            title = f"{self.name} 第{self.saves + 1}次保存"
            data = story_form(title) | ({"overwrite_revision_id": revision} if revision else {})
            began = time.perf_counter()
            if self.saves % 25 == 24:
                status, body = browser.post(path, story_form(title) | {"action-publish": "1"})
                good, revision = status == 200, ""
                self.published += good
            else:
                status, answer = browser.post_json(path, data)
                good, body = status == 200 and bool(answer.get("success")), str(answer)
                revision = str(answer.get("revision_id") or "")
            self.times.append(time.perf_counter() - began)
            self.saves += 1
            if good:
                self.last_title = title
            else:
                self.failures.append(f"{status}: {body[:200]}")
                revision = ""
            time.sleep(0.5)  # Wagtail's own autosave interval


def start(arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(arguments, cwd=ROOT, stdout=log.open("wb"), stderr=subprocess.STDOUT)


def wait_for(base: str, log: Path) -> None:
    for _ in range(120):
        if Browser(base).get("/admin/login/")[0] == 200:
            return
        time.sleep(0.5)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-2000:]}")


def run(seconds: int, editors: int, importers: int) -> bool:
    with scratch_site() as var:
        from django.contrib.auth import get_user_model
        from django.db import connections

        from home.newsroom import build_newsroom, ensure_section
        from news.models import StoryPage
        from tests.factories.stories import story

        section = ensure_section(home=build_newsroom().home, slug="yaowen", title="要闻")
        people = []
        for n in range(editors):
            get_user_model().objects.create_superuser(f"editor{n}", password=PASSWORD)
            title = f"editor{n} 的稿件"
            people.append(Editor(story(section, live=False, title=title).pk, f"editor{n}", last_title=title))
        connections.close_all()

        port = free_port()
        base, os.environ["ALLOWED_HOSTS"] = f"http://127.0.0.1:{port}", "127.0.0.1"
        os.environ["PYTHONPATH"] = f"{ROOT}/site:{ROOT}"
        gunicorn = ["-m", "gunicorn", "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}", "config.wsgi"]
        server = start([sys.executable, *gunicorn], var / "server.log")
        worker = start([sys.executable, "manage.py", "worker"], var / "worker.log")
        try:
            wait_for(base, var / "server.log")
            ready = threading.Barrier(editors + 1)
            threads = [threading.Thread(target=person.work, args=(base, seconds, ready)) for person in people]
            for thread in threads:
                thread.start()
            ready.wait(timeout=120)
            imports = [
                start([sys.executable, "-c", IMPORTER, str(n), str(seconds)], var / f"import{n}.log")
                for n in range(importers)
            ]
            for thread in threads:
                thread.join()
            codes = [process.wait(timeout=120) for process in imports]
        finally:
            for process in (server, worker):
                process.terminate()
            for process in (server, worker):
                process.wait(timeout=30)
        logs = {path.name: path.read_text(errors="replace") for path in var.glob("*.log")}
        locked = sum(text.count("database is locked") for text in logs.values())
        failures = [failure for person in people for failure in person.failures]
        lost = [
            person.name
            for person in people
            if StoryPage.objects.get(pk=person.page).specific.get_latest_revision_as_object().title != person.last_title
        ]
        imported = sum(int(logs[f"import{n}.log"].split()[-1]) for n in range(importers) if codes[n] == 0)
        in_database = StoryPage.objects.filter(title__contains="篇来稿").count()
        times = sorted(seconds for person in people for seconds in person.times)
        saves = sum(person.saves for person in people)
        print(
            f"{editors} editors, {importers} importers, worker, 2 server processes, {seconds} s: {saves} saves "
            f"({sum(p.published for p in people)} publications), median {statistics.median(times) * 1000:.0f} ms, "
            f"p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms; {imported} manuscripts imported, {in_database} found; "
            f"{locked} × database is locked, {len(failures)} failed saves, {len(lost)} lost saves"
        )
        for line in [*failures[:5], *lost[:5]]:
            print("  ", line)
        if any(codes):
            print(
                "  importers ended with",
                codes,
                next(logs[f"import{n}.log"][-800:] for n in range(importers) if codes[n]),
            )
        return not (locked or failures or lost or any(codes)) and imported == in_database


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--seconds", type=int, default=180)
    cli.add_argument("--editors", type=int, default=10)
    cli.add_argument("--importers", type=int, default=5)
    args = cli.parse_args()
    return 0 if run(args.seconds, args.editors, args.importers) else 1


if __name__ == "__main__":
    sys.exit(main())
