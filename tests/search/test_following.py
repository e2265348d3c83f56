"""What is saved is in the index, in the transaction that saves it: no change is left to the next rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from core.jobs.testing import run_jobs
from core.models import Organisation, Person
from core.registry.merging.services import merge_records, undo_merge
from core.registry.models import Award, Conferral
from core.registry.rolls.services import confirm_roll, decide
from home.newsroom import Newsroom, ensure_section
from media.models import LibraryDocument
from news.models import ColumnPage, NoticeIndexPage, NoticePage, ProfileIndexPage, SectionPage
from news.models.links import StoryAward, StoryByline, StoryPerson, StorySection
from news.services import withdraw_story
from news.type_change import change_type
from search.indexing import active_generation
from search.keys import Kind, keys_of
from search.models import ENTRIES
from search.questions import Question
from search.rebuilding import check
from search.service import ranked
from tests.core.registry.rolls import imported
from tests.factories import records
from tests.factories.photos import make_photo
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _whole_index(index: None, newsroom: Newsroom) -> Iterator[None]:
    """Each test begins with an index that holds what stands already, and ends with one that needs no mending."""
    check()
    yield
    run_jobs()
    drift = check()
    assert (drift.missing, drift.different, drift.extra) == ([], [], [])


def found(query: str, kind: Kind = Kind.LIVE_PAGE, **chosen: str) -> list[int]:
    """Keys of what answers a reader's question."""
    facets = {name: (value,) for name, value in chosen.items()}
    return ranked(Question(query, query, "zh-hans", facets), kind).objects


def facets(model: str, key: int) -> set[str]:
    return set(ENTRIES[active_generation()].objects.get(model=model, object_key=key).facets.split())


def of_page(page: Page) -> set[str]:
    return facets("wagtailcore.page", page.pk)


def entry_kind(page: Page) -> Kind:
    key = ENTRIES[active_generation()].objects.get(model="wagtailcore.page", object_key=page.pk).key
    return next(kind for kind in Kind if keys_of(kind, "zh-hans").first <= key <= keys_of(kind, "zh-hans").last)


# In one transaction ---------------------------------------------------------------------------------------------------
class Refused(Exception):
    """Raised to take back what a test did."""


@pytest.mark.parametrize("what", ["new", "changed", "deleted"])
def test_the_index_is_rolled_back_with_what_was_saved(section: SectionPage, what: str):
    page = story(section, title="码头上的夜校")

    def change() -> None:
        if what == "new":
            story(section, title="车间里的夜校")
        elif what == "changed":
            page.title = "车间里的夜校"
            page.save_revision().publish()
        else:
            page.delete()

    with pytest.raises(Refused), transaction.atomic():
        change()
        assert found("夜校") != [page.pk] or what == "changed"
        raise Refused
    assert found("夜校") == found("码头") == [page.pk]
    assert not found("车间")


def test_rows_of_a_page_are_indexed_with_it(section: SectionPage):
    somebody, plain = records.person("孟庆霞"), story(section, title="一碗热汤")
    page = story(
        section,
        title="夜班的热汤",
        people=[StoryPerson(person=somebody)],
        byline=[StoryByline(name="梁雪樵", locale=section.locale)],
    )
    assert f"person:{somebody.pk}" in of_page(page)
    assert found("热汤", person=str(somebody.pk)) == [page.pk]
    assert plain.pk in found("热汤")
    page.people.all()[0].delete()
    page = page.specific_class.objects.get(pk=page.pk)
    page.people = []
    page.save_revision().publish()
    assert f"person:{somebody.pk}" not in of_page(page)


# Pages ----------------------------------------------------------------------------------------------------------------
def test_a_draft_is_no_live_page_until_it_is_published_and_none_after(section: SectionPage):
    page = story(section, live=False, title="码头上的夜校")
    assert (found("夜校"), found("夜校", Kind.OTHER_PAGE)) == ([], [page.pk])
    page.get_latest_revision().publish()
    assert (found("夜校"), found("夜校", Kind.OTHER_PAGE)) == ([page.pk], [])
    page.refresh_from_db()
    page.unpublish()
    assert (found("夜校"), entry_kind(page)) == ([], Kind.OTHER_PAGE)


