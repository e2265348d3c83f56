"""Turns a refusal by the publication gate into a message where the person is looking."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from news.publication import PublicationRefused


class PublicationRefusedMiddleware:
    """Catches PublicationRefused from any view: workflow, bulk action, copy, alias, translation, moderation.

    The request's own transaction is rolled back by then; the person gets the reasons and stays in the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublicationRefused):
            return None
        tell_refusal(request, exception)
        story = exception.story
        if story.pk and type(story).objects.filter(pk=story.pk).exists():
            return redirect("wagtailadmin_pages:edit", story.pk)
        return redirect(request.META.get("HTTP_REFERER") or reverse("wagtailadmin_home"))


def tell_refusal(request: HttpRequest, refusal: PublicationRefused) -> None:
    """Put the reasons of a refusal into the admin's messages."""
    reasons = format_html_join("", "<li>{}</li>", ((str(problem),) for problem in refusal.problems))
    messages.error(
        request,
        format_html(
            "{}<ul>{}</ul>",
            _("《%(title)s》还不能发布：") % {"title": refusal.story.title},
            reasons,
        ),
    )
