"""What the media room adds to Wagtail's admin, and the question that every download answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from media import views
from media.api import LibraryDocumentsAdminAPIViewSet, PhotosAdminAPIViewSet
from media.models import LibraryDocument
from media.selectors import may_open_in_admin, may_read


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own, one of which is replaced
def admin_urls() -> list[URLPattern]:
    return [
        path("photos/<int:photo_id>/original/", views.original, name="photo_original"),
        path("images/add/", views.AddPhotoView.as_view(), name="photo_add"),
    ]


@hooks.register("construct_admin_api", order=10)  # after Wagtail's own
def allowed_files_only(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", PhotosAdminAPIViewSet)
    router.register_endpoint("documents", LibraryDocumentsAdminAPIViewSet)


@hooks.register("before_serve_document", order=-1)
def refuse_private_document(document: LibraryDocument, request: HttpRequest) -> None:
    """Documents are private until a live page links them; to everybody else they do not exist."""
    if not may_read(request, document) and not may_open_in_admin(request.user, document):
        raise Http404(_("没有这个文件。"))
