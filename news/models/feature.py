"""A feature 专题报道: the everyday story of a section."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from news.models.story import StoryPage


class FeaturePage(StoryPage):
    """A feature, a news item, a brief: whatever its genre says."""

    page_description = _("消息、通讯、言论、专版都用这个。")
    template = "news/feature_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.SectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("专题报道")
        verbose_name_plural = _("专题报道")
