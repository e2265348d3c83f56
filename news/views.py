"""Public views of news."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
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
