"""The story's edit screen while one types: characters counted, what blocks publication, rows saved once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Request, Route, expect

from tests.e2e.admin_actions import await_watched
from tests.e2e.admin_latin import WATCHED
from tests.e2e.conftest import PATIENCE, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

SECTION_KEY = """
SELECT page.id FROM wagtailcore_page AS page JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
WHERE page.slug = 'yaowen' AND locale.language_code = 'zh-hans'
"""


def test_typing_is_counted_and_what_blocks_publication_stands_beside_the_buttons(
    site: ServedSite, desk: Page, witness: Witness
) -> None:
    [(section,)] = site.query(SECTION_KEY)
    desk.goto(f"/admin/pages/add/news/featurepage/{section}/")
    title = desk.locator("#id_title")
    title.fill("夜班")
    expect(title.locator("xpath=following-sibling::*[contains(@class, 'gx-count')]")).to_have_text("2 / 255")
    desk.get_by_role("button", name="保存草稿").click()
    expect(desk).to_have_url(re.compile(r"/admin/pages/\d+/edit/"), timeout=PATIENCE)
    note = desk.locator("footer .gx-problems")
    expect(note).to_have_text("发布前还差 1 项", timeout=PATIENCE)
    desk.get_by_role("tab", name="设置").click()
    note.get_by_role("link").click()
    expect(desk.locator("#gx-before-publication")).to_be_in_viewport()
    expect(desk.locator("#gx-before-publication")).to_contain_text("正文是空的。")
    assert witness.faults == []


@pytest.fixture
def draft(site: ServedSite, desk: Page) -> Page:
    """The edit screen of a new draft, loaded for so long (two seconds) that Wagtail watches what changes."""
    desk.add_init_script(WATCHED)
    [(section,)] = site.query(SECTION_KEY)
    desk.goto(f"/admin/pages/add/news/featurepage/{section}/")
    desk.locator("#id_title").fill("夜班")
    desk.locator("footer .action-save").click()
    desk.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    await_watched(desk)
    return desk


@pytest.mark.long
def test_row_that_stands_empty_while_the_screen_saves_itself_is_stored_once(draft: Page, witness: Witness) -> None:
    draft.get_by_role("tab", name="关联").click()
    saved_by_itself(draft, lambda: draft.locator("#id_people-ADD").click())
    row = draft.locator("#inline_child_people-0")
    row.locator("[data-chooser-action-choose]").first.click()
    chooser = draft.locator(".modal-dialog")
    saved_by_itself(draft, lambda: chooser.locator("a[data-chooser-modal-choice]").first.click())
    person = row.locator("[data-chooser-title]").inner_text()
    draft.reload()
    draft.get_by_role("tab", name="关联").click()
    expect(rows(draft, "people")).to_have_count(1)
    expect(rows(draft, "people").locator("[data-chooser-title]")).to_have_text(person)
    assert witness.faults == []


@pytest.mark.long
def test_button_pressed_while_the_screen_saves_itself_waits_and_stores_nothing_twice(
    draft: Page, witness: Witness
) -> None:
    draft.get_by_role("tab", name="署名与来源").click()
    saved_by_itself(draft, lambda: draft.locator("#id_byline-ADD").click())
    answer = held_answer(draft, lambda: draft.locator("#id_byline-0-name").fill("岑望"))
    draft.locator("footer .action-save").click()
    answer()
    draft.locator(".messages .success").wait_for()
    draft.get_by_role("tab", name="署名与来源").click()
    expect(rows(draft, "byline")).to_have_count(1)
    expect(draft.locator("#id_byline-0-name")).to_have_value("岑望")
    assert witness.faults == []


def test_what_is_typed_while_the_screen_saves_itself_is_saved_after_it(draft: Page, witness: Witness) -> None:
    saves: list[Request] = []
    draft.on("request", lambda request: saves.append(request) if is_autosave(request) else None)
    answer = held_answer(draft, lambda: draft.locator("#id_title").fill("夜班岗位"))
    draft.locator("#id_title").fill("夜班岗位上的一碗热汤")
    with draft.expect_response(lambda response: is_autosave(response.request)) as later:
        answer()
    assert later.value.ok
    draft.wait_for_timeout(2_000)
    assert len(saves) == 2  # once for each change
    draft.reload()
    expect(draft.locator("#id_title")).to_have_value("夜班岗位上的一碗热汤")
    assert witness.faults == []


def held_answer(screen: Page, act: Callable[[], None]) -> Callable[[], None]:
    """Do something and hold back the answer to the automatic save that follows. Called, the result lets it through."""
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if held or not is_autosave(route.request):
            route.continue_()
        else:
            held.append((route, route.fetch()))

    screen.route("**/edit/**", hold)
    act()
    until(screen, lambda: bool(held))
    [(route, answer)] = held
    return lambda: route.fulfill(response=answer)


def saved_by_itself(screen: Page, act: Callable[[], None]) -> None:
    """Do something on the edit screen and wait until it has saved itself and said so."""
    with screen.expect_response(lambda answer: is_autosave(answer.request)) as saved:
        act()
    assert saved.value.ok, saved.value.text()
    expect(screen.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "saved")


def is_autosave(request: Request) -> bool:
    return request.method == "POST" and request.headers.get("accept") == "application/json"


def until(screen: Page, reached: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE / 1000
    while not reached():
        assert time.monotonic() < end
        screen.wait_for_timeout(50)


def rows(screen: Page, relation: str) -> Locator:
    return screen.locator(f"#id_{relation}-FORMS > [data-inline-panel-child]")
