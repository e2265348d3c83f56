"""Who composes the front page, and what they see of it: the edit screen, the chooser, tomorrow's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from home.front_page import front_page
from home.models import FrontModule, FrontPin, HomePage
from home.models.home_page import tomorrow_morning
from home.newsroom import Newsroom
from home.roles import CHIEF, DESK_HEAD, EDITOR, REPORTER, ensure_roles
from news.models import ColumnPage, SectionPage
from tests.factories.html import Document
from tests.factories.stories import story
from tests.home.arranging import pin, remarks, restrict, schedule, titles

pytestmark = pytest.mark.django_db


# Who may --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def browsers(newsroom: Newsroom) -> Callable[[str], Client]:
    ensure_roles()

    def browser_of(role: str) -> Client:
        user = User.objects.create_user(f"member-{role}", "member@example.org", None)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser_of


def form(*pins: dict[str, Any], **fields: Any) -> dict[str, Any]:
    rows = {"pins": inline_formset(list(pins)), "modules": inline_formset([]), "comments": inline_formset([])}
    return nested_form_data({**rows, **fields, "action-publish": "1"})


def test_draft_with_rows_that_say_nothing_yet_is_previewed(
    home: HomePage, section: SectionPage, published: Any
) -> None:
    published(section)
    home.modules, home.pins = [FrontModule(kind="")], [FrontPin()]
    assert home.make_preview_request(preview_mode="").status_code == 200


def test_desk_head_pins_and_publishes_but_leaves_the_page_what_it_is(
    home: HomePage,
    section: SectionPage,
    browsers: Callable[[str], Client],
    published: Callable[..., Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    published(section)
    chosen = published(section)
    desk_head = browsers(DESK_HEAD)
    address = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert "slug" not in desk_head.get(address).context["form"].fields
    row = {"story": chosen.pk, "place": "lead", "begins_at": "", "ends_at": "2099-01-01 08:00"}
    with django_capture_on_commit_callbacks(execute=True):
        desk_head.post(address, form(row, title="改了名", slug="gai", go_live_at="2099-01-01 08:00"))
    kept = HomePage.objects.get(pk=home.pk)
    assert [(pin.place, pin.story_id) for pin in kept.pins.all()] == [("lead", chosen.pk)]
    assert (kept.title, kept.slug, kept.go_live_at, kept.live) == (home.title, home.slug, None, True)
    assert chosen.title in Document.of(Client().get("/").content.decode()).texts("h1")


def test_who_composes_does_not_therefore_manage_the_structure(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client]
) -> None:
    browsers(DESK_HEAD), browsers(CHIEF), browsers(EDITOR)
    may = {
        role: home.permissions_for_user(User.objects.get(username=f"member-{role}"))
        for role in (DESK_HEAD, CHIEF, EDITOR)
    }
    assert may[DESK_HEAD].can_edit() and may[DESK_HEAD].can_publish() and may[DESK_HEAD].can_lock()
    for forbidden in (
        "can_unpublish", "can_delete", "can_move", "can_copy", "can_add_subpage", "can_reorder_children",
        "can_set_view_restrictions",
    ):  # fmt: skip
        assert not getattr(may[DESK_HEAD], forbidden)(), forbidden
    assert may[CHIEF].can_reorder_children() and may[CHIEF].can_add_subpage()
    assert not may[EDITOR].can_edit()


# The edit screen ------------------------------------------------------------------------------------------------------
def test_edit_screen_tells_what_stands_there_and_which_pins_do_not_show(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client], published: Callable[..., Any]
) -> None:
    published(section)
    pin(home, "headlines", story(section, live=False, title="还没写完"))
    home.save_revision()
    desk_head = browsers(DESK_HEAD)
    for address in (
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        reverse("front_page_composition", args=[home.pk]),
    ):
        shown = desk_head.get(address).content.decode()
        assert "第1篇" in shown
        assert "稿件还没有发布。" in shown
    assert browsers(EDITOR).get(reverse("front_page_composition", args=[home.pk])).status_code == 302


def test_chooser_finds_a_story_by_title_or_number_and_says_where_it_stands(
    section: SectionPage, browsers: Callable[[str], Client], published: Callable[..., Any]
) -> None:
    leading = published(section)
    draft = story(section, live=False, title="还没写完")
    coming = story(section, live=False, title="明早发布")
    schedule(coming, tomorrow_morning())
    client = browsers(DESK_HEAD)

    def found(**asked: Any) -> str:
        return client.get(reverse("story_chooser:choose_results"), asked).content.decode()

    first = found()
    assert leading.title in first and str(leading.number) in first and "头条" in first
    assert "明早发布" in first and "定时发布" in first
    assert "还没写完" not in first
    assert "还没写完" in found(state="draft")
    by_number = found(q=str(draft.number), state="all")
    assert "还没写完" in by_number and leading.title not in by_number
    chosen = client.get(reverse("story_chooser:chosen", args=[leading.pk]))
    assert chosen.status_code == 200


def test_chooser_lists_drafts_for_those_only_who_may_open_them(
    section: SectionPage, browsers: Callable[[str], Client], published: Callable[..., Any]
) -> None:
    published(section)
    hidden = published(section, title="内部传阅")
    restrict(hidden)
    drafts = [story(section, live=False, title="还没写完"), story(section, live=False, title="自己写的")]
    reporter = browsers(REPORTER)
    Page.objects.filter(pk=drafts[1].pk).update(owner=User.objects.get(username=f"member-{REPORTER}"))
    asked = {"state": "all"}
    shown = reporter.get(reverse("story_chooser:choose_results"), asked).content.decode()
    assert [title in shown for title in ("第1篇", "内部传阅", "还没写完", "自己写的")] == [True, False, False, True]
    assert "头条" not in shown  # where it stands now is for those who compose
    for page, status in ((drafts[0], 404), (hidden, 404), (drafts[1], 200)):
        assert reporter.get(reverse("story_chooser:chosen", args=[page.pk])).status_code == status
    several = reporter.get(reverse("story_chooser:chosen_multiple"), {"id": [page.pk for page in drafts]})
    assert [item["id"] for item in several.json()["result"]] == [str(drafts[1].pk)]


# Tomorrow -------------------------------------------------------------------------------------------------------------
def test_tomorrow_shows_what_is_scheduled_and_leaves_out_what_ends_by_then(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    published(column, title="第一期")
    ending = published(section, title="今晚下线")
    type(ending).objects.filter(pk=ending.pk).update(expire_at=tomorrow_morning() - timedelta(hours=1))
    staying = published(section, title="留着")
    changing = published(section, title="旧题")
    coming = story(section, live=False, title="明早发布")
    entry = story(column, live=False, title="第二期")
    late = story(section, live=False, title="明天中午")
    held = story(section, live=False, title="缺图", body=[{"type": "picture_pending", "value": {"caption": "无图"}}])
    at = tomorrow_morning()
    for page in (coming, entry, held):
        schedule(page, at - timedelta(minutes=5))
    schedule(changing, at, title="新题")
    schedule(late, at + timedelta(hours=4))
    begins = pin(home, "headlines", staying, begins_at=at)
    pin(home, "lead", coming, ends_at=at + timedelta(days=1))

    now = front_page(home)
    assert {shown.title for shown in now.stories()} == {"第一期", "今晚下线", "留着", "旧题"}
    then = front_page(home, at=at)
    assert {shown.title for shown in then.stories()} == {"第一期", "第二期", "留着", "新题", "明早发布"}
    assert titles(then, "lead") == ["明早发布"]
    assert titles(then, "headlines")[0] == begins.story.title
    assert then.lead.date_shown == at - timedelta(minutes=5)
    assert [shown.issue_number for shown in then.of_kind("column")[0].stories] == [2, 1]
    coming.refresh_from_db()
    assert not coming.live
    assert "发布，到时出现" in "".join(remarks(home))


def test_preview_of_tomorrow_is_the_page_of_that_morning(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section)
    coming = story(section, live=False, title="明早发布")
    schedule(coming, tomorrow_morning())
    assert [mode for mode, _label in home.preview_modes] == ["", "tomorrow"]
    shown = home.make_preview_request(preview_mode="tomorrow").content.decode()
    today = home.make_preview_request(preview_mode="").content.decode()
    assert "明早发布" in shown and "明早发布" not in today
    day = Document.of(shown).one("time", class_="masthead__day").attributes["datetime"]
    assert day == tomorrow_morning().date().isoformat()
