"""No English is left on the screens that editors open: docs/admin-screens.md, counted in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.admin_latin import crawl_site, screens
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e


def test_screens_that_editors_open_every_day_are_chinese_throughout(site: ServedSite, browser: Browser) -> None:
    found = crawl_site(site, browser, [screen for screen in screens() if screen.often])
    assert not found, str(found)


@pytest.mark.long
def test_every_listed_screen_is_chinese_throughout(site: ServedSite, browser: Browser) -> None:
    found = crawl_site(site, browser, screens())
    assert not found, str(found)
