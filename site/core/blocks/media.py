"""Photo, gallery and video blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from core.pictures import bring_renditions

PHOTO_PRESETS = [("body", _("通栏，原比例")), ("wide", _("通栏，16:9")), ("portrait", _("竖幅，4:5"))]


#: Photos that were read for a whole page; see core.blocks.page_photos.
_at_hand: ContextVar[Mapping[int, Any]] = ContextVar("photos_at_hand", default=MappingProxyType({}))


@contextmanager
def photos_at_hand(photos: Mapping[int, Any]) -> Iterator[None]:
    """Inside, blocks take these photos instead of asking for them."""
    token = _at_hand.set(photos)
    try:
        yield
    finally:
        _at_hand.reset(token)


class PhotoChooserBlock(ImageChooserBlock):
    """Chooses a photo; a stream's photos come with their renditions in two queries, however many there are."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        keys = list(values)
        found = dict(_at_hand.get())
        if missing := {key for key in keys if key} - found.keys():
            read = self.model_class.objects.in_bulk(missing)
            bring_renditions(read.values())
            found |= read
        return [found.get(key) if key else None for key in keys]


class PhotoBlock(blocks.StructBlock):
    """One photo with what this story says of it; empty fields fall back to the photo's own card."""

    photo = PhotoChooserBlock(label=_("照片"))
    caption = blocks.TextBlock(
        label=_("图说"), required=False, max_length=400, rows=2, help_text=_("不填则用图片库里的图说。")
    )
    credit = blocks.CharBlock(
        label=_("署名"), required=False, max_length=80, help_text=_("如“岑望 摄”。不填则用图片库里的署名。")
    )
    alt = blocks.CharBlock(
        label=_("替代文字"),
        required=False,
        max_length=200,
        help_text=_("读给看不见图的人：画面上有什么。不要重复图说。"),
    )
    preset = blocks.ChoiceBlock(label=_("版式"), choices=PHOTO_PRESETS, default="body")

    class Meta:
        icon = "image"
        label = _("照片")
        group = _("图片与视频")
        template = "core/blocks/photo.html"
        preview_template = "core/blocks/previews/photo.html"
        preview_value = {
            "photo": None,
            "caption": "二号码头夜班交接。",
            "credit": "岑望 摄",
            "alt": "",
            "preset": "wide",
        }
        description = _("一张照片，带图说和署名。")


class PicturePendingBlock(blocks.StructBlock):
    """待配图: a caption that came without its file. Editors see it, readers never; it holds publication back."""

    caption = blocks.TextBlock(label=_("来稿图说"), max_length=400, rows=2)
    credit = blocks.CharBlock(label=_("来稿署名"), required=False, max_length=80)
    photo = PhotoChooserBlock(
        label=_("配上照片"), required=False, help_text=_("选好照片即可发布；不要这张图就删掉这一块。")
    )
    alt = blocks.CharBlock(label=_("替代文字"), required=False, max_length=200)

    class Meta:
        icon = "warning"
        label = _("待配图")
        group = _("图片与视频")
        template = "core/blocks/picture_pending.html"
        preview_value = {"caption": "联席会议现场", "credit": "", "photo": None, "alt": ""}
        description = _("来稿里有图说、没有图片文件。配上照片或删除后才能发布。")


class GalleryBlock(blocks.StructBlock):
    """Several photos that belong together, in their order."""

    title = blocks.CharBlock(label=_("组图标题"), required=False, max_length=60)
    photos = blocks.ListBlock(PhotoBlock(), label=_("照片"), min_num=1)

    class Meta:
        icon = "image"
        label = _("组图")
        group = _("图片与视频")
        template = "core/blocks/gallery.html"
        preview_template = "core/blocks/previews/gallery.html"
        preview_value = {"title": "夜班图记", "photos": []}
        description = _("一组照片，按顺序排列。")


class VideoBlock(blocks.StructBlock):
    """A video file of our own with its still and a text for those who cannot hear it."""

    video = DocumentChooserBlock(label=_("视频文件"), help_text=_("MP4 格式，先传到文件库。"))
    poster = PhotoChooserBlock(label=_("封面"), required=False)
    caption = blocks.TextBlock(label=_("说明"), max_length=300, rows=2)
    credit = blocks.CharBlock(label=_("署名"), required=False, max_length=80)
    transcript = blocks.TextBlock(
        label=_("文字稿"), required=False, help_text=_("视频里说了什么，给听不见或不便播放的人。")
    )

    class Meta:
        icon = "media"
        label = _("视频")
        group = _("图片与视频")
        template = "core/blocks/video.html"
        preview_template = "core/blocks/previews/video.html"
        preview_value = {"video": None, "poster": None, "caption": "夜校第一课。", "credit": "", "transcript": ""}
        description = _("自己上传的视频，带封面和文字稿。")
