"""合并 in the admin: choose the record to merge into, see what that changes, do it; the list of merges, and undoing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.widgets import AdminSnippetChooser

from core.registry.merging.selectors import (
    merged_rows,
    namesakes,
    record_models,
    records_at,
    side_by_side,
    uses_by_kind,
)
from core.registry.merging.services import UNDO_DAYS, MergeRefused, can_be_undone, merge_records, undo_merge
from core.registry.models import RegistryRecord
from core.registry.usage_view import link_to

MERGES_A_PAGE = 50


def may_merge(user: Any, model: type[RegistryRecord]) -> bool:
    """Those who may both add and change records of the kind: a merge takes one away, undoing brings one back."""
    name = model._meta.model_name
    return bool(user.has_perms([f"core.add_{name}", f"core.change_{name}"]))


def mergeable_models(user: Any) -> list[type[RegistryRecord]]:
    return [model for model in record_models() if may_merge(user, model)]


def admin_address(record: RegistryRecord, view: str = "edit") -> str:
    """One of the pages of the record's viewset."""
    viewset = record.snippet_viewset  # type: ignore[attr-defined]  # set when the kind is registered
    return reverse(viewset.get_url_name(view), args=[] if view == "list" else [record.pk])


def short_name(record: RegistryRecord) -> str:
    """What an editor knows the record by, with its number, since doubles often read the same."""
    return f"{record} #{record.pk}"


def merge_button(record: RegistryRecord, user: Any) -> Button | None:
    """The way from a record to its merge, or to undoing it; None where there is neither."""
    if not may_merge(user, type(record)):
        return None
    place = [record._meta.model_name, record.pk]
    if record.merged_into_id is None:
        return Button(_("合并到…"), url=reverse("core_merging:choose", args=place), icon_name="resubmit", priority=40)
    if can_be_undone(record):
        return Button(_("撤销合并"), url=reverse("core_merging:undo", args=place), icon_name="rotate", priority=40)
    return None


class MergeBase(WagtailAdminTemplateMixin, TemplateView):
    """A page about one record of a kind that the person may merge."""

    header_icon = "resubmit"
    _show_breadcrumbs = True

    @cached_property
    def model(self) -> type[RegistryRecord]:
        """404 for a kind that does not exist, refused for one that the person may not merge."""
        found = next((m for m in record_models() if m._meta.model_name == self.kwargs["kind"]), None)
        if found is None:
            raise Http404
        if not may_merge(self.request.user, found):
            raise PermissionDenied
        return found

    @cached_property
    def record(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.record  # noqa: B018  permission and existence are settled before anything else
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": admin_address(self.record, "list"), "label": self.model._meta.verbose_name_plural},
            {"url": admin_address(self.record), "label": str(self.record)},
            {"url": "", "label": self.page_title},
        ]


