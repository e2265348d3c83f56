"""kill -9 of server and worker, at random, during publications and jobs: nothing half-published, lost or done twice.

    python -m tests.benchmarks.kill_nine [--times 50] [--engine sqlite|postgresql] [--seed N]

Three editors write, save and publish column entries through the admin; a planner schedules entries for the worker to
publish and puts jobs of several steps into the queue. Meanwhile the server (all of it, or one of its processes) and the
worker are killed, each time after they have been seen at work, and started again. Prints the figures; exits 1 on any
violation.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.after_kills import DRAFTS, STEPS, violations_of
from tests.benchmarks.browser import Browser
from tests.benchmarks.scratch import ROOT, scratch_site
from tests.postgresql import free_port

PASSWORD = "benchmark-only-password"
EDITORS = 3
BACKLOG = 6


@dataclass
class Program:
    """A process that is killed and started again; `work_seen` counts what it has done so far."""

    name: str
    arguments: list[str]
    log: Path
    work_seen: Callable[[], int]
    process: subprocess.Popen[bytes] | None = None
    seen_at_start: int = 0
    kills: int = 0

    def start(self) -> None:
        self.seen_at_start = self.work_seen()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments],
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_at_work(self, seconds: float = 90) -> None:
        until = time.monotonic() + seconds
        while self.work_seen() <= self.seen_at_start:
            if time.monotonic() > until:
                raise RuntimeError(f"{self.name} does no work:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.02)

    def kill(self, chance: random.Random) -> None:
        """kill -9 of the whole group, or, every second time, of one child only, which the server replaces by itself."""
        assert self.process is not None
        self.kills += 1
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        if children and chance.random() < 1 / 2:
            self.seen_at_start = self.work_seen()
            os.kill(int(chance.choice(children)), signal.SIGKILL)
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Editor:
    """Writes one entry after the other: a draft, a second draft, publication. Remembers what was acknowledged."""

    name: str
    base: str
    column: int
    acknowledged: dict[str, int] = field(default_factory=dict)  # entry: index in DRAFTS
    answers: int = 0
    cut_off: int = 0
    failures: list[str] = field(default_factory=list)

    def work(self, ending: threading.Event) -> None:
        from django.db import connection

        self.browser = Browser(self.base)
        self._log_in(ending)
        count = 0
        while not ending.is_set():
            count += 1
            self._write(f"{self.name}-{count}", ending)
        connection.close()

    def _log_in(self, ending: threading.Event) -> None:
        while not ending.is_set():
            try:
                return self.browser.log_in(self.name, PASSWORD)
            except RuntimeError:
                time.sleep(0.2)

    def _write(self, entry: str, ending: threading.Event) -> None:
        for index in range(len(DRAFTS)):
            while not self._save(entry, index):
                if ending.is_set():
                    return
                time.sleep(0.1)

    def _save(self, entry: str, index: int) -> bool:
        """Send one form. A request that was cut off may have been saved or not: it is sent again."""
        from news.models import StoryPage
        from tests.factories.admin import story_form

        page = StoryPage.objects.filter(title__startswith=f"{entry} ").values_list("pk", flat=True).first()
        if page is None and index:
            self.failures.append(f"{entry}: an acknowledged draft is gone")
            return True
        path = f"/admin/pages/{page}/edit/" if page else f"/admin/pages/add/news/columnentrypage/{self.column}/"
        form = story_form(f"{entry} {DRAFTS[index]}") | ({"action-publish": "1"} if index == 2 else {})
        status, body = self.browser.post(path, form)
        if status == 200 and 'name="password"' not in body and 'class="error-message"' not in body:
            self.acknowledged[entry] = index
            self.answers += 1
            return True
        self.cut_off += status == 0 and "refused" not in body
        if status:
            self.failures.append(f"{entry} {DRAFTS[index]}: {status} {body[:200]}")
        return False


@dataclass
class Planner:
    """Schedules entries to go out in a moment, and queues jobs."""

    column: Any
    marks: Path
    scheduled: list[int] = field(default_factory=list)
    jobs: list[str] = field(default_factory=list)

    def work(self, ending: threading.Event) -> None:
        from django.db import connection
        from django.utils import timezone

        from core.jobs.models import Job
        from tests.core.jobs.sample_jobs import slow_steps
        from tests.factories.stories import story

        while not ending.is_set():
            soon = timezone.now() + timedelta(seconds=2)
            page = story(self.column, live=False, title=f"定时{len(self.scheduled)}", go_live_at=soon)
            page.latest_revision.publish()
            self.scheduled.append(page.pk)
            for _ in range(max(0, BACKLOG - Job.objects.filter(result__finished_at=None).count())):
                name = f"任务{len(self.jobs)}"
                slow_steps.enqueue(name=name, steps=STEPS, seconds=0.1, marks=str(self.marks), key=name)
                self.jobs.append(name)
            hurry()
            ending.wait(0.8)
        connection.close()


def hurry() -> None:
    """Let the next worker look for due publications at once, and a job that waits for a retry not wait."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from core.jobs.models import Schedule

    Schedule.objects.filter(name="news.publish_due", lease="").update(due_at=timezone.now(), began_at=None)
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def worker_has_done() -> int:
    from core.jobs.models import JobStep

    return JobStep.objects.count()


