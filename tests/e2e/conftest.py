"""A real site and a real browser: `manage.py serve` with its demo in a process of its own, and chromium."""

from __future__ import annotations

import os

# Playwright keeps an event loop in the test's thread, in which Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.check import CHROMIUM
from tests.prepared import use_prepared_site
from tests.served_site import ServedSite

#: Milliseconds that any single thing may take.
PATIENCE = 30_000
WIDTHS = (1440, 390)


@contextmanager
def started_site(var: Path) -> Iterator[ServedSite]:
    """The site as `make run` starts it, in a folder of its own: tables, roles, demo content, worker, server.

    `make test` hands over what `tests.prepared` made by the same command, so that only the start is left to do.
    """
    use_prepared_site(var)
    served = ServedSite(var)
    served.start()
    try:
        print(f"first start: {served.wait_until_ready():.0f} s")
        yield served
    finally:
        served.end()
        # Shown by pytest when a test failed.
        print(served.output()[-4000:])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """The site that the tests of this folder share: each leaves what the others need as it was."""
    with started_site(tmp_path_factory.mktemp("e2e") / "var") as served:
        yield served


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    return {
        **browser_type_launch_args,
        "executable_path": str(CHROMIUM),
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: ServedSite) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": site.address,
        "locale": "zh-CN",
        "reduced_motion": "reduce",  # animations are dear without a graphics card
        "viewport": {"width": WIDTHS[0], "height": 900},
    }


class Witness:
    """Notes what no page may do: errors on the console, failed answers, requests to other hosts."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.faults: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text} {message.location}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != self.host:
            self.faults.append(f"third party: {request.url}")


@pytest.fixture
def witness(context: BrowserContext, site: ServedSite) -> Witness:
    context.set_default_timeout(PATIENCE)
    noted = Witness(urlsplit(site.address).netloc)
    noted.watch(context)
    return noted


@pytest.fixture
def desk(page: Page, witness: Witness, site: ServedSite) -> Page:
    """The admin, after logging in through the form with what the start printed."""
    page.goto("/admin/")
    page.get_by_label("用户名").fill("admin")
    page.locator("input[name=password]").fill(site.password())
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/admin/")
    return page