class WinnerForm(forms.Form):
    """Which record the other one is merged into."""

    def __init__(self, *args: Any, loser: RegistryRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.loser = loser
        model = type(loser)
        self.fields["winner"] = forms.ModelChoiceField(
            label=_("并入"),
            queryset=model.objects.current(),
            widget=AdminSnippetChooser(model, icon=model.snippet_viewset.icon),  # type: ignore[attr-defined]
            error_messages={
                "required": _("请选择要并入的条目。"),
                "invalid_choice": _("这个条目已不能选用，请重新选择。"),
            },
        )

    def clean_winner(self) -> RegistryRecord:
        winner: RegistryRecord = self.cleaned_data["winner"]
        if winner.pk == self.loser.pk:
            raise ValidationError(_("不能把条目并入它自己。"))
        return winner


class ChooseWinnerView(MergeBase):
    """Asks into which record this one is to be merged, and proposes its namesakes."""

    template_name = "registry/admin/merge_choose.html"
    page_title = _("合并到…")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.record.merged_into_id:
            return redirect("core_merging:undo", self.model._meta.model_name, self.record.pk)
        return self.answer(WinnerForm(loser=self.record))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WinnerForm(request.POST, loser=self.record)
        if not form.is_valid():
            return self.answer(form)
        winner = form.cleaned_data["winner"]
        return redirect("core_merging:confirm", self.model._meta.model_name, self.record.pk, winner.pk)

    def answer(self, form: WinnerForm) -> HttpResponse:
        kind = self.model._meta.model_name
        proposed = [
            (short_name(other), reverse("core_merging:confirm", args=[kind, self.record.pk, other.pk]))
            for other in namesakes(self.record)
        ]
        context = self.get_context_data(
            form=form, media=form.media, record=self.record, proposed=proposed, back=admin_address(self.record)
        )
        return self.render_to_response(context)


class ConfirmView(MergeBase):
    """Both records side by side and all that will be read as the winner's; POST merges them."""

    template_name = "registry/admin/merge_confirm.html"
    page_title = _("合并")

    @cached_property
    def winner(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["winner"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        loser, winner = self.record, self.winner
        kind = self.model._meta.model_name
        if loser.merged_into_id:
            return redirect("core_merging:undo", kind, loser.pk)
        if loser.pk == winner.pk or winner.merged_into_id:
            return redirect("core_merging:choose", kind, loser.pk)
        finder = AdminURLFinder(request.user)
        uses = [(group, [link_to(thing, finder) for thing in group.first]) for group in uses_by_kind(loser)]
        context = self.get_context_data(
            kind=kind,
            loser=loser,
            winner=winner,
            loser_name=short_name(loser),
            winner_name=short_name(winner),
            winner_address=admin_address(winner),
            lines=side_by_side(loser, winner),
            uses=uses,
            usage_address=admin_address(loser, "usage"),
            page_lost=loser.has_page and not winner.has_page,
            days=UNDO_DAYS,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = self.model._meta.model_name
        try:
            merge_records(loser=self.record, winner=self.winner, user=request.user)
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("core_merging:choose", kind, self.record.pk)
        undo = messages.button(reverse("core_merging:undo", args=[kind, self.record.pk]), _now("撤销合并"))
        said = _now("“%(loser)s”已并入“%(winner)s”。") % {"loser": self.record.name, "winner": self.winner.name}
        messages.success(request, said, buttons=[undo])
        return redirect(admin_address(self.winner))


class UndoView(MergeBase):
    """Asks whether a merge is to be undone; POST does it."""

    template_name = "registry/admin/merge_undo.html"
    page_title = _("撤销合并")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.record.merged_into_id:
            return redirect(admin_address(self.record))
        context = self.get_context_data(
            record=self.record,
            record_name=short_name(self.record),
            winner_name=short_name(self.record.merged_into),
            possible=can_be_undone(self.record),
            days=UNDO_DAYS,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            undo_merge(loser=self.record, user=request.user)
        except MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("core_merging:list")
        messages.success(request, _now("“%(name)s”恢复为单独的条目。") % {"name": self.record.name})
        return redirect(admin_address(self.record))


class MergesView(WagtailAdminTemplateMixin, TemplateView):
    """已合并的条目: every merge of the kinds that the person may merge, the latest first."""

    template_name = "registry/admin/merges.html"
    page_title = _("已合并的条目")
    header_icon = "resubmit"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not mergeable_models(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = merged_rows(mergeable_models(self.request.user))
        page = Paginator(places, MERGES_A_PAGE).get_page(self.request.GET.get("p"))
        merges = [
            {
                "record": record,
                "kind": record._meta.verbose_name,
                "model": record._meta.model_name,
                "winner": record.merged_into,
                "winner_address": admin_address(record.merged_into),
                "possible": can_be_undone(record),
            }
            for record in records_at(page.object_list)
        ]
        return {**super().get_context_data(**kwargs), "merges": merges, "page": page, "days": UNDO_DAYS}