def run(times: int, engine: str, seed: int) -> bool:
    chance = random.Random(seed)
    with scratch_site(engine) as var:
        from django.contrib.auth import get_user_model
        from django.db import connections

        from home.newsroom import build_newsroom, ensure_column

        column = ensure_column(home=build_newsroom().home, slug="changai", title="产改进行时")
        base = f"http://127.0.0.1:{free_port()}"
        os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
        os.environ["PYTHONPATH"] = f"{ROOT}/site:{ROOT}"
        editors = [Editor(f"editor{n}", base, column.pk) for n in range(EDITORS)]
        for editor in editors:
            get_user_model().objects.create_superuser(editor.name, password=PASSWORD)
        planner = Planner(column, var / "marks")
        bind = base.removeprefix("http://")
        gunicorn = ["-m", "gunicorn", "--preload", "--workers", "2", "--threads", "2", "--bind", bind, "config.wsgi"]
        server = Program("server", gunicorn, var / "server.log", lambda: sum(editor.answers for editor in editors))
        worker = Program("worker", ["manage.py", "worker", "--interval", "0.2"], var / "worker.log", worker_has_done)
        ending = threading.Event()
        threads = [threading.Thread(target=person.work, args=(ending,), daemon=True) for person in (*editors, planner)]
        began = time.monotonic()
        try:
            for program in (server, worker):
                program.start()
            for thread in threads:
                thread.start()
            for _ in range(times):
                program = chance.choice((server, worker))
                program.wait_until_at_work()
                time.sleep(chance.uniform(0, 0.6))
                program.kill(chance)
            ending.set()
            for thread in threads:
                thread.join(timeout=70)
            drained = drain(planner)
        finally:
            ending.set()
            server.stop()
            worker.stop()
        took = time.monotonic() - began
        violations = [*drained, *violations_of(editors, planner)]
        tell(engine, took, (server, worker), editors, planner, var)
        for violation in violations[:20]:
            print("  VIOLATION", violation)
        print(f"  violations: {len(violations)} (seed {seed})")
        if violations:
            for program in (server, worker):
                log = program.log.read_text(errors="replace")
                # The last error of the log, else its end.
                print(f"--- {program.log.name}\n{log[max(log.rfind('Traceback'), 0) :][-6000:]}")
        connections.close_all()
        return not violations


def drain(planner: Planner, seconds: float = 120) -> list[str]:
    """Wait until the worker has done all that is left."""
    from core.jobs.models import Job
    from news.models import StoryPage

    began = time.monotonic()
    while time.monotonic() < began + seconds:
        left = Job.objects.filter(result__finished_at=None).count()
        late = StoryPage.objects.filter(pk__in=planner.scheduled, live=False).count()
        if not left and not late:
            print(f"  what was left was done in {time.monotonic() - began:.0f} s")
            return []
        hurry()
        time.sleep(0.5)
    return [f"after {seconds:.0f} s {left} jobs and {late} due publications were still open"]


def tell(
    engine: str, took: float, programs: tuple[Program, ...], editors: list[Editor], planner: Planner, var: Path
) -> None:
    from core.jobs.models import JobRun
    from news.models import ColumnEntryPage

    kills = ", ".join(f"{program.name} {program.kills}" for program in programs)
    acknowledged = Counter(DRAFTS[index] for editor in editors for index in editor.acknowledged.values())
    print(f"{engine}: killed {sum(program.kills for program in programs)} times ({kills}) in {took:.0f} s")
    print(
        f"  saves acknowledged: {sum(editor.answers for editor in editors)}, cut off: {sum(e.cut_off for e in editors)}"
    )
    print(f"  published by editors: {acknowledged['定稿']}, by schedule: {len(planner.scheduled)}")
    print(f"  live entries: {ColumnEntryPage.objects.live().count()}")
    lost = JobRun.objects.filter(outcome=JobRun.Outcome.LOST).count()
    print(f"  jobs: {len(planner.jobs)} of {STEPS} steps, taken up again after a kill: {lost}")
    locked = sum(path.read_text(errors="replace").count("database is locked") for path in var.glob("*.log"))
    print(f"  “database is locked”: {locked}")


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("--times", type=int, default=50)
    cli.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    cli.add_argument("--seed", type=int, default=int(time.time()))
    args = cli.parse_args()
    return 0 if run(args.times, args.engine, args.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
