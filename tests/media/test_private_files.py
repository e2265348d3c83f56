"""Originals have no address; documents have one that opens only while a live page links them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, PageViewRestriction

from core.models import Organisation
from home.models import StandardPage
from media.models import LibraryDocument, Photo
from tests.factories.photos import make_photo
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db


def member(*permissions: tuple[str, Collection], name: str = "member") -> Client:
    """A browser logged in with admin access and rights (`choose_image` …) in collections."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename, collection in permissions:
        permission = Permission.objects.get(
            codename=codename, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
        )
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    user = User.objects.create_user(name, password="a long password")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def document(name: str = "办法.pdf", **fields: Any) -> LibraryDocument:
    return LibraryDocument.objects.create(
        title="职工互助保障办法", file=ContentFile(b"%PDF-1.7 text", name=name), **fields
    )


def document_block(value: LibraryDocument) -> dict[str, Any]:
    return {"type": "document", "value": {"document": value.pk, "title": ""}}


@pytest.fixture
def root(db: None) -> Collection:
    return Collection.get_first_root_node()


# Originals -----------------------------------------------------------------------------------------------------------
def test_original_has_no_address_and_lies_outside_every_served_folder():
    photo = make_photo()
    with pytest.raises(NotImplementedError):
        _ = photo.file.url
    assert photo.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert not str(settings.PRIVATE_ROOT).startswith(str(settings.MEDIA_ROOT))
    assert Client().get(f"{settings.MEDIA_URL}{photo.file.name}").status_code == 404


