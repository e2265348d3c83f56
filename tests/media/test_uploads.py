"""What comes in as a photo through the admin's own forms, and what is refused with a word of why and no trace."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, GroupCollectionPermission

from core.registry.models import Event, Place
from core.registry.usage import uses_of
from media.models import Photo
from media.services import MediaError, ingest_photo
from media.uploads import foreign_content
from tests.factories.photos import encoded, make_photo, picture, picture_file, with_metadata

pytestmark = pytest.mark.django_db

JPEG = encoded(picture((320, 200)))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", password="a long password"))
    return client


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("payload.html", "<script>alert(1)</script>")
    return buffer.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that unpacks to as many black pixels as it claims."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = b"\0" + bytes(width)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@functools.cache
def hostile_files() -> dict[str, tuple[str, bytes, str]]:
    noise = encoded(Image.effect_noise((640, 480), 80).convert("RGB"), quality=90)
    return {
        "a script in an SVG": ("emblem.svg", SVG, "不收这种文件"),
        "an SVG called a PNG": ("emblem.png", SVG, "内容却是 svg"),
        "a PNG called a JPEG": ("photo.jpg", encoded(picture((80, 60)), "PNG"), "文件名写的是 .jpg，内容却是 png"),
        "a page called a JPEG": ("photo.jpg", b"<!doctype html><script>alert(1)</script>", "不是图片"),
        "a program called a JPEG": ("photo.jpg", b"MZ" + bytes(2_000), "不是图片"),
        "a PSD called a JPEG": ("photo.jpg", b"8BPS\0\1" + bytes(600), "不是图片"),
        "nothing": ("photo.jpg", b"", "空"),
        "half a JPEG": ("photo.jpg", noise[: len(noise) // 2], "不完整或已损坏"),
        "the head of a JPEG": ("photo.jpg", JPEG[:40], "不完整或已损坏"),
        "half a PNG": ("photo.png", (png := encoded(picture((400, 300)), "PNG"))[: len(png) // 2], "不完整或已损坏"),
        "half an AVIF": ("photo.avif", (avif := encoded(picture((400, 300)), "AVIF"))[: len(avif) // 2], "不完整"),
        "a bomb": ("photo.png", png_claiming(9_000, 9_000), "大得不合常理"),
        "too many pixels": ("photo.png", png_claiming(13_000, 13_000), "图片太大"),
        "far too many pixels": ("photo.gif", b"GIF89a" + b"\xff" * 4 + b"\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;", "大得"),
        "a JPEG that is an archive": ("photo.jpg", JPEG + zipped(), "压缩包"),
        "a JPEG that is a page": ("photo.jpg", JPEG + b"<html><script>alert(1)</script></html>", "脚本"),
        "a JPEG that is a program for servers": ("photo.jpg", JPEG + b"<?php system($_GET['c']); ?>", "脚本"),
        "a script in a comment": ("photo.jpg", JPEG[:2] + b"\xff\xfe\0\x1b<ScRiPt>alert(1)</ScRiPt>" + JPEG[2:], "脚"),
        "a GIF that is a script": ("photo.gif", encoded(picture((9, 9)), "GIF", comment=b"<script>x</script>"), "脚本"),
        "a JPEG that is a PDF": ("photo.jpg", JPEG[:2] + b"\xff\xfe\0\x0a%PDF-1.7" + JPEG[2:], "PDF"),
    }  # fmt: skip


def stored_files() -> list[str]:
    roots = (settings.PRIVATE_ROOT, settings.MEDIA_ROOT)
    return sorted(str(path) for root in roots if root.exists() for path in root.rglob("*") if path.is_file())


def add_through_form(client: Client, name: str, content: bytes, **fields: str):
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post(reverse("photo_add"), {"title": "一张照片", "file": upload, **fields})


@pytest.mark.parametrize("case", list(hostile_files()))
def test_hostile_file_is_refused_in_words_and_leaves_nothing(editor, case):
    name, content, reason = hostile_files()[case]
    before = stored_files()
    answer = add_through_form(editor, name, content)
    assert answer.status_code == 200
    assert reason in " ".join(answer.context["form"].errors["file"])
    assert reason in answer.content.decode()
    assert not Photo.objects.exists()
    assert stored_files() == before


@pytest.mark.parametrize("case", ["half a JPEG", "a bomb", "a JPEG that is an archive", "an SVG called a PNG"])
def test_several_at_once_are_looked_into_as_well(editor, case):
    name, content, reason = hostile_files()[case]
    before = stored_files()
    answer = editor.post(
        reverse("wagtailimages:add_multiple"), {"title": "x", "files[]": SimpleUploadedFile(name, content)}
    )
    assert answer.json()["success"] is False
    assert reason in answer.json()["error_message"]
    assert not Photo.objects.exists()
    assert stored_files() == before


@pytest.mark.parametrize("case", ["half a JPEG", "a JPEG that is a page"])
def test_code_is_told_the_same(case):
    name, content, reason = hostile_files()[case]
    before = stored_files()
    with pytest.raises(MediaError, match=reason):
        ingest_photo(file=picture_file(name, content))
    assert not Photo.objects.exists()
    assert stored_files() == before


def test_dropped_file_with_a_bad_title_is_not_kept_in_the_public_folder(editor):
    before = stored_files()
    upload = SimpleUploadedFile("photo.jpg", JPEG)
    answer = editor.post(reverse("wagtailimages:add_multiple"), {"title": "长" * 300, "files[]": upload})
    assert answer.json()["success"] is False
    assert stored_files() == before


@pytest.mark.parametrize(
    ("name", "picture_format"),
    [
        ("photo.jpg", "JPEG"),
        ("photo.JPEG", "JPEG"),
        ("photo.png", "PNG"),
        ("photo.webp", "WEBP"),
        ("photo.avif", "AVIF"),
        ("photo.heic", "HEIF"),
        ("photo.tif", "TIFF"),
        ("photo.tiff", "TIFF"),
        ("photo.gif", "GIF"),
    ],
)
def test_formats_of_cameras_and_phones_are_taken(editor, name, picture_format):
    answer = add_through_form(editor, name, encoded(picture((320, 200)), picture_format))
    assert answer.status_code == 302, answer.context["form"].errors
    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.original_name) == (320, 200, name)
    assert photo.main_colour.startswith("#")
    assert photo.perceptual_hash is not None
    edit = editor.get(reverse("wagtailimages:edit", args=[photo.pk]))
    assert edit.status_code == 200
    assert editor.get(reverse("wagtailimages:index")).status_code == 200


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_size_is_that_of_the_picture_as_it_is_seen(picture_format, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = make_photo(
        content=encoded(picture((320, 200)), picture_format, exif=exif),
        name={"JPEG": "a.jpg", "PNG": "a.png", "WEBP": "a.webp", "TIFF": "a.tiff"}[picture_format],
    )
    assert (photo.width, photo.height) == ((200, 320) if orientation in {6, 8} else (320, 200))


def test_data_behind_the_picture_that_phones_write_is_let_through():
    assert foreign_content(JPEG + b"SEFH" + bytes(200) + b"SEFT") == ""
    assert foreign_content(JPEG + b"\0\0\0\x18ftypmp42" + bytes(200)) == ""
    assert foreign_content(JPEG + JPEG) == ""


def test_typed_tags_win_over_those_in_the_file(editor):
    content = with_metadata(JPEG, xmp={"Xmp.dc.subject": ["夜班", "码头"]})
    add_through_form(editor, "one.jpg", content, tags="焊工")
    add_through_form(editor, "two.jpg", content + b"\0")
    assert [sorted(photo.tags.names()) for photo in Photo.objects.order_by("pk")] == [["焊工"], ["夜班", "码头"]]


def test_dropped_file_comes_back_with_its_card_filled(editor):
    content = with_metadata(JPEG, xmp={"Xmp.dc.description": {"x-default": "夜班工人交接"}, "Xmp.dc.subject": ["夜班"]})
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "DSC 0042", "files[]": SimpleUploadedFile("DSC_0042.jpg", content)},
    )
    assert answer.json()["success"] is True
    assert "夜班工人交接" in answer.json()["form"]
    assert list(Photo.objects.get().tags.names()) == ["夜班"]


def test_photo_is_uploaded_and_chosen_within_a_story(editor):
    answer = editor.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "交接", "image-chooser-upload-file": SimpleUploadedFile("a.jpg", JPEG)},
    )
    chosen = answer.json()
    assert chosen["step"] == "chosen"
    assert chosen["result"]["preview"]["url"].startswith(settings.MEDIA_URL)
    assert chosen["result"]["default_alt_text"] == ""


def test_upload_of_one_photo_goes_on_to_its_card(editor):
    answer = add_through_form(editor, "a.jpg", JPEG)
    assert answer.url == reverse("wagtailimages:edit", args=[Photo.objects.get().pk])
    page = editor.get(answer.url).content.decode()
    assert "已经上传" in page
    assert "已经有同一个文件" not in page


def test_upload_of_the_same_file_again_says_so_and_names_the_first(editor):
    first = make_photo()
    with first.file.open("rb") as file:
        answer = add_through_form(editor, "again.jpg", file.read())
    page = editor.get(answer.url).content.decode()
    assert "已经有同一个文件" in page
    assert reverse("wagtailimages:edit", args=[first.pk]) in page


def test_name_in_storage_tells_nothing_and_the_original_one_is_kept(editor):
    add_through_form(editor, "举报人 张三.jpg", JPEG)
    photo = Photo.objects.get()
    assert photo.original_name == "举报人 张三.jpg"
    rendition = photo.get_rendition("max-165x165")
    for name in (photo.file.name, rendition.file.name):
        assert "zhang" not in name.lower()
        assert "张" not in name
    assert photo.file.path.startswith(str(settings.PRIVATE_ROOT))


def test_every_upload_needs_the_right_to_add(client):
    user = User.objects.create_user("reader", password="a long password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    upload = SimpleUploadedFile("photo.jpg", JPEG)
    assert client.post(reverse("photo_add"), {"title": "x", "file": upload}).status_code == 302
    assert not Photo.objects.exists()


def test_people_are_edited_on_the_page_of_the_photo(editor):
    photo = make_photo()
    page = editor.get(reverse("wagtailimages:edit", args=[photo.pk]))
    assert page.status_code == 200
    assert "people-TOTAL_FORMS" in page.content.decode()
    form = page.context["form"]
    data = {name: field.value() or "" for name, field in ((f.name, f) for f in form) if name not in {"file", "tags"}}
    data |= {
        "people-TOTAL_FORMS": "2",
        "people-INITIAL_FORMS": "0",
        "people-MIN_NUM_FORMS": "0",
        "people-MAX_NUM_FORMS": "1000",
        "people-0-name": "孟长河",
        "people-0-position": "左二",
        "people-0-ORDER": "1",
        "people-1-name": "",
        "people-1-position": "右一",
        "people-1-ORDER": "2",
    }
    refused = editor.post(reverse("wagtailimages:edit", args=[photo.pk]), data)
    assert "请选人物，或写下姓名。" in refused.content.decode()
    saved = editor.post(reverse("wagtailimages:edit", args=[photo.pk]), data | {"people-1-name": "梁雪桥"})
    assert saved.status_code == 302
    assert [str(person) for person in photo.people.all()] == ["孟长河（左二）", "梁雪桥（右一）"]


def test_place_and_event_of_a_photo_are_chosen_in_the_registry_and_find_it_again(editor):
    photo, station, drill = make_photo(), Place.objects.create(name="丁站"), Event.objects.create(name="焊工决赛")
    card = reverse("wagtailimages:edit", args=[photo.pk])
    form = editor.get(card).context["form"]
    data = {
        name: "" if (value := form[name].value()) is None else value
        for name in form.fields
        if name not in {"file", "tags"}
    }
    people = {f"people-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    assert editor.post(card, {**data, **people, "place": station.pk, "event": drill.pk}).status_code == 302
    photo.refresh_from_db()
    assert (photo.place, photo.event) == (station, drill)
    for record in (station, drill):
        assert [use.source for use in uses_of(record)] == [photo.title]


def test_rights_that_end_before_they_begin_are_refused(editor):
    photo = make_photo()
    answer = editor.post(
        reverse("wagtailimages:edit", args=[photo.pk]),
        {"title": "x", "rights_category": "licensed", "rights_from": "2026-11-02", "rights_until": "2026-11-01"},
    )
    assert "早于" in answer.content.decode()


def test_collections_decide_who_adds_where(client):
    allowed = Collection.get_first_root_node().add_child(name="图片社")
    Collection.get_first_root_node().add_child(name="内参")
    user = User.objects.create_user("photographer", password="a long password")
    group = user.groups.create(name="摄影")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(content_type__app_label="wagtailimages", codename="add_image")
    GroupCollectionPermission.objects.create(group=group, collection=allowed, permission=add)
    client.force_login(user)
    add_through_form(client, "a.jpg", JPEG)
    assert Photo.objects.get().collection == allowed
