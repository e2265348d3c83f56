"""Admin views of the front page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from home.front_panels import composition_context
from home.models import HomePage


def composition(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on a front page now by its latest draft: the inside of the panel on its edit screen."""
    home = get_object_or_404(HomePage, pk=pk)
    if not home.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = home.get_latest_revision_as_object()
    return render(request, "home/admin/_composition.html", composition_context(draft))
