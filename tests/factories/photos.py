"""Photos for tests: real picture files, with real embedded metadata."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any

import exiv2
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from media.models import Photo
from media.services import ingest_photo

NAMES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "TIFF": "tiff", "AVIF": "avif", "HEIF": "heic", "GIF": "gif"}


def picture(size: tuple[int, int] = (1600, 1000), *, red_at: tuple[int, int] | None = None) -> Image.Image:
    """A quiet blue gradient; with `red_at`, a red square around that point tells where a crop went."""
    ramp = Image.linear_gradient("L").resize(size)
    bands = (ramp.point(lambda v: v // 4), ramp.point(lambda v: 60 + v // 4), ramp.point(lambda v: 150))
    image = Image.merge("RGB", bands)
    if red_at:
        half = min(size) // 12
        box = (red_at[0] - half, red_at[1] - half, red_at[0] + half, red_at[1] + half)
        ImageDraw.Draw(image).rectangle(box, fill=(230, 20, 20))
    return image


def encoded(image: Image.Image, picture_format: str = "JPEG", **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, picture_format, **options)
    return output.getvalue()


def picture_file(name: str = "DSC_0042.jpg", content: bytes | None = None, **options: Any) -> ContentFile[bytes]:
    return ContentFile(content if content is not None else encoded(picture(**options)), name=name)


def with_metadata(
    content: bytes,
    *,
    exif: Mapping[str, Any] | None = None,
    iptc: Mapping[str, bytes | list[bytes]] | None = None,
    xmp: Mapping[str, Any] | None = None,
) -> bytes:
    """`content` with metadata written into it. IPTC values are bytes, in whatever encoding the test is about."""
    # A damaged file read before leaves the toolkit's table of namespaces fit for reading only.
    exiv2.XmpParser.terminate()
    exiv2.XmpParser.initialize()
    image = exiv2.ImageFactory.open(content)
    image.readMetadata()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # raw bytes are what these tests are about
        for key, value in (exif or {}).items():
            image.exifData()[key] = _raw(exiv2.AsciiValue(), value) if isinstance(value, bytes) else value
        for key, values in (iptc or {}).items():
            for value in values if isinstance(values, list) else [values]:
                image.iptcData().add(exiv2.IptcKey(key), _raw(exiv2.StringValue(), value))
        for key, value in (xmp or {}).items():
            image.xmpData()[key] = value
        image.writeMetadata()
        file = image.io()
        file.open()
        return bytes(file.read(file.size()))


def _raw(value: Any, content: bytes) -> Any:
    value.read(content, exiv2.ByteOrder.invalidByteOrder)
    return value


def make_photo(
    title: str = "夜班交接",
    *,
    width: int = 640,
    height: int = 400,
    content: bytes | None = None,
    name: str = "DSC_0042.jpg",
    **card: Any,
) -> Photo:
    """A photo of the library, taken in like any other."""
    card.setdefault("description", "江边码头，几个人围着一台机器")
    return ingest_photo(file=picture_file(name, content, size=(width, height)), title=title, card=card)
