"""Related stories: near by words, topics and people; only what readers may see at this moment. On either engine."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from wagtail.models import PageViewRestriction

from core.registry.models import Person, Topic
from news.models import SectionPage
from news.models.links import StoryPerson, StoryTopic
from search.elastic.breaker import breaker
from search.elastic.client import alias, writers
from search.elastic.outbox import deliver_all
from search.elastic.rebuilding import rebuild_cluster
from search.related import related_to
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "elasticsearch":
        request.getfixturevalue("empty_cluster")
    else:
        request.getfixturevalue("index")
    return str(request.param)


@pytest.fixture
def stories(engine: str, section: SectionPage) -> dict[str, Any]:
    def told(title: str, text: str, **rows: Any) -> Any:
        return story(section, title=title, body=[{"type": "paragraph", "value": f"<p>{text}</p>"}], **rows)

    made = {
        "own": told("职工夜校开到码头", "夜班工人下了桥吊就上课，职工夜校一人一盏灯。", **rows("夜校", "孟庆霞")),
        "words": told("职工夜校办进车间", "职工夜校的灯亮到十点，工人下了班就上课。"),
        "topic": told("一盏灯下的课", "识图、焊接，两个月一期。", **rows("夜校")),
        "person": told("孟师傅的工具箱", "扳手、卡尺，各有位置。", **rows("劳模", "孟庆霞")),
        "other": told("食堂添了热汤", "萝卜排骨，每天换样。"),
    }
    if engine == "elasticsearch":
        rebuild_cluster()
    return made


def rows(topic: str, person: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"topics": [StoryTopic(topic=Topic.objects.get_or_create(name=topic)[0])]}
    if person:
        found["people"] = [StoryPerson(person=Person.objects.get_or_create(name=person)[0])]
    return found


def test_the_nearest_by_words_topics_and_people_but_not_itself(stories, engine):
    found = related_to(stories["own"])
    assert set(found[:3]) == {stories[name].pk for name in ("words", "topic", "person")}
    assert stories["own"].pk not in found and stories["other"].pk not in found
    assert related_to(stories["own"], most=2) == found[:2]
    assert breaker.last_error == ""


def test_what_is_withdrawn_or_private_is_gone_at_once(stories):
    assert len(related_to(stories["own"])) == 3
    stories["words"].unpublish()
    PageViewRestriction.objects.create(page=stories["topic"], restriction_type="login")
    assert related_to(stories["own"]) == [stories["person"].pk]


def test_what_is_near_is_kept_until_the_story_changes(stories, section, engine):
    before = related_to(stories["own"])
    page = story(section, title="职工夜校开到码头仓库")
    if engine == "elasticsearch":
        deliver_all()
        writers().indices.refresh(index=alias())
    assert related_to(stories["own"]) == before
    stories["own"].save_revision().publish()
    stories["own"].refresh_from_db()
    assert page.pk in related_to(stories["own"])


@pytest.mark.elasticsearch
def test_without_the_cluster_the_database_tells(a_name_of_its_own, index, section, settings):
    settings.ELASTICSEARCH_URLS = ["http://127.0.0.1:9"]
    for word in "一二三":  # a word that stands everywhere tells nothing
        story(section, title=f"第{word}班岗")
    own, near = story(section, title="职工夜校开到码头"), story(section, title="职工夜校办进车间")
    assert related_to(own) == [near.pk]
    caches["search"].clear()
    assert related_to(story(section, title="，。")) == []
