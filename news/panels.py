"""Admin panels of stories."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from news.publication import publication_problems


class PublicationProblemsPanel(Panel):
    """Tells what still blocks publication, on top of the story's form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("发布前还差"))
        kwargs.setdefault("icon", "warning")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/panels/publication_problems.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.problems)

        @property
        def problems(self) -> list[Any]:
            if self.instance is None or self.instance.pk is None:
                return []
            return publication_problems(self.instance)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            # Wagtail locks what is scheduled: whoever reads the reasons must know how to get at the text.
            scheduled = self.instance.approved_schedule
            return {**super().get_context_data(parent_context), "problems": self.problems, "scheduled": scheduled}
