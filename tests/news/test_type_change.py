"""A story changes its type, and back: what both types hold is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, GroupApprovalTask, Page, PageLogEntry, Revision, Workflow, WorkflowTask
from wagtail.search.backends import get_search_backend

from home.newsroom import ensure_column, ensure_section
from news.models import (
    ColumnEntryPage,
    ColumnNumber,
    FeaturePage,
    NoticePage,
    PhotoStoryPage,
    ProfileAchievement,
    ProfilePage,
    PublishedVersion,
)
from news.models.published_version import canonical_content
from news.publication import PublicationRefused, TypeChanged
from news.selectors import stories_naming
from news.services import NewsError, withdraw_story
from news.type_change import change_type, losses
from tests.factories.admin import superuser_client
from tests.factories.stories import story
from tests.factories.types import FAR_APART, assert_leads, change, make, own, pairs, shared

pytestmark = pytest.mark.django_db


# Every pair, there and back -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("page_type", "to"), pairs(rest=pytest.mark.long))
def test_change_and_the_way_back_lose_nothing(world, page_type, to):
    there_and_back(world, make(world, page_type), to)


@pytest.mark.parametrize(("page_type", "to"), pairs(rest=pytest.mark.long, kept=FAR_APART))
def test_draft_loses_nothing_either(world, page_type, to):
    there_and_back(world, make(world, page_type, live=False), to)


def there_and_back(world, page, to):
    page_type = type(page)
    page = page_type.objects.get(pk=page.pk)
    before, before_own, place = shared(page), own(page), page.get_parent()

    changed = change(page, to, world)
    assert type(Page.objects.get(pk=page.pk).specific) is to
    assert type(changed) is to
    assert shared(to.objects.get(pk=page.pk)) == before
    assert changed.get_latest_revision_as_object().title == "标题"
    assert not page_type.objects.filter(pk=page.pk).exists()

    back = change(changed, page_type, world)
    assert shared(page_type.objects.get(pk=page.pk)) == before
    assert own(page_type.objects.get(pk=page.pk)) == before_own
    assert own(back.get_latest_revision_as_object()) == before_own
    assert back.get_parent() == place
    assert ProfileAchievement.objects.count() == len(before_own.get("achievements", ()))


@pytest.mark.parametrize("to", [ProfilePage, PhotoStoryPage, NoticePage, ColumnEntryPage], ids=lambda t: t.__name__)
def test_changed_story_is_read_at_its_new_address_and_the_old_ones_lead_there(world, to):
    page = make(world, FeaturePage)
    old = page.get_url()
    changed = change(page, to, world)
    new = changed.get_url()
    assert_leads(old, new)
    assert Client().get(f"/s/{page.number}/")["Location"] == new
    # Back again, neither address is lost.
    change(changed, FeaturePage, world)
    assert_leads(old, old)
    assert_leads(new, old)


# History --------------------------------------------------------------------------------------------------------------
def test_old_revisions_open_compare_and_revert_in_the_new_form(world):
    page = make(world, FeaturePage)
    first = page.get_latest_revision()
    page.refresh_from_db()
    page.title = "改过的标题"
    page.save_revision().publish()
    change(page, ProfilePage, world)
    revisions = Revision.objects.for_instance(page).order_by("pk")
    assert {type(revision.as_object()) for revision in revisions} == {ProfilePage}
    client = superuser_client()
    for name, args in (
        ("history", [page.pk]),
        ("edit", [page.pk]),
        ("revisions_compare", [page.pk, first.pk, revisions.last().pk]),
        ("revisions_revert", [page.pk, first.pk]),
        ("revisions_view", [page.pk, first.pk]),
    ):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=args)).status_code == 200, name
    restored = Revision.objects.get(pk=first.pk).as_object()
    assert (restored.title, restored.person) == ("标题", world["worker"])
    restored.save_revision().publish()
    assert ProfilePage.objects.get(pk=page.pk).title == "标题"


def test_draft_beside_the_live_text_stays_a_draft_and_says_what_it_said(world):
    page = make(world, ProfilePage)
    page.refresh_from_db()
    page.title, page.trade = "草稿里的标题", "高级焊工"
    page.save_revision()
    changed = change(page, FeaturePage, world)
    assert (changed.title, changed.has_unpublished_changes) == ("标题", True)
    assert changed.get_latest_revision_as_object().title == "草稿里的标题"
    back = change(changed, ProfilePage, world, values={})
    assert (back.trade, back.get_latest_revision_as_object().trade) == ("焊工", "高级焊工")
    back.get_latest_revision().publish()
    out = ProfilePage.objects.get(pk=page.pk)
    assert (out.title, out.trade) == ("草稿里的标题", "高级焊工")
    assert [row.text for row in out.achievements.all()] == ["提出“回针焊”"]


def test_live_story_without_a_draft_has_none_afterwards(world):
    changed = change(make(world, FeaturePage), PhotoStoryPage, world)
    page = PhotoStoryPage.objects.get(pk=changed.pk)
    assert page.live_revision_id == page.latest_revision_id
    assert not page.has_unpublished_changes


def test_published_versions_stay_and_the_new_form_enters_the_archive(world):
    page = make(world, FeaturePage)
    change(page, ProfilePage, world)
    kept = PublishedVersion.objects.filter(number=page.number)
    assert [version.n for version in kept] == [1, 2]
    assert kept.last().content == canonical_content(ProfilePage.objects.get(pk=page.pk))
    html = superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode()
    assert "梁雪樵" in html
    assert "subject_kind" not in html


def test_log_tells_the_change_and_keeps_what_was_lost(world):
    page = make(world, NoticePage)
    change(page, FeaturePage, world)
    entry = PageLogEntry.objects.get(page=page.pk, action="news.change_type")
    assert (entry.data["from"], entry.data["to"]) == ("noticepage", "featurepage")
    assert entry.data["row"]["contact_phone"] == "0000-12351"
    assert {row.content_type.model for row in PageLogEntry.objects.filter(page=page.pk)} == {"featurepage"}


def test_review_under_way_goes_on(world):
    page = make(world, FeaturePage, live=False)
    workflow = Workflow.objects.create(name="审稿")
    task = GroupApprovalTask.objects.create(name="编辑审")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    workflow.start(page, None)
    changed = change(page, ProfilePage, world)
    state = ProfilePage.objects.get(pk=page.pk).current_workflow_task_state
    assert state.revision == changed.latest_revision
    state.approve(user=None)
    assert ProfilePage.objects.get(pk=page.pk).live


def test_comments_stay(world, django_user_model):
    page = make(world, FeaturePage)
    user = django_user_model.objects.create_user("reader")
    Comment.objects.create(page=page, user=user, text="这里要核", contentpath="title")
    changed = change(page, ColumnEntryPage, world)
    assert [comment.text for comment in ColumnEntryPage.objects.get(pk=changed.pk).wagtail_admin_comments.all()] == [
        "这里要核"
    ]


# Indexes --------------------------------------------------------------------------------------------------------------
def test_reference_index_and_search_follow(world, search_index):
    page = make(world, ProfilePage)
    page.people.all().delete()
    page.people = []
    page.save_revision().publish()
    assert [found.pk for found in stories_naming(world["worker"])] == [page.pk]
    change(page, FeaturePage, world)
    assert not stories_naming(world["worker"])
    change(page, ProfilePage, world, values={})
    assert [found.pk for found in stories_naming(world["worker"])] == [page.pk]
    backend = get_search_backend()
    assert [hit.pk for hit in backend.search("标题", ProfilePage)] == [page.pk]
    assert not list(backend.search("标题", FeaturePage))


# Column numbers -------------------------------------------------------------------------------------------------------
def test_entry_that_leaves_keeps_its_number_and_gets_it_back(world, column):
    entry = make(world, ColumnEntryPage)
    change(entry, FeaturePage, world)
    assert ColumnNumber.objects.get(story=entry.number).number == 7
    with pytest.raises(PublicationRefused, match="第7期"):
        story(column, issue_number=7)
    assert change(entry, ColumnEntryPage, world).issue_number == 7


def test_entry_that_comes_back_to_another_column_is_numbered_there(world, newsroom):
    entry = make(world, ColumnEntryPage)
    change(entry, FeaturePage, world)
    other = ensure_column(home=newsroom.home, slug="zhuxi", title="主席之声")
    page = FeaturePage.objects.get(pk=entry.pk)
    assert change_type(story=page, to=ColumnEntryPage, user=None, parent=other).issue_number == 1


def test_live_story_that_enters_a_column_is_numbered(world):
    changed = change(make(world, FeaturePage), ColumnEntryPage, world)
    assert ColumnEntryPage.objects.get(pk=changed.pk).issue_number == 1


# Aliases --------------------------------------------------------------------------------------------------------------
def test_alias_changes_with_its_story_where_the_tree_allows(world, newsroom):
    page = make(world, FeaturePage)
    alias = page.create_alias(parent=ensure_section(home=newsroom.home, slug="b", title="乙"), update_slug="again")
    change(page, PhotoStoryPage, world)
    page = PhotoStoryPage.objects.get(pk=page.pk)
    page.title = "改过"
    page.save_revision().publish()
    assert PhotoStoryPage.objects.get(pk=alias.pk).title == "改过"


def test_alias_that_could_not_stay_where_it_is_stops_the_change(world, newsroom):
    page = make(world, FeaturePage)
    page.create_alias(parent=ensure_section(home=newsroom.home, slug="b", title="乙栏"), update_slug="again")
    with pytest.raises(NewsError, match="乙栏"):
        change(page, ProfilePage, world)


# Refusals -------------------------------------------------------------------------------------------------------------
def test_live_story_that_could_not_be_published_so_is_refused_and_nothing_is_done(world):
    page = make(world, FeaturePage)
    before = shared(FeaturePage.objects.get(pk=page.pk))
    with pytest.raises(PublicationRefused, match="没有选写的是谁"):
        change(page, ProfilePage, world, values={})
    assert shared(FeaturePage.objects.get(pk=page.pk)) == before
    assert not Redirect.objects.exists()


def test_scheduled_story_is_not_changed(world):
    page = make(world, FeaturePage, live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    with pytest.raises(NewsError, match="定时"):
        change(page, PhotoStoryPage, world)
    assert FeaturePage.objects.filter(pk=page.pk).exists()


def test_locked_story_is_not_changed_by_another(world, django_user_model):
    page = make(world, FeaturePage, live=False)
    owner = django_user_model.objects.create_superuser("one", "one@example.org", None)
    page.locked, page.locked_by, page.locked_at = True, owner, timezone.now()
    page.save()
    other = django_user_model.objects.create_superuser("two", "two@example.org", None)
    with pytest.raises(NewsError, match="锁定"):
        change(page, PhotoStoryPage, world, user=other)
    assert type(change(page, PhotoStoryPage, world, user=owner)) is PhotoStoryPage


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_who_read_the_story_before_cannot_save_it_as_what_it_was(world, live):
    page = make(world, FeaturePage, live=live)
    opened = FeaturePage.objects.get(pk=page.pk)
    change(page, ProfilePage, world)
    kept = Revision.objects.for_instance(opened).count()
    for save in (opened.save, opened.save_revision):
        with pytest.raises(TypeChanged, match="改了类型"):
            save()
    assert Revision.objects.for_instance(opened).count() == kept
    assert type(Page.objects.get(pk=page.pk).specific) is ProfilePage


def test_withdrawn_story_stays_withdrawn(world):
    page = make(world, FeaturePage)
    old = page.get_url()
    withdraw_story(story=page, user=None, reason="事实有误")
    changed = change(page, ProfilePage, world)
    assert not changed.live
    for address in (old, changed.get_url(), f"/s/{page.number}/"):
        assert Client().get(address, follow=True).status_code == 410


def test_draft_may_become_what_it_could_not_be_published_as(world):
    page = make(world, FeaturePage, live=False)
    assert change(page, ProfilePage, world, values={}).person is None


def test_place_of_the_wrong_kind_is_refused(world, section):
    page = make(world, ProfilePage)
    with pytest.raises(NewsError, match="不能放在"):
        change_type(story=page, to=ColumnEntryPage, user=None, parent=section)
    with pytest.raises(NewsError, match="请选择"):
        change_type(story=page, to=ColumnEntryPage, user=None)


def test_what_would_be_lost_is_named_in_words(world):
    page = make(world, ProfilePage)
    assert {(loss.label, loss.text) for loss in losses(page, FeaturePage)} == {
        ("人物", "梁雪樵"),
        ("单位", "澜桥重装有限公司"),
        ("工种", "焊工"),
        ("行业", "制造业"),
        ("地区", "临港区"),
        ("业绩", "提出“回针焊”"),
    }
    assert losses(make(world, FeaturePage), PhotoStoryPage) == []
