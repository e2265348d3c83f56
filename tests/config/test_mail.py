"""Mail: a server that is down stops nobody's work."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail import send_mail
from django.urls import reverse

from home.roles import EDITOR, REPORTER, ensure_roles
from home.serving import lead_mails_to
from news.models import FeaturePage, SectionPage
from tests.factories.admin import browser_of, story_form
from tests.factories.stories import story


def closed_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.fixture
def server_is_down(settings: Any) -> None:
    settings.EMAIL_BACKEND = "core.accounts.mail.PatientEmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", closed_port(), 2


def test_mail_to_a_server_that_is_down_is_logged_and_not_raised(server_is_down: None, caplog: Any):
    with caplog.at_level(logging.WARNING, logger="core.accounts.mail"):
        assert send_mail("稿件待审", "请看", None, ["editor@example.org"]) == 0
    assert "cannot be reached" in caplog.text


@pytest.fixture
def submit(section: SectionPage, django_capture_on_commit_callbacks: Any) -> Callable[[], tuple[int, FeaturePage]]:
    """A reporter submits a draft, which an editor is to be told of; gives the answer's status and the draft."""

    def send() -> tuple[int, FeaturePage]:
        ensure_roles()
        author = User.objects.create_user("author", "author@example.org", None)
        editor = User.objects.create_user("editor", "editor@example.org", None)
        author.groups.add(Group.objects.get(name=REPORTER))
        editor.groups.add(Group.objects.get(name=EDITOR))
        draft = story(section, live=False, owner=author)
        address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser_of(author).post(address, {**story_form(), "action-submit": "1"})
        return answer.status_code, draft

    return send


@pytest.mark.django_db
def test_story_is_submitted_though_the_mail_server_is_down(
    server_is_down: None, submit: Callable[[], tuple[int, FeaturePage]]
):
    status, draft = submit()
    assert status == 302
    assert draft.workflow_in_progress


@pytest.mark.django_db
def test_editors_are_told_of_a_submitted_story(submit: Callable[[], tuple[int, FeaturePage]]):
    """The same with a server that works: the notice exists, so the test above is about something."""
    submit()
    assert ["editor@example.org"] in [message.to for message in mail.outbox]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("site_url", "link"),
    [("", "http://127.0.0.1:8123/admin/"), ("http://10.1.2.3", "http://10.1.2.3/admin/")],
)
def test_links_in_mails_lead_to_where_the_site_is_served(
    site_url: str, link: str, submit: Callable[[], tuple[int, FeaturePage]], settings: Any, monkeypatch: Any
):
    monkeypatch.setenv("SITE_URL", site_url)
    settings.WAGTAILADMIN_BASE_URL = site_url or "http://127.0.0.1:8000"
    lead_mails_to("http://127.0.0.1:8123")
    submit()
    [told] = [message for message in mail.outbox if message.to == ["editor@example.org"]]
    assert link in told.body
