"""What may come in as a photo: the content is looked at, never the name alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField

from media.fields import size_as_seen
from media.image_features import shrunk

#: Willow's name of a format → what Pillow calls it. Only the plugin of the format that the content claims is tried.
PILLOW_FORMATS = {
    "jpeg": ["JPEG"],
    "png": ["PNG"],
    "gif": ["GIF"],
    "webp": ["WEBP"],
    "tiff": ["TIFF"],
    "avif": ["AVIF"],
    "heic": ["HEIF"],
}
SAME_FORMAT = {"jpg": "jpeg", "tif": "tiff", "heif": "heic"}
#: A large picture that packs more pixels than this into a byte is empty: a bomb, not a photo.
LARGE, PIXELS_PER_BYTE = 20_000_000, 100
#: Marks of text that a browser or a server would run, in lower case. Long enough not to occur in compressed pixels.
ACTIVE = (
    b"<script",
    b"<?php ",
    b"<?php\n",
    b"<?php\r",
    b"<?php\t",
    b"<!doctype html",
    b"<html>",
    b"<html ",
    b"<iframe",
)
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")

# Pillow's own limit would warn, on the log, of pictures that are allowed here, and refuses at twice its value.
Image.MAX_IMAGE_PIXELS = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


class PhotoUploadField(WagtailImageField):
    """Wagtail's field, with the whole picture decoded, nothing decoded before its size is known, and Chinese words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages |= {
            "invalid_image": _("这个文件的内容不是图片，或者是本站不收的格式（不收 SVG）。"),
            "invalid_image_extension": _("不收这种文件。可以上传：%(formats)s。")
            % {"formats": self.supported_formats_text},
            "invalid_extension": _("不收这种文件。可以上传：%(formats)s。") % {"formats": self.supported_formats_text},
            "invalid_image_known_format": _(
                "文件名写的是 .%(extension)s，内容却是 %(image_format)s。请用原来的文件，或把扩展名改对再传。"
            ),
            "file_too_large": _("文件太大（%(file_size)s），最大 %(max_filesize)s。"),
            "file_too_large_unknown_size": _("文件太大，最大 %(max_filesize)s。")
            % {"max_filesize": self.max_upload_size_text},
            "file_too_many_pixels": _("图片太大（%(num_pixels)s 像素），最多 %(max_pixels_count)s 像素。"),
            "bomb": _("这张图片展开后大得不合常理，没有收下。"),
            "broken": _("图片不完整或已损坏，打不开。请重新导出或重新传一次。"),
            "polyglot": _("图片里夹带了别的内容（%(what)s），没有收下。请用图片软件另存一份再传。"),
        }

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            content = _content(file)
            self._check_whole_picture(content, file.image.format_name)
            self._check_nothing_else(content)
        return file

    def check_image_file_format(self, f: Any) -> None:
        """As Wagtail's, which knows no .tif and no .heif."""
        extension = PurePath(f.name).suffix.lower()[1:]
        if extension not in self.allowed_image_extensions:
            raise self._refusal("invalid_image_extension")
        if SAME_FORMAT.get(extension, extension) != f.image.format_name:
            raise self._refusal("invalid_image_known_format", extension=extension, image_format=f.image.format_name)

    def check_image_pixel_size(self, f: Any) -> None:
        """By the header alone. Wagtail's decodes the picture to learn its size, which is what a bomb waits for."""
        content = _content(f)
        try:
            with Image.open(io.BytesIO(content), formats=PILLOW_FORMATS[f.image.format_name]) as image:
                pixels = image.width * image.height
        except Image.DecompressionBombError as error:
            raise self._refusal("bomb") from error
        except Exception as error:  # Pillow's plugins raise nearly anything on broken files
            raise self._refusal("broken") from error
        if self.max_image_pixels is not None and pixels > self.max_image_pixels:
            raise self._refusal("file_too_many_pixels", num_pixels=pixels, max_pixels_count=self.max_image_pixels)
        if pixels > LARGE and pixels > PIXELS_PER_BYTE * len(content):
            raise self._refusal("bomb")

    def _check_whole_picture(self, content: bytes, format_name: str) -> None:
        try:
            with Image.open(io.BytesIO(content), formats=PILLOW_FORMATS[format_name]) as image:
                shrunk(image)
            size_as_seen(io.BytesIO(content))
        except Exception as error:  # as above
            raise self._refusal("broken") from error

    def _check_nothing_else(self, content: bytes) -> None:
        if what := foreign_content(content):
            raise self._refusal("polyglot", what=what)

    def _refusal(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params or None)


def foreign_content(content: bytes) -> str:
    """What a picture file is besides a picture: a polyglot's other nature, "" when it has none.

    Data behind the picture as such is common (Samsung trailers, motion photos, second pictures) and is let through.
    """
    if b"%PDF-" in content[:1024]:
        return "PDF"
    if any(mark in content for mark in ARCHIVES) or _holds_zip(content):
        return "压缩包"
    lowered = content.lower()
    return "脚本" if any(mark in lowered for mark in ACTIVE) else ""


def _holds_zip(content: bytes) -> bool:
    if b"PK\x05\x06" not in content[-66_000:]:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return bool(archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False


def _content(file: Any) -> bytes:
    file.seek(0)
    content = file.read()
    file.seek(0)
    return bytes(content)
