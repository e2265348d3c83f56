"""Due publications and expiries: what is blocked never keeps the rest from going out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from core.jobs import schedule
from core.jobs.models import Schedule
from news import jobs
from news.models import ColumnNumber, PublishedVersion, SectionPage, StoryPage
from news.services import withdraw_story
from tests.factories.stories import BODY, PENDING, story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_blocked_before() -> Iterator[None]:
    jobs._blocked.clear()
    yield
    jobs._blocked.clear()


def scheduled(section: SectionPage, title: str, **fields: Any) -> StoryPage:
    """A story approved to go out a minute ago: scheduled for tomorrow by publish(), then the clock moves on."""
    page = story(section, live=False, title=title, go_live_at=timezone.now() + timedelta(days=1), **fields)
    revision = page.latest_revision
    revision.publish()
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    Page.objects.filter(pk=page.pk).update(go_live_at=past)
    return StoryPage.objects.get(pk=page.pk)


def is_live(page: StoryPage) -> bool:
    return Page.objects.get(pk=page.pk).live


def refusals(page: StoryPage) -> list[list[str]]:
    entries = PageLogEntry.objects.filter(page=page.pk, action="news.publication_refused").order_by("pk")
    return [entry.data["reasons"] for entry in entries]


def test_story_is_not_published_before_its_time(section):
    page = story(section, live=False, go_live_at=timezone.now() + timedelta(minutes=1))
    page.latest_revision.publish()
    assert jobs.publish_due() is None
    assert not is_live(page)


def test_blocked_story_does_not_keep_the_others_from_going_out(section):
    first, third = scheduled(section, "第一篇"), scheduled(section, "第三篇")
    blocked = scheduled(section, "第二篇", body=[*BODY, PENDING])
    Revision.objects.filter(pk=first.latest_revision_id).update(approved_go_live_at=timezone.now() - timedelta(hours=2))
    Revision.objects.filter(pk=blocked.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(hours=1)
    )
    report = jobs.publish_due()
    assert (is_live(first), is_live(blocked), is_live(third)) == (True, False, True)
    assert report is not None
    assert "按时发布：第一篇、第三篇" in report
    assert "《第二篇》" in report and "联席会议现场" in report


def test_refusal_enters_the_history_once_and_not_at_every_tick(section, monkeypatch):
    blocked = scheduled(section, "第二篇", body=[*BODY, PENDING])
    monkeypatch.setattr(jobs, "FIRST_WAIT", timedelta())
    for _tick in range(3):
        jobs.publish_due()
    assert len(refusals(blocked)) == 1
    revision = blocked.latest_revision
    revision.content["title"] = "   "
    revision.save()
    jobs.publish_due()
    assert [len(reasons) for reasons in refusals(blocked)] == [1, 2]


def test_story_goes_out_at_the_next_tick_once_its_picture_is_filled(section, photo):
    blocked = scheduled(section, "第二篇", body=[*BODY, PENDING])
    jobs.publish_due()
    assert not is_live(blocked)
    revision = blocked.latest_revision
    revision.content["body"] = revision.content["body"].replace('"photo": null', f'"photo": {photo.pk}')
    revision.save()
    assert jobs.publish_due() == "按时发布：第二篇。"
    assert is_live(blocked)
    assert StoryPage.objects.get(pk=blocked.pk).live_revision_id == revision.pk


def test_blocked_story_is_tried_again_later_and_later(section, monkeypatch):
    blocked = scheduled(section, "第二篇", body=[*BODY, PENDING])
    clock, waits = [timezone.now()], []
    monkeypatch.setattr(jobs.timezone, "now", lambda: clock[0])
    for _tick in range(8):
        assert jobs.publish_due() is not None
        again_at = jobs._blocked[blocked.latest_revision_id].again_at
        waits.append((again_at - clock[0]).total_seconds())
        assert jobs.publish_due() is None
        clock[0] = again_at
    assert waits == [15, 30, 60, 120, 240, 300, 300, 300]


def test_any_other_error_is_reported_and_stops_nothing(section):
    broken, sound = scheduled(section, "坏的"), scheduled(section, "好的")
    revision = broken.latest_revision
    revision.content["date_shown"] = "不是日期"
    revision.save()
    report = jobs.publish_due()
    assert is_live(sound) and not is_live(broken)
    assert report is not None and "坏的" in report
    assert len(refusals(broken)) == 1


def test_withdrawn_story_does_not_come_back_by_schedule(section, admin_user):
    page = scheduled(section, "撤下的")
    withdraw_story(story=page, user=admin_user, reason="事实有误")
    assert jobs.publish_due() is None
    assert not is_live(page)


def test_story_is_taken_offline_when_its_time_is_over(section):
    over, staying = story(section, title="过期的"), story(section, title="还在的")
    Page.objects.filter(pk=over.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    Page.objects.filter(pk=staying.pk).update(expire_at=timezone.now() + timedelta(minutes=1))
    assert jobs.expire_due() == "按时下线：过期的。"
    gone = Page.objects.get(pk=over.pk)
    assert (gone.live, gone.expired) == (False, True)
    assert is_live(staying)
    assert PageLogEntry.objects.filter(page=over.pk, action="wagtail.unpublish.scheduled").exists()


def test_page_that_cannot_be_taken_offline_stops_nothing(section, monkeypatch):
    first, second = story(section, title="先"), story(section, title="后")
    Page.objects.filter(pk=first.pk).update(expire_at=timezone.now() - timedelta(minutes=2))
    Page.objects.filter(pk=second.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    unpublish = type(first).unpublish

    def broken(self: StoryPage, *args: Any, **kwargs: Any) -> None:
        if self.pk == first.pk:
            raise OSError(28, "No space left on device")
        unpublish(self, *args, **kwargs)

    monkeypatch.setattr(type(first), "unpublish", broken)
    assert jobs.expire_due() == f"按时下线：后。没能下线：页面 {first.pk}：磁盘已满。"
    assert is_live(first) and not is_live(second)


def test_timetable_publishes_and_takes_offline(section):
    page = scheduled(section, "按时的")
    Page.objects.filter(pk=story(section, title="过期的").pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    reports = schedule.run_due()
    assert reports["news.publish_due"] == "按时发布：按时的。"
    assert reports["news.expire_due"] == "按时下线：过期的。"
    assert is_live(page)
    assert Schedule.objects.get(pk="news.publish_due").report == "按时发布：按时的。"


def test_wagtails_command_of_that_name_is_not_stopped_by_a_blocked_story_either(section, capsys):
    blocked = scheduled(section, "第一篇", body=[*BODY, PENDING])
    sound = scheduled(section, "第二篇")
    call_command("publish_scheduled", dryrun=True)
    assert not is_live(sound)
    call_command("publish_scheduled")
    assert is_live(sound) and not is_live(blocked)
    assert "按时发布：第二篇" in capsys.readouterr().out


def test_publication_that_breaks_off_before_its_history_entry_leaves_nothing(column, monkeypatch):
    page = story(column, live=False)

    def break_off(**kwargs: Any) -> None:
        raise SystemExit

    monkeypatch.setattr("wagtail.actions.publish_revision.log", break_off)
    with pytest.raises(SystemExit):
        page.latest_revision.publish()
    assert not is_live(page)
    assert not PublishedVersion.objects.exists()
    assert not ColumnNumber.objects.exists()
