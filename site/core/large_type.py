"""长者版: every public page once more below /elder/, in large type, one column, without scripts or cookies.

The prefix works like a mount point (WSGI's SCRIPT_NAME): what stands behind it is routed as everywhere else, and each
address that a template makes leads to the large-type page again. So it can be kept as files by whoever mirrors a site.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

PREFIX = "/elder"
#: What has no large-type version: it is no page for readers.
NO_PAGES = ("/admin/", "/documents/", "/uploads/", "/static/", "/s/")


class LargeTypeMiddleware:
    """Sets `request.large_type`, and takes the prefix off the path that is routed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        inside = request.path_info.removeprefix(PREFIX)
        request.large_type = request.path_info.startswith(f"{PREFIX}/")  # type: ignore[attr-defined]
        if not request.large_type:  # type: ignore[attr-defined]
            return self.get_response(request)
        if inside.startswith(NO_PAGES):
            return HttpResponseRedirect(request.get_full_path().replace(f"{PREFIX}/", "/", 1))
        plain = get_script_prefix()
        request.path_info = inside
        request.META["SCRIPT_NAME"] = f"{plain.rstrip('/')}{PREFIX}"
        set_script_prefix(f"{plain.rstrip('/')}{PREFIX}/")
        try:
            answer = self.get_response(request)
            if answer.status_code == 404 and (moved := moved_to(request)):
                return moved
            return answer
        finally:
            set_script_prefix(plain)


def moved_to(request: HttpRequest) -> HttpResponseRedirect | None:
    """Wagtail's own redirects know addresses without the prefix; where one leads has it again."""
    found = get_redirect(request, Redirect.normalise_path(request.get_full_path().replace(PREFIX, "", 1)))
    return HttpResponseRedirect(found.link) if found and found.link else None


def plain_address(request: HttpRequest, address: str) -> str:
    """An address of the large-type version as that of the page itself; any other as it is."""
    if not getattr(request, "large_type", False):
        return address
    parts = urlsplit(address)
    if not parts.path.startswith(f"{PREFIX}/"):
        return address
    return urlunsplit(parts._replace(path=parts.path.removeprefix(PREFIX)))


def other_version(request: HttpRequest) -> str:
    """The present page in the other version: with the prefix, or without it."""
    if getattr(request, "large_type", False):
        return plain_address(request, request.get_full_path())
    return f"{PREFIX}{request.get_full_path()}"
