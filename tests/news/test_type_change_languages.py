"""A story changes its type in all its languages together, and translators go on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, PageLogEntry
from wagtail.search.backends import get_search_backend
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.jobs.testing import run_jobs
from home.newsroom import ensure_index
from home.roles import DESK_HEAD, ensure_roles
from news.models import (
    ColumnEntryPage,
    FeaturePage,
    NoticePage,
    ProfileIndexPage,
    ProfilePage,
    PublishedVersion,
    StoryPage,
)
from news.publication import PublicationRefused
from news.services import NewsError
from news.type_change import places_for
from tests.core.languages.copies import copy_of, correct, order, turn_on
from tests.factories.admin import superuser_client
from tests.factories.records import member_of_staff
from tests.factories.types import FAR_APART, assert_leads, change, make, own, pairs, shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(world, newsroom) -> Locale:
    """The places of all types in English."""
    locale = Locale.objects.get(language_code="en")
    for page in (newsroom.home, *dict.fromkeys(world["places"].values())):
        page.copy_for_translation(locale).save_revision().publish()
    return locale


@pytest.mark.parametrize(("page_type", "to"), pairs(rest=pytest.mark.long, kept=FAR_APART))
def test_all_languages_change_together_there_and_back(world, english, page_type, to):
    page = make(world, page_type)
    in_english = page.copy_for_translation(english)
    in_english.title = "English title"
    in_english.save_revision().publish()
    in_english = page_type.objects.get(pk=in_english.pk)
    before, before_own, old = shared(in_english), own(in_english), in_english.get_url()

    change(page, to, world)
    changed = to.objects.get(pk=in_english.pk)
    assert shared(changed) == before
    assert changed.get_parent().specific == world["places"][to].get_translation(english)
    assert_leads(old, changed.get_url())

    change(page, page_type, world)
    back = page_type.objects.get(pk=in_english.pk)
    assert (shared(back), own(back)) == (before, before_own)


def test_translation_under_way_goes_on_with_the_fields_of_the_new_form(world, english):
    page = make(world, FeaturePage)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    work = Translation.objects.create(source=source, target_locale=english)
    work.save_target(publish=False)
    change(page, ProfilePage, world)
    source.refresh_from_db()
    work.refresh_from_db()
    assert source.as_instance().person == world["worker"]
    work.save_target(publish=False)
    source.update_from_db()
    target = work.get_target_instance().specific
    assert (type(target), target.person) == (ProfilePage, world["worker"])


@pytest.mark.parametrize(("page_type", "to"), pairs(rest=pytest.mark.long, kept=FAR_APART))
def test_translators_go_on_after_every_change_and_the_way_back(world, english, page_type, to):
    page = make(world, page_type)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    work = Translation.objects.create(source=source, target_locale=english)
    work.save_target(publish=False)
    client = superuser_client()
    for model in (to, page_type):
        change(page, model, world)
        source.refresh_from_db()
        paths = source.stringsegment_set.values_list("context__path", flat=True)
        assert {path.partition(".")[0] for path in paths} <= {field.name for field in model._meta.get_fields()}
        work.refresh_from_db()
        work.save_target(publish=False)
        target = work.get_target_instance().specific
        assert (type(target), target.latest_revision.as_object().title) == (model, "标题")
        edit = reverse("wagtailadmin_pages:edit", args=[target.pk])
        assert client.get(edit).status_code == 200


def test_language_whose_place_is_not_translated_is_named_and_nothing_changes(world, newsroom, section):
    english = Locale.objects.get(language_code="en")
    for page in (newsroom.home, section):
        page.copy_for_translation(english).save_revision().publish()
    page = make(world, FeaturePage)
    page.copy_for_translation(english).save_revision().publish()
    with pytest.raises(NewsError, match=r"劳模风采.*还没有"):
        change(page, ProfilePage, world)
    assert FeaturePage.objects.filter(number=page.number).count() == 2


def test_traditional_copy_changes_with_its_source_and_goes_on_following(world, newsroom):
    newsroom.home.follows_in_traditional = True
    newsroom.home.save()
    run_jobs()
    page = make(world, FeaturePage)
    run_jobs()
    hant = Locale.objects.get(language_code="zh-hant")
    old = page.get_translation(hant).get_url()
    change(page, ProfilePage, world)
    run_jobs()
    copy = ProfilePage.objects.get(number=page.number, locale=hant)
    assert (copy.live, copy.person) == (True, world["worker"])
    assert copy.get_parent().specific == world["places"][ProfilePage].get_translation(hant)
    assert Client().get(old, follow=True).redirect_chain[-1] == (copy.get_url(), 301)
    changed = ProfilePage.objects.get(pk=page.pk)
    changed.title = "标题改过"
    changed.save_revision().publish()
    run_jobs()
    copy.refresh_from_db()
    assert copy.title == "標題改過"


def test_traditional_copy_is_taken_down_where_its_story_does_not_follow_and_keeps_what_people_wrote(world, section):
    turn_on(section)
    run_jobs()
    page = make(world, FeaturePage)
    run_jobs()
    correct(page, "标题", "人手寫的標題")
    old = copy_of(page).get_url()
    for to in (ColumnEntryPage, NoticePage):
        changed = change(page, to, world)
        copy = copy_of(page)
        assert (type(copy), copy.live) == (to, False)
        assert copy.get_parent().specific == copy_of(world["places"][to])
        assert not copy.get_parent().live
        run_jobs()
        assert Client().get(old, follow=True).redirect_chain[-1] == (changed.get_url(), 302)
    change(page, FeaturePage, world)
    run_jobs()
    back = copy_of(page)
    assert (back.pk, back.live, back.title, back.get_url()) == (copy.pk, True, "人手寫的標題", old)


def test_traditional_copy_moves_to_a_place_whose_own_copy_is_still_to_be_made(world, newsroom):
    turn_on(newsroom.home)
    run_jobs()
    page = make(world, FeaturePage)
    run_jobs()
    correct(page, "标题", "人手寫的標題")
    old = copy_of(page).get_url()
    place = ensure_index(ProfileIndexPage, home=newsroom.home, slug="xinfeng", title="新风采")
    change(page, ProfilePage, {**world, "places": {ProfilePage: place}})
    assert copy_of(page).live
    assert_leads(old, "/zh-hant" + ProfilePage.objects.get(pk=page.pk).get_url())
    run_jobs()
    assert (copy_of(page).title, copy_of(place).title) == ("人手寫的標題", "新風采")


def test_traditional_translation_ordered_by_hand_is_named_when_it_has_no_place_and_nothing_changes(
    world, newsroom, section
):
    page = make(world, FeaturePage)
    for each in (newsroom.home, section, page):
        order(each)
    correct(page, "标题", "人手寫的標題")
    with pytest.raises(NewsError, match=r"劳模风采.*还没有繁體中文版"):
        change(page, ProfilePage, world)
    assert FeaturePage.objects.live().filter(number=page.number).count() == 2
    assert StringTranslation.objects.filter(translation_type="manual").exists()


def test_desk_head_who_may_delete_nothing_changes_a_story_with_a_traditional_copy(world, section):
    turn_on(section)
    run_jobs()
    page = make(world, FeaturePage)
    run_jobs()
    ensure_roles()
    user = member_of_staff()
    user.groups.add(Group.objects.get(name=DESK_HEAD))
    change(page, ProfilePage, world, user=user)
    assert ProfilePage.objects.filter(number=page.number).count() == 2


def test_traditional_copy_asks_for_no_permission_of_its_own(world, newsroom):
    newsroom.home.follows_in_traditional = True
    newsroom.home.save()
    run_jobs()
    page = make(world, FeaturePage)
    run_jobs()
    group, user = Group.objects.create(name="简体版"), member_of_staff()
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=newsroom.home, permission=permission)
    user.groups.add(group)
    change(page, ProfilePage, world, user=user)
    assert ProfilePage.objects.filter(number=page.number).count() == 2
    english = Locale.objects.get(language_code="en")
    for place in (newsroom.home, *dict.fromkeys(world["places"].values())):
        place.copy_for_translation(english)
    ProfilePage.objects.get(pk=page.pk).copy_for_translation(english)
    with pytest.raises(NewsError, match="没有修改"):
        change(page, FeaturePage, world, user=user)


def test_refusal_of_one_language_takes_everything_back(world, english, search_index):
    page = make(world, FeaturePage)
    in_english = page.copy_for_translation(english)
    in_english.title = "English title"
    in_english.save_revision().publish()
    StoryPage.objects.filter(pk=in_english.pk).update(body="[]")
    old, versions = page.get_url(), PublishedVersion.objects.count()
    with pytest.raises(PublicationRefused, match="正文是空的"):
        change(page, ProfilePage, world)
    assert FeaturePage.objects.filter(number=page.number).count() == 2
    assert [hit.pk for hit in get_search_backend().search("标题", FeaturePage)] == [page.pk]
    assert PublishedVersion.objects.count() == versions
    assert not PageLogEntry.objects.filter(action="news.change_type").exists()
    assert_leads(old, old)


def test_places_are_those_of_the_type_and_the_language(world, english, section, column):
    page = make(world, FeaturePage)
    assert places_for(page, ColumnEntryPage, None) == [column]
    assert places_for(page.copy_for_translation(english), ColumnEntryPage, None) == [column.get_translation(english)]
