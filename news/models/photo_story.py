"""A photo story 图片新闻: pictures carry it, the text is short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from news.models.story import StoryPage

#: How the photos of a story follow each other on a wide screen; the reading order never changes.
LAYOUTS = ("full", "caption-end", "pair-narrow", "pair-wide", "caption-start", "full")


@dataclass
class PhotoStoryPart:
    """A photo with its place in the story, or a block of text between photos (`photo` is None then)."""

    block: Any = None
    photo: Any = None
    number: int = 0
    layout: str = ""


class PhotoStoryPage(StoryPage):
    """A story told in pictures; the photos are the photo and gallery blocks of its body, in their order."""

    default_genre = StoryPage.Genre.PHOTO

    page_description = _("以照片为主、文字很短的报道。")
    template = "news/photo_story_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.SectionPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("图片新闻")
        verbose_name_plural = _("图片新闻")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["parts"] = parts = photo_story_parts(self.body)
        context["photo_count"] = sum(part.photo is not None for part in parts)
        return context


def photo_story_parts(body: Any) -> list[PhotoStoryPart]:
    """A body in its order: photos, those of galleries and filled 待配图 among them, numbered from 1 with a varying
    layout, and the blocks between them.
    """
    parts = list(_parts(body))
    number = 0
    for part in parts:
        if part.photo:
            number += 1
            part.number, part.layout = number, LAYOUTS[(number - 1) % len(LAYOUTS)]
    for part, following in zip(parts, [*parts, PhotoStoryPart()][1:], strict=True):
        # A pair needs its second photo right beside it.
        if part.layout == "pair-narrow" and following.layout != "pair-wide":
            part.layout = "full"
    for before, part in zip([PhotoStoryPart(), *parts][:-1], parts, strict=True):
        if part.layout == "pair-wide" and before.layout != "pair-narrow":
            part.layout = "full"
    return parts


def _parts(body: Any) -> Iterator[PhotoStoryPart]:
    for block in body:
        if block.block_type in {"photo", "picture_pending"} and block.value["photo"]:
            yield PhotoStoryPart(photo=block.value)
        elif block.block_type == "gallery":
            yield from (PhotoStoryPart(photo=value) for value in block.value["photos"] if value["photo"])
        else:
            yield PhotoStoryPart(block=block)
