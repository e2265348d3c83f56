"""Role × view: each page of the admin opens to its roles and to nobody else, and no page of ours is forgotten."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models.base import ModelBase
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Locale

from home.newsroom import build_newsroom, ensure_column, ensure_section
from home.roles import ensure_roles
from tests.factories.admin import browser_of
from tests.home.role_views import ALL, RECORDS, ROLE_OF, VIEWS, View, as_markdown
from tests.home.role_world import World

OUR_ROOMS = {"core", "media", "news", "campaigns", "search", "home"}
DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


#: Kinds of records have their pages from one viewset, a listing its results from its own view. `make test` opens whole
#: listings, and of the kinds one that is found by name, one that is not, and the tree; `make test-long` opens all.
ALIKE = re.compile("_core_({}):|results$".format("|".join({*RECORDS} - {"person", "organisation", "conferral"})))
EACH_VIEW = [
    pytest.param(view, id=str(view), marks=pytest.mark.long if ALIKE.search(view.name) else ()) for view in VIEWS
]


@pytest.fixture(scope="module")
def standing_newsroom(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A newsroom in two languages, made once for all rows of the matrix and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        newsroom = build_newsroom()
        ensure_roles()
        hant = Locale.objects.get(language_code="zh-hant")
        section = ensure_section(home=newsroom.home, slug="yaowen", title="要闻")
        column = ensure_column(home=newsroom.home, slug="changai", title="产改进行时")
        for page in (newsroom.home, section):
            page.copy_for_translation(hant).save_revision().publish()
        yield {"newsroom": newsroom, "section": section, "column": column}
        transaction.set_rollback(True)


@dataclass
class Door:
    """A view's address, and what is posted there, in a newsroom where all that it needs stands."""

    view: View
    world: World

    def __post_init__(self) -> None:
        self.address = reverse(self.view.name, args=self.view.args(self.world)) + self.view.query(self.world)
        self.data = None if self.view.data is None else self.view.data(self.world)

    def knock(self, client: Client, *, look: bool = True) -> bool:
        """Whether one is let in. `look`: whether the page is rendered as well, which takes longest."""
        with contextlib.nullcontext() if look else mock.patch.object(SimpleTemplateResponse, "rendered_content", ""):
            answer = client.get(self.address) if self.data is None else client.post(self.address, self.data)
        return was_let_in(answer, self.view)


def was_let_in(response: HttpResponse, view: View) -> bool:
    """Wagtail turns people away by 403, or by sending them to log in, to the dashboard, or to pages they may see."""
    if response.status_code == 302:
        elsewhere = response["Location"].partition("?")[0]
        return view.expects_redirect and elsewhere not in {reverse("wagtailadmin_home"), reverse("wagtailadmin_login")}
    assert response.status_code in {200, 403, 404}, response.status_code
    return response.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("view", EACH_VIEW)
def test_each_view_opens_to_its_roles_and_to_nobody_else(view: View, standing_newsroom: dict[str, Any]):
    user = User.objects.create_user("member", "member@example.org", None)
    door = Door(view, World(**standing_newsroom, user=user))
    let_in = ""
    for letter in ALL:
        with transaction.atomic():
            user.groups.set([Group.objects.get(name=ROLE_OF[letter])])
            if door.knock(browser_of(user), look=not let_in):
                let_in += letter
            transaction.set_rollback(True)
    assert let_in == "".join(letter for letter in ALL if letter in view.may)


@pytest.mark.django_db
@pytest.mark.parametrize("view", EACH_VIEW)
def test_no_view_opens_to_a_stranger_or_to_an_account_without_a_role(view: View, standing_newsroom: dict[str, Any]):
    user = User.objects.create_user("nobody", "nobody@example.org", None)
    door = Door(view, World(**standing_newsroom, user=user))
    assert not door.knock(Client())
    assert not door.knock(browser_of(user))


def test_every_admin_page_of_ours_stands_in_the_matrix():
    """Add a row to tests/home/role_views.py, and to docs/roles.md, for each new page of the admin."""
    forgotten = set(our_admin_pages()) - {view.name for view in VIEWS}
    assert not forgotten


def test_the_walk_of_addresses_finds_hooks_and_viewsets():
    """The test above would say nothing if the walk missed either way of adding a page."""
    found = set(our_admin_pages())
    assert {"news_withdraw", "core_jobs:retry", "wagtailsnippets_core_person:edit"} <= found
    assert "wagtailadmin_home" not in found


def test_the_matrix_names_only_roles_that_exist():
    assert all(set(view.may) <= set(ALL) for view in VIEWS)


def test_the_table_in_the_documentation_is_this_matrix():
    """`manage.py shell -c "from tests.home.role_views import as_markdown as t; print(t())"` prints the table anew."""
    assert as_markdown() in DOCUMENTED.read_text(encoding="utf-8")


def our_admin_pages() -> Iterator[str]:
    """URL names below /admin/ whose view is written in one of our rooms, or shows one of our models."""
    admin = next(entry for entry in get_resolver().url_patterns if str(entry.pattern) == "admin/")
    for name, pattern in walk(admin.url_patterns, ()):
        view_class = getattr(pattern.callback, "view_class", None)
        given = getattr(pattern.callback, "view_initkwargs", None) or {}
        model = given.get("model") or getattr(view_class, "model", None)
        room = (view_class or pattern.callback).__module__.partition(".")[0]
        if room in OUR_ROOMS or (isinstance(model, ModelBase) and model._meta.app_label in OUR_ROOMS):
            yield name


def walk(entries: list[URLPattern | URLResolver], spaces: tuple[str, ...]) -> Iterator[tuple[str, URLPattern]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or str(entry.pattern))), entry
