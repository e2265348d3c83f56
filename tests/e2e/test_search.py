"""Searching as a reader does: pinyin typed, a suggestion taken by keyboard, a filter ticked, pages turned, and back."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import WIDTHS, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

#: Thirteen stories of 夜校, twelve of them in one column: one page and a second.
STORIES = """
from datetime import timedelta
from django.utils import timezone
from core.models import Topic
from news.models import ColumnPage, ColumnEntryPage, FeaturePage, SectionPage
from core.gathering import gathered
Topic.objects.get_or_create(name="围棋夜校")
column = ColumnPage.objects.filter(locale__language_code="zh-hans").order_by("path").first()
section = SectionPage.objects.get(slug="yaowen", locale=column.locale)
for number in range(13):
    parent, model = (section, FeaturePage) if number == 12 else (column, ColumnEntryPage)
    body = [{"type": "paragraph", "value": "<p>学员在灯下听第%d课。</p>" % number}]
    page = model(title="围棋夜校第%d课" % number, body=body, locale=parent.locale, live=False)
    page.date_shown = timezone.now() - timedelta(days=number + 400)
    with gathered():
        parent.add_child(instance=page)
        page.save_revision().publish()
print(column.title)
"""
REMOVE = """
from core.models import Topic
from news.models import StoryPage
for page in StoryPage.objects.filter(title__startswith="围棋夜校"):
    page.specific.delete()
Topic.objects.filter(name="围棋夜校").delete()
"""
ASKED = "SELECT text, asked, found FROM search_askedquery WHERE text = '围棋夜校'"


def shell(site: ServedSite, code: str) -> str:
    done = site.run("shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_reader_types_pinyin_takes_a_suggestion_filters_turns_the_page_and_goes_back(
    site: ServedSite, page: Page, witness: Witness
) -> None:
    column = shell(site, STORIES)
    try:
        search_by_keyboard(page)
        narrow(page, column)
        turn_the_page(page)
        on_a_phone(page)
        assert site.query(ASKED) or wait_for_count(site)
    finally:
        shell(site, REMOVE)
    assert witness.faults == []


def search_by_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="搜索全站")
    box.press_sequentially("weiqi", delay=40)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("围棋夜校")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value("围棋夜校")
    box.press("Escape")
    expect(box).to_have_value("weiqi")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox", name="搜索词"))).to_have_value("围棋夜校")
    expect(page.locator("[data-search-count]")).to_contain_text("13")
    expect(page.locator("mark").first).to_have_text("围棋夜校")


def narrow(page: Page, column: str) -> None:
    """A ticked filter takes effect without a new page, the focus stays on it, and it can be taken off."""
    page.evaluate("window.stillHere = true")
    tick = page.get_by_role("group", name="栏目").get_by_label(column)
    tick.check()
    expect(page.locator("[data-search-count]")).to_contain_text("12")
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_role("group", name="栏目").get_by_label(column)).to_be_focused()
    expect(page).to_have_url(re.compile(r"&in="))
    expect(page.get_by_role("status")).to_contain_text("12")
    expect(page.get_by_role("list", name="已选的筛选")).to_contain_text(column)


def turn_the_page(page: Page) -> None:
    first = page.locator(".hit__title").all_inner_texts()
    page.get_by_role("link", name="下一页").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator(".hit__title")).to_have_count(2)
    assert not set(first) & set(page.locator(".hit__title").all_inner_texts())
    page.go_back()
    expect(page).to_have_url(re.compile(r"&in=[^&]+$"))
    expect(page.locator(".hit__title")).to_have_count(10)
    assert page.locator(".hit__title").all_inner_texts() == first
    page.get_by_role("list", name="已选的筛选").get_by_role("link").first.click()
    expect(page.locator("[data-search-count]")).to_contain_text("13")


def on_a_phone(page: Page) -> None:
    """A sign in place of the box, filters folded up, nothing wider than the screen."""
    page.set_viewport_size({"width": WIDTHS[1], "height": 844})
    page.goto("/")
    page.get_by_role("link", name="搜索").click()
    box = page.get_by_role("combobox", name="搜索词")
    expect(box).to_be_focused()
    box.fill("围棋夜校")
    page.get_by_role("option").first.click()
    expect(page.locator("[data-search-count]")).to_contain_text("13")
    filters = page.get_by_role("group", name="年份")
    expect(filters).to_be_hidden()
    page.locator("#search-filters > summary").click()
    expect(filters).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[1]


def wait_for_count(site: ServedSite) -> bool:
    """What was looked for is written within ten seconds or so."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if site.query(ASKED):
            return True
        time.sleep(0.5)
    return False
