"""Who composes the front page, and what they see of it: the edit screen, the chooser, tomorrow's page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail_localize.models import Translation

from campaigns.models import CampaignPage
from core.languages.following import follow
from home.front_page import front_page
from home.models import FrontModule, FrontPin, HomePage
from home.models.home_page import tomorrow_morning
from home.newsroom import Newsroom, ensure_section
from home.roles import CHIEF, DESK_HEAD, EDITOR, REPORTER, ensure_roles
from news.models import ColumnEntryPage, ColumnPage, SectionPage, StorySection
from news.publication import PublicationRefused
from tests.factories import records
from tests.factories.html import Document
from tests.factories.stories import story
from tests.home.arranging import arrange, pin, remarks, restrict, schedule, titles

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


def test_edit_screen_names_modules_that_have_nothing_to_show(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client], published: Callable[..., Any]
) -> None:
    published(section)
    arrange(
        home, FrontModule(kind="projects", topic=records.topic("职工夜校")), FrontModule(kind="photos", shown=False)
    )
    home.save_revision()
    shown = browsers(DESK_HEAD).get(reverse("front_page_composition", args=[home.pk])).content.decode()
    assert "职工夜校" in shown and shown.count("没有稿件可放") == 1


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


def go_live_now() -> None:
    """What the schedule does, without waiting."""
    for revision in Revision.objects.filter(approved_go_live_at__isnull=False).order_by("approved_go_live_at", "pk"):
        revision.approved_go_live_at = timezone.now()
        revision.content = {**revision.content, "go_live_at": None}
        revision.save()
        with suppress(PublicationRefused), transaction.atomic():
            revision.publish()


def test_places_open_and_close_by_their_schedule(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section)
    at = tomorrow_morning()
    coming = CampaignPage(title="早上上线", slug="zao", locale=home.locale, live=False)
    home.add_child(instance=coming)
    schedule(coming, at - timedelta(hours=1), title="早上好")
    ends = at - timedelta(hours=2)
    home.add_child(instance=CampaignPage(title="今晚下线", slug="wan", locale=home.locale, expire_at=ends))
    closing = ensure_section(home=home, slug="jiang", title="将下线")
    published(closing)
    SectionPage.objects.filter(pk=closing.pk).update(expire_at=ends)
    then = front_page(home, at=at)
    assert [shown.title for shelf in then.of_kind("specials") for shown in shelf.campaigns] == ["早上好"]
    assert "将下线" not in [shelf.heading for shelf in then.shelves]
    assert "早上好" in home.make_preview_request(preview_mode="tomorrow").content.decode()


def test_numbers_of_tomorrow_are_those_that_publication_gives(
    home: HomePage, section: SectionPage, column: ColumnPage, published: Callable[..., Any]
) -> None:
    published(section)
    published(column)
    at = tomorrow_morning()
    first, second, third, fourth = [story(column, live=False, title=title) for title in "先后晚重"]
    schedule(first, at - timedelta(hours=2), date_shown=at - timedelta(minutes=10))
    schedule(second, at - timedelta(minutes=30), date_shown=at - timedelta(minutes=30), issue_number=3)
    schedule(third, at - timedelta(minutes=20), date_shown=at - timedelta(minutes=20))
    schedule(fourth, at - timedelta(minutes=5), date_shown=at - timedelta(minutes=5), issue_number=3)
    [shelf] = front_page(home, at=at).of_kind("column")
    foreseen = {shown.title: shown.issue_number for shown in shelf.stories}
    go_live_now()
    given = dict(ColumnEntryPage.objects.child_of(column).live().values_list("title", "issue_number"))
    assert foreseen == given
    assert (given["先"], given["后"], given["晚"], "重" in given) == (2, 3, 4, False)


def test_date_of_a_story_published_again_is_the_one_that_it_had(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    published(section, title="今天的")
    old = story(section, live=False, title="旧稿")
    old.get_latest_revision().publish()
    before = timezone.now() - timedelta(days=3)
    type(old).objects.filter(pk=old.pk).update(first_published_at=before, date_shown=before)
    old.refresh_from_db()
    at = tomorrow_morning()
    schedule(old, at - timedelta(minutes=10), date_shown=None)
    foreseen = [(shown.title, shown.date_shown) for shown in front_page(home, at=at).stories()]
    go_live_now()
    assert foreseen == [(shown.title, shown.date_shown) for shown in front_page(home, at=at).stories()]


def test_tomorrow_in_the_traditional_edition_shows_what_will_follow(
    home: HomePage, section: SectionPage, published: Callable[..., Any]
) -> None:
    changing = published(section, title="旧题")
    hant = following(home, section, changing)
    at = tomorrow_morning()
    schedule(story(section, live=False, title="明早发布"), at - timedelta(minutes=30))
    schedule(changing, at - timedelta(minutes=20), title="劳动")
    assert [shown.title for shown in front_page(hant).stories()] == ["舊題"]
    then = front_page(hant, at=at)
    assert {shown.title for shown in then.stories()} == {"明早發佈", "勞動"}
    arrange(home, FrontModule(kind="lead"), FrontModule(kind="sections"))
    assert len(titles(front_page(hant, at=at), "sections")) == 1
    assert hant.make_preview_request(preview_mode="tomorrow").status_code == 200


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


# A translated front page ----------------------------------------------------------------------------------------------
def following(home: HomePage, *pages: Page) -> HomePage:
    """The traditional front page, which follows as the pages do."""
    home.follows_in_traditional = True
    home.save_revision().publish()
    for page in (home, *pages):
        follow(key=page.translation_key)
    return HomePage.objects.get(translation_key=home.translation_key, locale__language_code="zh-hant")


def composed(home: HomePage, *pins: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What the screen 单独编排 sends."""
    return nested_form_data({"pins": inline_formset(list(pins)), "modules": inline_formset([]), **fields})


