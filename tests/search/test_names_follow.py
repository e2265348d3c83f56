"""What follows a record's new name: the dictionary of every process, and what is found by the name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core.jobs.testing import run_jobs
from core.registry.merging.services import merge_records, undo_merge
from core.registry.rolls.services import confirm_roll, start_import, undo_roll
from media.models import LibraryDocument, Photo, PhotoPerson
from news.models import SectionPage, StoryPage
from news.models.links import StoryByline
from search.indexing import drafts_of
from search.models import DictionaryVersion
from search.rebuilding import check
from search.starter import load_starter_dictionary
from search.words import read_dictionary
from tests.factories.photos import make_photo
from tests.factories.records import award, event, organisation, person, place
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _bones_indexed(index: None) -> None:
    """The front page stands before the index follows."""
    check()


def stored() -> int:
    return DictionaryVersion.stored()


def test_a_new_name_counts_the_dictionary_up_and_a_new_note_does_not():
    before = stored()
    record = person("欧阳雪樵")
    assert stored() == before + 1
    record.note = "电话已换"
    record.save()
    assert stored() == before + 1
    record.name = "欧阳雪乔"
    record.save()
    assert stored() == before + 2
    assert "欧阳雪乔" in read_dictionary().words and "欧阳雪樵" not in read_dictionary().words
    record.aliases = "老欧阳"
    record.save(update_fields=["aliases"])
    assert stored() == before + 3
    record.delete()
    assert stored() == before + 4
    organisation("澜桥重装有限公司")
    assert stored() == before + 5


def test_a_name_that_is_rolled_back_counts_nothing():
    before = stored()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        person("欧阳雪樵")
        raise ZeroDivisionError
    assert stored() == before


def test_names_that_were_counted_do_not_keep_the_starter_words_away():
    person("欧阳雪樵")
    assert load_starter_dictionary()
    assert not load_starter_dictionary()


def test_a_merge_and_its_undoing_count():
    loser, winner = person("欧阳雪桥"), person("欧阳雪樵")
    before = stored()
    merge_records(loser=loser, winner=winner, user=None)
    merged = stored()
    undo_merge(loser=loser, user=None)
    assert before < merged < stored()


def test_people_of_an_imported_roll_join_in_its_transaction_and_are_found(django_user_model):
    user = django_user_model.objects.create_superuser("root")
    roll = start_import(table=[["姓名", "单位"], ["欧阳雪樵", "澜桥重装厂"]], file_name="", user=user)
    roll.award, roll.year = award("临港工匠"), 2024
    roll.save()
    before = stored()
    confirm_roll(roll=roll, user=user)
    assert stored() > before
    assert "欧阳雪樵" in read_dictionary().words
    run_jobs()
    assert not len(check()), "they are indexed"
    imported = stored()
    undo_roll(roll=roll, user=user)
    assert stored() > imported
    assert not len(check())


def test_what_names_a_record_is_found_by_its_new_name(section: SectionPage):
    writer, shown = person("欧阳雪樵"), person("梁学桥")
    bridge, contest, office = place("澜桥驿站"), event("焊工大赛"), organisation("澜桥区总工会")
    page = story(section, byline=[StoryByline(person=writer, locale=section.locale)])
    photo = make_photo(title="六点五十分", place=bridge, event=contest)
    photo.people.add(PhotoPerson(person=shown))
    photo.save()
    document = LibraryDocument.objects.create(title="通知", issuer=office)
    for record, name in (
        (writer, "欧阳晴"),
        (shown, "梁晴"),
        (bridge, "南岸驿站"),
        (contest, "电工比武"),
        (office, "南岸区总工会"),
    ):
        record.name = name
        record.save()
    run_jobs()
    assert list(Page.objects.search("欧阳晴")) == [page.page_ptr]
    assert not Page.objects.search("欧阳雪樵").count()
    for query in ("梁晴", "南岸驿站", "电工比武"):
        assert list(Photo.objects.search(query)) == [photo], query
    assert list(LibraryDocument.objects.search("南岸区总工会")) == [document]
    assert not len(check())


def test_what_names_a_merged_record_is_found_by_the_name_of_the_other(section: SectionPage):
    loser, winner = person("欧阳雪桥"), person("诸葛晴")
    page = story(section, byline=[StoryByline(person=loser, locale=section.locale)])
    merge_records(loser=loser, winner=winner, user=None)
    run_jobs()
    assert list(Page.objects.search("诸葛晴")) == [page.page_ptr]
    assert list(Page.objects.search("欧阳雪桥")) == [page.page_ptr]
    assert not len(check())


def test_entries_of_many_stories_and_photos_take_no_more_queries_than_of_few(section: SectionPage):
    def stories() -> list[Any]:
        return list(Page.objects.type(StoryPage).specific())

    def add(number: int) -> None:
        for each in range(number):
            writer = person(f"欧阳{each}号")
            story(section, title=f"第{each}篇", byline=[StoryByline(person=writer, locale=section.locale)])
            photo = make_photo(title=f"第{each}张", place=place(f"第{each}驿站"))
            photo.people.add(PhotoPerson(person=writer))
            photo.save()

    add(2)
    few = {name: queries_of(some) for name, some in (("stories", stories()), ("photos", list(Photo.objects.all())))}
    add(4)
    for name, some in (("stories", stories()), ("photos", list(Photo.objects.all()))):
        assert queries_of(some) == few[name], name


def queries_of(instances: list[Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        drafts_of(instances)
    return len(asked)
