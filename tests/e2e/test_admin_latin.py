"""No English is left on the screens that editors open: docs/admin-screens.md, counted in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.admin_latin import crawl_site, screens
from tests.e2e.conftest import started_site
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A site of its own: what the crawl prepares, locks and withdraws would be in the way of other tests."""
    with started_site(tmp_path_factory.mktemp("crawled") / "var") as served:
        yield served


@pytest.mark.long
def test_every_listed_screen_is_chinese_throughout(crawled: ServedSite, browser: Browser) -> None:
    found = crawl_site(crawled, browser, screens())
    assert found.is_clean, str(found)
