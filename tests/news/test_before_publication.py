"""What an editor reads about a publication: what is missing, what to think of, what became of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowTask

from news.publication import PublicationRefused, Severity, publication_findings, publication_problems
from tests.factories.admin import PENDING_BODY, browser_of, story_form, superuser_client
from tests.factories.records import member_of_staff
from tests.factories.stories import BODY, PENDING, story

pytestmark = pytest.mark.django_db


def pending(*captions: str) -> list[dict[str, Any]]:
    return [{"type": "picture_pending", "value": {"caption": caption, "photo": None}} for caption in captions]


def told(answer: Any) -> list[str]:
    """The messages of an answer, without their markup."""
    return [" ".join(re.sub(r"<[^>]+>", " ", str(message)).split()) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    ("captions", "sentence"),
    [
        (["联席会议现场"], "还有 1 张待配图没有配上：“联席会议现场”。请选照片，或删掉这一块。"),
        (["“夜校”开课", "  "], "还有 2 张待配图没有配上：“‘夜校’开课”等。请选照片，或删掉这些块。"),
        (list("甲乙丙"), "还有 3 张待配图没有配上：“甲”、“乙”、“丙”。请选照片，或删掉这些块。"),
        (list("甲乙丙丁"), "还有 4 张待配图没有配上：“甲”、“乙”、“丙”等。请选照片，或删掉这些块。"),
        (["", ""], "还有 2 张待配图没有配上。请选照片，或删掉这些块。"),
        (["长" * 60], f"还有 1 张待配图没有配上：“{'长' * 19}…”。请选照片，或删掉这一块。"),
    ],
)
def test_pictures_that_are_wanting_are_one_line(section, captions, sentence):
    page = story(section, live=False, body=[*BODY, *pending(*captions)])
    [problem] = [problem for problem in publication_problems(page) if problem.code == "picture_pending"]
    assert problem.message == sentence


def test_picture_that_is_wanting_is_not_called_incomplete_as_well(section):
    page = story(section, live=False, body=[*BODY, *pending("", "")])
    assert [problem.code for problem in publication_problems(page)] == ["picture_pending"]


def test_pending_picture_that_code_wrote_without_a_caption_is_one(section):
    page = story(section, live=False, body=[*BODY, {"type": "picture_pending", "value": {"photo": None}}])
    [problem] = publication_problems(page)
    assert problem.message == "还有 1 张待配图没有配上。请选照片，或删掉这一块。"


def test_photos_without_alternative_text_are_a_warning_and_no_obstacle(section, photo):
    photo.description = ""
    photo.save()
    said = {"photo": photo.pk, "alt": "工人走过铁桥"}
    silent = {"photo": photo.pk, "alt": ""}
    body = [
        *BODY,
        {"type": "photo", "value": said},
        {"type": "photo", "value": silent},
        {"type": "picture_pending", "value": {**silent, "caption": "夜班"}},
        {"type": "photo", "value": {"photo": photo.pk}},  # as code writes it
        {"type": "gallery", "value": {"photos": [{"type": "item", "id": "1", "value": silent}]}},
    ]
    page = story(section, live=False, body=body, lead_photo=photo)
    [warning] = publication_findings(page)
    assert warning.severity is Severity.WARNS
    assert warning.message == "有 5 张照片没有替代文字，读屏的读者听不到画面。"
    page.get_latest_revision().publish()
    html = superuser_client().get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert warning.message in html
    assert "发布前还差" not in html


def test_alternative_text_of_the_photos_card_is_enough(section, photo):
    photo.description = "工人走过铁桥"
    photo.save()
    assert publication_findings(story(section, live=False, lead_photo=photo)) == []


def test_note_at_the_buttons_counts_and_the_panel_lists(section, photo):
    photo.description = ""
    photo.save()
    page = story(section, live=False, body=pending("<b>夜班</b>", "早班"), title=" ", lead_photo=photo)
    answer = superuser_client().get(reverse("news_problems", args=[page.pk])).json()
    assert answer["note"] == "发布前还差 2 项，1 条提醒"
    assert "&lt;b&gt;夜班" in answer["html"] and "<b>夜班" not in answer["html"]
    assert "提醒，不影响发布" in answer["html"]


def test_refused_publication_is_told_in_one_line_and_listed_once(section):
    page = story(section, live=False)
    data = story_form("夜班的灯", PENDING_BODY, **{"action-publish": "1"})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = superuser_client().post(address, data, follow=True).content.decode()
    assert "《夜班的灯》没有发布：还差 1 项，见下面的清单。" in html
    assert html.count("待配图没有配上") == 1


def test_bulk_publication_that_is_refused_gives_the_reasons_and_the_way(section):
    page = story(section, live=False, title="夜班的灯", body=[*BODY, PENDING])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = superuser_client().post(f"{address}?id={page.pk}&next=/admin/", {})
    [message] = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "《夜班的灯》还不能发布：还有 1 张待配图没有配上" in message
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in message


def test_refusal_reads_as_sentences(section):
    page = story(section, live=False, title=" ", body=[])
    with pytest.raises(PublicationRefused) as refusal:
        page.get_latest_revision().publish()
    assert str(refusal.value) == "《 》还不能发布：没有标题。正文是空的。"


# Time
def test_time_that_is_filled_in_and_not_scheduled_is_pointed_out(section):
    page = story(section, live=False)
    client, address = superuser_client(), reverse("news_problems", args=[page.pk])
    assert "还没有排定" not in client.get(address).json()["html"]
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision()
    assert "还没有排定：点底部菜单里的“" in client.get(address).json()["html"]
    revision.publish()
    assert "还没有排定" not in client.get(address).json()["html"]


def test_writer_is_told_that_a_time_waits_for_the_review(section, newsroom):
    writer = member_of_staff()
    page = story(section, live=False, owner=writer, go_live_at=timezone.now() + timedelta(days=1))
    group = Group.objects.create(name="写稿")
    permission = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=newsroom.home, permission=permission)
    writer.groups.add(group)
    assert "还没有排定：送审" in browser_of(writer).get(reverse("news_problems", args=[page.pk])).json()["html"]


# Reviews
@pytest.fixture
def review() -> Workflow:
    workflow = Workflow.objects.create(name="审稿")
    for order, name in enumerate(["初审", "终审"]):
        task = GroupApprovalTask.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow


def decide(client: Client, page: Any, decision: str) -> Any:
    """As Wagtail's dialog on the dashboard does it."""
    step = type(page).objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, decision, step.pk])
    return client.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})


