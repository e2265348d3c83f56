"""Renditions: cropped around what matters, upright, in true colours, telling nothing of where the photo was taken."""

from __future__ import annotations

import io
from typing import Any

import exiv2
import pytest
from django.conf import settings
from PIL import Image, ImageCms
from wagtail.images.models import Filter

from core.pictures import PRESETS, bring_renditions, missing_specs
from media.embedded import read_embedded
from media.image_features import distance, main_colour, perceptual_hash, small_copy
from media.models import Photo, PhotoRendition
from media.services import MediaError, make_missing_renditions, presets_in_use
from tests.factories.photos import encoded, make_photo, picture, with_metadata

pytestmark = pytest.mark.django_db

EVERYWHERE = {"Xmp.dc.creator": ["岑望"], "Xmp.dc.description": {"x-default": "在孟长河家里"}}
GPS = {
    "Exif.GPSInfo.GPSLatitude": "30/1 15/1 0/1",
    "Exif.GPSInfo.GPSLatitudeRef": "N",
    "Exif.GPSInfo.GPSLongitude": "120/1 10/1 0/1",
    "Exif.GPSInfo.GPSLongitudeRef": "E",
}


def opened(rendition: PhotoRendition) -> Image.Image:
    with rendition.file.open("rb") as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def red_share(image: Image.Image) -> float:
    """How much of a picture is the red square."""
    pixels = image.resize((40, 40)).tobytes()
    red = sum(pixels[i] > 150 and pixels[i + 1] < 90 and pixels[i + 2] < 90 for i in range(0, len(pixels), 3))
    return red / 1600


def focus(x: int, y: int, span: int) -> dict[str, int]:
    return {"focal_point_x": x, "focal_point_y": y, "focal_point_width": span, "focal_point_height": span}


def with_square(size: tuple[int, int], at: tuple[int, int], **options: Any) -> Photo:
    return make_photo(content=encoded(picture(size, red_at=at), quality=92), **options)


