"""The admin's form of a front page."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

#: The permission to manage front pages: their names, addresses, languages and schedules.
MANAGE = "home.change_homepage"

#: Fields that composing a front page needs, beside the rows of modules and pins.
COMPOSED = {"comment_notifications", "composed_apart"}


class HomePageForm(WagtailAdminPageForm):
    """Who composes a front page changes its modules and pins; the page's other fields are for who manages it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not self.for_user.has_perm(MANAGE):
            for name in set(self._meta.fields or ()) - COMPOSED:
                self.fields.pop(name, None)
