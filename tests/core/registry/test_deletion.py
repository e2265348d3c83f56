"""What anything names cannot be deleted."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.models import Organisation, Person, Topic
from core.registry.usage import numbers_in_revisions, reference_keys, revisions_naming, uses_of
from news.models import StoryPerson
from tests.factories.admin import browser_of
from tests.factories.records import member_of_staff, organisation, person, topic
from tests.factories.stories import BODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return browser_of(member_of_staff("core.delete_person", "core.delete_organisation", "core.delete_topic"))


def delete(client: Client, record) -> str:
    """Ask for the deletion as the form does; what the next screen says."""
    address = reverse(record.snippet_viewset.get_url_name("delete"), args=[record.pk])
    return client.post(address, follow=True).content.decode()


def card(record) -> list[dict]:
    value = {"person": record.pk, "portrait": None, "position": "", "text": ""}
    return [*BODY, {"type": "profile_card", "value": value}]


def test_a_record_that_nothing_names_is_deleted(client, publish):
    publish(body=card(person()))
    spare = person()
    delete(client, spare)
    assert not Person.objects.filter(pk=spare.pk).exists()


def test_a_person_in_a_block_of_a_live_story_is_kept_and_the_story_named(client, publish):
    record = person()
    publish(title="夜班的焊花", body=card(record))
    shown = delete(client, record)
    assert "不能删除" in shown
    assert "夜班的焊花" in shown
    assert Person.objects.filter(pk=record.pk).exists()


def test_a_person_in_a_draft_only_is_kept(client, publish):
    record = person()
    page = publish(title="夜班的焊花")
    page.body = card(record)
    page.save_revision()
    assert "草稿或历史版本" in delete(client, record)
    assert Person.objects.filter(pk=record.pk).exists()


def test_a_person_in_an_old_revision_only_is_kept(client, publish, django_capture_on_commit_callbacks):
    record = person()
    page = publish(title="夜班的焊花", body=card(record))
    page.body = BODY
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert list(revisions_naming(record)) == [page.revisions.earliest("created_at")]
    assert "夜班的焊花（草稿或历史版本）" in delete(client, record)


def test_a_person_in_a_published_text_alone_is_kept(client, publish, django_capture_on_commit_callbacks):
    record, spare = person(), person("梁学桥")
    page = publish(title="夜班的焊花", body=card(record))
    page.body = BODY
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    call_command("purge_revisions")
    assert not revisions_naming(record).exists()
    assert numbers_in_revisions(Person, [record.pk, spare.pk]) == {record.pk}
    assert "夜班的焊花（草稿或历史版本）" in delete(client, record)
    assert Person.objects.filter(pk=record.pk).exists()
    assert not uses_of(spare)


def test_a_person_in_the_published_text_of_a_deleted_story_is_kept(client, publish, django_capture_on_commit_callbacks):
    record = person()
    page = publish(title="夜班的焊花", people=[StoryPerson(person=record)])
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert f"{page.number} 简体中文 第1版" in delete(client, record)
    assert Person.objects.filter(pk=record.pk).exists()


def test_a_link_row_of_a_draft_keeps_its_record(client, publish):
    unit, theme = organisation(), topic()
    page = publish(title="夜班的焊花")
    page.organisations.create(organisation=unit)
    page.topics.create(topic=theme)
    page.save_revision()
    assert "不能删除" in delete(client, unit)
    assert "不能删除" in delete(client, theme)


def test_the_number_of_another_record_or_of_another_kind_keeps_nothing(client, publish):
    records = [person(f"沈{n}") for n in range(12)]
    unit = organisation(pk=records[1].pk)
    publish(title="夜班的焊花", body=card(records[11]))  # its number begins with that of the first
    assert not uses_of(records[0])
    assert not uses_of(unit)
    delete(client, unit)
    assert not Organisation.objects.filter(pk=unit.pk).exists()


def test_an_organisation_that_a_person_served_is_kept(client, django_capture_on_commit_callbacks):
    unit = organisation()
    with django_capture_on_commit_callbacks(execute=True):
        person(office=(unit, "主席"))
    assert "沈知秋" in delete(client, unit)
    assert Organisation.objects.filter(pk=unit.pk).exists()


def test_a_merged_row_is_kept_and_leads_to_its_survivor(client):
    survivor, loser = topic("产改"), topic("产业工人改革")
    loser.merged_into = survivor
    loser.save()
    assert "已并入“产改”，不能删除" in delete(client, loser)
    assert Topic.objects.filter(pk=loser.pk).exists()


def test_deleting_several_at_once_deletes_none_when_one_is_named(client, publish):
    named, spare = person("沈知秋"), person("梁学桥")
    publish(title="夜班的焊花", body=card(named))
    address = reverse("wagtail_bulk_action", args=["core", "person", "delete"])
    query = urlencode({"id": [named.pk, spare.pk]}, doseq=True)
    shown = client.post(f"{address}?{query}", follow=True).content.decode()
    assert "“沈知秋”不能删除" in shown
    assert Person.objects.count() == 2


def test_deleting_several_that_nothing_names_works(client):
    first, second = person(), person()
    address = reverse("wagtail_bulk_action", args=["core", "person", "delete"])
    client.post(f"{address}?{urlencode({'id': [first.pk, second.pk]}, doseq=True)}")
    assert not Person.objects.exists()


def test_a_title_with_markup_is_told_as_text(client, publish):
    record = person()
    publish(title="<script>x</script>", body=card(record))
    shown = delete(client, record)
    assert "不能删除" in shown
    assert "<script>x" not in shown


def test_a_refusal_lists_a_few_places_of_many(client, publish):
    record = person()
    for number in range(8):
        publish(title=f"第{number}篇", body=card(record))
    shown = delete(client, record)
    assert shown.count("篇（") == 5
    assert "等。" in shown


def test_the_keys_of_references_are_read_from_models_and_blocks():
    assert reference_keys(Person) == {"person"}
    assert reference_keys(Organisation) >= {"organisation", "host"}
    assert reference_keys(Topic) >= {"topic"}
