"""What a photo's file says of itself arrives on its card, in Chinese, and never over what a person wrote."""

from __future__ import annotations

import contextlib
import random

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.models import Filter

from media.embedded import clean, decode, read_embedded
from media.models import Photo
from media.renditions import generate_one
from media.uploads import PhotoUploadField
from tests.factories.photos import NAMES, encoded, make_photo, picture, picture_file, with_metadata

pytestmark = pytest.mark.django_db

FULL_XMP = {
    "Xmp.dc.title": {"x-default": "交接"},
    "Xmp.photoshop.Headline": "二号码头夜班交接",
    "Xmp.dc.description": {"x-default": "Night shift", "zh-CN": "10月12日，二号码头夜班工人交接。"},
    "Xmp.dc.creator": ["岑望"],
    "Xmp.photoshop.Credit": "岑望 摄",
    "Xmp.dc.rights": {"x-default": "临港重工工会"},
    "Xmp.dc.subject": ["夜班", "码头", "夜班"],
    "Xmp.photoshop.State": "江北省",
    "Xmp.photoshop.City": "江北省临港市",
    "Xmp.iptc.Location": "二号码头",
    "Xmp.iptcExt.Event": {"x-default": "冬送温暖"},
    "Xmp.iptcExt.PersonInImage": ["孟长河", "梁雪桥"],
    "Xmp.iptc.AltTextAccessibility": {"x-default": "三个人在灯下握手"},
}
SMALL = encoded(picture((120, 80)))


