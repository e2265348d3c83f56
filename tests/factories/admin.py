"""What a person's browser sends from the admin's story form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from tests.factories.stories import PENDING

#: The unfilled 待配图 as a body of the form.
PENDING_BODY = [("picture_pending", {**PENDING["value"], "photo": ""})]
LINK_ROWS = ("byline", "topics", "people", "organisations", "events", "places", "awards", "also_in")


def story_form(
    title: str = "夜班岗位上的一碗热汤", body: list[tuple[str, Any]] | None = None, **fields: Any
) -> dict[str, Any]:
    """POST data of the add and edit forms. `body` lists (block name, value); default one paragraph."""
    if body is None:
        body = [("paragraph", rich_text("<p>江风里，夜班工人换上反光背心。</p>"))]
    rows = {name: inline_formset(fields.pop(name, [])) for name in LINK_ROWS}
    rows["comments"] = inline_formset([])
    data = {
        "title": title,
        "genre": "news",
        "source_kind": "original",
        "body": streamfield(body),
        **rows,
        **fields,
    }
    return nested_form_data(data)


def browser_of(user: Any) -> Client:
    """A browser in which `user` has logged in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def superuser_client() -> Client:
    """A browser in which the site's administrator has logged in."""
    return browser_of(get_user_model().objects.create_superuser("admin", "admin@example.org", "password"))
