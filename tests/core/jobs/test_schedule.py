"""The timetable: what is due is called, once, whatever happens to the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from core.jobs import schedule
from core.jobs.lease import new_lease, place
from core.jobs.models import Schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A timetable of its own with two functions, 小时 and 每天; the list tells which were called."""
    monkeypatch.setattr(schedule, "timetable", {})
    calls: list[str] = []

    @schedule.every(seconds=3600, name="test.hourly", title="每小时")
    def hourly() -> str:
        calls.append("小时")
        return f"第{calls.count('小时')}次"

    @schedule.every(seconds=86_400, name="test.daily", title="每天")
    def daily() -> None:
        calls.append("每天")

    yield calls


def test_new_function_is_called_at_once_and_then_at_its_interval(called):
    now = timezone.now()
    assert schedule.run_due() == {"test.hourly": "第1次", "test.daily": ""}
    assert schedule.run_due() == {}
    assert schedule.run_due(now=now + timedelta(minutes=59)) == {}
    assert schedule.run_due(now=now + timedelta(minutes=61)) == {"test.hourly": "第2次"}
    assert called == ["小时", "每天", "小时"]


def test_due_time_outlives_the_process_and_a_long_pause_is_made_up_once(called):
    schedule.run_due()
    long_pause = timezone.now() - timedelta(days=3)
    Schedule.objects.filter(pk="test.hourly").update(due_at=long_pause, began_at=long_pause)
    assert list(schedule.run_due()) == ["test.hourly"]
    assert schedule.run_due() == {}


def test_failing_function_stops_no_other_and_is_tried_again_soon(called):
    @schedule.every(seconds=86_400, name="test.broken", title="坏的")
    def broken() -> str:
        raise FileNotFoundError(2, "No such file or directory", "名单.csv")

    schedule.timetable["test.broken"] = schedule.timetable.pop("test.broken")
    schedule.timetable["test.hourly"] = schedule.timetable.pop("test.hourly")  # behind the broken one
    reports = schedule.run_due()
    assert list(reports) == ["test.daily", "test.broken", "test.hourly"]
    assert called == ["每天", "小时"]
    row = Schedule.objects.get(pk="test.broken")
    assert (row.failures, row.report, row.lease) == (1, "找不到文件：名单.csv", "")
    assert "FileNotFoundError" in row.traceback
    assert 50 < (row.due_at - timezone.now()).total_seconds() <= 60
    schedule.run_due(now=timezone.now() + timedelta(seconds=61))
    assert Schedule.objects.get(pk="test.broken").failures == 2


def test_function_under_way_elsewhere_is_not_called_twice(called):
    schedule.run_due()
    soon = timezone.now() + timedelta(minutes=61)
    Schedule.objects.filter(pk="test.hourly").update(lease=new_lease(), heartbeat_at=timezone.now())
    assert schedule.run_due(now=soon) == {}


def test_function_whose_process_died_in_the_middle_is_called_again(called):
    schedule.run_due()
    began = timezone.now() - timedelta(hours=2)
    Schedule.objects.filter(pk="test.hourly").update(
        lease=f"{place()}/{2**22 + 1}/1/abc", heartbeat_at=timezone.now(), due_at=began, began_at=began
    )
    assert list(schedule.run_due()) == ["test.hourly"]


def test_shorter_interval_counts_at_once(called):
    schedule.run_due()
    schedule.timetable["test.daily"] = schedule.Periodic("test.daily", "每天", 60, lambda: "快了")
    assert schedule.run_due(now=timezone.now() + timedelta(seconds=61)) == {"test.daily": "快了"}


def test_nothing_new_begins_while_the_worker_ends(called, monkeypatch):
    monkeypatch.setattr(schedule, "should_stop", lambda: True)
    assert schedule.run_due() == {}


def test_two_functions_cannot_share_a_name(called):
    with pytest.raises(ImproperlyConfigured):

        @schedule.every(seconds=1, name="test.daily", title="另一个")
        def other() -> None: ...


def test_next_due_is_the_earliest_and_costs_one_query(called, django_assert_num_queries):
    schedule.run_due()
    with django_assert_num_queries(1):
        due = schedule.next_due()
    assert due == Schedule.objects.get(pk="test.hourly").due_at
    Schedule.objects.get(pk="test.daily").delete()
    assert schedule.next_due() <= timezone.now()
