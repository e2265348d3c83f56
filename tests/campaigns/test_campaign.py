"""A campaign: its period, its organisers, and the stories of its topic."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from campaigns.models import CampaignOrganiser, CampaignPage
from core.dates import newsroom_today
from news.models import StoryTopic
from tests.factories.html import Document
from tests.factories.records import merged, organisation, topic
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(newsroom):
    def make(**fields) -> CampaignPage:
        page = CampaignPage(title="夏送清凉", slug="qingliang", locale=newsroom.home.locale, **fields)
        newsroom.home.add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


def read() -> Document:
    answer = Client().get("/qingliang/")
    assert answer.status_code == 200
    document = Document.of(answer.content.decode())
    document.assert_sound()
    return document


def test_campaign_shows_period_state_organisers_text_and_the_stories_of_its_topic(campaign, section):
    cool, today = topic("夏送清凉"), newsroom_today()
    host = merged(organisation("旧区总"), organisation("临港区总工会"))
    campaign(
        topic=cool,
        promise="把凉茶送到岗位上",
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
        organisers=[CampaignOrganiser(organisation=host.merged_from.get())],
        body=[{"type": "paragraph", "value": "<p>六月到九月，每周一次。</p>"}],
    )
    story(section, title="凉茶到了", topics=[StoryTopic(topic=cool)])
    story(section, title="不相干的")
    page = read()
    assert page.texts("dd") == ["进行中", "临港区总工会"]
    assert page.texts("h3", class_="story-row__title") == ["凉茶到了"]
    assert "每周一次" in page.one("main").text
    assert {element.attributes["datetime"] for element in page.all("time")} >= {
        (today + timedelta(days=offset)).isoformat() for offset in (-1, 1)
    }


def test_organisers_stand_by_role_then_in_the_editors_order(campaign):
    given = [("host", "甲"), ("supporter", "乙"), ("host", "丙"), ("organiser", "丁")]
    campaign(organisers=[CampaignOrganiser(role=role, organisation=organisation(name)) for role, name in given])
    page = read()
    assert page.texts("dt") == ["主办", "承办", "协办"]
    assert page.texts("dd") == ["甲", "丙", "丁", "乙"]


def test_campaign_with_nothing_but_its_name_stands(campaign):
    campaign()
    page = read()
    assert page.one("h1").text == "夏送清凉"
    assert not page.all("dl")


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [(None, None, None), (1, 5, "coming"), (0, 0, "running"), (None, 3, "running"), (-5, -1, "ended")],
)
def test_state_follows_from_the_day(starts, ends, state):
    today = date(2026, 7, 1)
    page = CampaignPage(
        starts_on=None if starts is None else today + timedelta(days=starts),
        ends_on=None if ends is None else today + timedelta(days=ends),
    )
    assert page.state_on(today) == state


def test_end_before_the_beginning_is_refused_by_the_form(newsroom):
    page = CampaignPage(title="一", slug="yi", starts_on=date(2026, 7, 2), ends_on=date(2026, 7, 1))
    with pytest.raises(ValidationError, match="结束不能早于开始"):
        page.clean()


def test_campaigns_stand_below_the_front_page_alone(newsroom, section):
    assert CampaignPage.can_create_at(newsroom.home)
    assert not CampaignPage.can_create_at(section)
