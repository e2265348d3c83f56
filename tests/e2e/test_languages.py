"""Languages on a real site with its worker: a traditional copy follows by itself, an English one is made by hand."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

#: Seconds in which the worker, once it is free, has brought the copy up to date.
FOLLOWS_WITHIN = 10.0
STORY = """
from news.models import FeaturePage, SectionPage
page = FeaturePage.objects.live().filter(locale__language_code='zh-hans').order_by('-number').first()
print(page.pk, page.number, SectionPage.objects.get(slug='weiquan', locale=page.locale).pk)
"""
SOURCE = """
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
print(TranslationSource.objects.get_for_instance(Page.objects.get(pk=%s)).pk)
"""
WAITING = "SELECT id FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"


class Reader:
    """Reads pages as anybody does."""

    def __init__(self, site: ServedSite) -> None:
        self.site = site
        # Never through a proxy: the address is this machine's own.
        self.opener = build_opener(ProxyHandler({}))

    def read(self, path: str) -> tuple[int, str, str]:
        """(status, address in the end, text)."""
        try:
            with self.opener.open(self.site.address + path, timeout=30) as answer:
                return answer.status, answer.url.removeprefix(self.site.address), answer.read().decode()
        except HTTPError as error:
            return error.code, path, error.read().decode()

    def wait(self, what: str, happened: Callable[[], bool]) -> None:
        """Wait until it has, and print how long it took."""
        began = time.monotonic()
        while not happened():
            assert time.monotonic() - began < FOLLOWS_WITHIN, what
            time.sleep(0.1)
        print(f"{what}: {time.monotonic() - began:.1f} s")


@pytest.fixture
def reader(site: ServedSite) -> Reader:
    """A reader of the site, whose worker has done what the first start gave it."""
    until = time.monotonic() + 180
    while site.query(WAITING):
        assert time.monotonic() < until, "the worker is still busy with the first start"
        time.sleep(1)
    return Reader(site)


def publish(desk: Page, pk: str, title: str) -> None:
    desk.goto(f"/admin/pages/{pk}/edit/")
    desk.locator("#id_title").fill(title)
    footer = desk.locator("footer")
    footer.get_by_role("button", name="更多操作").click()
    footer.get_by_role("button", name="发布", exact=True).click()
    desk.locator(".messages .success").wait_for()


def test_traditional_copy_follows_an_edit_a_move_an_unpublish_and_a_withdrawal(
    site: ServedSite, desk: Page, witness: Witness, reader: Reader
) -> None:
    pk, number, elsewhere = site.run("shell", "-v0", "-c", STORY).stdout.split()
    source = reader.read(f"/s/{number}/")[1]
    copy = f"/zh-hant{source}"
    assert reader.read(copy)[0] == 200

    desk.goto("/admin/protected_names/new/")
    desk.locator("#id_text").fill("刘里")
    desk.locator("#main form button[type=submit]").last.click()
    expect(desk).to_have_url(re.compile("/admin/protected_names/$"), timeout=PATIENCE)

    publish(desk, pk, "刘里的头发和干部的里程")
    reader.wait("edit", lambda: "刘里的頭髮和幹部的里程" in reader.read(copy)[2])

    desk.goto(f"/admin/pages/{pk}/move/{elsewhere}/confirm/")
    desk.locator("#main form [type=submit]").click()
    expect(desk.locator(".messages .success")).to_be_visible(timeout=PATIENCE)
    source = f"/weiquan/{number}/"
    copy = f"/zh-hant{source}"
    reader.wait("move", lambda: reader.read(copy)[:2] == (200, copy))

    desk.goto(f"/admin/pages/{pk}/unpublish/")
    desk.locator("#main form [type=submit]").click()
    expect(desk.locator(".messages .success")).to_be_visible(timeout=PATIENCE)
    reader.wait("unpublish", lambda: reader.read(copy)[0] == 404)

    publish(desk, pk, "刘里的头发")
    reader.wait("publish again", lambda: "刘里的頭髮" in reader.read(copy)[2])

    desk.goto(f"/admin/news/withdraw/{pk}/")
    desk.locator("[name=reason]").fill("事实有误")
    desk.locator("#main form [type=submit]").click()
    expect(desk.locator(".messages .success, .messages .warning")).to_be_visible(timeout=PATIENCE)
    reader.wait("withdraw", lambda: reader.read(copy)[0] == 410)
    assert [fault for fault in witness.faults if "410" not in fault and "404" not in fault] == []


def type_translation(editor: Locator, text: str) -> None:
    """Translate the first text of the editor that is still open, and wait until it is kept."""
    waiting = editor.get_by_role("button", name="翻译", exact=True)
    left = waiting.count()
    waiting.first.click()
    editor.locator("textarea").first.fill(text)
    editor.get_by_role("button", name="保存", exact=True).first.click()
    expect(waiting).to_have_count(left - 1, timeout=PATIENCE)


def test_english_story_goes_through_its_cycle_and_is_read_by_the_language_switch(
    site: ServedSite, desk: Page, witness: Witness, reader: Reader
) -> None:
    pk, number, _elsewhere = site.run("shell", "-v0", "-c", STORY).stdout.split()
    desk.goto("/admin/glossary/new/")
    desk.locator("#id_source").fill("零点")
    desk.locator("#id_target").fill("Midnight")
    desk.locator("#main form button[type=submit]").last.click()
    expect(desk).to_have_url(re.compile("/admin/glossary/$"), timeout=PATIENCE)

    desk.goto(f"/admin/localize/submit/page/{pk}/")
    desk.get_by_label("英文").check()
    desk.get_by_role("button", name="提交").click()
    expect(desk).to_have_url(re.compile(r"/admin/pages/\d+/edit/"), timeout=PATIENCE)
    screen = desk.url
    editor = desk.locator(".js-translation-editor")
    expect(editor.get_by_role("button", name="翻译", exact=True).first).to_be_visible(timeout=PATIENCE)
    type_translation(editor, "The light stays on")
    desk.get_by_role("button", name="发布英文").click()
    expect(desk.locator(".messages")).to_contain_text("英文", timeout=PATIENCE)

    source = reader.read(f"/s/{number}/")[1]
    reader.wait("publish in English", lambda: "The light stays on" in reader.read(f"/en{source}")[2])
    desk.goto(source)
    desk.get_by_role("link", name="English").click()
    expect(desk.locator("h1")).to_have_text("The light stays on", timeout=PATIENCE)
    expect(desk.locator("html")).to_have_attribute("lang", "en")
    desk.get_by_role("link", name="简体中文").click()
    expect(desk).to_have_url(re.compile(f"{re.escape(source)}$"), timeout=PATIENCE)

    publish(desk, pk, "零点以后的灯")
    desk.goto("/admin/reports/languages/?language=en&state=outdated")
    expect(desk.locator("#listing-results")).to_contain_text("零点以后的灯", timeout=PATIENCE)
    desk.goto(f"/admin/localize/update/{site.run('shell', '-v0', '-c', SOURCE % pk).stdout.strip()}/")
    desk.locator("#main form [type=submit]").last.click()
    expect(desk.locator(".messages .success")).to_be_visible(timeout=PATIENCE)
    desk.goto(screen)
    expect(editor.get_by_role("button", name="翻译", exact=True).first).to_be_visible(timeout=PATIENCE)
    type_translation(editor, "The lamp after hours")
    desk.reload()
    expect(desk.locator(".gx-terms__missing").first).to_contain_text("Midnight", timeout=PATIENCE)
    desk.get_by_role("button", name="发布英文").click()
    expect(desk.locator(".messages")).to_contain_text("英文", timeout=PATIENCE)
    reader.wait("update in English", lambda: "The lamp after hours" in reader.read(f"/en{source}")[2])
    assert witness.faults == []
