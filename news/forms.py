"""The admin's form of a story."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class StoryForm(WagtailAdminPageForm):
    """A new story is always saved as a draft first; the publication that follows passes the gate by itself.

    Wagtail's add view would save it live before it asks `before_publish_page`: a refusal would lose what was typed.
    """

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding:
            self.instance.live = False
            self.instance.has_unpublished_changes = True
        return super().save(commit=commit)
