"""Keeps the page tree as its types say it may stand, also where code builds it.

Wagtail asks its rules in the admin alone. A column entry that a command puts into a section would fail when it is read.
"""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.signals import pre_page_move


class WrongPlace(ValueError):
    """Code was about to put a page where its type does not belong; the admin offers no such place."""


def refuse_wrong_place(page_type: type[Page], parent: Page) -> None:
    """Raise WrongPlace when parent_page_types or subpage_types keep `page_type` from standing below `parent`."""
    if not page_type.can_exist_under(parent):
        raise WrongPlace(f"a {page_type.__name__} cannot stand below a {parent.specific_class.__name__}")


def refuse_wrong_move(sender: type[Page], parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Receives Wagtail's `pre_page_move`. Among its siblings a page may always be moved."""
    if parent_page_before != parent_page_after:
        refuse_wrong_place(sender, parent_page_after)


def connect() -> None:
    pre_page_move.connect(refuse_wrong_move, dispatch_uid="core.refuse_wrong_move")
