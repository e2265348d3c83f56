"""A photo story 图片新闻: pictures carry it, the text is short."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.models.story import StoryPage


class PhotoStoryPage(StoryPage):
    """A story told in pictures; the photos are the photo and gallery blocks of its body, in their order."""

    page_description = _("以照片为主、文字很短的报道。")
    template = "news/photo_story_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.SectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("图片新闻")
        verbose_name_plural = _("图片新闻")

    def pictures(self) -> Iterator[Any]:
        """The values of every photo of the body in order, those of galleries and filled 待配图 among them."""
        for block in self.body:
            if block.block_type in {"photo", "picture_pending"} and block.value["photo"]:
                yield block.value
            elif block.block_type == "gallery":
                yield from (value for value in block.value["photos"] if value["photo"])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["pictures"] = list(self.pictures())
        return context
