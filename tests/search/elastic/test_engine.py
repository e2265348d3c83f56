"""The cluster finds, filters, counts and sorts what the database's own engine does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from core.registry.models import Person, Topic
from news.models import SectionPage
from news.models.links import StoryPerson, StoryTopic
from search.dictionary import Dictionary
from search.elastic.breaker import EngineDown, breaker
from search.elastic.client import alias, writers
from search.engines import Ask, Scored, database_engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.facets import facet
from search.indexing import active_generation
from search.keys import Kind, keys_of
from search.plan import plan_of, typed_plan_of
from search.service import find
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

DICTIONARY = Dictionary.of(
    words=["职工夜校", "法律援助"], synonyms=[["劳模", "劳动模范"], ["产改", "产业工人队伍建设改革"]]
)
TEXTS = (
    ("职工夜校开到码头", "夜班工人下了桥吊就上课，一人一盏灯。"),
    ("劳动模范走进校园", "三位全国劳模给孩子们讲“四心”行动，讲“1+3+N”工作法。"),
    ("产改两年间", "产业工人队伍建设改革让班组有了说话的地方，满意率98.5%。"),
    ("法律援助窗口前移", "工会律师每周三到物流园，法律、援助、调解一次办好。"),
    ("援助的法律", "从一份合同说起：夜校的法律课。"),
    ("食堂里的一碗热汤", "工人们说，热汤比夜校还暖。"),
    ("工", "人们在码头等一艘船。"),
    ("ABC航线开航", "5G工厂里的AGV小车，abc代表安全、品质、效率。"),
)
QUESTIONS = (
    *("夜校", "职工夜校", "夜校 码头", "劳模", "劳动模范", "产改", "工", "灯", "勞模", "法律援助", "律"),
    *('"四心行动"', '"法律援助"', "夜校 -码头", "夜校 -热汤 -合同", "1+3+N", "98.5%", "ABC", "abc航线", "5G工"),
    *("5g工厂", "ＡＢＣ", "工人 热汤 夜校", "桑拿", "一", '"工人队伍"', "满意率98.5%", "的"),
    *("夜班工人上课学习", "码头上的夜校灯光", "法律援助窗口的律师值班"),
)


@pytest.fixture
def stories(cluster: None, section: SectionPage, delivered: Callable[[], None]) -> list[Any]:
    pages = []
    for number, (title, text) in enumerate(TEXTS):
        body = [{"type": "paragraph", "value": f"<p>{text}</p>"}]
        rows: dict[str, Any] = {"topics": [StoryTopic(topic=topic(number))], "people": people(number)}
        pages.append(story(section, title=title, body=body, **rows))
    delivered()
    return pages


def topic(number: int) -> Topic:
    return Topic.objects.get_or_create(name=f"主题{number % 3}")[0]


def people(number: int) -> list[StoryPerson]:
    return [StoryPerson(person=Person.objects.get_or_create(name="孟庆霞")[0])] if number % 2 else []


def ask_of(question: str, **options: Any) -> Ask:
    return Ask(plan_of(question, DICTIONARY), keys_of(Kind.LIVE_PAGE, "zh-hans"), **options)


def engines() -> tuple[Any, ElasticsearchEngine]:
    return database_engine(active_generation()), ElasticsearchEngine()


def test_it_finds_what_the_database_finds(stories):
    database, cluster = engines()
    found = {}
    for question in QUESTIONS:
        ask = ask_of(question)
        assert keys(cluster.ranked(ask, 100)) == keys(database.ranked(ask, 100)), question
        # Of loose matches the engines give more than what is shown.
        shown = [set(find(ask, engine, active_generation()).keys) for engine in (database, cluster)]
        assert shown[0] == shown[1], question
        assert cluster.keys(ask, 100) == database.keys(ask, 100), question
        found[question] = len(cluster.keys(ask, 100))
    assert found["夜校"] == 3 and found["夜校 -码头"] == 2 and found['"四心行动"'] == 1
    assert found["劳模"] == found["劳动模范"] == found["勞模"] == 1
    assert found["桑拿"] == 0 and found["工"] >= 5


def keys(scored: list[Scored]) -> set[int]:
    return {key for key, _score in scored}


def test_it_filters_and_counts_as_the_database_does(stories):
    person = Person.objects.get(name="孟庆霞")
    topics = tuple(facet("topic", topic(number).pk) for number in (0, 1))
    database, cluster = engines()
    for question in ("夜校", "工", ""):
        for filters in (
            (topics,),
            (topics[:1], (facet("person", person.pk),)),
            ((facet("in", "yaowen"),),),
            ((facet("year", 1921),),),
        ):
            ask = ask_of(question, filters=filters)
            assert cluster.keys(ask, 100) == database.keys(ask, 100)
            assert cluster.counts(ask, 100) == database.counts(ask, 100)
    assert cluster.counts(ask_of("夜校"), 100).facets[facet("in", "yaowen")] == 3


def test_by_date_it_goes_on_behind_a_key(stories):
    ask, cluster = ask_of("工"), ElasticsearchEngine()
    every = cluster.keys(ask, 100)
    assert every == sorted(every, reverse=True)
    assert cluster.keys(ask, 2) == every[:2]
    assert cluster.keys(ask, 2, before=every[1]) == every[2:4]
    assert cluster.keys(ask, 100, before=every[-1]) == []


def test_other_languages_and_kinds_are_not_found(stories):
    cluster = ElasticsearchEngine()
    plan = plan_of("孟庆霞", DICTIONARY)
    assert cluster.keys(Ask(plan, keys_of(Kind.LIVE_PAGE, "en")), 10) == []
    assert len(cluster.keys(Ask(plan, keys_of(Kind.PERSON)), 10)) == 1


def test_what_is_typed_is_found_by_characters_and_pinyin(stories):
    within = keys_of(Kind.PERSON)
    database, cluster = engines()
    for typed in ("孟庆", "mengq", "mqx", "meng", "m"):
        ask = Ask(typed_plan_of(typed), within, columns=("typed",))
        assert cluster.keys(ask, 10) == database.keys(ask, 10) != []


def test_more_hits_than_the_cluster_gives_at_once_are_no_error(stories):
    assert len(ElasticsearchEngine().ranked(ask_of("工"), 1_000_000)) == len(
        ElasticsearchEngine().keys(ask_of("工"), 100)
    )


def test_a_title_counts_for_more_than_a_text(stories):
    best = ElasticsearchEngine().ranked(ask_of("夜校"), 10)
    assert [score for _key, score in best] == sorted((score for _key, score in best), reverse=True)
    assert best[0][0] == ElasticsearchEngine().keys(ask_of("职工夜校"), 1)[0]


def test_a_question_that_the_cluster_refuses_is_the_databases_and_keeps_no_other_from_it(stories, monkeypatch):
    ask = ask_of("夜校", filters=(tuple(f"person:{number}" for number in range(70_000)),))
    for _time in range(4):
        with pytest.raises(EngineDown, match="BadRequest"):
            ElasticsearchEngine().keys(ask, 10)
    assert not breaker.is_open
    assert ElasticsearchEngine().keys(ask_of("夜校"), 10)


def test_the_cluster_keeps_no_text(stories):
    client = writers()
    (hit,) = client.search(index=alias(), size=1)["hits"]["hits"]
    assert "_source" not in hit
