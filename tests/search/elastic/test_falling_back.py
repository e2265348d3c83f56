"""Readers are answered when the cluster is slow, dead or wrong: by the database, soon, and only with what is live."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from news.models import SectionPage
from search.elastic.breaker import FAILURES, PAUSE, Breaker, EngineDown, breaker
from search.elastic.client import alias, writers
from search.elastic.outbox import deliver_all
from search.elastic.rebuilding import rebuild_cluster
from search.questions import Question
from search.service import by_date, counts, ranked, readable, search_pages
from tests.elasticsearch_server import Cluster, elasticsearch
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db]


def asked(text: str) -> Question:
    return Question(text, text, "zh-hans")


# The breaker itself ---------------------------------------------------------------------------------------------------
class Faulty:
    def __init__(self) -> None:
        self.fails, self.calls = True, 0

    def __call__(self) -> str:
        self.calls += 1
        if self.fails:
            raise OSError("no route")
        return "answer"


def test_after_three_failures_nobody_waits_until_one_question_tries_again():
    now = [0.0]
    faulty, tested = Faulty(), Breaker(lambda: now[0])
    for _time in range(FAILURES + 5):
        with pytest.raises(EngineDown, match="no route"):
            tested.call(faulty)
    assert faulty.calls == FAILURES and tested.is_open
    now[0] += PAUSE + 1
    with pytest.raises(EngineDown):
        tested.call(faulty)
    with pytest.raises(EngineDown):
        tested.call(faulty)
    assert faulty.calls == FAILURES + 1, "one tries, the others go on without"
    now[0] += PAUSE + 1
    faulty.fails = False
    assert tested.call(faulty) == tested.call(faulty) == "answer"
    assert not tested.is_open


def test_failures_count_in_a_row_only():
    faulty, tested = Faulty(), Breaker(lambda: 0.0)
    for _time in range(FAILURES):
        with pytest.raises(EngineDown):
            tested.call(faulty)
        faulty.fails = False
        assert tested.call(faulty) == "answer"
        faulty.fails = True
    assert not tested.is_open


# With the real server -------------------------------------------------------------------------------------------------
@pytest.mark.elasticsearch
def test_the_cluster_answers_where_it_can(cluster, section, delivered):
    page = story(section, title="职工夜校开到码头")
    delivered()
    assert ranked(asked("码头夜校")).engine == "elasticsearch"
    assert search_pages("码头夜校", language="zh-hans").pages == [page.pk]


@pytest.mark.elasticsearch
@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(lambda page: page.unpublish(), id="unpublished"),
        pytest.param(lambda page: page.delete(), id="deleted"),
        pytest.param(
            lambda page: PageViewRestriction.objects.create(page=page, restriction_type="login"), id="made private"
        ),
        pytest.param(
            lambda page: PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login"),
            id="below what was made private",
        ),
        pytest.param(lambda page: type(page).objects.filter(pk=page.pk).update(live=False), id="behind our back"),
    ],
)
def test_what_readers_may_not_see_is_gone_at_once_whatever_the_cluster_holds(
    cluster: None, section: SectionPage, delivered: Callable[[], None], hide: Callable[[Any], Any]
):
    page = story(section, title="职工夜校开到码头")
    delivered()
    hide(page)
    assert writers().count(index=alias(), query={"match_phrase": {"title": "码头"}})["count"] == 1, "it holds it still"
    assert search_pages("码头夜校", language="zh-hans").pages == []
    assert readable([hit.object_key for hit in by_date(asked("码头"), 10)], "zh-hans") == []


@pytest.mark.elasticsearch
def test_a_cluster_without_our_index_leaves_readers_to_the_database(empty_cluster, section):
    page = story(section, title="职工夜校开到码头")
    for _time in range(FAILURES + 1):
        assert ranked(asked("码头夜校")).engine == "sqlite"
    assert breaker.is_open
    rebuild_cluster()
    breaker.reset()
    assert ranked(asked("码头夜校")).engine == "elasticsearch"
    assert search_pages("码头夜校", language="zh-hans").pages == [page.pk]


@pytest.fixture
def server(elasticsearch_programs: None, a_name_of_its_own: None, index: None, settings: Any) -> Iterator[Cluster]:
    """A server of the test's own, to be stopped and killed."""
    with elasticsearch(swift=True) as started:
        settings.ELASTICSEARCH_URLS = started.urls
        yield started


@pytest.mark.long
@pytest.mark.elasticsearch
def test_a_node_that_hangs_or_is_dead_costs_readers_about_a_second_and_then_nothing(server, section, monkeypatch):
    page = story(section, title="职工夜校开到码头")
    rebuild_cluster()
    assert ranked(asked("码头夜校")).engine == "elasticsearch"
    node = server.nodes[0]
    os.killpg(node.process.pid, signal.SIGSTOP)
    try:
        for turn in range(FAILURES):
            began = time.monotonic()
            assert search_pages("码头夜校", language="zh-hans").pages == [page.pk]
            assert time.monotonic() - began < 2.0, turn
        assert breaker.is_open
        began = time.monotonic()
        assert search_pages("码头夜校", language="zh-hans").pages == [page.pk]
        assert counts(asked("码头夜校")).total == 1
        assert time.monotonic() - began < 0.5, "nobody waits any more"
    finally:
        os.killpg(node.process.pid, signal.SIGCONT)
    wait_until_it_answers(monkeypatch)
    node.kill()
    began = time.monotonic()
    for _time in range(FAILURES):
        assert ranked(asked("码头夜校")).engine == "sqlite"
    assert breaker.is_open and time.monotonic() - began < 2.0
    node.start()
    server.wait_for("green")
    wait_until_it_answers(monkeypatch)
    deliver_all()


def wait_until_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the pause of the breaker is over, the cluster answers again."""
    with monkeypatch.context() as patched:
        patched.setattr(breaker, "_clock", lambda: time.monotonic() + PAUSE)
        deadline = time.monotonic() + 30
        while ranked(asked("码头夜校")).engine != "elasticsearch":
            assert time.monotonic() < deadline
            time.sleep(0.2)
            patched.setattr(breaker, "_closed_from", 0.0)
    assert not breaker.is_open
