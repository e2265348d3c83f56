"""A new index for the cluster: beside what changes, killed and taken up, two at once, checked and mended."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils import timezone

from news.models import SectionPage
from search import jobs
from search.elastic import rebuilding
from search.elastic.checking import check_cluster
from search.elastic.client import alias, next_alias, writers
from search.elastic.outbox import deliver_all
from search.elastic.rebuilding import rebuild_cluster
from search.errors import SearchError
from search.indexing import active_generation, remove, tell_cluster, write
from search.models import ENTRIES, ClusterState, OutboxItem
from tests.core.jobs.test_worker import database_url
from tests.factories.stories import story
from tests.search.elastic.test_outbox import PAGE, draft_of, found, retitled

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def stories(cluster: None, section: SectionPage, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(rebuilding, "STEP", 3)
    pages = [story(section, title=f"第{word}班岗") for word in "一二三四五六七"]
    deliver_all()
    return pages


def test_a_new_index_holds_the_same_and_is_the_only_one(stories):
    before, seen = ClusterState.current().answering, []
    done = rebuild_cluster(lambda *progress: seen.append(progress))
    state = ClusterState.current()
    assert state.answering != before and state.building == "" and state.owner == ""
    assert list(writers().indices.get(index=f"{alias()}-*")) == [state.answering]
    assert seen[-1] == (done, done) == (ENTRIES[active_generation()].objects.count(),) * 2
    assert set(found("班岗")) == {page.pk for page in stories}
    assert not len(check_cluster())


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_what_changes_meanwhile_is_right_in_the_new_index(stories, section, turn):
    turns = []

    def meddle(done: int, total: int) -> None:
        turns.append(done)
        if len(turns) != turn:
            return
        retitled(stories[0], "换了人的岗")
        retitled(stories[6], "换了灯的岗")
        stories[1].delete()
        stories[5].delete()
        story(section, title="新来的班岗")
        if turn > 1:
            deliver_all()
            assert found("换了灯的岗") == [stories[6].pk], "also in the one that answers"

    rebuild_cluster(meddle)
    deliver_all()
    assert len(found("班岗")) == 4 and len(found("换了灯的岗")) == len(found("换了人的岗")) == 1
    assert found("第六班岗") == found("第二班岗") == found("第七班岗") == []
    assert not len(check_cluster())


def test_a_rebuild_that_was_cut_off_goes_on_where_it_was(stories):
    def die(done: int, total: int) -> None:
        if done > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_cluster(die)
    building = ClusterState.current().building
    assert building and len(found("班岗")) == 7, "the old one answers"
    retitled(stories[0], "中断以后改的")
    stories[1].delete()
    deliver_all()
    taken_up: list[int] = []
    rebuild_cluster(lambda done, total: taken_up.append(done))
    assert taken_up[0] > 6
    assert ClusterState.current().answering == building
    assert found("中断以后改的") == [stories[0].pk] and len(found("班岗")) == 5
    assert not len(check_cluster())


def test_two_rebuilds_at_once_are_refused_until_the_first_is_dead(stories):
    def other(done: int, total: int) -> None:
        with pytest.raises(SearchError, match="另一次重建"):
            rebuild_cluster()

    rebuild_cluster(other)
    ClusterState.objects.update(owner="dead", beat_at=timezone.now() - timedelta(minutes=2))
    rebuild_cluster()
    # The clock was put back since the dead one was last seen.
    ClusterState.objects.update(owner="dead", beat_at=timezone.now() + timedelta(minutes=2))
    rebuild_cluster()
    assert not len(check_cluster())


def test_who_lost_the_rebuild_to_another_ends(stories):
    def rob(done: int, total: int) -> None:
        ClusterState.objects.update(owner="another")

    with pytest.raises(SearchError, match="接手"):
        rebuild_cluster(rob)
    assert ClusterState.current().owner == "another"


def test_an_entry_that_the_cluster_refuses_does_not_stop_a_rebuild(stories):
    write([draft_of(999_999, "x", facets="f" * 40_000)])
    OutboxItem.objects.all().delete()
    rebuild_cluster()
    (item,) = OutboxItem.objects.all()
    assert item.object_key == 999_999 and "immense term" in item.error
    assert len(found("班岗")) == 7
    rebuild_cluster()
    assert OutboxItem.objects.count() == 1


def test_a_building_index_that_vanished_is_begun_anew(stories):
    def die(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_cluster(die)
    writers().indices.delete(index=ClusterState.current().building)
    retitled(stories[0], "照常送出")
    deliver_all()
    assert found("照常送出") == [stories[0].pk]
    assert ClusterState.current().building == ""
    rebuild_cluster()
    assert not len(check_cluster())


def test_a_cluster_that_is_down_is_said_in_words_and_taken_up_later(stories, settings):
    addresses = settings.ELASTICSEARCH_URLS
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    with pytest.raises(SearchError, match="没有应答"):
        rebuild_cluster()
    with pytest.raises(SearchError, match="没有应答"):
        check_cluster()
    assert ClusterState.current().error and ClusterState.current().owner == ""
    settings.ELASTICSEARCH_URLS = addresses
    rebuild_cluster()
    assert ClusterState.current().error == ""


def test_the_first_delivery_builds_the_index(empty_cluster, section, monkeypatch):
    page = story(section, title="第一次送出")
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(type(jobs.rebuild_index), "enqueue", lambda self, **arguments: asked.append(arguments))
    clock = [0.0]
    deliveries = jobs.Deliveries(lambda: clock[0])
    deliveries.run()
    assert asked == [{"key": "first", "engine": "elasticsearch"}]
    deliveries.run()
    assert len(asked) == 1, "not every second"
    assert jobs.rebuild_engines("elasticsearch") > 0
    clock[0] += 60
    deliveries.run()
    assert found("第一次送出") == [page.pk] and not OutboxItem.objects.exists()


def test_deliveries_wait_longer_and_longer_for_a_cluster_that_is_down(stories, settings, caplog):
    retitled(stories[0], "等着送出")
    addresses = settings.ELASTICSEARCH_URLS
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    clock, tried = [0.0], []
    deliveries = jobs.Deliveries(lambda: clock[0])
    while clock[0] < 200:
        ClusterState.objects.update(error="")
        assert "没有送到" in str(deliveries.run())
        if ClusterState.current().error:
            tried.append(int(clock[0]))
        clock[0] += 1
    assert tried[:6] == [0, 1, 3, 7, 15, 31] and max(b - a for a, b in pairwise(tried)) <= 60
    settings.ELASTICSEARCH_URLS = addresses
    clock[0] += 60
    assert "送出" in str(deliveries.run())
    assert found("等着送出") == [stories[0].pk]


def test_drift_is_found_and_mended(stories):
    client = writers()
    lost, changed = stories[0], stories[1]
    client.delete(index=alias(), id=f"{PAGE}:{lost.pk}", version=2**40, version_type="external")
    entry = ENTRIES[active_generation()].objects.get(model=PAGE, object_key=changed.pk)
    ENTRIES[active_generation()].objects.filter(pk=entry.pk).update(digest=b"\0" * 16)
    write([draft_of(888_888, "幽灵")])
    deliver_all()
    ENTRIES[active_generation()].objects.filter(object_key=888_888).delete()
    ClusterState.objects.update(error="")
    drift = check_cluster()
    assert drift.missing == [(PAGE, lost.pk)]
    assert drift.different == [(PAGE, changed.pk)]
    assert drift.extra == [(PAGE, 888_888)]
    assert not len(check_cluster())
    assert found(lost.title) == [lost.pk]


def test_what_waits_to_be_delivered_is_no_drift(stories):
    retitled(stories[0], "还没送出")
    stories[1].delete()
    assert not len(check_cluster())
    assert found("还没送出") == [stories[0].pk]


def test_the_command_checks_either_or_both(stories):
    def said(*arguments: str) -> str:
        out = io.StringIO()
        call_command("search_check", *arguments, stdout=out)
        return out.getvalue()

    said()
    assert "索引与内容一致" in said()
    writers().delete(index=alias(), id=f"{PAGE}:{stories[0].pk}", version=2**20, version_type="external")
    assert "索引与内容一致" in said("--engine", "database")
    assert f"缺　{PAGE}:{stories[0].pk}" in said("--engine", "elasticsearch")
    remove([(PAGE, stories[0].pk)])
    told = said()
    assert told.count(f"缺　{PAGE}:{stories[0].pk}") == 1, "what was mended in the database is no drift of the cluster"
    assert "索引与内容一致" in said()


def test_without_a_cluster_it_is_said_so(index):
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("search_check", "--engine", "elasticsearch")
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("search_rebuild", "--engine", "elasticsearch")


KILLED = """
import os, signal, django
django.setup()
from search.elastic import rebuilding
rebuilding.STEP = 3
rebuilding.rebuild_cluster(lambda done, total: os.kill(os.getpid(), signal.SIGKILL) if done > 5 else None)
"""


@pytest.mark.long
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_rebuild_killed_in_a_process_of_its_own_is_taken_up(stories, tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "TMPDIR": str(tmp_path),
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "ELASTICSEARCH_URL": ",".join(site.ELASTICSEARCH_URLS),
        "ELASTICSEARCH_PREFIX": site.ELASTICSEARCH_PREFIX,
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    state = ClusterState.current()
    assert state.owner and state.building and state.cursor > 0
    assert writers().indices.exists_alias(name=next_alias())
    retitled(stories[0], "死后改的")
    stories[1].delete()
    deliver_all()
    with pytest.raises(SearchError, match="另一次重建"):
        rebuild_cluster()
    ClusterState.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    taken_up: list[int] = []
    rebuild_cluster(lambda done, total: taken_up.append(done))
    assert taken_up[0] > 6 and ClusterState.current().answering == state.building
    assert found("死后改的") == [stories[0].pk] and found("第二班岗") == []
    assert not len(check_cluster())
    tell_cluster([(PAGE, stories[0].pk)])
