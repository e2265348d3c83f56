"""What may go wrong: the index holds what is saved after every fault, and nobody who writes or asks pays for it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from news.models import FeaturePage, SectionPage
from search import rebuilding, service
from search.errors import SearchError
from search.indexing import active_generation
from search.models import ENTRIES, IndexState
from search.questions import Question
from search.rebuilding import check, rebuild
from tests.core.jobs.test_worker import database_url
from tests.factories.stories import story

#: What others must see while it happens is committed. All of the file are: such a test empties the database behind it.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).resolve().parents[2]
#: A rebuild in steps of one object that takes its time after each, so that it can be met at work.
SLOW_REBUILD = """
import time
from search import rebuilding
rebuilding.STEP = 1
def report(done, total):
    print(done, flush=True)
    time.sleep(0.05)
rebuilding.rebuild(report)
"""
SAVING = """
from itertools import count
from news.models import FeaturePage
page = FeaturePage.objects.get(pk=%(page)s)
for number in count():
    page.title = f"第{number}次交班的夜校"
    page.save_revision().publish()
    print(number, flush=True)
"""
SEARCHING = """
from search.questions import Question
from search.service import ranked
while True:
    print(len(ranked(Question("夜校", "夜校", "zh-hans")).objects), flush=True)
"""


@pytest.fixture
def stories(search_index: None, section: SectionPage) -> list[Any]:
    found = [story(section, title=f"第{number}班岗的夜校") for number in range(6)]
    check()  # the pages that stood before
    return found


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Starts Python on the test database as a site's own process."""
    processes: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "TMPDIR": str(tmp_path),
    }
    lead = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'site')!r}]\nimport django; django.setup()\n"

    def start(code: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", lead + code], env=environment, text=True, stdout=subprocess.PIPE
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def kill_at_work(process: subprocess.Popen[str], lines: int, pause: float) -> None:
    """-9 a little after it has printed so many lines."""
    assert process.stdout is not None
    for _line in range(lines):
        assert process.stdout.readline(), "it ended before it was killed"
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.wait()


def found(query: str) -> set[int]:
    return set(service.ranked(Question(query, query, "zh-hans")).objects)


def differences() -> list[Any]:
    drift = check()
    return [*drift.missing, *drift.different, *drift.extra]


def beside(work: Callable[[], Any]) -> tuple[threading.Thread, list[Exception]]:
    """Run something in a thread with a connection of its own; what it raises is in the list."""
    raised: list[Exception] = []

    def target() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  whatever it is, the test tells
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread, raised


# Killed ---------------------------------------------------------------------------------------------------------------
@pytest.mark.long
@pytest.mark.parametrize("pause", [0, 0.03, 0.08, 0.15])
def test_killed_while_it_saves_nothing_is_half_written(stories, run, pause):
    kill_at_work(run(SAVING % {"page": stories[0].pk}), 3, pause)
    assert not differences()
    assert stories[0].pk in found(FeaturePage.objects.get(pk=stories[0].pk).title)


@pytest.mark.long
def test_killed_while_it_searches_it_leaves_no_lock_behind(stories, run):
    kill_at_work(run(SEARCHING), 20, 0)
    stories[0].title = "一碗热汤"
    stories[0].save_revision().publish()
    assert found("一碗热汤") == {stories[0].pk}
    assert not differences()


@pytest.mark.long
def test_killed_while_it_rebuilds_it_goes_on_where_it_was(stories, run):
    generation = active_generation()
    kill_at_work(run(SLOW_REBUILD), 4, 0)
    cursor = IndexState.objects.get().cursor
    assert cursor
    assert active_generation() == generation
    assert {page.pk for page in stories} <= found("夜校")
    stories[0].title = "一碗热汤"  # while nobody goes on with it
    stories[0].save_revision().publish()
    stories[1].delete()
    IndexState.objects.update(beat_at=timezone.now() - timedelta(minutes=5))
    done: list[int] = []
    rebuild(lambda count, total: done.append(count))
    assert active_generation() != generation
    assert found("一碗热汤") == {stories[0].pk}
    assert not differences()
    assert not ENTRIES[generation].objects.exists()


# A rebuild and others -------------------------------------------------------------------------------------------------
def test_of_two_rebuilds_at_once_one_is_refused(stories):
    refused: list[str] = []

    def another(done: int, total: int) -> None:
        if not refused:
            with pytest.raises(SearchError) as error:
                rebuild()
            refused.append(str(error.value))

    rebuild(another)
    assert "另一次重建" in refused[0]
    assert not differences()


@pytest.mark.long
def test_two_that_start_together_leave_one_whole_index(stories):
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        rebuild()

    threads = [beside(work) for _number in range(2)]
    for thread, _raised in threads:
        thread.join(60)
    raised = [error for _thread, errors in threads for error in errors]
    assert all(isinstance(error, SearchError) for error in raised)
    assert len(raised) < 2
    assert not differences()
    assert {page.pk for page in stories} <= found("夜校")


def test_who_saves_during_a_rebuild_is_never_locked_out(stories, monkeypatch):
    monkeypatch.setattr(rebuilding, "STEP", 2)
    over, took = threading.Event(), []

    def save() -> None:
        page = FeaturePage.objects.get(pk=stories[0].pk)
        while not over.is_set():
            began = time.monotonic()
            page.title = f"第{len(took)}次交班"
            page.save_revision().publish()
            took.append(time.monotonic() - began)
            time.sleep(0.02)  # no editor leaves out a breath

    thread, raised = beside(save)
    for _time in range(3):
        rebuild()
    over.set()
    thread.join(60)
    assert not raised
    assert took and max(took) < 10
    assert not differences()
    assert found(FeaturePage.objects.get(pk=stories[0].pk).title) >= {stories[0].pk}


def test_what_was_being_saved_when_a_rebuild_began_is_in_the_new_index(stories):
    with transaction.atomic():
        stories[0].title = "一碗热汤"
        stories[0].save_revision().publish()
        thread, raised = beside(rebuild)
        thread.join(1)
        assert thread.is_alive(), "it waits for whoever writes already"
    thread.join(60)
    assert not raised
    assert found("一碗热汤") == {stories[0].pk}
    assert not differences()


# Read-only ------------------------------------------------------------------------------------------------------------
class Over(Exception):
    """Ends the time in which nothing can be written."""


@contextmanager
def read_only() -> Iterator[None]:
    """The database takes nothing; what was written before stays."""
    is_sqlite = connection.vendor == "sqlite"
    with contextlib.suppress(Over), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            if is_sqlite:
                with connection.cursor() as cursor:
                    cursor.execute("PRAGMA query_only = OFF")
        raise Over


def test_a_read_only_database_answers_and_refuses_what_is_saved_by_its_own_error(stories):
    question, everybody = Question("夜校", "夜校", "zh-hans"), {page.pk for page in stories}
    service.current_dictionary()
    with read_only():
        stories[0].title = "一碗热汤"
        with pytest.raises(DatabaseError):
            stories[0].save()
        with pytest.raises(DatabaseError):
            rebuild()
        assert set(service.ranked(question).objects) == everybody
        assert {each.object_key for each in service.by_date(question, 20)} == everybody
        assert service.counts(question).total == len(stories)
    assert stories[0].pk not in found("一碗热汤")
    assert set(service.ranked(question).objects) == everybody
    assert not differences()


# The clock ------------------------------------------------------------------------------------------------------------
def test_a_rebuild_that_died_before_the_clock_was_moved_back_is_taken_up(stories):
    IndexState.objects.update_or_create(
        pk=1, defaults={"owner": "dead", "building": None, "beat_at": timezone.now() + timedelta(hours=3)}
    )
    rebuild()
    assert not differences()


def test_a_ranking_is_kept_no_longer_because_the_clock_was_moved_back(stories, monkeypatch):
    question = Question("夜校", "夜校", "zh-hans")
    before = service.kept_ranking(question)
    stories[0].title = "一碗热汤"
    stories[0].save_revision().publish()
    assert service.kept_ranking(question) == before
    earlier = time.time() - 7200
    monkeypatch.setattr(service.time, "time", lambda: earlier)
    assert stories[0].pk not in service.kept_ranking(question).objects
