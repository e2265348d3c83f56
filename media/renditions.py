"""Makes renditions: the original is decoded once, then cropped, sized and encoded for every filter asked for.

Filters mean what they mean to Wagtail (`Filter.get_transform`); Willow is passed by because it decodes the original
anew for each filter, at full size, and hands its metadata on to what it saves.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files import File
from PIL import Image, ImageCms, ImageOps
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import IMAGE_FORMAT_EXTENSIONS, Filter, SourceImageIOError
from willow.plugins.pillow import PillowImage

from media.image_features import on_white

if TYPE_CHECKING:
    from media.models import Photo

#: How each format is written. AVIF at speed 8 takes a fifth of the time of Pillow's default, at the same size (FACTS).
ENCODING: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 55, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    "jpeg": ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
    "png": ("PNG", {"optimize": True}),
}
#: Renditions are public: whatever filter is asked for, none gives away the original at its full size.
LARGEST = 2560
SRGB = ImageCms.createProfile("sRGB")


def generate_one(photo: Photo, rendition_filter: Filter, *, source: File | None = None) -> File:
    """The file of one rendition; for Wagtail's own admin, which asks for them one by one."""
    with opened_original(photo, [rendition_filter], source=source) as original:
        return render(photo, original, rendition_filter)


def generate(photo: Photo, specs: list[str]) -> Iterator[tuple[Filter, File]]:
    """Filter and file for each of `specs`, from one decoding of the original. Raises OriginalUnreadable."""
    filters = [Filter(spec) for spec in specs]
    with opened_original(photo, filters) as original:
        for rendition_filter in filters:
            yield rendition_filter, render(photo, original, rendition_filter)


class OriginalUnreadable(SourceImageIOError):
    """The original's file is missing, or is no picture any more."""


@contextmanager
def opened_original(photo: Photo, filters: list[Filter], *, source: File | None = None) -> Iterator[Image.Image]:
    """The original, upright, decoded no larger than the largest of `filters` needs. Raises OriginalUnreadable."""
    scale = max(_scale(photo, rendition_filter) for rendition_filter in filters)
    with ExitStack() as stack:
        try:
            file: Any = stack.enter_context(photo.open_file()) if source is None else source.file
            file.seek(0)
            image = stack.enter_context(Image.open(file))
            image.draft(None, (math.ceil(image.width * scale), math.ceil(image.height * scale)))
            ImageOps.exif_transpose(image, in_place=True)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise OriginalUnreadable(str(error)) from error
        yield image


def _scale(photo: Photo, rendition_filter: Filter) -> float:
    """How much smaller than the original a rendition's pixels may be, 1 at most."""
    transform = rendition_filter.get_transform(photo)
    return min(max(transform.scale), 1.0)


def render(photo: Photo, original: Image.Image, rendition_filter: Filter) -> File:
    """One rendition of an original opened at any size: crops are reckoned in the photo's own pixels, then scaled."""
    transform = rendition_filter.get_transform(photo)
    rect = transform.get_rect()
    across, down = original.width / photo.width, original.height / photo.height
    box = (
        max(rect.left * across, 0.0),
        max(rect.top * down, 0.0),
        min(rect.right * across, float(original.width)),
        min(rect.bottom * down, float(original.height)),
    )
    shrink = min(LARGEST / max(transform.size), 1.0)
    size = (max(round(transform.size[0] * shrink), 1), max(round(transform.size[1] * shrink), 1))
    sized = _resizable(original).resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return _encode(photo, in_srgb(sized, original.info.get("icc_profile")), rendition_filter)


def _resizable(image: Image.Image) -> Image.Image:
    """Palettes and bitmaps cannot be averaged: their pixels are numbers of colours."""
    if image.mode in {"1", "P", "PA"} or "transparency" in image.info or image.mode.startswith("I"):
        return on_white(image)
    return image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in RGB and in the colours of sRGB, on white, with nothing embedded; a broken profile is passed over."""
    if image.mode not in {"RGB", "CMYK", "L"}:
        image = on_white(image)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError):
            pass
    plain = on_white(image)
    plain.info.clear()
    return plain


def _encode(photo: Photo, image: Image.Image, rendition_filter: Filter) -> File:
    environment: dict[str, Any] = {}
    for operation in rendition_filter.filter_operations:
        image = _applied(operation, image, photo, environment)
    name = environment.get("output-format", "jpeg")
    if name not in ENCODING:
        name = "jpeg"
    pillow_format, options = ENCODING[name]
    quality = environment.get(f"{name}-quality")
    output = io.BytesIO()
    image.save(output, pillow_format, **options | ({"quality": quality} if quality else {}))
    output.seek(0)
    return File(output, name=_file_name(photo, rendition_filter, IMAGE_FORMAT_EXTENSIONS[name]))


def _applied(operation: FilterOperation, image: Image.Image, photo: Photo, environment: dict[str, Any]) -> Image.Image:
    """An operation of Wagtail that works on pixels or notes how to save them."""
    result = operation.run(PillowImage(image), photo, environment)
    return result.get_pillow_image() if result is not None else image


def _file_name(photo: Photo, rendition_filter: Filter, extension: str) -> str:
    """Random stem of the original, key of the focal point, filter: at most 60 characters, as Wagtail has it."""
    ending = rendition_filter.spec.replace("|", ".") + extension
    if key := rendition_filter.get_cache_key(photo):
        ending = f"{key}.{ending}"
    stem = PurePath(str(photo.file.name)).stem
    return f"{stem[: max(59 - len(ending), 16)]}.{ending}"
