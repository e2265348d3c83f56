"""我要纠错: the short form below every story, and how often one may send it."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from core.accounts.login import client_address
from news.models import ReaderCorrection, StoryPage
from news.selectors import live_stories

#: So many remarks an hour from one address; the next is asked to wait.
MOST_AN_HOUR, HOUR = 5, 3600


class CorrectionForm(forms.ModelForm):
    """`website` is for machines: people do not see it and leave it empty."""

    website = forms.CharField(required=False, label=_("此栏请留空"))

    class Meta:
        model = ReaderCorrection
        fields = ["passage", "remark", "contact"]
        widgets = {
            "passage": forms.Textarea(attrs={"rows": 2}),
            "remark": forms.Textarea(attrs={"rows": 5, "maxlength": 1000}),
            "contact": forms.TextInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {"remark": {"required": _("请写下哪里有误。")}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("这次没有收到，请再试一次。"))
        return cleaned


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """The form for one public story. 404 for any other, 429 from an address that has sent many."""
    story = live_stories(aliases=True).filter(number=number).first()
    if story is None:
        raise Http404
    form = CorrectionForm(request.POST or None)
    parts: dict[str, Any] = {"story": story, "form": form}
    if request.method != "POST":
        return render(request, "news/correct.html", parts)
    if not form.is_valid():
        return render(request, "news/correct.html", parts, status=422)
    if not may_send(request):
        parts["too_many"] = True
        answer = render(request, "news/correct.html", parts, status=429)
        answer["Retry-After"] = str(HOUR)
        return answer
    keep(form, story, request)
    return render(request, "news/correct.html", {"story": story, "sent": True})


def may_send(request: HttpRequest) -> bool:
    """Counts this attempt. The address is kept as a digest, for an hour."""
    digest = blake2b(client_address(request).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    name = f"corrections:{digest.hexdigest()}"
    if cache.add(name, 1, HOUR):
        return True
    try:
        return cache.incr(name) <= MOST_AN_HOUR
    except ValueError:  # it ended meanwhile
        return True


def keep(form: CorrectionForm, story: StoryPage, request: HttpRequest) -> None:
    remark = form.save(commit=False)
    remark.story_number, remark.story_title = story.number, story.title[:255]
    remark.address = (story.get_url(request) or "")[:255]
    remark.save()
