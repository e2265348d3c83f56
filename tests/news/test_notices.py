"""Notices: their period, their state on a day, and the list of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.dates import newsroom_today
from news.models import NoticePage, StoryPage, StorySection
from news.publication import PublicationRefused
from news.selectors import section_stories
from tests.factories.html import Document
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

CONTACT = {"contact_unit": "区总工会权益保障部", "contact_phone": "0000-12351"}


def day(offset: int) -> date:
    return newsroom_today() + timedelta(days=offset)


def notice(notices, first: int | None, last: int | None, title: str = "公示", **fields):
    period = {"opens_on": None if first is None else day(first), "closes_on": None if last is None else day(last)}
    return story(notices, title=title, **period, **CONTACT, **fields)


def read(address: str) -> Document:
    answer = Client().get(address)
    assert answer.status_code == 200
    document = Document.of(answer.content.decode())
    document.assert_sound()
    return document


def groups(page: Document) -> list[str]:
    return [head.text for head in page.all("h2") if head.attributes.get("id", "").startswith("notices-")]


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (None, None, "standing"),
        (0, 0, "open"),  # both ends count
        (-3, None, "open"),
        (1, 5, "coming"),
        (-5, -1, "ended"),
        (None, -1, "ended"),
    ],
)
def test_list_groups_by_the_same_rule_as_the_page(notices, first, last, state):
    page = notice(notices, first, last)
    assert NoticePage.objects.get(pk=page.pk).state == state
    assert read("/gongshi/").one("h2", id=f"notices-{state}")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-02T15:59:59Z", "coming"),
        ("2026-11-02T16:00:00Z", "open"),  # midnight in Shanghai
        ("2026-11-12T15:59:59Z", "open"),
        ("2026-11-12T16:00:00Z", "ended"),
    ],
)
def test_days_begin_at_midnight_of_the_newsroom(notices, monkeypatch, moment, state):
    page = story(notices, opens_on=date(2026, 11, 3), closes_on=date(2026, 11, 12), **CONTACT)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(moment))
    with timezone.override("America/New_York"):
        assert NoticePage.objects.get(pk=page.pk).state == state
        assert read("/gongshi/").one("h2", id=f"notices-{state}")


def test_list_shows_what_is_open_then_what_comes_then_what_has_no_period_then_what_has_ended(notices):
    notice(notices, -9, -1, "已结束的")
    notice(notices, None, None, "无期限的")
    notice(notices, 1, 9, "要开始的")
    notice(notices, -1, 1, "正公示的")
    page = read("/gongshi/")
    assert groups(page) == ["公示中", "未开始", "公告", "已结束"]
    assert page.texts("h3") == ["正公示的", "要开始的", "无期限的", "已结束的"]
    assert len(page.all("p", class_="notices__day")) == 3


def test_groups_go_on_over_the_pages_with_the_number_of_all(notices):
    notices.per_page = 2
    notices.save_revision().publish()
    for n in range(3):
        notice(notices, -1, 1, f"第{n}件")
    notice(notices, -9, -2, "旧的")
    page = read("/gongshi/?page=2")
    assert groups(page) == ["公示中", "已结束"]
    assert page.texts("h3") == ["第0件", "旧的"]
    assert "3件" in "".join(page.texts("p"))


def test_list_costs_the_same_for_any_number(notices, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    notice(notices, -1, 1)
    Client().get("/gongshi/")  # content types and site roots are kept from now on
    with CaptureQueriesContext(connection) as few:
        Client().get("/gongshi/")
    for n in range(5):
        notice(notices, -1, n)
    with django_assert_num_queries(len(few)):
        Client().get("/gongshi/")


def test_notice_prints_its_period_absolutely_and_its_state_with_the_day(notices):
    page = read(notice(notices, -1, 1).get_url())
    times = [element.attributes["datetime"] for element in page.all("time")]
    assert {day(-1).isoformat(), day(1).isoformat()} <= set(times)
    state = page.texts("p", class_="notice-term__state")[0]
    assert state.startswith("公示中截至")
    assert f"{day(0).day}日" in state
    assert "0000-12351" in page.texts("dd")


def test_notice_without_a_period_has_no_state(notices):
    assert not read(story(notices).get_url()).all("p", class_="notice-term__state")


def test_period_that_ends_before_it_begins_is_refused(notices):
    with pytest.raises(PublicationRefused, match="早于"):
        notice(notices, 2, 1)


def test_period_without_a_channel_for_objections_is_refused(notices):
    with pytest.raises(PublicationRefused, match="意见反映渠道"):
        story(notices, closes_on=day(3), contact_unit="区总工会")
    assert story(notices, closes_on=day(3), contact_address="潮头路1号").live


def test_notices_stand_in_a_section_only_where_they_are_sent(notices, section):
    notice(notices, -1, 1)
    sent = notice(notices, -1, 1, also_in=[StorySection(section=section)])
    assert [page.pk for page in section_stories(section)] == [sent.pk]


def test_new_notice_is_a_notice_by_genre():
    assert NoticePage(title="一").genre == StoryPage.Genre.NOTICE