def test_each_step_of_a_review_says_what_came_of_it(section, review):
    page = story(section, live=False, title="夜班的灯")
    client = superuser_client()
    review.start(page, None)
    assert told(decide(client, page, "approve")) == ["《夜班的灯》通过了“初审”，下一步是“终审”。"]
    assert told(decide(client, page, "approve"))[-1] == "《夜班的灯》通过了“终审”，已经发布。"
    page.refresh_from_db()
    assert page.live


def test_review_that_sends_a_story_back_says_so(section, review):
    page = story(section, live=False, title="夜班的灯")
    review.start(page, None)
    assert told(decide(superuser_client(), page, "reject")) == ["《夜班的灯》没有通过“初审”，已退回修改。"]


def test_review_of_a_story_with_a_time_says_when_it_goes_out(section, review):
    page = story(section, live=False, title="夜班的灯", go_live_at=timezone.now() + timedelta(days=1))
    client = superuser_client()
    review.start(page, None)
    decide(client, page, "approve")
    assert re.fullmatch(r"《夜班的灯》通过了“终审”，已排定 \d+年.* 发布。", told(decide(client, page, "approve"))[-1])


def test_approval_in_the_edit_form_says_that_the_story_is_out(section, review):
    page = story(section, live=False)
    client = superuser_client()
    review.start(page, None)
    decide(client, page, "approve")
    data = story_form("夜班的灯", **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
    assert "《夜班的灯》通过了“终审”，已经发布。" in answer.content.decode()


def test_refused_approval_in_the_dialog_leads_to_the_reasons(section, review):
    page = story(section, live=False, title="夜班的灯", body=[*BODY, PENDING])
    client = superuser_client()
    review.start(page, None)
    decide(client, page, "approve")
    answer = decide(client, page, "approve")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert answer.json() == {"step": "success", "redirect": edit}
    assert told(answer)[-1] == "《夜班的灯》没有发布：还差 1 项，见下面的清单。"
    assert not type(page).objects.get(pk=page.pk).live
