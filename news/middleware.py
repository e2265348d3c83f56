"""Says in the admin's messages what became of a publication: refused by the gate, or decided by a review."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.contrib import messages as plain_messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import Translation

from news.models import StoryPage
from news.publication import PublicationRefused

#: Steps of reviews that the request under way has decided; None outside of requests.
_decided: ContextVar[list[TaskState] | None] = ContextVar("decided", default=None)


def note_decision(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    """Receives Wagtail's `task_approved` and `task_rejected`."""
    if (decided := _decided.get()) is not None:
        decided.append(instance)


class PublicationOutcomeMiddleware:
    """Catches PublicationRefused from any view: workflow, bulk action, copy, alias, translation, moderation.

    The request's own transaction is rolled back by then; the person gets the reasons and stays in the admin. What a
    step of a review decided is told likewise: Wagtail says no more than that the page was changed, or nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _decided.set([])
        try:
            response = self.get_response(request)
            for step in _decided.get() or []:
                tell_decision(request, step)
        finally:
            _decided.reset(token)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublicationRefused):
            return None
        story = exception.story
        stored = type(story).objects.filter(pk=story.pk).first()
        tell_refusal(request, exception, listed_below=stored is not None and is_edited_in_a_form(stored))
        if stored:
            target = reverse("wagtailadmin_pages:edit", args=[stored.pk])
        else:
            target = request.META.get("HTTP_REFERER") or reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # Wagtail's dialog of a review: https://github.com/wagtail/wagtail/blob/v8.0.1/wagtail/admin/modal_workflow.py
            return JsonResponse({"step": "success", "redirect": target})
        return redirect(target)


def is_edited_in_a_form(story: StoryPage) -> bool:
    """Has the story's edit screen a list of what is missing? That of an alias and that of a translation have none."""
    translations = Translation.objects.filter(source__object_id=story.translation_key, enabled=True)
    return not story.alias_of_id and not translations.filter(target_locale=story.locale_id).exists()


def tell_refusal(request: HttpRequest, refusal: PublicationRefused, *, listed_below: bool) -> None:
    """Put a refusal into the admin's messages: the count where the edit screen lists the reasons, else the reasons."""
    title = refusal.story.title
    if listed_below:
        count = len(refusal.problems)
        text = ngettext(
            "《%(title)s》没有发布：还差 %(count)s 项，见下面的清单。",
            "《%(title)s》没有发布：还差 %(count)s 项，见下面的清单。",
            count,
        )
        plain_messages.error(request, text % {"title": title, "count": count})
        return
    buttons = []
    if refusal.story.pk and Page.objects.filter(pk=refusal.story.pk).exists():
        address = reverse("wagtailadmin_pages:edit", args=[refusal.story.pk])
        buttons.append(messages.button(address, _("编辑")))
    messages.error(request, str(refusal), buttons=buttons)


def tell_decision(request: HttpRequest, step: TaskState) -> None:
    """Say what a step of a review decided, and what came of it."""
    review = WorkflowState.objects.select_related("current_task_state__task").get(pk=step.workflow_state_id)
    words = {"title": get_latest_str(review.content_object), "step": step.task.name}
    if step.status == TaskState.STATUS_REJECTED:
        text = _("《%(title)s》没有通过“%(step)s”，已退回修改。")
    elif review.status != WorkflowState.STATUS_APPROVED:
        words["next"] = review.current_task_state.task.name
        text = _("《%(title)s》通过了“%(step)s”，下一步是“%(next)s”。")
    elif scheduled := review.content_object.scheduled_revision:
        words["time"] = date_format(localtime(scheduled.approved_go_live_at), "DATETIME_FORMAT")
        text = _("《%(title)s》通过了“%(step)s”，已排定 %(time)s 发布。")
    else:
        text = _("《%(title)s》通过了“%(step)s”，已经发布。")
    plain_messages.success(request, text % words)
