"""在哪里用到: where a record is named, part by part, and what somebody may not open."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.registry.usage import Part, Usage, objects_of
from media.models import PhotoPerson
from news.models import StoryPerson
from tests.factories.photos import make_photo
from tests.factories.records import conferral, member_of_staff, merged, organisation, person
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(section, django_capture_on_commit_callbacks):
    """Makes a story and lets Wagtail's reference index follow it."""

    def make(**fields):
        with django_capture_on_commit_callbacks(execute=True):
            return story(section, **fields)

    return make


@pytest.fixture
def settle(django_capture_on_commit_callbacks):
    """What is done inside is followed by Wagtail's reference index."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def read(record, client: Client | None = None, **query: str) -> str:
    if client is None:
        user = member_of_staff(f"core.change_{record._meta.model_name}")
        user.is_superuser = True
        user.save()
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse(record.snippet_viewset.get_url_name("usage"), args=[record.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown: str) -> str:
    return shown.partition("<tbody")[2]


def titles(record, part: Part) -> list[str]:
    sources = Usage(record).sources(part)
    found = objects_of(sources)
    return [str(found[source]) for source in sources]


def test_each_place_stands_in_its_part_once(publish, settle):
    record = person()
    publish(title="在线的", people=[StoryPerson(person=record)])
    publish(title="没发的", live=False, people=[StoryPerson(person=record)])
    edited = publish(title="改过的", people=[StoryPerson(person=record)])
    edited.people.set([])
    with settle():
        edited.save_revision().publish()
    with settle():
        photo = make_photo("夜班交接")
        photo.people.add(PhotoPerson(person=record))
        photo.save()
        line = conferral(recipient=record)
    assert titles(record, Part.LIVE) == ["在线的"]
    assert titles(record, Part.DRAFTS) == ["没发的", "改过的"]
    assert titles(record, Part.PHOTOS) == ["夜班交接"]
    assert titles(record, Part.RECORDS) == [str(line)]


def test_places_of_merged_rows_count_as_the_survivors(publish, settle):
    survivor, loser = person(), person("沈志秋")
    publish(title="旧稿", people=[StoryPerson(person=loser)])
    with settle():
        merged(loser, survivor)
    assert titles(survivor, Part.LIVE) == ["旧稿"]
    assert titles(survivor, Part.RECORDS) == []


def test_the_page_opens_at_the_first_part_that_has_something_and_leads_to_it(publish):
    record = person()
    page = publish(title="没发的", live=False, people=[StoryPerson(person=record)])
    shown = read(record)
    assert "在线内容（0）" in shown
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in rows(shown)
    assert "文中人物" in rows(shown)


def test_a_record_that_nothing_names_says_so(newsroom):
    assert "这里没有用到它" in read(person())


def test_what_somebody_may_not_open_is_neither_named_nor_linked(publish):
    record = person()
    page = publish(title="机密的稿件", people=[StoryPerson(person=record)])
    keeper = Client()
    keeper.force_login(member_of_staff("core.change_person"), backend="django.contrib.auth.backends.ModelBackend")
    shown = read(record, keeper)
    assert "机密的稿件" not in shown
    assert "（没有权限查看）" in shown
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in shown


def test_published_texts_that_outlived_their_revisions_or_their_story_are_listed(publish, settle):
    record = person()
    edited, gone = (publish(title=title, people=[StoryPerson(person=record)]) for title in ("改过的", "删掉的"))
    edited.people.set([])
    with settle():
        edited.save_revision().publish()
        gone.delete()
    call_command("purge_revisions")
    shown = rows(read(record, part=Part.DRAFTS))
    assert reverse("wagtailadmin_pages:edit", args=[edited.pk]) in shown
    assert f"{gone.number} 简体中文 第1版" in shown


def test_the_page_costs_the_same_for_any_number_of_places(
    publish, settle, django_assert_max_num_queries, django_assert_num_queries
):
    record = person(office=(organisation(), "主席"))
    user = member_of_staff("core.change_person")
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def fill(count: int) -> None:
        for _ in range(count):
            publish(people=[StoryPerson(person=record)], body=BODY)
            with settle():
                conferral(recipient=record)

    fill(2)
    for part in (Part.LIVE, Part.RECORDS):
        read(record, client, part=part)
        with django_assert_max_num_queries(30) as few:
            read(record, client, part=part)
        fill(8)
        with django_assert_num_queries(len(few)):
            read(record, client, part=part)


def test_a_merge_does_not_name_what_the_person_may_not_open_either(publish):
    loser, winner = person(), person("沈志秋")
    publish(title="没发的", live=False, people=[StoryPerson(person=loser)])
    client = Client()
    keeper = member_of_staff("core.add_person", "core.change_person", name="keeper")
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(reverse("core_merging:confirm", args=["person", loser.pk, winner.pk])).content.decode()
    assert "没发的" not in shown
    assert "没有权限查看" in shown
