"""A section 栏目 lists stories: its own and those sent to it by also_in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from core.models import StructurePage


class SectionPage(StructurePage):
    """A section of the paper, named by a short Latin slug."""

    description = models.CharField(_("说明"), max_length=200, blank=True, help_text=_("一句话，写在栏目名下面。"))
    per_page = models.PositiveSmallIntegerField(
        _("每页篇数"), default=20, validators=[MinValueValidator(1)], help_text=_("一页列多少篇，多出的翻页。")
    )

    content_panels = [*StructurePage.content_panels, FieldPanel("description"), FieldPanel("per_page")]
    override_translatable_fields = [SynchronizedField("slug")]

    takes_stories = True
    page_description = _("放稿件的栏目，如要闻、维权。")
    template = "news/section_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.FeaturePage", "news.PhotoStoryPage"]

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.selectors import page_of_stories, section_stories

        context = super().get_context(request, *args, **kwargs)
        context["stories"] = page_of_stories(request, section_stories(self), self.per_page)
        return context
