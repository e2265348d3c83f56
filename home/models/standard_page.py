"""A standing page: 关于我们, 投稿须知."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from core.blocks import StandingBody
from core.blocks.page_photos import bring_photos
from core.models import StructurePage


class StandardPage(StructurePage):
    """A page that is no story: it has no number, no byline and no date."""

    body = StreamField(StandingBody(), verbose_name=_("正文"), blank=True)

    content_panels: ClassVar[list[Any]] = [*StructurePage.content_panels, FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug")]

    page_description = _("关于我们、投稿须知一类不是稿件的页面。")
    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    class Meta:
        verbose_name = _("固定页面")
        verbose_name_plural = _("固定页面")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        bring_photos(self)
        return super().get_context(request, *args, **kwargs)
