"""Which stories name a record, and what an article shows of the records it names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.models import Locale

from core.models import Organisation, OrganisationName, Person
from news.models import StoryByline, StoryOrganisation, StoryPerson, StoryTopic
from news.selectors import registry_links, stories_naming
from tests.factories.records import merged, organisation, person, topic
from tests.factories.stories import BODY

pytestmark = pytest.mark.django_db


def byline(record: Person) -> list[StoryByline]:
    return [StoryByline(person=record)]


def card(record: Person) -> list[dict]:
    value = {"person": record.pk, "portrait": None, "position": "", "text": ""}
    return [*BODY, {"type": "profile_card", "value": value}]


def figures(record: Organisation) -> list[dict]:
    figure = {"hedge": "", "value": "36", "unit": "期", "label": "开班", "period": "", "organisation": record.pk}
    item = {"type": "item", "id": "11111111-1111-1111-1111-111111111111", "value": figure}
    return [*BODY, {"type": "key_figures", "value": {"title": "", "figures": [item], "source": ""}}]


def test_a_person_is_named_by_byline_link_row_and_block(publish):
    record, other = person(), person("梁学桥")
    named = [
        publish(byline=byline(record)),
        publish(people=[StoryPerson(person=record)]),
        publish(body=card(record)),
    ]
    publish(byline=byline(other), people=[StoryPerson(person=other)], body=card(other))
    assert list(stories_naming(record).values_list("pk", flat=True)) == [page.pk for page in reversed(named)]


def test_a_story_published_anew_without_its_only_person_leaves_their_list(publish):
    record = person()
    page = publish(people=[StoryPerson(person=record)])
    page.people = []
    page.save_revision().publish()
    assert not stories_naming(record).exists()


def test_an_organisation_is_named_by_link_row_and_by_a_block_deep_in_the_body(publish):
    record = organisation()
    named = {publish(organisations=[StoryOrganisation(organisation=record)]).pk, publish(body=figures(record)).pk}
    assert set(stories_naming(record).values_list("pk", flat=True)) == named


def test_a_topic_is_named_by_its_row(publish):
    record = topic()
    page = publish(topics=[StoryTopic(topic=record)])
    assert [found.pk for found in stories_naming(record)] == [page.pk]


def test_a_story_that_names_a_record_thrice_is_there_once(publish):
    record = person()
    page = publish(byline=byline(record), people=[StoryPerson(person=record)], body=card(record))
    assert [found.pk for found in stories_naming(record)] == [page.pk]


def test_records_of_different_kinds_with_one_number_are_told_apart(publish):
    record = person()
    unit, theme = organisation(pk=record.pk), topic(pk=record.pk)
    publish(people=[StoryPerson(person=record)])
    assert not stories_naming(unit).exists()
    assert not stories_naming(theme).exists()


def test_drafts_name_nobody_until_they_are_published(publish, django_capture_on_commit_callbacks):
    record = person()
    publish(live=False, people=[StoryPerson(person=record)])
    page = publish()
    page.body = card(record)
    with django_capture_on_commit_callbacks(execute=True):
        revision = page.save_revision()
    assert not stories_naming(record).exists()
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert [found.pk for found in stories_naming(record)] == [page.pk]


def test_a_draft_that_no_longer_names_the_record_changes_nothing_before_publication(publish):
    record = person()
    page = publish(body=card(record))
    page.body = BODY
    page.save_revision()
    assert stories_naming(record).exists()


def test_an_unpublished_story_disappears(publish, django_capture_on_commit_callbacks):
    record = person()
    page = publish(people=[StoryPerson(person=record)])
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert not stories_naming(record).exists()


def test_a_deleted_story_disappears(publish, django_capture_on_commit_callbacks):
    record = person()
    page = publish(people=[StoryPerson(person=record)])
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert not stories_naming(record).exists()


def test_an_alias_in_the_same_language_does_not_double(publish, newsroom, django_capture_on_commit_callbacks):
    from home.newsroom import ensure_section

    record = person()
    page = publish(people=[StoryPerson(person=record)])
    elsewhere = ensure_section(home=newsroom.home, slug="jingyan", title="经验")
    with django_capture_on_commit_callbacks(execute=True):
        page.create_alias(parent=elsewhere, update_slug="99999")
    assert [found.pk for found in stories_naming(record)] == [page.pk]


def test_only_stories_of_the_active_language_are_listed(publish, django_capture_on_commit_callbacks):
    record = person()
    page = publish(people=[StoryPerson(person=record)])
    english = Locale.objects.get(language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        translation = page.copy_for_translation(english, copy_parents=True)
        translation.save_revision().publish()
    assert [found.pk for found in stories_naming(record)] == [page.pk]
    with override("en"):
        assert [found.pk for found in stories_naming(record)] == [translation.pk]
    assert [found.pk for found in stories_naming(record, english)] == [translation.pk]


def test_an_alias_in_another_language_is_listed_there(publish, section, newsroom, django_capture_on_commit_callbacks):
    record = person()
    page = publish(people=[StoryPerson(person=record)])
    traditional = Locale.objects.get(language_code="zh-hant")
    with django_capture_on_commit_callbacks(execute=True):
        page.copy_for_translation(traditional, copy_parents=True, alias=True)
    with override("zh-hant"):
        assert [found.alias_of_id for found in stories_naming(record)] == [page.pk]


def test_references_to_merged_rows_count_for_the_survivor(publish):
    survivor, loser, first = person("沈知秋"), person("沈志秋"), person("沈知秌")
    named = {publish(byline=byline(record)).pk for record in (survivor, loser, first)}
    first.merged_into = loser
    first.save()
    loser.merged_into = survivor
    loser.save()
    assert set(stories_naming(survivor).values_list("pk", flat=True)) == named


def test_an_article_shows_merged_records_as_their_survivors_each_once(publish):
    survivor, loser = person("沈知秋"), person("沈志秋")
    loser.merged_into = survivor
    loser.save()
    old, new = topic("产改"), topic("产业工人改革")
    old.merged_into = new
    old.save()
    page = publish(
        byline=byline(loser),
        people=[StoryPerson(person=loser), StoryPerson(person=survivor)],
        topics=[StoryTopic(topic=old)],
    )
    links = registry_links(type(page).objects.get(pk=page.pk))
    assert [row.shown_name for row in links["byline"]] == ["沈知秋"]
    assert links["people"] == [survivor]
    assert links["topics"] == [new]


@pytest.fixture
def chair(db) -> Person:
    """A welder until 2023, whose double became chair in 2024."""
    unit, city = organisation("甲厂"), organisation("江湾市总工会")
    OrganisationName.objects.create(organisation=city, language="en", name="Jiangwan Federation")
    record = person()
    record.appointments.create(organisation=unit, title="焊工", start="2001", end="2023", sort_order=0)
    record.save()
    double = person("沈志秋")
    double.appointments.create(organisation=city, title="主席", start="2024", sort_order=0)
    double.save()
    return merged(double, record)


def offices(page) -> list[str]:
    people = registry_links(type(page).objects.get(pk=page.pk))["people"]
    return [record.office.shown if record.office else "" for record in people]


@pytest.mark.parametrize(
    ("happened", "date_shown", "office"),
    [
        ("", datetime(2015, 5, 1, tzinfo=UTC), "甲厂焊工"),
        ("", datetime(2023, 12, 31, 16, 0, tzinfo=UTC), "江湾市总工会主席"),  # 2024 in the newsroom
        ("2022", datetime(2025, 5, 1, tzinfo=UTC), "甲厂焊工"),
        ("1990-05", datetime(2025, 5, 1, tzinfo=UTC), ""),
    ],
)
def test_an_article_shows_what_people_were_on_the_day_that_it_tells_of(publish, chair, happened, date_shown, office):
    page = publish(people=[StoryPerson(person=chair)], happened=happened, date_shown=date_shown)
    assert offices(page) == [office]
    assert ("named__office" in Client().get(page.url).content.decode()) is bool(office)


def test_an_office_stands_in_the_language_of_the_article(publish, chair):
    page = publish(people=[StoryPerson(person=chair)], date_shown=datetime(2025, 5, 1, tzinfo=UTC))
    with override("en"):
        assert offices(page) == ["Jiangwan Federation 主席"]
    with override("zh-hant"):
        assert offices(page) == ["江灣市總工會主席"]


def test_a_preview_shows_the_rows_of_the_draft(publish):
    record, other = person(), person("梁学桥")
    page = publish(people=[StoryPerson(person=record)], byline=byline(record))
    page.people = [StoryPerson(person=other)]
    page.byline = byline(other)
    links = registry_links(page.save_revision().as_object())
    assert links["people"] == [other]
    assert [row.shown_name for row in links["byline"]] == ["梁学桥"]
    assert Person.objects.count() == 2
    assert registry_links(type(page).objects.get(pk=page.pk))["people"] == [record]


@pytest.mark.parametrize(("language", "most"), [("zh-hans", 6), ("en", 9)])
@pytest.mark.sqlite
def test_links_cost_the_same_for_any_number_of_records(publish, language, most):
    units = [organisation(f"第{n}工会") for n in range(12)]
    people = [person(f"沈{n}", office=(units[n], "主席")) for n in range(12)]
    themes = [topic(f"主题{n}") for n in range(12)]

    def queries(count):
        page = publish(
            byline=[StoryByline(person=record) for record in people[:count]],
            people=[StoryPerson(person=record) for record in people[:count]],
            organisations=[StoryOrganisation(organisation=record) for record in units[:count]],
            topics=[StoryTopic(topic=record) for record in themes[:count]],
        )
        page = type(page).objects.get(pk=page.pk)
        with override(language), CaptureQueriesContext(connection) as context:
            links = registry_links(page)
            assert all(row.shown_name for row in links["byline"])
            records = [*links["people"], *links["organisations"], *links["topics"]]
            assert all(record.name_in() for record in records)
            assert all(record.office.shown for record in links["people"])
        assert len(records) == 3 * count
        return len(context)

    queries(2)  # the glossary is read, and kept for a while
    assert queries(2) == queries(12) <= most
