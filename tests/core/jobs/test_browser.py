"""后台任务 in a real browser: progress moves by itself, and nothing changes under the reader's hands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from core.jobs import JobContext, queue
from tests.core.jobs import sample_jobs

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def page(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A browser in which an administrator has logged in."""
    monkeypatch.setitem(
        os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # Playwright keeps an event loop in this thread
    client = Client()
    client.force_login(User.objects.create_superuser("zhuren"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(base_url=live_server.url, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        yield context.new_page()
        browser.close()


def test_progress_of_a_running_job_moves_by_itself_until_the_job_has_ended(page):
    stored = sample_jobs.slow_steps.enqueue(name="一", steps=3, seconds=0, marks="-")
    claimed = queue.claim_next()
    assert claimed is not None
    context = JobContext(job_id=stored.pk, lease=claimed.lease, attempt=1)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/state/") else None)
    page.goto(stored.get_absolute_url())
    context.progress(3, 3, "第3步")
    expect(page.locator("progress")).to_have_attribute("value", "3", timeout=30_000)
    queue.finish(claimed, "三步都做完了")
    expect(page.get_by_text("三步都做完了")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(500)
    count = len(asked)
    page.wait_for_timeout(2_500)
    assert len(asked) == count


@pytest.mark.long
def test_report_stays_as_it_is_while_something_in_it_has_the_focus(page):
    stored = sample_jobs.hopeless.enqueue()
    page.goto("/admin/reports/jobs/")
    results = page.locator("#listing-results")
    expect(results).to_contain_text("等待")
    results.get_by_role("link", name="不必再试").focus()
    claimed = queue.claim_next()
    assert claimed is not None
    queue.fail(claimed, ValueError("照片打不开"))
    page.wait_for_timeout(4_000)
    expect(results).not_to_contain_text("照片打不开")
    page.evaluate("document.activeElement.blur()")
    expect(results).to_contain_text("照片打不开", timeout=30_000)
    assert stored.get_absolute_url() in results.inner_html()


def test_failed_job_is_retried_by_its_button(page):
    stored = sample_jobs.hopeless.enqueue()
    claimed = queue.claim_next()
    assert claimed is not None
    queue.fail(claimed, queue.GiveUp("原件已经删除"))
    page.goto("/admin/reports/jobs/")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_text("“不必再试”已重新排队。")).to_be_visible()
    stored.refresh_from_db()
    stored.result.refresh_from_db()
    assert stored.state == stored.State.WAITING
