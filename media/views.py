"""Views that hand out files (originals to the newsroom, documents to whoever may read them), and take one in."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.documents.views.serve import serve
from wagtail.images.utils import find_image_duplicates
from wagtail.images.views.images import CreateView

from media.models import Photo
from media.ranges import in_pieces
from media.selectors import may_take_original


@require_safe
def original(request: HttpRequest, photo_id: int) -> FileResponse:
    """A photo's original under its own name, to be saved: never shown by the browser, never kept by a cache."""
    photo = get_object_or_404(Photo, pk=photo_id)
    if not may_take_original(request.user, photo):
        raise PermissionDenied
    try:
        file = photo.file.storage.open(str(photo.file.name), "rb")
    except OSError as error:
        raise Http404(_("原件不在了。")) from error
    answer = FileResponse(file, as_attachment=True, filename=photo.filename)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """A document by Wagtail's own view, with its hooks; films and recordings also in pieces."""
    return in_pieces(request, serve(request, document_id, document_filename))


class AddPhotoView(CreateView):
    """Wagtail's upload of one photo, which goes on to the photo's card and names an equal file of the library.

    Wagtail says so only where several are uploaded, or one from a chooser; here it leads to the list of photos.
    """

    add_url_name = "photo_add"

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_success_message(self, instance: Photo) -> str:
        return _("照片“%(title)s”已经上传。请在这里写上图说、替代文字和署名。") % {"title": instance.title}

    def get_success_buttons(self) -> list[Any]:
        return []

    def save_instance(self) -> Photo:
        photo = super().save_instance()
        equal = find_image_duplicates(photo, self.request.user, self.permission_policy).order_by("pk").first()
        if equal is not None:
            messages.warning(
                self.request,
                _("图库里已经有同一个文件，题为“%(title)s”；多余的一张可以删除。") % {"title": equal.title},
                buttons=[messages.button(reverse(self.edit_url_name, args=[equal.pk]), _("打开原有的照片"))],
            )
        return photo
