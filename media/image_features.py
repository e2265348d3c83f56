"""What the pixels of a photo say in a few bytes: a hash that near-duplicates share, and its main colour."""

from __future__ import annotations

from typing import Any

from PIL import Image, ImageOps

#: Enough pixels for both; a JPEG is decoded at no more than about this size.
SMALL = 256
SIGN = 1 << 63


def small_copy(file: Any) -> Image.Image:
    """The picture in the binary `file`, upright, in RGB on white, its longer side about 256 px."""
    file.seek(0)
    with Image.open(file) as image:
        return shrunk(image)


def shrunk(image: Image.Image) -> Image.Image:
    """As `small_copy`, of an image that has just been opened. Reads all of its pixels, a JPEG's at an eighth."""
    image.draft("RGB", (SMALL, SMALL))
    ImageOps.exif_transpose(image, in_place=True)
    image.thumbnail((SMALL, SMALL))
    return on_white(image)


def on_white(image: Image.Image) -> Image.Image:
    """The image in RGB; what was transparent is white. 16-bit grey is brought to 8 bits instead of being cut off."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")


def perceptual_hash(image: Image.Image) -> int:
    """dHash, 64 bits, as a signed integer: whether each of 8×8 fields is brighter than the one to its right.

    Two pictures of the same scene differ in few bits; see `distance`.
    """
    # Twice averaged (BOX), so that noise and JPEG blocks of a small copy do not flip bits.
    pixels = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (pixels[row * 9 + column] > pixels[row * 9 + column + 1])
    return bits - (1 << 64) if bits & SIGN else bits


def distance(one: int, other: int) -> int:
    """Bits in which two perceptual hashes differ, 0 to 64. Up to about 10: likely the same picture."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


def main_colour(image: Image.Image) -> str:
    """The commonest of the picture's colours, as #rrggbb."""
    few = image.convert("RGB").resize((48, 48), Image.Resampling.BOX).quantize(6, Image.Quantize.MEDIANCUT)
    counts = few.getcolors() or [(1, 0)]
    index = max(counts)[1]
    palette = few.getpalette() or [0, 0, 0]
    red, green, blue = palette[index * 3 : index * 3 + 3]  # type: ignore[operator]
    return f"#{red:02x}{green:02x}{blue:02x}"