def test_a_withdrawn_story_is_no_live_page(section: SectionPage):
    page = story(section, title="码头上的夜校")
    withdraw_story(story=page, user=None, reason="署名有误")
    assert (found("夜校"), entry_kind(page)) == ([], Kind.OTHER_PAGE)


def test_a_story_that_moves_is_of_its_new_section(section: SectionPage, newsroom: Newsroom):
    page = story(section, title="码头上的夜校")
    other = ensure_section(home=newsroom.home, slug="shenghuo", title="副刊")
    page.move(other, pos="last-child")
    run_jobs()
    assert {"in:shenghuo"} == {token for token in of_page(page) if token.startswith("in:")}
    assert found("夜校", **{"in": "shenghuo"}) == [page.pk]


def test_a_section_that_changes_its_place_keeps_what_stands_below(section: SectionPage, newsroom: Newsroom):
    page = story(section, title="码头上的夜校")
    section.move(ensure_section(home=newsroom.home, slug="shenghuo", title="副刊"), pos="right")
    run_jobs()
    assert found("夜校", **{"in": "yaowen"}) == [page.pk]


def test_a_section_with_a_new_slug_is_found_by_it_also_by_what_was_sent_there(section: SectionPage, newsroom: Newsroom):
    other = ensure_section(home=newsroom.home, slug="shenghuo", title="副刊")
    own, sent = story(section, title="码头上的夜校"), story(other, title="车间里的夜校")
    sent.also_in = [StorySection(section=section)]
    sent.save_revision().publish()
    assert set(found("夜校", **{"in": "yaowen"})) == {own.pk, sent.pk}
    section.slug = "xinwen"
    section.save_revision().publish()
    run_jobs()
    assert set(found("夜校", **{"in": "xinwen"})) == {own.pk, sent.pk}
    assert not found("夜校", **{"in": "yaowen"})


def test_a_changed_type_is_the_new_one(notices: NoticeIndexPage, section: SectionPage):
    page = story(notices, title="关于夜校的公告")
    assert "type:noticepage" in of_page(page)
    change_type(story=page, to=type(story(section)), user=None, parent=section)
    run_jobs()
    assert "type:featurepage" in of_page(page)
    assert "type:noticepage" not in of_page(page)
    assert not NoticePage.objects.filter(pk=page.pk).exists()


def test_a_deleted_section_leaves_nothing_behind(section: SectionPage):
    pages = [story(section, title=f"第{number}班岗") for number in range(3)]
    section.delete()
    held = ENTRIES[active_generation()].objects.filter(object_key__in=[section.pk, *(page.pk for page in pages)])
    assert not held.filter(model="wagtailcore.page").exists()


def test_a_story_loses_the_section_that_is_deleted_and_its_photo(section: SectionPage, newsroom: Newsroom):
    other, photo = ensure_section(home=newsroom.home, slug="shenghuo", title="副刊"), make_photo(title="六点五十分")
    page = story(section, title="码头上的夜校", lead_photo=photo, also_in=[StorySection(section=other)])
    assert {"in:shenghuo", "photo:1"} <= of_page(page)
    other.delete()
    photo.delete()
    run_jobs()
    assert not {"in:shenghuo", "photo:1"} & of_page(page)


# Photos, documents, records -------------------------------------------------------------------------------------------
def document() -> LibraryDocument:
    return LibraryDocument.objects.create(title="夜校管理办法", file="documents/a.pdf")


@pytest.mark.parametrize(
    ("make", "kind", "label"),
    [
        (lambda: make_photo(title="夜校开课"), Kind.PHOTO, "media.photo"),
        (document, Kind.DOCUMENT, "media.librarydocument"),
        (lambda: records.person("夜校长"), Kind.PERSON, "core.person"),
        (lambda: records.organisation("夜校总部"), Kind.ORGANISATION, "core.organisation"),
        (lambda: records.award("夜校之星"), Kind.AWARD, "core.award"),
        (lambda: records.topic("夜校建设"), Kind.TOPIC, "core.topic"),
    ],
)
def test_what_is_no_page_is_found_and_gone_when_it_is_deleted(make: Callable[[], Any], kind: Kind, label: str):
    thing = make()
    held = ENTRIES[active_generation()].objects.filter(model=label, object_key=thing.pk)
    assert held.exists()
    thing.delete()
    assert not held.exists()
    assert not found("夜校", kind)


