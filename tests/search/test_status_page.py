"""搜索引擎 in the admin: who answers, how much is held, what lags behind, what was refused; rebuild and check."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.jobs.models import Job
from core.jobs.testing import run_jobs
from home.newsroom import Newsroom
from home.roles import ADMINISTRATOR, CHIEF, DESK_HEAD, ensure_roles
from news.models import SectionPage
from search.elastic.breaker import Breaker
from search.models import ENTRIES, ClusterState, OutboxItem
from search.rebuilding import rebuild
from tests.factories.admin import browser_of
from tests.factories.stories import story
from tests.postgresql import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def chief(newsroom: Newsroom) -> Client:
    return browser_in(CHIEF)


def browser_in(role: str) -> Client:
    ensure_roles()
    user = User.objects.create_user(role)
    user.groups.add(Group.objects.get(name=role))
    return browser_of(user)


def shown(client: Client) -> str:
    return client.get(reverse("search_admin:engines")).content.decode()


def test_without_a_cluster_the_database_answers_and_says_how_much_it_holds(index, section: SectionPage, chief: Client):
    assert "没有重建过" in shown(chief)
    story(section)
    rebuild()
    page = shown(chief)
    assert "没有设置 Elasticsearch" in page
    assert f"页面 {ENTRIES[1].objects.count()}" in page
    assert f"{timezone.localtime():%Y-%m-%d}" in page
    assert "没有重建过" not in page


def test_a_rebuild_is_queued_once_and_shows_how_far_it_is(index, section: SectionPage, chief: Client):
    answer = chief.post(reverse("search_admin:rebuild"))
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    again = chief.post(reverse("search_admin:check"), follow=True)
    assert "还没有做完" in again.content.decode()
    assert Job.objects.count() == 1, "no two at once"
    assert "data-refresh-again" in shown(chief)
    run_jobs()
    page = shown(chief)
    assert "索引已重建" in page
    assert "data-refresh-again" not in page
    assert job.get_absolute_url() in page


def test_a_check_mends_and_says_what(index, section: SectionPage, chief: Client):
    rebuild()
    page = story(section)
    ENTRIES[1].objects.filter(object_key=page.pk).update(digest=b"")
    chief.post(reverse("search_admin:check"))
    run_jobs()
    assert "不一致1条" in shown(chief)
    chief.post(reverse("search_admin:check"))
    run_jobs()
    assert "索引与内容一致" in shown(chief)


def test_a_desk_head_sees_the_engines_without_the_buttons(newsroom: Newsroom):
    page = shown(browser_in(DESK_HEAD))
    assert "数据库索引" in page
    assert "重建索引</button>" not in page and "核对索引</button>" not in page
    assert "重建索引</button>" in shown(browser_in(ADMINISTRATOR))


def test_a_dead_cluster_is_told_with_its_lag_and_what_it_refused(chief: Client, settings: Any, monkeypatch: Any):
    settings.ELASTICSEARCH_URLS = [f"http://127.0.0.1:{free_port()}"]
    monkeypatch.setattr("search.status.breaker", Breaker())
    ClusterState.objects.create(pk=1, answering="x", error="上一次的毛病", error_at=timezone.now())
    for refused, error in ((0, ""), (2, "strict_dynamic_mapping_exception")):
        OutboxItem.objects.create(model="wagtailcore.page", object_key=7, refused=refused, error=error)
    page = shown(chief)
    assert "Elasticsearch 没有应答" in page
    assert "ConnectionError" in page
    assert "上一次的毛病" in page
    assert "strict_dynamic_mapping_exception" in page
    assert "等了" in page


@pytest.mark.elasticsearch
def test_a_living_cluster_answers_once_its_index_stands(chief: Client, settings: Any, elasticsearch_url: str):
    settings.ELASTICSEARCH_URLS = [elasticsearch_url]
    settings.ELASTICSEARCH_PREFIX = "nobody-made-this"
    assert "还没有建好的索引" in shown(chief)


def test_the_page_costs_no_more_with_more_jobs_and_refusals(
    chief: Client, settings: Any, monkeypatch: Any, django_assert_max_num_queries: Any
):
    settings.ELASTICSEARCH_URLS = [f"http://127.0.0.1:{free_port()}"]
    monkeypatch.setattr("search.status.breaker", Breaker())
    OutboxItem.objects.bulk_create(OutboxItem(model="core.person", object_key=key, refused=1) for key in range(60))
    shown(chief)
    with django_assert_max_num_queries(30):
        page = shown(chief)
    assert page.count("core.person:") == 20
