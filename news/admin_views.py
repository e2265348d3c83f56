"""Admin pages of a story: its published versions, and its withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from news.models import PublishedVersion, StoryPage
from news.panels import before_publication
from news.services import NewsError, restore_story, withdraw_story, withdrawable
from news.versions import compare


def story_for(request: HttpRequest, pk: int, permission: str) -> StoryPage:
    """The story, if the person may do `permission` (a method of Wagtail's page permission tester) on it."""
    story = get_object_or_404(StoryPage.objects.specific(), pk=pk)
    if not getattr(story.permissions_for_user(request.user), permission)():
        raise PermissionDenied
    return story


def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """`?a=1&b=3`: two published versions of a story side by side; by default the last two."""
    story = story_for(request, pk, "can_edit")
    kept = PublishedVersion.objects.filter(number=story.assigned_number, language=story.locale.language_code)
    by_n = {version.n: version for version in kept.defer("content", "text")}
    newest = max(by_n, default=0)
    after = chosen(request.GET.get("b"), by_n, newest)
    before = chosen(request.GET.get("a"), by_n, max(newest - 1, 1))
    rows = compare(kept.get(n=before), kept.get(n=after)) if by_n else []
    return render(
        request,
        "news/admin/versions.html",
        {
            "story": story,
            "versions": list(by_n.values()),
            "before": by_n.get(before),
            "after": by_n.get(after),
            "rows": rows,
            "changes": sum(row.changed for row in rows),
        },
    )


def problems(request: HttpRequest, pk: int) -> JsonResponse:
    """What stands between the latest draft and its readers; asked by the edit screen after each automatic save.

    `note`: one line for beside the buttons, `html`: the panel's inside; both empty for a page that is no story.
    """
    if not StoryPage.objects.filter(pk=pk).exists():
        return JsonResponse({"note": "", "html": ""})
    draft = story_for(request, pk, "can_edit").get_latest_revision_as_object()
    found = before_publication(draft, request.user)
    note = "，".join(found[f"{kind}_heading"] for kind in ("problems", "warnings") if found[kind])
    html = render_to_string("news/panels/_before_publication.html", found, request)
    return JsonResponse({"note": note, "html": html.strip()})


def chosen(text: str | None, known: dict[int, Any], default: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) in known else default


class WithdrawalForm(forms.Form):
    """Why a story is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤稿原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )


class WithdrawView(View):
    """Asks for the reason, withdraws the story; on a withdrawn story offers to restore it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(request, story_for(request, pk, "can_publish"), WithdrawalForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        story = story_for(request, pk, "can_publish")
        form = WithdrawalForm(request.POST)
        try:
            if "restore" in request.POST:
                restore_story(story=story, user=request.user)
                messages.success(request, _("《%(title)s》已恢复为草稿，检查后可以再发布。") % {"title": story.title})
            elif form.is_valid():
                withdraw_story(story=story, user=request.user, reason=form.cleaned_data["reason"])
                messages.success(request, _("《%(title)s》已撤下，原网址显示“已撤稿”。") % {"title": story.title})
            else:
                return self.answer(request, story, form)
        except NewsError as error:
            messages.error(request, str(error))
        return redirect("wagtailadmin_pages:edit", story.pk)

    def answer(self, request: HttpRequest, story: StoryPage, form: WithdrawalForm) -> HttpResponse:
        identity = withdrawable(story).identity
        return render(request, "news/admin/withdraw.html", {"story": story, "identity": identity, "form": form})
