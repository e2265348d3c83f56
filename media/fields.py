"""The model field of a photo's file: knows its size as it is seen, not as it lies in the file."""

from __future__ import annotations

from typing import Any

from PIL import Image
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

ORIENTATION = 0x0112
#: Orientations that stand the picture on its side.
SIDEWAYS = {5, 6, 7, 8}
#: Formats of which Pillow gives the size before turning. It has turned HEIC and TIFF itself by then.
UNTURNED = {"JPEG", "MPO", "PNG", "WEBP", "AVIF"}


def size_as_seen(file: Any) -> tuple[int, int]:
    """Width and height of the picture in the binary `file` after its EXIF orientation; reads the header only."""
    file.seek(0)
    with Image.open(file) as image:
        width, height = image.size
        # Pillow looks for a PNG's EXIF behind the pixels, decoding them all, unless it has met it before them.
        has_exif = image.format != "PNG" or "exif" in image.info
        if image.format in UNTURNED and has_exif and image.getexif().get(ORIENTATION) in SIDEWAYS:
            return height, width
        return width, height


class PhotoFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """Wagtail gives the size before turning, from which crops and focal points of phone photos come out wrong."""
        closed = self.closed
        try:
            self.open()
            return size_as_seen(self.file)
        finally:
            if closed:
                self.close()
            else:
                self.seek(0)


class PhotoFileField(WagtailImageField):
    attr_class = PhotoFile
