"""The newsroom's roles: what `setup_roles` makes and restores, who publishes, and how a story passes the review."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    TaskState,
    Workflow,
)

from home.models import HomePage
from home.newsroom import Newsroom
from home.roles import (
    ADMINISTRATOR,
    CHIEF,
    CORRESPONDENT,
    DESK_HEAD,
    EDITOR,
    PICTURE_EDITOR,
    REPORTER,
    REVIEW,
    ROLES,
    TRANSLATOR,
    ensure_roles,
)
from news.models import FeaturePage, SectionPage
from tests.factories.admin import browser_of, story_form
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles(newsroom: Newsroom) -> Newsroom:
    ensure_roles()
    return newsroom


def member_of(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or f"member-{role}", "member@example.org", None)
    user.groups.add(Group.objects.get(name=role))
    return user


def state_of_permissions() -> Any:
    """Everything that the command manages, to be compared."""
    return (
        sorted(Group.objects.values_list("name", "permissions__codename")),
        sorted(GroupPagePermission.objects.values_list("pk", "group__name", "page_id", "permission__codename")),
        sorted(GroupCollectionPermission.objects.values_list("pk", "group__name", "permission__codename")),
        sorted(Workflow.objects.values_list("pk", "name", "workflow_tasks__task__name", "workflow_pages__page_id")),
    )


def review_step(page: Any) -> TaskState:
    return TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk")


def approve(client: Client, page: Any) -> None:
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", review_step(page).pk])
    client.post(address, {})


# setup_roles ----------------------------------------------------------------------------------------------------------
def test_command_makes_the_eight_roles_and_says_so(newsroom: Newsroom):
    output = io.StringIO()
    call_command("setup_roles", stdout=output)
    assert "通讯员" in output.getvalue() and "审稿" in output.getvalue()
    assert set(Group.objects.values_list("name", flat=True)) == {
        "通讯员", "记者", "编辑", "部门主任", "总编", "图片编辑", "翻译", "站点管理员",
    }  # fmt: skip


def test_second_run_changes_nothing(roles: Newsroom):
    before = state_of_permissions()
    output = io.StringIO()
    call_command("setup_roles", stdout=output)
    assert state_of_permissions() == before
    assert "没有改动" in output.getvalue()


def test_second_run_asks_few_questions(roles: Newsroom, django_assert_max_num_queries: Any):
    with django_assert_max_num_queries(40):
        assert ensure_roles() == []


def test_every_role_opens_the_admin_and_none_is_a_superuser(roles: Newsroom):
    for role in ROLES:
        user = member_of(role.name)
        assert browser_of(user).get(reverse("wagtailadmin_home")).status_code == 200
        assert not user.is_superuser


def test_changed_permissions_of_a_role_are_restored(roles: Newsroom):
    before = state_of_permissions()
    correspondent = Group.objects.get(name=CORRESPONDENT)
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    correspondent.permissions.clear()
    correspondent.permissions.add(Permission.objects.get(codename="add_user"))
    GroupPagePermission.objects.create(group=correspondent, page=roles.home, permission=publish)
    GroupCollectionPermission.objects.filter(group=correspondent).delete()
    assert ensure_roles() == [CORRESPONDENT]
    after = state_of_permissions()
    assert after[0] == before[0]
    assert [row[1:] for row in after[1]] == [row[1:] for row in before[1]]
    assert sorted(row[1:] for row in after[2]) == sorted(row[1:] for row in before[2])


def test_other_groups_keep_what_an_administrator_gave_them(roles: Newsroom):
    desk = Group.objects.create(name="网络部")
    desk.permissions.add(Permission.objects.get(codename="add_redirect"))
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    choose = Permission.objects.get(content_type__app_label="wagtailimages", codename="choose_image")
    GroupPagePermission.objects.create(group=desk, page=roles.home, permission=publish)
    GroupCollectionPermission.objects.create(group=desk, collection=Collection.get_first_root_node(), permission=choose)
    before = state_of_permissions()
    ensure_roles()
    assert state_of_permissions() == before


def test_review_rearranged_by_an_administrator_stays_so(roles: Newsroom):
    review = Workflow.objects.get(name=REVIEW)
    review.workflow_tasks.get(task__name="编辑审").delete()
    assert ensure_roles() == []
    assert [step.task.name for step in review.workflow_tasks.all()] == ["签发"]


def test_wagtails_own_groups_go_when_nobody_is_in_them(newsroom: Newsroom):
    assert Group.objects.filter(name__in=["Editors", "Moderators"]).count() == 2
    ensure_roles()
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()
    assert list(Workflow.objects.values_list("name", flat=True)) == [REVIEW]
    assert not GroupApprovalTask.objects.filter(name="Moderators approval").exists()


def test_wagtails_own_group_stays_while_somebody_is_in_it(newsroom: Newsroom):
    user = User.objects.create_user("old", "old@example.org", None)
    user.groups.add(Group.objects.get(name="Moderators"))
    ensure_roles()
    assert user.groups.filter(name="Moderators").exists()
    assert not Group.objects.filter(name="Editors").exists()


def test_group_named_editors_made_later_is_left_alone(roles: Newsroom):
    Group.objects.create(name="Editors")
    ensure_roles()
    assert Group.objects.filter(name="Editors").exists()


def test_front_page_of_a_new_language_gets_roles_and_review_at_once(roles: Newsroom):
    translator = member_of(TRANSLATOR)
    english = roles.home.copy_for_translation(Locale.objects.get(language_code="en"))
    assert english.permissions_for_user(member_of(DESK_HEAD)).can_add_subpage() is False
    held = GroupPagePermission.objects.filter(group__user=translator).values_list("page_id", "permission__codename")
    assert list(held) == [(english.pk, "change_page")]
    assert HomePage.objects.get(pk=english.pk).get_workflow().name == REVIEW


# Publishing -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_only_desk_heads_and_chiefs_publish_from_the_form(
    role: str, section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    draft = story(section, live=False)
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(member_of(role)).post(
            reverse("wagtailadmin_pages:edit", args=[draft.pk]), {**story_form(), "action-publish": "1"}
        )
    draft.refresh_from_db()
    assert draft.live is (role in {DESK_HEAD, CHIEF})


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_only_desk_heads_and_chiefs_publish_in_bulk(
    role: str, section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    draft = story(section, live=False)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(member_of(role)).post(f"{address}?id={draft.pk}", {})
    draft.refresh_from_db()
    assert draft.live is (role in {DESK_HEAD, CHIEF})


@pytest.mark.parametrize("role", [CORRESPONDENT, REPORTER, EDITOR])
def test_new_story_of_who_may_not_publish_stays_a_draft(role: str, section: SectionPage, roles: Newsroom):
    author = member_of(role)
    browser_of(author).post(
        reverse("wagtailadmin_pages:add", args=["news", "featurepage", section.pk]),
        {**story_form("夜班食堂"), "action-publish": "1"},
    )
    page = FeaturePage.objects.get(title="夜班食堂")
    assert (page.live, page.owner) == (False, author)


def test_desk_head_publishes_a_new_story_in_one_go(
    section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(member_of(DESK_HEAD)).post(
            reverse("wagtailadmin_pages:add", args=["news", "featurepage", section.pk]),
            {**story_form("夜班食堂"), "action-publish": "1"},
        )
    assert FeaturePage.objects.get(title="夜班食堂").live


def test_who_edits_everything_still_cannot_rename_a_section(section: SectionPage, roles: Newsroom):
    for role in (EDITOR, DESK_HEAD, PICTURE_EDITOR):
        permissions = section.permissions_for_user(member_of(role))
        assert not permissions.can_edit() and not permissions.can_publish() and not permissions.can_delete()
    assert section.permissions_for_user(member_of(CHIEF)).can_edit()


def test_desk_head_moves_a_published_story_to_another_section(section: SectionPage, roles: Newsroom):
    other = SectionPage(title="维权", slug="weiquan", locale=section.locale)
    roles.home.add_child(instance=other)
    permissions = story(section).permissions_for_user(member_of(DESK_HEAD))
    assert permissions.can_move_to(other)
    assert not permissions.can_delete()


def test_permissions_are_the_same_on_a_page_read_without_its_type(section: SectionPage, roles: Newsroom):
    """Wagtail's listings and choosers ask the plain Page row."""
    from wagtail.models import Page

    assert not Page.objects.get(pk=section.pk).permissions_for_user(member_of(EDITOR)).can_edit()