@pytest.mark.parametrize("permission", ["choose_image", "change_image"])
def test_original_is_sent_under_its_own_name_to_who_may_choose_or_change_it(root, permission):
    photo = make_photo(name="夜班 交接.jpg")
    answer = member((permission, root)).get(reverse("photo_original", args=[photo.pk]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert "%E5%A4%9C%E7%8F%AD" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with photo.file.open("rb") as file:
        assert b"".join(answer.streaming_content) == file.read()


def test_original_is_refused_to_others(root):
    inner = root.add_child(name="内参")
    other = Collection.objects.get(pk=root.pk).add_child(name="图片社")
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(collection=inner)
    address = reverse("photo_original", args=[photo.pk])
    assert Client().get(address).status_code == 302
    assert member(("choose_image", other)).get(address).status_code == 302
    assert member(("add_image", inner), name="adder").get(address).status_code == 302
    assert member(("choose_image", inner), name="insider").get(address).status_code == 200
    assert member(("choose_image", inner), name="poster").post(address).status_code == 405


def test_original_that_is_gone_is_404(root):
    photo = make_photo()
    photo.file.storage.delete(photo.file.name)
    client = member(("change_image", root))
    assert client.get(reverse("photo_original", args=[photo.pk])).status_code == 404
    assert client.get(reverse("wagtailimages:edit", args=[photo.pk])).status_code == 200
    assert client.get(reverse("photo_original", args=[photo.pk + 1])).status_code == 404


def test_every_page_of_the_admin_that_shows_a_photo_works_without_an_address(root, admin_client):
    photo = make_photo()
    for name, arguments in (
        ("wagtailimages:index", []),
        ("wagtailimages:edit", [photo.pk]),
        ("wagtailimages:delete", [photo.pk]),
        ("wagtailimages:image_usage", [photo.pk]),
        ("wagtailimages:preview", [photo.pk, "width-100"]),
        ("photo_add", []),
        ("wagtailimages:add_multiple", []),
        ("wagtailimages_chooser:choose", []),
        ("wagtailimages_chooser:choose_results", []),
        ("wagtailimages_chooser:chosen", [photo.pk]),
        ("wagtailimages_chooser:select_format", [photo.pk]),
    ):
        assert admin_client.get(reverse(name, args=arguments)).status_code == 200, name
    assert admin_client.get(reverse("wagtailimages:index") + "?layout=list").status_code == 200
    made = set(photo.renditions.values_list("filter_spec", flat=True))
    assert "original" not in made


def test_admin_api_lists_photos_without_their_address(admin_client):
    photo = make_photo()
    answer = admin_client.get(f"/admin/api/main/images/{photo.pk}/")
    assert answer.status_code == 200
    assert answer.json()["meta"]["download_url"] == reverse("photo_original", args=[photo.pk])
    assert member(name="nobody").get(f"/admin/api/main/images/{photo.pk}/").status_code == 404


def test_admin_api_lists_documents_to_whoever_may_use_them(admin_client):
    address = f"/admin/api/main/documents/{document().pk}/"
    assert admin_client.get(address).status_code == 200
    assert member(name="nobody").get(address).status_code == 404


def test_file_goes_with_its_photo(django_capture_on_commit_callbacks):
    photo, paper = make_photo(), document()
    storage, names = photo.file.storage, (photo.file.name, paper.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
        paper.delete()
    assert [storage.exists(name) for name in names] == [False, False]


# Documents -----------------------------------------------------------------------------------------------------------
def test_document_is_private_until_a_live_page_links_it(section, django_capture_on_commit_callbacks):
    paper = document()
    reader = Client()
    assert reader.get(paper.url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        page = story(section, live=False, body=[*BODY, document_block(paper)])
    assert reader.get(paper.url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        page.latest_revision.publish()
    answer = reader.get(paper.url)
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert reader.get(paper.url).status_code == 404


def test_link_in_running_text_counts_and_one_in_a_draft_does_not(section, django_capture_on_commit_callbacks):
    paper, secret = document(), document("内部.pdf")
    linked = {"type": "paragraph", "value": f'<p><a linktype="document" id="{paper.pk}">办法</a></p>'}
    with django_capture_on_commit_callbacks(execute=True):
        page = story(section, body=[linked])
    with django_capture_on_commit_callbacks(execute=True):
        page.body = [linked, document_block(secret)]
        page.save_revision()
    assert Client().get(paper.url).status_code == 200
    assert Client().get(secret.url).status_code == 404


def test_page_behind_a_password_does_not_open_its_documents(newsroom, django_capture_on_commit_callbacks):
    paper = document()
    page = StandardPage(title="内部", slug="inner", locale=newsroom.home.locale, body=[document_block(paper)])
    with django_capture_on_commit_callbacks(execute=True):
        newsroom.home.add_child(instance=page)
        page.save_revision().publish()
    assert Client().get(paper.url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert Client().get(paper.url).status_code == 404


def test_staff_with_rights_in_the_collection_open_it_always(root):
    paper = document()
    assert member(("choose_document", root)).get(paper.url).status_code == 200
    assert member(name="nobody").get(paper.url).status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"), [("办法.pdf", "inline"), ("page.txt", "attachment"), ("附件.zip", "attachment")]
)
def test_only_safe_types_are_opened_by_the_browser(root, name, shown):
    answer = member(("choose_document", root)).get(document(name).url)
    assert answer["Content-Disposition"].startswith(shown)


def test_document_form_asks_for_number_issuer_and_date(admin_client):
    issuer = Organisation.objects.create(name="临港市总工会")
    page = admin_client.get(reverse("wagtaildocs:add")).content.decode()
    assert "文号" in page
    assert "发文单位" in page
    answer = admin_client.post(
        reverse("wagtaildocs:add"),
        {
            "title": "办法",
            "file": ContentFile(b"%PDF-1.7", name="办法.pdf"),
            "kind": "measures",
            "document_number": "工发〔2026〕12号",
            "issuer": issuer.pk,
            "issued_on": "2026-03-01",
        },
    )
    assert answer.status_code == 302
    paper = LibraryDocument.objects.get()
    assert (paper.shown_issuer, paper.document_number, f"{paper.issued_on}") == (
        "临港市总工会",
        "工发〔2026〕12号",
        "2026-03-01",
    )
    assert paper.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert admin_client.get(reverse("wagtaildocs:edit", args=[paper.pk])).status_code == 200
    assert admin_client.get(reverse("wagtaildocs:index")).status_code == 200


def test_documents_dropped_together_need_no_card(admin_client):
    upload = ContentFile(b"%PDF-1.7", name="办法.pdf")
    answer = admin_client.post(reverse("wagtaildocs:add_multiple"), {"title": "办法", "files[]": upload})
    assert answer.json()["success"] is True, answer.json()
    assert LibraryDocument.objects.exists()
    assert not list(settings.MEDIA_ROOT.glob("wagtail_uploads/*"))


def film(content: bytes) -> LibraryDocument:
    return LibraryDocument.objects.create(title="夜校第一课", file=ContentFile(content, name="夜校.mp4"))


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "body"),
    [
        ("", 200, None, b"0123456789"),
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=-2", 206, "bytes 8-9/10", b"89"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-2", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("pages=1-2", 200, None, b"0123456789"),
        ("bytes=" + "9" * 5000 + "-", 200, None, b"0123456789"),
        ("bytes=-", 200, None, b"0123456789"),
    ],
)
def test_players_get_the_piece_of_a_film_that_they_ask_for(root, asked, status, content_range, body):
    client = member(("choose_document", root))
    answer = client.get(film(b"0123456789").url, headers={"Range": asked} if asked else {})
    assert (answer.status_code, answer.get("Content-Range")) == (status, content_range)
    assert b"".join(answer) == body
    if status != 416:
        assert answer["Content-Length"] == str(len(body))
        assert answer["Content-Type"] == "video/mp4"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_piece_of_a_film_that_has_changed_is_the_whole(root):
    client, document = member(("choose_document", root)), film(b"0123456789")
    etag = client.get(document.url)["ETag"]
    for condition, status in ((etag, 206), ('"older"', 200)):
        assert client.get(document.url, headers={"Range": "bytes=0-3", "If-Range": condition}).status_code == status


def test_film_is_as_private_as_any_document():
    assert Client().get(film(b"0123456789").url, headers={"Range": "bytes=0-3"}).status_code == 404
