"""Published versions side by side, and withdrawal, in the admin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel

from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, PublishedVersion, SectionPage
from news.type_change import TYPES
from news.versions import lines_of
from tests.factories.admin import browser_of, superuser_client
from tests.factories.photos import make_photo
from tests.factories.records import person
from tests.factories.stories import PENDING, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def outsider() -> Client:
    """Somebody who may enter the admin and nothing else."""
    user = get_user_model().objects.create_user("outsider", password="password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return browser_of(user)


def test_two_versions_stand_side_by_side_with_their_difference(section):
    page = story(section, title="夜班的灯")
    page.refresh_from_db()
    page.title = "夜班的光<b>"
    page.save_revision().publish()
    html = superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode()
    assert "<del>灯</del>" in html
    assert "<ins>光&lt;b&gt;</ins>" in html
    assert "1 处不同" in html


def test_any_two_versions_can_be_chosen(section):
    page = story(section, title="一")
    page.refresh_from_db()
    for title in ("二", "三"):
        page.title = title
        page.save_revision().publish()
    html = superuser_client().get(reverse("news_versions", args=[page.pk]), {"a": "1", "b": "3"}).content.decode()
    assert "<del>一</del>" in html
    assert "<ins>三</ins>" in html


BODY_BEFORE = [
    {"type": "paragraph", "value": '<p>见<a href="https://example.org/1">全文</a>，值班三夜</p><ul><li>热餐</li></ul>'},
    {"type": "editors_note", "value": {"label": "note", "text": "<p>本报按</p>"}},
    {"type": "measures", "value": {"title": "", "ordered": True, "measures": [{"title": "热餐", "text": ""}]}},
    {"type": "table", "value": {"caption": "", "table": {"data": [["年份", "人数"]]}, "source": ""}},
]
BODY_AFTER = [
    {
        "type": "paragraph",
        "value": '<p>见<a href="https://example.org/2">全文</a>，<b>值班</b>三夜</p><ol><li>热餐</li></ol>',
    },
    {"type": "editors_note", "value": {"label": "says", "text": "<p>本报按</p>"}},
    {"type": "measures", "value": {"title": "", "ordered": False, "measures": [{"title": "热餐", "text": ""}]}},
    {"type": "table", "value": {"caption": "", "table": {"data": [["年份", "家数"]]}, "source": ""}},
]


def test_difference_that_lies_in_a_link_a_choice_or_the_type_is_shown_as_well(section):
    page = story(section, body=BODY_BEFORE, search_description="一")
    page.refresh_from_db()
    page.body = BODY_AFTER
    page.search_description = "二"
    page.save_revision().publish()
    html = superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode().split("<tbody>")[1]
    assert "<span>见全文〔→https://example.org/</span><del>1</del><span>〕" in html
    assert "<ins>〔加粗〕</ins><span>值班</span><ins>〔/加粗〕</ins>" in html
    assert "<ins>1.</ins>" in html
    assert "<ins>小</ins><span>编</span><ins>说</ins>" in html
    assert re.search(r"举措清单：编号</th>\s*<td><del>是</del></td>\s*<td><ins>否</ins>", html)
    assert "<span>年份｜</span><ins>家</ins>" in html
    assert "<ins>二</ins>" in html
    assert html.count("gx-changed") == 6


def test_photos_and_records_of_a_body_stand_in_a_version_by_name(section):
    someone = person("孟长河")
    body = [
        {"type": "photo", "value": {"photo": make_photo(title="码头夜班").pk, "preset": "wide"}},
        {"type": "profile_card", "value": {"person": someone.pk}},
        {"type": "related_stories", "value": {"title": "", "stories": [story(section, title="一碗热汤").pk]}},
    ]
    page = story(section, body=[*BODY_BEFORE[:1], *body])
    lines = {line.label: line.text for line in lines_of(PublishedVersion.objects.get(number=page.number))}
    assert lines["照片：照片"] == "码头夜班"
    assert lines["照片：版式"] == "通栏，16:9"
    assert lines["人物卡：人物"] == "孟长河"
    assert lines["相关报道：稿件"] == "一碗热汤"


def test_first_version_stands_alone_and_is_called_the_first(section):
    page = story(section, title="夜班的灯")
    html = superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode()
    assert "首次发布的版本" in html
    assert html.count("<td><span>夜班的灯") == 1
    assert "处不同" not in html


def test_versions_of_a_draft_say_that_there_are_none(section):
    page = story(section, live=False)
    assert "还没有发布过" in superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode()


def test_editor_withdraws_and_restores_in_the_admin(section):
    page = story(section)
    client = superuser_client()
    address = reverse("news_withdraw", args=[page.pk])
    assert "确认撤稿" in client.get(address).content.decode()
    assert "已撤下" in client.post(address, {"reason": "事实有误"}, follow=True).content.decode()
    assert Client().get(page.url).status_code == 410
    assert "事实有误" in client.get(address).content.decode()
    assert "已恢复" in client.post(address, {"restore": "1"}, follow=True).content.decode()


def test_withdrawal_without_a_reason_is_asked_again(section):
    page = story(section)
    answer = superuser_client().post(reverse("news_withdraw", args=[page.pk]), {"reason": ""})
    assert answer.status_code == 200
    page.refresh_from_db()
    assert page.live


@pytest.mark.parametrize("view", ["news_versions", "news_withdraw"])
def test_who_may_not_edit_a_story_sees_neither(section, outsider, view):
    page = story(section)
    answer = outsider.get(reverse(view, args=[page.pk]), follow=True)
    assert page.title not in answer.content.decode()
    page.refresh_from_db()
    assert page.live


def test_edit_screen_asks_what_still_blocks_the_latest_draft(section):
    page = story(section)
    page.refresh_from_db()
    page.body = []
    page.save_revision()
    answer = superuser_client().get(reverse("news_problems", args=[page.pk])).json()
    assert answer["note"] == "发布前还差 1 项"
    assert "正文是空的。" in answer["html"]


def test_edit_screen_carries_the_module_and_the_tabs_of_an_editor(section):
    html = superuser_client().get(reverse("wagtailadmin_pages:edit", args=[story(section).pk])).content.decode()
    assert "js/admin/story-editor.js" in html
    for tab in ("内容", "署名与来源", "关联", "推广", "设置"):
        assert re.search(rf'role="tab"[^>]*>\s*{tab}', html), tab


def asked(panel: Panel, said: bool = False) -> Iterator[tuple[str, bool]]:
    """Each field of a form, and whether it or the rows or group that it stands in say what it is for."""
    said = said or bool(panel.help_text)
    if isinstance(panel, FieldPanel):
        yield panel.field_name, said or bool(getattr(panel.db_field, "help_text", ""))
    children = panel.child_edit_handler.children if isinstance(panel, InlinePanel) else getattr(panel, "children", ())
    for child in children or ():
        yield from asked(child, said)


@pytest.mark.parametrize("page_type", [*TYPES, SectionPage, ColumnPage, ProfileIndexPage, NoticeIndexPage])
def test_every_field_says_what_it_is_for(page_type):
    fields = dict(asked(page_type.get_edit_handler()))
    assert len(fields) >= 5
    # Wagtail explains the times of publication in their own dialog.
    assert [name for name, said in fields.items() if not said] == ["go_live_at", "expire_at"]


def test_scheduled_story_that_is_blocked_tells_how_to_get_at_its_text(section):
    page = story(section, live=False, body=[PENDING])
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    html = superuser_client().get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "待配图没有配上" in html
    assert "取消定时" in html


def test_problems_are_told_to_nobody_who_may_not_edit(section, outsider):
    answer = outsider.get(reverse("news_problems", args=[story(section, live=False, body=[]).pk]))
    assert "正文" not in answer.content.decode()
    assert answer.status_code != 200


def test_versions_speak_in_words(section):
    page = story(section, genre="feature", print_date="2026-11-20")
    page.refresh_from_db()
    page.byline.create(name="沈知秋", role="reporter", locale=page.locale)
    page.source_kind = "reprint"
    page.save_revision().publish()
    html = superuser_client().get(reverse("news_versions", args=[page.pk])).content.decode()
    assert "沈知秋" in html
    for raw in ("reporter", "reprint", "feature<", "#1"):
        assert raw not in html.split("<tbody>")[1], raw


def test_menu_of_a_story_offers_no_order_of_pages_below_it_and_that_of_a_section_does(section):
    page = story(section)
    chief = superuser_client()
    below_story, below_section = (
        chief.get(reverse("wagtailadmin_pages:edit", args=[each.pk])).content.decode() for each in (page, section)
    )
    assert "?ordering=ord" not in below_story
    assert "?ordering=ord" in below_section
