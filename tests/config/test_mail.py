"""Mail: a server that is down stops nobody's work."""

from __future__ import annotations

import logging
import socket
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse

from home.newsroom import Newsroom
from home.roles import EDITOR, REPORTER, ensure_roles
from news.models import SectionPage
from tests.factories.admin import story_form
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


@pytest.mark.django_db
def test_story_is_submitted_though_the_mail_server_is_down(
    server_is_down: None, newsroom: Newsroom, section: SectionPage, django_capture_on_commit_callbacks: Any
):
    ensure_roles()
    author = User.objects.create_user("author", "author@example.org", None)
    editor = User.objects.create_user("editor", "editor@example.org", None)
    author.groups.add(Group.objects.get(name=REPORTER))
    editor.groups.add(Group.objects.get(name=EDITOR))
    draft = story(section, live=False, owner=author)
    client = Client()
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("wagtailadmin_pages:edit", args=[draft.pk]), {**story_form(), "action-submit": "1"}
        )
    assert answer.status_code == 302
    assert draft.workflow_in_progress


@pytest.mark.django_db
def test_editors_are_told_of_a_submitted_story(
    newsroom: Newsroom, section: SectionPage, django_capture_on_commit_callbacks: Any
):
    """The same with a server that works: the notice exists, so the test above is about something."""
    ensure_roles()
    author = User.objects.create_user("author", "author@example.org", None)
    editor = User.objects.create_user("editor", "editor@example.org", None)
    author.groups.add(Group.objects.get(name=REPORTER))
    editor.groups.add(Group.objects.get(name=EDITOR))
    draft = story(section, live=False, owner=author)
    client = Client()
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), {**story_form(), "action-submit": "1"})
    assert ["editor@example.org"] in [message.to for message in mail.outbox]
