"""Panels on the edit screen of a front page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.forms import Media
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.staticfiles import versioned_static


class CompositionPanel(Panel):
    """What stands on the page at this moment by the draft, which pins do not show, and why. Follows each save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/composition_panel.html"

        @property
        def media(self) -> Media:
            return Media(
                js=[versioned_static("js/admin/front-page.js")],
                css={"all": [versioned_static("css/admin/front-page.css")]},
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if self.instance.pk:
                context["address"] = reverse("front_page_composition", args=[self.instance.pk])
                context.update(composition_context(self.instance))
            return context


class TranslatedHomeFieldPanel(FieldPanel):
    """A field that means something only on a front page that is not of the source language."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            locale = self.instance.locale if self.instance.locale_id else None
            return bool(super().is_shown() and locale and locale.language_code != settings.LANGUAGE_CODE)


def composition_context(home: Any) -> dict[str, Any]:
    """Template context: `front`, the page as the draft `home` makes it now, and `remarks` on its pins."""
    from home.front_page import front_page
    from home.pin_remarks import pin_remarks

    at = timezone.now()
    front = front_page(home, at=at)
    return {"front": front, "remarks": pin_remarks(home, front, at=at)}
