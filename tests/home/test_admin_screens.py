"""The list of screens is whole: what opens in the admin is opened by the count of Latin words, too."""

from __future__ import annotations

import re

from django.urls import resolve

from tests.e2e.admin_latin import screens
from tests.home.role_views import ADMIN, CHIEF, VIEWS

#: Parts of a screen, and answers that are no HTML.
NO_SCREEN = re.compile(
    r"results$|chooser|choose_page|_api:|:state$|:set_privacy$|:view_draft$|^news_problems$|^photo_original$"
)


def test_every_page_of_the_role_matrix_stands_in_the_list_of_screens():
    """Add a line to docs/admin-screens.md for each new page of the admin."""
    opened = {resolve(address_of(screen.address)).view_name for screen in screens()}
    pages = {view.name for view in VIEWS if view.data is None and {CHIEF, ADMIN} & set(view.may)}
    forgotten = {name for name in pages - opened if not NO_SCREEN.search(name)}
    assert not forgotten


def address_of(listed: str) -> str:
    """The address with some key in each place that waits for one."""
    path = listed.partition("?")[0].replace("{job}", "00000000-0000-0000-0000-000000000000")
    return re.sub(r"\{\w+\}", "1", path)