def test_a_photo_is_found_by_its_new_caption():
    photo = make_photo(title="六点五十分")
    photo.caption = "桥吊司机交班"
    photo.save()
    assert found("桥吊司机", Kind.PHOTO) == [photo.pk]


def test_a_merged_record_answers_for_the_other_until_the_merge_is_undone():
    winner, loser = records.person("孟庆霞"), records.person("梁雪樵")
    merge_records(loser=loser, winner=winner, user=None)
    assert found("梁雪樵", Kind.PERSON) == found("孟庆霞", Kind.PERSON) == [winner.pk]
    undo_merge(loser=loser, user=None)
    assert (found("梁雪樵", Kind.PERSON), found("孟庆霞", Kind.PERSON)) == ([loser.pk], [winner.pk])


# Honours --------------------------------------------------------------------------------------------------------------
def rank_of(page: Page) -> set[str]:
    return {token for token in of_page(page) if token.startswith("rank:")}


@pytest.fixture
def honoured() -> Person:
    return records.person("孟庆霞")


@pytest.fixture
def profile(profiles: ProfileIndexPage, honoured: Person) -> Page:
    page: Page = story(profiles, title="江边二十年", person=honoured)
    return page


def test_an_honour_is_a_facet_of_the_profile_until_it_is_revoked(profile: Page, honoured: Person):
    line = records.conferral(records.conferral_round(records.award(rank=Award.Rank.DISTRICT)), honoured)
    run_jobs()
    assert rank_of(profile) == {f"rank:{Award.Rank.DISTRICT}"}
    line.status = Conferral.Status.REVOKED
    line.save()
    run_jobs()
    assert rank_of(profile) == set()


def test_an_honour_of_a_merged_row_is_a_facet_of_the_profile_until_the_merge_is_undone(profile, honoured):
    double = records.person("孟庆侠")
    records.conferral(records.conferral_round(records.award(rank=Award.Rank.DISTRICT)), double)
    run_jobs()
    assert rank_of(profile) == set()
    merge_records(loser=double, winner=honoured, user=None)
    run_jobs()
    assert rank_of(profile) == {f"rank:{Award.Rank.DISTRICT}"}
    undo_merge(loser=double, user=None)
    run_jobs()
    assert rank_of(profile) == set()


def test_an_award_of_another_rank_is_a_facet_of_stories_and_profiles(section: SectionPage, profile, honoured):
    given = records.award(rank=Award.Rank.DISTRICT)
    records.conferral(records.conferral_round(given), honoured)
    page = story(section, title="表彰大会", awards=[StoryAward(award=given)])
    run_jobs()
    assert rank_of(page) == rank_of(profile) == {f"rank:{Award.Rank.DISTRICT}"}
    given.rank = Award.Rank.NATIONAL
    given.save()
    run_jobs()
    assert rank_of(page) == rank_of(profile) == {f"rank:{Award.Rank.NATIONAL}"}


def test_whoever_stands_on_a_confirmed_roll_is_found_and_ranked(profile: Page, honoured: Person):
    given = records.award(rank=Award.Rank.DISTRICT)
    roll = imported(("孟庆霞", "", ""), ("梁雪樵", "", ""), honour=given)
    decide(roll=roll, decisions={0: str(honoured.pk), 1: "new"})
    confirm_roll(roll=roll, user=None)
    run_jobs()
    assert rank_of(profile) == {f"rank:{Award.Rank.DISTRICT}"}
    assert len(found("梁雪樵", Kind.PERSON)) == 1


def test_a_unit_with_a_profile_that_is_merged_keeps_its_honours(profiles: ProfileIndexPage):
    unit, double = records.organisation("临港区总工会"), records.organisation("临港总工会")
    page = story(profiles, title="一个工会", subject_kind="unit", organisation=unit)
    records.conferral(records.conferral_round(records.award(rank=Award.Rank.DISTRICT)), double)
    merge_records(loser=double, winner=unit, user=None)
    run_jobs()
    assert rank_of(page) == {f"rank:{Award.Rank.DISTRICT}"}
    assert Organisation.objects.get(pk=double.pk).merged_into_id == unit.pk


def test_an_entry_of_a_column_is_of_its_column(column: ColumnPage):
    assert f"in:{column.slug}" in of_page(story(column, title="产改第一课"))
