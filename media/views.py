"""Views that hand out files: originals to the newsroom, documents to whoever may read them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve

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