def test_desk_head_does_not_rename_a_translated_front_page(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client]
) -> None:
    hant = following(home, section)
    translation = Translation.objects.get(source__object_id=home.translation_key, target_locale=hant.locale)
    segment = translation.source.stringsegment_set.get(context__path="title")
    desk_head, chief = browsers(DESK_HEAD), browsers(CHIEF)
    words = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[hant.pk])
    desk_head.put(words, data="value=改了名", content_type="application/x-www-form-urlencoded")
    desk_head.post(edit, {"action": "publish"})
    desk_head.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    stored = HomePage.objects.get(pk=hant.pk)
    assert (stored.title, stored.is_synchronised) == (hant.title, True)
    assert desk_head.get(edit).status_code == 302
    assert chief.get(edit).status_code == 200


def test_translated_front_page_is_composed_apart_on_a_screen_of_its_own(
    home: HomePage,
    section: SectionPage,
    browsers: Callable[[str], Client],
    published: Callable[..., Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    one, two = published(section, title="一"), published(section, title="二")
    pin(home, "headlines", two)
    hant = following(home, section, one, two)
    address = reverse("front_page_compose", args=[hant.pk])
    desk_head = browsers(DESK_HEAD)
    form_shown = desk_head.get(address).context["form"]
    assert [row.instance.story_id for row in form_shown.formsets["pins"].initial_forms] == [two.pk]  # as it stands now
    assert set(form_shown.fields) == {"composed_apart"}
    with django_capture_on_commit_callbacks(execute=True):
        row = {"story": two.pk, "place": "lead", "begins_at": "", "ends_at": ""}
        answer = desk_head.post(address, composed(hant, row, composed_apart="on", title="改了名", slug="gai"))
    assert answer["Location"] == address
    kept = HomePage.objects.get(pk=hant.pk)
    assert (kept.composed_apart, kept.title, kept.slug) == (True, hant.title, hant.slug)
    assert [(row.place, row.story_id) for row in kept.pins.all()] == [("lead", two.pk)]
    assert kept.live_revision_id == kept.latest_revision_id != hant.live_revision_id
    assert (front_page(kept).lead.title, front_page(home).lead.title) == ("二", "一")
    with django_capture_on_commit_callbacks(execute=True):
        pin(HomePage.objects.get(pk=home.pk), "lead", one)
        follow(key=home.translation_key)
    assert front_page(HomePage.objects.get(pk=hant.pk)).lead.title == "二"


def test_screen_is_reached_from_the_tree_and_from_the_translations_own_screen(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client]
) -> None:
    hant = following(home, section)
    address = reverse("front_page_compose", args=[hant.pk])
    tree, edit = [reverse(name, args=[hant.pk]) for name in ("wagtailadmin_explore", "wagtailadmin_pages:edit")]
    chief, editor = browsers(CHIEF), browsers(EDITOR)
    assert address in browsers(DESK_HEAD).get(tree).content.decode()
    assert address in chief.get(tree).content.decode()
    assert address in chief.get(edit).content.decode()
    assert address not in editor.get(tree).content.decode()
    assert editor.get(address).status_code == 302
    own = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert chief.get(reverse("front_page_compose", args=[home.pk]))["Location"] == own


def test_locked_page_is_not_composed(home: HomePage, section: SectionPage, browsers: Callable[[str], Client]) -> None:
    hant = following(home, section)
    chief, desk_head = browsers(CHIEF), browsers(DESK_HEAD)
    HomePage.objects.filter(pk=hant.pk).update(
        locked=True, locked_by=User.objects.get(username=f"member-{CHIEF}"), locked_at=timezone.now()
    )
    address = reverse("front_page_compose", args=[hant.pk])
    desk_head.post(address, composed(hant, composed_apart="on"))
    assert not HomePage.objects.get(pk=hant.pk).composed_apart
    chief.post(address, composed(hant, composed_apart="on"))
    assert HomePage.objects.get(pk=hant.pk).composed_apart


def test_front_page_that_is_not_live_keeps_what_is_composed(
    home: HomePage, section: SectionPage, browsers: Callable[[str], Client]
) -> None:
    hant = following(home, section)
    hant.unpublish()
    browsers(CHIEF).post(reverse("front_page_compose", args=[hant.pk]), composed(hant, composed_apart="on"))
    kept = HomePage.objects.get(pk=hant.pk)
    assert (kept.live, kept.composed_apart) == (False, True)
    assert kept.get_latest_revision_as_object().composed_apart


def test_tomorrow_leaves_out_a_sent_story_that_ends_before(home: HomePage, section: SectionPage, newsroom: Any) -> None:
    other = ensure_section(home=newsroom.home, slug="quxian", title="区县")
    story(section, title="今天")
    at = tomorrow_morning()
    short = story(section, live=False, title="短命", also_in=[StorySection(section=other)])
    schedule(short, at - timedelta(hours=3), expire_at=at - timedelta(hours=1))
    assert "短命" not in [shown.title for shown in front_page(home, at=at).stories()]


def test_screen_that_was_open_before_another_saved_replaces_what_stands(
    home: HomePage,
    section: SectionPage,
    browsers: Callable[[str], Client],
    published: Callable[..., Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    one = published(section, title="一")
    pin(home, "headlines", one)
    hant = following(home, section, one)
    address = reverse("front_page_compose", args=[hant.pk])
    row = {"id": "", "story": str(one.pk), "place": "headlines", "begins_at": "", "ends_at": ""}
    sent = composed(hant, row, composed_apart="on") | {"pins-INITIAL_FORMS": "1"}
    for role in (DESK_HEAD, CHIEF):
        with django_capture_on_commit_callbacks(execute=True):
            answer = browsers(role).post(address, sent)
        assert answer.status_code == 302, answer.context["form"].errors
        assert HomePage.objects.get(pk=hant.pk).pins.count() == 1
