"""Content-Security-Policy: what a page may load. The public site takes nothing but its own files; nothing is inline."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: CONTENT_SECURITY_POLICY's directives. Pictures as data are the photos' own of the poster that a reader saves.
PUBLIC = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],  # Wagtail shows previews of pages in a frame of the admin
}
#: Wagtail writes scripts and styles into the pages of its admin.
ADMIN = PUBLIC | {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "worker-src": [SELF, "blob:"],
    "media-src": [SELF, "blob:"],
}
ADMIN_PATH = "/admin/"
#: Below the admin's address and yet as readers have it: a draft's preview.
SHOWN_AS_PUBLIC = ("/view_draft/", "/preview/")


class PolicyMiddleware(CSPMiddleware):
    """The public policy, or below its address the admin's."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        path = request.path_info
        if path.startswith(ADMIN_PATH) and not path.endswith(SHOWN_AS_PUBLIC) and not report_only:
            parts.config = ADMIN
        return parts