def test_listing_of_stories_asks_no_more_for_more_stories(
    section: SectionPage, roles: Newsroom, django_assert_max_num_queries: Any
):
    """Permissions are asked for every row. Of a role without `submit_translation`: wagtail-localize's own buttons ask
    the database twice a row.
    """
    client = browser_of(member_of(PICTURE_EDITOR))
    address = reverse("wagtailadmin_explore", args=[section.pk])
    story(section, live=False)
    client.get(address)  # fills the caches of content types and of the site
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(6):
        story(section, live=False, title=f"第{number}篇")
    with django_assert_max_num_queries(len(few)):
        client.get(address)


# The review -----------------------------------------------------------------------------------------------------------
def test_correspondents_story_is_published_when_both_steps_are_approved(
    section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    author, editor, desk_head = member_of(CORRESPONDENT), member_of(EDITOR), member_of(DESK_HEAD)
    draft = story(section, live=False, owner=author)
    browser_of(author).post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), {**story_form(), "action-submit": "1"})
    assert review_step(draft).task.name == "编辑审"
    approve(browser_of(author), draft)
    assert review_step(draft).task.name == "编辑审"
    approve(browser_of(editor), draft)
    assert review_step(draft).task.name == "签发"
    approve(browser_of(editor), draft)
    draft.refresh_from_db()
    assert not draft.live
    with django_capture_on_commit_callbacks(execute=True):
        approve(browser_of(desk_head), draft)
    draft.refresh_from_db()
    assert draft.live