@pytest.mark.parametrize("size", [(1600, 1000), (6000, 4000)])
@pytest.mark.parametrize("preset", ["portrait", "lead", "card"])
def test_crop_keeps_the_focal_point_also_when_the_original_is_decoded_smaller(size, preset):
    corner = (size[0] * 9 // 10, size[1] * 9 // 10)
    plain = with_square(size, corner)
    focused = with_square(size, corner, name="b.jpg", **focus(*corner, span := min(size) // 6))
    spec = PRESETS[preset].spec(PRESETS[preset].widths[0], "jpeg")
    whole = red_share(opened(focused.get_rendition(spec)))
    square = (span / min(size)) ** 2 * min(size) ** 2
    across, down = PRESETS[preset].ratio
    crop = min(size[0], size[1] * across / down) ** 2 * down / across
    assert whole == pytest.approx(square / crop, abs=0.02)
    if preset == "portrait":
        assert red_share(opened(plain.get_rendition(spec))) == 0


def test_ours_and_wagtails_own_rendition_show_the_same():
    photo = with_square((3000, 2000), (2600, 300), **focus(2600, 300, 300))
    for spec in ("fill-480x600|format-png", "width-640|format-png", "max-300x300|format-png", "min-200x300|format-png"):
        ours = Image.open(photo.generate_rendition_file(Filter(spec)).file).convert("RGB")
        output = io.BytesIO()
        Filter(spec).run(photo, output)
        theirs = Image.open(output).convert("RGB")
        assert ours.size == theirs.size
        assert abs(red_share(ours) - red_share(theirs)) < 0.02
        assert distance(perceptual_hash(ours), perceptual_hash(theirs)) <= 3


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photo_held_sideways_stands_upright(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    turns = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    upright = picture((900, 600), red_at=(100, 100))
    held = upright.transpose(turns[orientation]) if turns[orientation] is not None else upright
    photo = make_photo(content=encoded(held, exif=exif, quality=92))
    assert (photo.width, photo.height) == (900, 600)
    rendition = opened(photo.get_rendition("width-300|format-jpeg"))
    assert rendition.size == (300, 200)
    assert rendition.getpixel((33, 33))[0] > 180
    assert rendition.getpixel((260, 160))[0] < 120


PUBLIC_SPECS = [
    "fill-640x360|format-jpeg",
    "width-640|format-webp",
    "width-640|format-avif",
    "max-165x165",
    "original",
]


@pytest.mark.parametrize("spec", PUBLIC_SPECS)
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_no_rendition_tells_where_or_by_whom_it_was_taken(spec, picture_format):
    source = with_metadata(encoded(picture((800, 500)), picture_format), exif=GPS, xmp=EVERYWHERE)
    names = {"JPEG": "a.jpg", "PNG": "a.png", "WEBP": "a.webp", "TIFF": "a.tiff"}
    photo = make_photo(content=source, name=names[picture_format])
    assert "Exif.GPSInfo.GPSLatitude" in photo.embedded
    with photo.get_rendition(spec).file.open("rb") as file:
        content = file.read()
    assert read_embedded(content).values == {}
    image = exiv2.ImageFactory.open(content)
    image.readMetadata()
    assert image.exifData().count() == image.iptcData().count() == image.xmpData().count() == 0
    assert "孟长河".encode() not in content


def test_public_folder_never_gets_the_original_at_full_size():
    photo = make_photo(content=encoded(picture((4000, 2600))))
    rendition = photo.get_rendition("original")
    assert max(rendition.width, rendition.height) == 2560


@pytest.mark.parametrize("mode", ["CMYK", "L", "P", "1", "RGBA", "LA", "I;16"])
def test_every_kind_of_pixels_becomes_a_picture(mode):
    base = picture((400, 300), red_at=(100, 100))
    image = (
        base.convert("L").convert("I").point(lambda v: v * 256).convert("I;16")
        if mode == "I;16"
        else base.convert(mode)
    )
    picture_format = {"CMYK": "JPEG", "L": "JPEG"}.get(mode, "PNG")
    photo = make_photo(content=encoded(image, picture_format), name="a.jpg" if picture_format == "JPEG" else "a.png")
    rendition = opened(photo.get_rendition("width-200|format-jpeg"))
    assert rendition.size == (200, 150)
    if mode in {"CMYK", "RGBA", "P"}:
        assert rendition.getpixel((50, 50))[0] > 180
    if mode == "I;16":
        assert 0 < sum(rendition.convert("L").resize((1, 1)).tobytes()) < 250


def test_transparent_is_white():
    image = Image.new("RGBA", (200, 100), (255, 0, 0, 0))
    photo = make_photo(content=encoded(image, "PNG"), name="a.png")
    assert opened(photo.get_rendition("width-100|format-webp")).getpixel((50, 25)) == (255, 255, 255)
    assert photo.main_colour == "#ffffff"


def test_colours_of_a_wide_profile_are_turned_into_srgb():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    assert lab  # a profile that no RGB picture can use
    photo = make_photo(content=encoded(picture((300, 200)), icc_profile=lab.tobytes()))
    rendition = photo.get_rendition("width-200|format-jpeg")
    with rendition.file.open("rb") as file:
        assert "icc_profile" not in Image.open(file).info


def test_only_the_missing_is_made():
    photo = make_photo(width=1600, height=1000)
    assert make_missing_renditions(photo=photo, presets=["card"]) == 9
    first = set(photo.renditions.values_list("pk", flat=True))
    again = Photo.objects.get(pk=photo.pk)
    assert make_missing_renditions(photo=again, presets=["card"]) == 0
    assert make_missing_renditions(photo=again, presets=["card", "teaser"]) == 3
    assert first < set(photo.renditions.values_list("pk", flat=True))
    assert presets_in_use(again) == ["card", "teaser", "thumb"]


def test_another_process_that_was_faster_is_no_error_and_leaves_no_file():
    photo = make_photo(width=1600, height=1000)
    stale = Photo.objects.get(pk=photo.pk)
    bring_renditions([stale])
    make_missing_renditions(photo=photo, presets=["thumb"])
    before = {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()}
    assert make_missing_renditions(photo=stale, presets=["thumb"]) == 0
    assert {path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()} == before


def test_missing_original_is_reported():
    photo = make_photo()
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(MediaError, match="原件读不出来"):
        make_missing_renditions(photo=photo, presets=["lead"])


def test_names_of_renditions_stay_within_the_column():
    photo = make_photo(width=1600, height=1000, **focus(9, 9, 9))
    make_missing_renditions(photo=photo, presets=list(PRESETS))
    assert missing_specs(Photo.objects.get(pk=photo.pk), PRESETS) == []
    names = [rendition.file.name for rendition in photo.renditions.all()]
    assert max(map(len, names)) <= 100
    assert all(photo.file.name.split("/")[-1][:16] in name for name in names)


def test_near_duplicates_are_close_and_others_are_not():
    scene = Image.effect_mandelbrot((900, 600), (-3, -2.5, 2, 2.5), 100)
    kept = perceptual_hash(small_copy(io.BytesIO(encoded(scene))))
    smaller = perceptual_hash(small_copy(io.BytesIO(encoded(scene.resize((450, 300)), quality=40))))
    elsewhere = Image.effect_mandelbrot((900, 600), (-0.8, -0.3, -0.5, 0.1), 100)
    other = perceptual_hash(small_copy(io.BytesIO(encoded(elsewhere))))
    assert distance(kept, smaller) <= 4
    assert distance(kept, other) > 12
    assert -(1 << 63) <= kept < 1 << 63


def test_main_colour_is_the_commonest():
    image = Image.new("RGB", (300, 200), (200, 30, 30))
    image.paste((0, 0, 255), (0, 0, 60, 60))
    assert main_colour(image) == "#c81e1e"
