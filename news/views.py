"""Public views of news."""

from __future__ import annotations

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from wagtail.models import Locale

from news.models import StoryIdentity, StoryPage


def permanent_address(request: HttpRequest, number: int) -> HttpResponse:
    """`/s/10234/`: leads to where the story stands now; 410 when it was withdrawn, 404 when it is not public."""
    identity = StoryIdentity.objects.filter(number=number).first()
    if identity is None:
        raise Http404(_("没有这个稿号。"))
    stories = StoryPage.objects.filter(number=number).select_related("locale")
    # The source language first; a story that lives only in a translation is still found.
    default = Locale.get_default()
    story = min(stories.live(), key=lambda page: page.locale_id != default.pk, default=None)
    if story and (url := story.get_url(request)):
        return redirect(url)
    if identity.is_withdrawn or any(page.is_withdrawn for page in stories):
        gone = render(request, "410.html", status=410)
        gone["Cache-Control"] = "no-cache"  # A browser keeps a bare 410 for good, and a story can be restored.
        return gone
    raise Http404(_("这篇稿件没有公开。"))


@cache_control(public=True, max_age=86_400)
def qr_code(request: HttpRequest, number: int) -> HttpResponse:
    """The permanent address as a QR code in SVG, made here: for print, and for what readers save and send."""
    if not StoryIdentity.objects.filter(number=number).exists():
        raise Http404(_("没有这个稿号。"))
    address = request.build_absolute_uri(f"/s/{number}/")
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2, dark="#1a1917", light="#fff")
    svg = drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    return HttpResponse(svg, content_type="image/svg+xml")
