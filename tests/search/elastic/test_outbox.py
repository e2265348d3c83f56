"""What changes reaches the cluster: with the entry, in order, once it is there again, and never an older state."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from news.models import SectionPage
from search.elastic import outbox
from search.elastic.client import alias, writers
from search.elastic.documents import deletions, upserts
from search.elastic.outbox import NotDelivered, deliver, deliver_all, send
from search.elastic.rebuilding import rebuild_cluster
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing import Draft, active_generation, remove, write
from search.keys import Kind, entry_key, keys_of
from search.models import ENTRIES, ClusterState, OutboxItem
from search.questions import Question
from search.service import by_date, search_pages
from tests.elasticsearch_server import elasticsearch
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

PAGE = "wagtailcore.page"


def found(query: str) -> list[int]:
    """Keys of pages that the cluster finds, newest first."""
    writers().indices.refresh(index=alias())
    return [hit.object_key for hit in by_date(Question(query, query, "zh-hans"), 100)]


def retitled(page: Any, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def test_an_item_is_written_and_rolled_back_with_the_entry(cluster, section):
    deliver_all()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        story(section, title="没有写成的稿件")
        assert OutboxItem.objects.exists()
        raise ZeroDivisionError
    assert not OutboxItem.objects.exists()
    page = story(section, title="写成的稿件")
    assert OutboxItem.objects.filter(model=PAGE, object_key=page.pk).exists()


def test_what_is_saved_changed_and_deleted_is_found_so(cluster, section):
    page, other = story(section, title="码头夜校"), story(section, title="码头食堂")
    deliver_all()
    assert set(found("码头")) == {page.pk, other.pk}
    retitled(page, "桥吊夜校")
    other.delete()
    deliver_all()
    assert found("码头") == []
    assert found("桥吊") == [page.pk]
    assert not OutboxItem.objects.exists()


def test_only_so_many_go_at_a_time_and_all_in_the_end(cluster, section, monkeypatch):
    deliver_all()
    monkeypatch.setattr(outbox, "AT_A_TIME", 3)
    pages = [story(section, title=f"第{word}班岗") for word in "一二三四五"]
    retitled(pages[0], "第六班岗")
    while deliver():
        pass
    assert set(found("班岗")) == {page.pk for page in pages}
    assert found("第一班岗") == []


def test_a_delivery_that_comes_late_changes_nothing(cluster, section):
    page = story(section, title="旧的题目")
    entry = ENTRIES[active_generation()].objects.get(model=PAGE, object_key=page.pk)
    late = OutboxItem.objects.filter(model=PAGE, object_key=page.pk).order_by("pk").last()
    retitled(page, "新的题目")
    deliver_all()
    name = (PAGE, page.pk)
    assert send(writers(), upserts(alias(), [entry], {name: late.pk})) == {}
    assert (found("旧的题目"), found("新的题目")) == ([], [page.pk])
    page.delete()
    deliver_all()
    assert send(writers(), upserts(alias(), [entry], {name: late.pk})) == {}
    assert found("旧的题目") == []


def test_a_late_deletion_does_not_take_what_came_back(cluster, section):
    page = story(section, title="去而复返")
    name = (PAGE, page.pk)
    deliver_all()
    remove([name])
    gone = OutboxItem.objects.get()
    write([draft_of(page.pk, "去而")])
    deliver_all()
    assert send(writers(), deletions(alias(), [name], {name: gone.pk})) == {}
    writers().indices.refresh(index=alias())
    assert writers().exists(index=alias(), id=f"{PAGE}:{page.pk}")


def draft_of(key: int, title: str, facets: str = "") -> Draft:
    return Draft(PAGE, key, entry_key(Kind.LIVE_PAGE, "zh-hans", timezone.now(), key), [title, "", "", "", "", facets])


def test_what_the_cluster_refuses_stays_with_its_reason_and_keeps_nothing_waiting(cluster, section):
    deliver_all()
    write([draft_of(999_999, "x", facets="f" * 40_000)])
    page = story(section, title="后面的稿件")
    deliver_all()
    (refused,) = OutboxItem.objects.all()
    assert refused.object_key == 999_999
    assert refused.refused == 1 and refused.try_at > timezone.now()
    assert "immense term" in refused.error
    assert "immense term" in ClusterState.current().error
    assert found("后面的稿件") == [page.pk]
    assert deliver() == 0, "it waits for its time"
    refused.try_at = timezone.now() - timedelta(seconds=1)
    refused.save()
    assert deliver() == 1
    refused.refresh_from_db()
    assert refused.refused == 2 and refused.try_at > timezone.now() + timedelta(seconds=50)
    write([draft_of(999_999, "x")])
    refused.try_at = timezone.now() + timedelta(days=3)  # the clock was put back since
    refused.save()
    deliver_all()
    assert not OutboxItem.objects.exists()


def test_an_index_that_takes_nothing_now_keeps_all_for_later(cluster, section):
    deliver_all()
    page = story(section, title="只读时写的")
    writers().indices.put_settings(index=alias(), settings={"index.blocks.write": True})
    waiting = OutboxItem.objects.count()
    with pytest.raises(NotDelivered, match="blocked"):
        deliver_all()
    assert OutboxItem.objects.count() == waiting
    assert not OutboxItem.objects.exclude(refused=0).exists()
    writers().indices.put_settings(index=alias(), settings={"index.blocks.write": None})
    deliver_all()
    assert found("只读时写的") == [page.pk]


def test_a_cluster_that_lost_the_index_makes_none_by_itself_and_gets_a_new_one(cluster, section):
    page = story(section, title="换了机器")
    client = writers()
    for name in client.indices.get(index=f"{alias()}-*"):
        client.indices.delete(index=name)
    client.indices.delete_index_template(name=alias())
    with pytest.raises(NotDelivered, match="没有本站的索引"):
        deliver_all()
    assert not client.indices.exists(index=alias())
    assert OutboxItem.objects.exists()
    assert ClusterState.current().answering == ""
    rebuild_cluster()
    deliver_all()
    assert found("换了机器") == [page.pk]


@pytest.mark.long
def test_nothing_is_lost_while_the_cluster_is_down(
    elasticsearch_programs: None, a_name_of_its_own: None, index: None, section: SectionPage, settings: Any
):
    with elasticsearch(swift=True) as server:
        settings.ELASTICSEARCH_URLS = server.urls
        rebuild_cluster()
        before = story(section, title="断电之前")
        deliver_all()
        server.nodes[0].kill()
        during = story(section, title="断电之中")
        retitled(before, "断电以前")
        with pytest.raises(NotDelivered):
            deliver_all()
        assert OutboxItem.objects.exists()
        assert search_pages("断电之中", language="zh-hans").pages == [during.pk], "the database answers"
        server.nodes[0].start()
        server.wait_for("green")
        deliver_all()
        assert set(found("断电")) == {before.pk, during.pk}
        assert ElasticsearchEngine().keys(ask := ask_for("断电以前"), 10) and ask
        assert not OutboxItem.objects.exists()


def ask_for(text: str) -> Any:
    from search.engines import Ask
    from search.plan import plan_of
    from search.words import current_dictionary

    return Ask(plan_of(text, current_dictionary()), keys_of(Kind.LIVE_PAGE, "zh-hans"))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_deliverers_at_once_bring_each_state_and_leave_nothing(cluster, section):
    pages = [story(section, title=f"第{word}班岗") for word in "一二三四五六七八"]
    errors: list[BaseException] = []
    stop = threading.Event()

    def work(after_all: Callable[[], bool]) -> None:
        try:
            while not after_all() or OutboxItem.objects.exists():
                deliver()
        except BaseException as error:  # noqa: BLE001  told to the test
            errors.append(error)
        finally:
            connections.close_all()

    deliverers = [threading.Thread(target=work, args=(stop.is_set,)) for _each in range(2)]
    for thread in deliverers:
        thread.start()
    for turn in range(3):
        for page in pages:
            retitled(page, f"{page.title[:4]}{'甲乙丙'[turn]}")
    for page in pages[:2]:
        page.delete()
    stop.set()
    for thread in deliverers:
        thread.join(60)
    assert errors == []
    assert not OutboxItem.objects.exists()
    assert set(found("班岗丙")) == {page.pk for page in pages[2:]}
    assert found("班岗甲") == found("班岗乙") == []
    assert connection.vendor