def test_author_cannot_change_a_story_while_the_editors_have_it(section: SectionPage, roles: Newsroom):
    author = member_of(REPORTER)
    draft = story(section, live=False, owner=author)
    Workflow.objects.get(name=REVIEW).start(draft, author)
    browser_of(author).post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), story_form("偷偷改的标题"))
    assert draft.get_latest_revision_as_object().title != "偷偷改的标题"


def test_gate_holds_when_the_last_step_is_approved(
    section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    """A caption without a picture keeps the story back, and the approver reads why."""
    body = [{"type": "picture_pending", "value": {"caption": "食堂开了夜灶"}}]
    draft = story(section, live=False, body=body)
    Workflow.objects.get(name=REVIEW).start(draft, member_of(REPORTER))
    approve(browser_of(member_of(EDITOR)), draft)
    desk_head = browser_of(member_of(DESK_HEAD))
    with django_capture_on_commit_callbacks(execute=True):
        approve(desk_head, draft)
    draft.refresh_from_db()
    assert not draft.live
    answer = desk_head.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert "待配图没有配上" in answer.content.decode()


# Accounts -------------------------------------------------------------------------------------------------------------
def account_form(**fields: Any) -> dict[str, Any]:
    return {
        "username": "newcomer", "email": "n@example.org", "first_name": "新", "last_name": "人",
        "password1": "江边夜班岗位上的热汤", "password2": "江边夜班岗位上的热汤", "is_active": "on", **fields,
    }  # fmt: skip


def test_site_administrator_cannot_make_a_superuser(roles: Newsroom):
    client = browser_of(member_of(ADMINISTRATOR))
    client.post(reverse("wagtailusers_users:add"), account_form(is_superuser="on"))
    newcomer = User.objects.get(username="newcomer")
    assert not newcomer.is_superuser
    client.post(reverse("wagtailusers_users:edit", args=[newcomer.pk]), account_form(is_superuser="on"))
    newcomer.refresh_from_db()
    assert not newcomer.is_superuser


def test_superuser_still_makes_superusers(roles: Newsroom):
    client = browser_of(User.objects.create_superuser("root", "root@example.org", None))
    client.post(reverse("wagtailusers_users:add"), account_form(is_superuser="on"))
    assert User.objects.get(username="newcomer").is_superuser


def test_site_administrator_cannot_take_over_a_superusers_account(roles: Newsroom):
    root = User.objects.create_superuser("root", "root@example.org", "江边夜班岗位上的热汤")
    client = browser_of(member_of(ADMINISTRATOR))
    client.post(
        reverse("wagtailusers_users:edit", args=[root.pk]),
        account_form(username="root", password1="另一个足够长的新口令", password2="另一个足够长的新口令"),
    )
    bulk = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    client.post(f"{bulk}?id={root.pk}", {"mark_as_active": "False"})
    root.refresh_from_db()
    assert root.check_password("江边夜班岗位上的热汤")
    assert root.is_active


def test_translator_cannot_publish_by_updating_translations(
    section: SectionPage, roles: Newsroom, django_capture_on_commit_callbacks: Any
):
    """wagtail-localize's own page publishes for anybody who may submit translations."""
    from wagtail_localize.models import Translation, TranslationSource

    hant = Locale.objects.get(language_code="zh-hant")
    roles.home.copy_for_translation(hant)
    section.copy_for_translation(hant)
    source, _created = TranslationSource.get_or_create_from_instance(story(section))
    translation = Translation.objects.create(source=source, target_locale=hant)
    translation.save_target(publish=False)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(member_of(TRANSLATOR)).post(address, {"publish_translations": "on"})
    assert not translation.get_target_instance().live
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(member_of(DESK_HEAD)).post(address, {"publish_translations": "on"})
    assert translation.get_target_instance().live


def test_translator_does_not_replace_a_translation_by_its_source(section: SectionPage, roles: Newsroom):
    """Readers would have the Chinese at once; wagtail-localize lets everyone who may edit the translation."""
    from wagtail_localize.models import Translation, TranslationSource

    english = Locale.objects.get(language_code="en")
    for above in (roles.home, section):
        above.copy_for_translation(english)
    source, _created = TranslationSource.get_or_create_from_instance(story(section))
    translation = Translation.objects.create(source=source, target_locale=english, enabled=False)
    translation.save_target(publish=False)
    target = translation.get_target_instance()
    address, screen = (
        reverse("convert_to_alias", args=[target.pk]),
        reverse("wagtailadmin_pages:edit", args=[target.pk]),
    )
    offered = 'name="localize-convert-to-alias"'
    translator, desk_head = browser_of(member_of(TRANSLATOR)), browser_of(member_of(DESK_HEAD))
    assert offered not in translator.get(screen).content.decode()
    translator.post(address)
    assert Page.objects.get(pk=target.pk).alias_of is None
    assert offered in desk_head.get(screen).content.decode()
    desk_head.post(address)
    assert Page.objects.get(pk=target.pk).alias_of_id == source.get_source_instance().pk
