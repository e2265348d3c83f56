"""The story's edit screen helps while one types: characters counted, and what still blocks publication."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

SECTION_KEY = "from news.models import SectionPage; print(SectionPage.objects.get(slug='yaowen').pk)"


def test_typing_is_counted_and_what_blocks_publication_stands_beside_the_buttons(
    site: ServedSite, desk: Page, witness: Witness
) -> None:
    section = site.run("shell", "-v0", "-c", SECTION_KEY).stdout.strip()
    desk.goto(f"/admin/pages/add/news/featurepage/{section}/")
    title = desk.locator("#id_title")
    title.fill("夜班")
    expect(title.locator("xpath=following-sibling::*[contains(@class, 'gx-count')]")).to_have_text("2 / 255")
    desk.get_by_role("button", name="保存草稿").click()
    expect(desk).to_have_url(re.compile(r"/admin/pages/\d+/edit/"), timeout=PATIENCE)
    expect(desk.locator("footer .gx-problems")).to_contain_text("正文是空的", timeout=PATIENCE)
    assert witness.faults == []
