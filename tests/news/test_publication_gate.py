"""The publication gate holds on every way to the public, and says why where the person is looking."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Locale, Page, Workflow, WorkflowTask

from home.newsroom import ensure_column, ensure_section
from news.models import ColumnNumber, FeaturePage, PublishedVersion, StoryPage
from news.publication import PublicationRefused
from tests.factories.admin import PENDING_BODY, story_form, superuser_client
from tests.factories.stories import BODY, PENDING, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocked(section):
    """A draft with a 待配图 that nobody has filled."""
    return story(section, live=False, body=[*BODY, PENDING])


def is_live(page: Page) -> bool:
    return StoryPage.objects.get(pk=page.pk).live


def latest_title(page: Page) -> str:
    return StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object().title


def shown(answer) -> str:
    return answer.content.decode()


def test_publish_of_a_revision_is_refused_and_leaves_no_trace(blocked):
    with pytest.raises(PublicationRefused, match="待配图"):
        blocked.get_latest_revision().publish()
    assert not is_live(blocked)
    assert not PublishedVersion.objects.exists()


def test_admin_edit_form_keeps_what_was_typed_and_shows_the_reason(blocked):
    client = superuser_client()
    data = story_form("改过的标题", PENDING_BODY, **{"action-publish": "1"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[blocked.pk]), data, follow=True)
    assert "待配图没有配上" in shown(answer)
    assert not is_live(blocked)
    assert latest_title(blocked) == "改过的标题"


def test_admin_add_form_keeps_the_draft_and_shows_the_reason(section):
    client = superuser_client()
    address = reverse("wagtailadmin_pages:add", args=["news", "featurepage", section.pk])
    answer = client.post(address, story_form("新稿", PENDING_BODY, **{"action-publish": "1"}), follow=True)
    assert "待配图没有配上" in shown(answer)
    page = FeaturePage.objects.get(title="新稿")
    assert (page.live, page.number) == (False, 10001)


def test_admin_publishes_what_passes(section):
    client = superuser_client()
    address = reverse("wagtailadmin_pages:add", args=["news", "featurepage", section.pk])
    client.post(address, story_form("新稿", **{"action-publish": "1"}), follow=True)
    assert FeaturePage.objects.get(title="新稿").live


def test_workflow_approval_is_refused_with_the_reason(blocked):
    workflow = Workflow.objects.create(name="审稿")
    task = GroupApprovalTask.objects.create(name="编辑审")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    client = superuser_client()
    state = workflow.start(blocked, None)
    address = reverse("wagtailadmin_pages:workflow_action", args=[blocked.pk, "approve", state.current_task_state.pk])
    answer = client.post(address, {"comment": ""}, follow=True)
    assert "待配图没有配上" in shown(answer)
    assert not is_live(blocked)
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_workflow_approval_from_the_edit_form_keeps_what_was_typed(blocked):
    workflow = Workflow.objects.create(name="审稿")
    task = GroupApprovalTask.objects.create(name="编辑审")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    client = superuser_client()
    workflow.start(blocked, None)
    data = story_form(
        "审时改的标题", PENDING_BODY, **{"action-workflow-action": "1", "workflow-action-name": "approve"}
    )
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[blocked.pk]), data, follow=True)
    assert "待配图没有配上" in shown(answer)
    assert not is_live(blocked)
    assert latest_title(blocked) == "审时改的标题"


def test_bulk_publish_lets_the_good_one_out_and_names_the_blocked_one(section, blocked):
    good = story(section, live=False, title="可以发的")
    client = superuser_client()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{address}?id={blocked.pk}&id={good.pk}&next=/admin/", {}, follow=True)
    assert is_live(good)
    assert not is_live(blocked)
    assert "待配图没有配上" in shown(answer)


def test_live_child_added_by_code_is_refused(section):
    page = FeaturePage(title="直接上线", body=[*BODY, PENDING], locale=section.locale)
    with pytest.raises(PublicationRefused):
        section.add_child(instance=page)
    section.refresh_from_db()
    assert section.numchild == 0
    assert not StoryPage.objects.exists()


def test_copy_kept_live_is_refused_when_the_rules_have_changed_since(section, blocked):
    StoryPage.objects.filter(pk=blocked.pk).update(live=True)  # as if it had gone out before the rule came
    with pytest.raises(PublicationRefused):
        FeaturePage.objects.get(pk=blocked.pk).copy(keep_live=True, update_attrs={"title": "副本"})
    assert StoryPage.objects.count() == 1


def test_admin_copy_kept_live_says_why_it_was_refused(section, blocked):
    StoryPage.objects.filter(pk=blocked.pk).update(live=True)
    client = superuser_client()
    data = {"new_title": "副本", "new_slug": "copy", "new_parent_page": section.pk, "publish_copies": "on"}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[blocked.pk]), data, follow=True)
    assert "待配图没有配上" in shown(answer)
    assert StoryPage.objects.count() == 1


def test_live_alias_is_refused(section, blocked):
    StoryPage.objects.filter(pk=blocked.pk).update(live=True)
    with pytest.raises(PublicationRefused):
        FeaturePage.objects.get(pk=blocked.pk).create_alias(parent=section, update_slug="again")
    assert StoryPage.objects.count() == 1


def test_alias_is_a_story_of_its_own_and_follows_its_source(section, column):
    entry = story(column)
    alias = entry.create_alias(parent=column, update_slug="again")
    assert (alias.number, alias.slug, alias.issue_number) == (10002, "10002", 1)
    entry.title = "改过的标题"
    entry.save_revision().publish()
    alias.refresh_from_db()
    assert (alias.title, alias.number, alias.slug, alias.issue_number) == ("改过的标题", 10002, "10002", 1)


def test_translation_is_refused(section, blocked, newsroom):
    english = Locale.objects.get(language_code="en")
    translation = blocked.copy_for_translation(english, copy_parents=True)
    with pytest.raises(PublicationRefused):
        translation.save_revision().publish()
    assert not is_live(translation)


def test_publication_by_schedule_in_wagtails_own_command_is_refused_with_the_reason(blocked, capsys):
    from datetime import timedelta

    from django.utils import timezone

    revision = blocked.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert not is_live(blocked)
    assert "待配图没有配上" in capsys.readouterr().out


def test_filling_the_picture_opens_the_gate(section, blocked, photo):
    blocked.body = [
        *BODY,
        {"type": "picture_pending", "value": {"caption": "联席会议现场", "photo": photo.pk, "credit": "", "alt": ""}},
    ]
    blocked.save_revision().publish()
    assert is_live(blocked)


def test_refused_entry_takes_no_column_number(column):
    entry = story(column, live=False, body=[*BODY, PENDING])
    with pytest.raises(PublicationRefused):
        entry.get_latest_revision().publish()
    assert not ColumnNumber.objects.exists()


def test_unpublish_and_update_of_a_draft_ask_no_gate(blocked):
    blocked.title = "草稿随便存"
    blocked.save()
    blocked.save_revision()
    assert not is_live(blocked)


def test_alias_in_another_column_takes_that_columns_number(newsroom, column):
    other = ensure_column(home=newsroom.home, slug="zhuxi", title="主席之声")
    story(other)
    assert story(column).create_alias(parent=other, update_slug="again").issue_number == 2


def test_block_left_incomplete_is_named(section):
    page = story(section, live=False, body=[*BODY, {"type": "photo", "value": {"photo": None, "preset": "body"}}])
    with pytest.raises(PublicationRefused, match="第2块“照片”没有填完整"):
        page.get_latest_revision().publish()


def test_body_of_a_divider_alone_says_nothing(section):
    page = story(section, live=False, body=[{"type": "divider", "value": None}])
    with pytest.raises(PublicationRefused, match="正文是空的"):
        page.get_latest_revision().publish()


def test_live_story_that_a_later_rule_would_block_can_still_be_moved(section, newsroom, blocked):
    StoryPage.objects.filter(pk=blocked.pk).update(live=True)  # as if it had gone out before the rule came
    other = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    FeaturePage.objects.get(pk=blocked.pk).move(other, pos="last-child")
    assert FeaturePage.objects.get(pk=blocked.pk).get_parent().specific == other


@pytest.mark.parametrize("model", [Page, StoryPage])
def test_story_is_not_published_without_what_its_type_adds(column, model):
    """Read so, it would pass by its type's checks and its column's number."""
    page = model.objects.get(pk=story(column, live=False).pk)
    page.live = True
    with pytest.raises(TypeError):
        page.save()
    assert not is_live(page)
    assert not ColumnNumber.objects.exists()


@pytest.mark.parametrize("model", [Page, StoryPage])
def test_live_story_is_not_changed_without_what_its_type_adds(column, model):
    """Read so, its archive entry would be wanting, or missing."""
    page = model.objects.get(pk=story(column, title="一").pk)
    page.title = "二"
    with pytest.raises(TypeError):
        page.save()
    assert [version.title for version in PublishedVersion.objects.all()] == ["一"]


def test_saving_live_alone_stores_what_publication_gives(column):
    entry = story(column, live=False)
    entry.live = True
    entry.save(update_fields=["live"])
    entry.refresh_from_db()
    assert (entry.issue_number, entry.date_shown is not None) == (1, True)


def test_whole_sections_are_not_copied(section):
    client = superuser_client()
    assert client.get(reverse("wagtailadmin_pages:copy", args=[section.pk])).status_code == 302
