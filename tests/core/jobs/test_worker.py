"""The worker as a process of its own: killed, stopped, run twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from wagtail.models import Collection

from core.jobs import queue
from core.jobs.models import Job, JobStep
from core.jobs.worker import Worker
from tests.core.jobs import sample_jobs

# The worker is another process: what it shall see must be committed.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).resolve().parents[3]
Start = Callable[..., subprocess.Popen[str]]


def database_url() -> str:
    """The test database as DATABASE_URL."""
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    user = ":".join(quote(str(parts[key]), safe="") for key in ("USER", "PASSWORD") if parts[key])
    where = quote(str(parts["HOST"]), safe="") + (f":{parts['PORT']}" if parts["PORT"] else "")
    return f"postgresql://{user}@{where}/{parts['NAME']}"


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `manage.py worker` on the test database; what still runs at the end is killed."""
    processes: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "TMPDIR": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
    }

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(ROOT / "manage.py"), "worker", "--interval", "0.1", *arguments]
        process = subprocess.Popen(
            command, env=environment, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.poll() is None:
            process.kill()
        print(process.communicate()[0])


def wait_until(happened: Callable[[], bool], seconds: float = 90) -> None:
    """Fail when it does not happen in time."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "nothing happened in time"
        time.sleep(0.05)


def lines(marks: Path) -> list[list[str]]:
    return [line.split() for line in marks.read_text().splitlines()] if marks.exists() else []


def names(prefix: str) -> list[str]:
    return sorted(Collection.objects.filter(name__startswith=prefix).values_list("name", flat=True))


def test_job_of_a_killed_worker_is_finished_by_the_next_with_each_effect_once(start, tmp_path):
    marks = tmp_path / "marks"
    stored = sample_jobs.slow_steps.enqueue(name="图集", steps=6, seconds=0.4, marks=str(marks))
    first = start()
    wait_until(lambda: len(lines(marks)) >= 2)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert Job.objects.get(pk=stored.pk).state == Job.State.RUNNING
    began = time.monotonic()
    second = start("--once")
    assert second.wait(timeout=120) == 0
    assert time.monotonic() - began < 50, "the dead worker's job waited for its heartbeat to grow old"
    done = Job.objects.get(pk=stored.pk)
    assert (done.state, done.report, done.attempts, done.done, done.total) == (Job.State.DONE, "做了6步", 2, 6, 6)
    assert [run.outcome for run in done.runs.all()] == ["done", "lost"]
    assert names("图集") == [f"图集-{number}" for number in range(6)]
    assert JobStep.objects.filter(job=done).count() == 6
    assert {pid for pid, *_rest in lines(marks)} == {str(first.pid), str(second.pid)}
    # The killed process may have died between a step and its line; none was done by both.
    firsts = Counter(number for _pid, number, was_first in lines(marks) if was_first == "True")
    assert max(firsts.values()) == 1


def test_two_workers_on_one_database_run_no_job_twice(start, tmp_path):
    marks = tmp_path / "marks"
    for number in range(24):
        sample_jobs.slow_steps.enqueue(name=f"并行{number:02}", steps=1, seconds=0.08, marks=str(marks))
    workers = [start("--once"), start("--once")]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert len(lines(marks)) == 24
    assert Counter(Job.objects.values_list("attempts", flat=True)) == {1: 24}
    assert all(job.state == Job.State.DONE for job in Job.objects.select_related("result"))
    assert len(names("并行")) == 24


def test_worker_hands_a_long_job_back_when_stopped_and_a_second_is_turned_away(start, tmp_path):
    marks = tmp_path / "marks"
    stored = sample_jobs.slow_steps.enqueue(name="长", steps=1, seconds=60, marks=str(marks))
    worker = start()
    wait_until(lambda: len(lines(marks)) == 1)
    if connection.vendor == "sqlite":
        second = start()
        assert second.wait(timeout=90) != 0
        assert f"进程号 {worker.pid}" in (second.stdout.read() if second.stdout else "")
    began = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    output, _errors = worker.communicate(timeout=60)
    assert time.monotonic() - began < 45
    assert worker.returncode == 0
    assert "已交还队列" in output and "后台任务进程已结束" in output
    handed_back = Job.objects.get(pk=stored.pk)
    assert (handed_back.state, handed_back.attempts, handed_back.lease) == (Job.State.WAITING, 0, "")
    assert [run.outcome for run in handed_back.runs.all()] == ["handed_back"]


def test_short_job_is_finished_before_the_worker_stops(start, tmp_path):
    marks = tmp_path / "marks"
    stored = sample_jobs.slow_steps.enqueue(name="短", steps=3, seconds=0.5, marks=str(marks))
    worker = start()
    wait_until(lambda: len(lines(marks)) == 1)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(timeout=60) == 0
    assert Job.objects.get(pk=stored.pk).state == Job.State.DONE


def test_job_is_seen_by_others_only_after_commit():
    def seen_by_another_connection() -> bool:
        answers: list[bool] = []
        in_thread(lambda: answers.append(queue.work_is_due()))
        return answers[0]

    with transaction.atomic():
        sample_jobs.add_collection.enqueue(name="一")
        assert not seen_by_another_connection()
    assert seen_by_another_connection()


def test_many_asking_for_the_same_key_at_once_make_one_job():
    barrier, found = threading.Barrier(6), []

    def ask() -> None:
        barrier.wait()
        found.append(sample_jobs.add_collection.enqueue(name="一", key="photo-1").pk)

    in_threads([ask] * 6)
    assert len(found) == 6
    assert len(set(found)) == 1 == Job.objects.count()


def test_many_claiming_at_once_never_get_the_same_job():
    for number in range(20):
        sample_jobs.add_collection.enqueue(name=str(number))
    claimed = []

    def claim_all() -> None:
        while found := queue.claim_next():
            claimed.append(found.job.pk)

    in_threads([claim_all] * 4)
    assert len(claimed) == len(set(claimed)) == 20


def test_idle_worker_asks_one_query_a_look(django_assert_num_queries):
    worker = Worker()
    worker.tick()
    with django_assert_num_queries(10):
        for _look in range(10):
            assert not worker.tick()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_worker_ends_when_its_timetable_has_died(monkeypatch):
    def broken(worker):
        raise BrokenPipeError

    monkeypatch.setattr(Worker, "_timetable_turn", broken)
    monkeypatch.setattr(signal, "signal", lambda number, handler: None)
    with pytest.raises(RuntimeError, match="timetable"):
        Worker(interval=0.05).run()


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="asks SQLite's planner")
def test_each_regular_look_uses_an_index():
    assert "tasks_db_new_ordering_idx" in queue._due(None).explain()
    assert "job_leased_idx" in Job.objects.exclude(lease="").explain()


def in_thread(work: Callable[[], object]) -> None:
    in_threads([work])


def in_threads(works: list[Callable[[], object]]) -> None:
    """Run all at once, each on a connection of its own; an error in one is raised here."""
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised below, in the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