def test_xmp_fills_the_card():
    taken = make_photo(content=with_metadata(SMALL, xmp=FULL_XMP), title="DSC_0042", description="")
    assert taken.title == "二号码头夜班交接"
    assert taken.caption == "10月12日，二号码头夜班工人交接。"
    assert (taken.photographer, taken.credit, taken.rights_note) == ("岑望", "岑望 摄", "临港重工工会")
    assert taken.place_name == "江北省临港市二号码头"
    assert taken.event_name == "冬送温暖"
    assert taken.description == taken.default_alt_text == "三个人在灯下握手"
    assert [person.name for person in taken.people.all()] == ["孟长河", "梁雪桥"]
    assert sorted(taken.tags.names()) == ["夜班", "码头"]
    assert taken.embedded["Xmp.photoshop.City"] == ["江北省临港市"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_iptc_in_utf8_and_in_gb18030_is_read(encoding):
    iptc = {
        "Iptc.Application2.Caption": "焊花落下来是热的，心里是静的。".encode(encoding),
        "Iptc.Application2.Byline": "岑望".encode(encoding),
        "Iptc.Application2.Keywords": ["焊工".encode(encoding), "大赛".encode(encoding)],
        "Iptc.Application2.City": "临港市".encode(encoding),
        "Iptc.Application2.DateCreated": b"2021-10-12",
    }
    card = read_embedded(with_metadata(SMALL, iptc=iptc))
    assert card.caption == "焊花落下来是热的，心里是静的。"
    assert (card.photographer, card.place_name, card.taken_at) == ("岑望", "临港市", "2021-10-12")
    assert card.keywords == ["焊工", "大赛"]


def test_exif_in_gb18030_is_read():
    card = read_embedded(
        with_metadata(SMALL, exif={"Exif.Image.ImageDescription": "夜校第一课".encode("gb18030") + b"\0"})
    )
    assert card.caption == "夜校第一课"


def test_what_a_person_typed_stays():
    taken = make_photo(
        content=with_metadata(SMALL, xmp=FULL_XMP),
        title="我写的标题",
        caption="我写的图说",
        credit="本报供图",
        taken_at="2020",
        description="我写的替代文字",
    )
    assert (taken.title, taken.caption, taken.credit) == ("我写的标题", "我写的图说", "本报供图")
    assert (taken.taken_at, taken.description) == ("2020", "我写的替代文字")
    assert taken.photographer == "岑望"


def test_credit_line_is_made_of_the_photographer():
    taken = make_photo(content=with_metadata(SMALL, exif={"Exif.Image.Artist": "岑望"}))
    assert taken.credit == "岑望 摄"


@pytest.mark.parametrize(
    ("exif", "taken", "zone_missing"),
    [
        ({"Exif.Photo.DateTimeOriginal": "2021:10:12 09:30:15"}, "2021-10-12T09:30", True),
        (
            {"Exif.Photo.DateTimeOriginal": "2021:10:12 09:30:15", "Exif.Photo.OffsetTimeOriginal": "+08:00"},
            "2021-10-12T09:30",
            False,
        ),
        (
            {"Exif.Photo.DateTimeOriginal": "2021:10:12 23:30:15", "Exif.Photo.OffsetTimeOriginal": "+00:00"},
            "2021-10-13T07:30",
            False,
        ),
        ({"Exif.Photo.DateTimeOriginal": "0000:00:00 00:00:00"}, "", False),
        ({"Exif.Photo.DateTimeOriginal": "2021:02:30 09:30:15"}, "", False),
        ({"Exif.Photo.DateTimeOriginal": "yesterday"}, "", False),
    ],
)
def test_times_without_an_offset_are_marked(exif, taken, zone_missing):
    card = read_embedded(with_metadata(SMALL, exif=exif))
    assert (card.taken_at, card.taken_zone_missing) == (taken, zone_missing)


@pytest.mark.parametrize(("written", "taken"), [("2021", "2021"), ("2021-10", "2021-10"), ("2021-10-12", "2021-10-12")])
def test_partial_dates_of_old_pictures_stay_partial(written, taken):
    card = read_embedded(with_metadata(SMALL, xmp={"Xmp.photoshop.DateCreated": written}))
    assert (card.taken_at, card.taken_zone_missing) == (taken, False)


@pytest.mark.parametrize(
    "words", ["OLYMPUS DIGITAL CAMERA", "DCIM", "IMG_2041", "mde", "oppo_32", "SAMSUNG CAMERA PICTURES"]
)
def test_what_cameras_write_is_no_caption(words):
    assert read_embedded(with_metadata(SMALL, exif={"Exif.Image.ImageDescription": words})).caption == ""


def test_a_short_chinese_caption_is_one():
    assert read_embedded(with_metadata(SMALL, exif={"Exif.Image.ImageDescription": "夜班"})).caption == "夜班"


@pytest.mark.parametrize(
    "content", [b"", b"not a picture", SMALL[:300], b"\xff\xd8\xff\xe1\xff\xffExif\0\0" + b"\xff" * 600]
)
def test_broken_metadata_give_an_empty_card(content):
    assert read_embedded(content).caption == ""


def test_control_characters_and_endless_values_are_left_out():
    card = read_embedded(with_metadata(SMALL, xmp={"Xmp.dc.description": {"x-default": "一" * 9_000}}))
    assert len(card.caption) == 2_000
    assert clean("一\x00二\x0b三\r\n四\ud800") == "一二三\n四"
    assert decode(b"\xff\xfe\x80") == ""


def test_values_longer_than_a_field_are_cut_to_it():
    taken = make_photo(content=with_metadata(SMALL, xmp={"Xmp.photoshop.Credit": "摄" * 900}))
    assert len(taken.credit) == 120


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_all_formats_tell_their_caption(picture_format):
    content = with_metadata(encoded(picture((120, 80)), picture_format), xmp=FULL_XMP)
    assert read_embedded(content).caption == "10月12日，二号码头夜班工人交接。"


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A copy with a few bytes changed, cut out or put in."""
    broken = bytearray(content)
    for _ in range(chance.choice((1, 2, 5, 20))):
        place = chance.randrange(len(broken))
        kind = chance.randrange(4)
        if kind == 0:
            broken[place] = chance.randrange(256)
        elif kind == 1:
            broken[place : place + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif kind == 2:
            del broken[place : place + chance.randrange(1, 30)]
        else:
            broken[place:place] = chance.randbytes(20)
        broken = broken or bytearray(b"x")
    return bytes(broken)


@pytest.mark.parametrize("rounds", [300, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF", "GIF"])
def test_damaged_files_are_read_or_refused_and_never_break_anything(picture_format, rounds):
    content = encoded(picture((64, 48)), picture_format)
    if picture_format in {"JPEG", "PNG", "WEBP", "TIFF"}:
        exif = {"Exif.Image.Artist": "岑望", "Exif.Photo.DateTimeOriginal": "2021:10:12 09:30:15"}
        content = with_metadata(content, xmp=FULL_XMP, exif=exif)
    chance, field = random.Random(picture_format), PhotoUploadField()
    for _ in range(rounds):
        broken = damaged(content, chance)
        for texts in read_embedded(broken).values.values():
            assert all(text.encode() is not None for text in texts)
        with contextlib.suppress(ValidationError):
            accepted = Photo(title="一张照片", file=field.clean(picture_file(f"a.{NAMES[picture_format]}", broken)))
            accepted._set_image_file_metadata()
            assert generate_one(accepted, Filter("fill-30x20|format-webp"), source=picture_file(content=broken)).size
