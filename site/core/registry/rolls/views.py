"""资料库 › 导入名单: the list, its columns, which round it is, each row's match, then the import and taking it back."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.registry.models import Conferral, ConferralRound
from core.registry.rolls.columns import FIELDS
from core.registry.rolls.forms import ColumnsForm, DetailsForm, ListForm, RowForm
from core.registry.rolls.matching import LEAVE_OUT, NAME_ONLY, NEW, Match, Roll, match_roll
from core.registry.rolls.models import EntriesOf, RollImport
from core.registry.rolls.services import (
    UNDO_DAYS,
    RollRefused,
    can_be_undone,
    change_row,
    confirm_roll,
    decide,
    fingerprint,
    save_details,
    set_columns,
    start_import,
    undo_roll,
)

LISTS_A_PAGE = 50
ROWS_A_PAGE = 100
#: Rows of a table that the choice of columns shows.
ROWS_SHOWN = 12
NEEDED = ("core.add_conferralround", "core.add_conferral", "core.add_person", "core.add_organisation")


def may_import(user: Any) -> bool:
    """Those who may make what a list makes: a round, its conferrals, people and units."""
    return bool(user.has_perms(NEEDED))


def roll_address(given: ConferralRound) -> str:
    """The public page of a round's roll in the newsroom's own language."""
    with override(settings.LANGUAGE_CODE):
        return given.get_absolute_url()


class RollBase(WagtailAdminTemplateMixin, TemplateView):
    """A page of the import, for those who may import."""

    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("core_rolls:list"), "label": _("导入名单")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]

    def answer(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class ListsView(RollBase):
    """All lists, the newest first: those that wait for their editor, and those that were imported."""

    template_name = "registry/admin/rolls.html"
    page_title = _("导入名单")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rolls = RollImport.objects.select_related("award__merged_into", "created_by").annotate(listed=EntriesOf("rows"))
        rolls = rolls.defer("table", "rows", "left_out", "decisions", "made")
        page = Paginator(rolls, LISTS_A_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), "page": page}


class NewListView(RollBase):
    """Takes the list itself."""

    template_name = "registry/admin/roll_new.html"
    page_title = _("上传名单")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer(form=ListForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form=form)
        file = form.cleaned_data["file"]
        roll = start_import(table=form.table, file_name=file.name[:255] if file else "", user=request.user)
        return redirect("core_rolls:details" if roll.has_columns else "core_rolls:columns", roll.pk)


class OpenRollView(RollBase):
    """A page of a list that was not imported yet. What a service refuses is said, and the list shown as it stands."""

    @cached_property
    def roll(self) -> RollImport:
        return get_object_or_404(RollImport, pk=self.kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if may_import(request.user) and self.roll.state != RollImport.State.OPEN:
            return redirect("core_rolls:outcome", self.roll.pk)
        try:
            return super().dispatch(request, *args, **kwargs)
        except RollRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("core_rolls:check", self.roll.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "roll": self.roll}


class ColumnsView(OpenRollView):
    """Asks what each column holds: where no header says so, or says it wrongly."""

    template_name = "registry/admin/roll_columns.html"
    page_title = _("对应各列")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(ColumnsForm(roll=self.roll))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ColumnsForm(request.POST, roll=self.roll)
        if not form.is_valid():
            return self.show(form)
        set_columns(roll=self.roll, columns=form.columns, first_row=form.cleaned_data["first_row"] - 1)
        return redirect("core_rolls:check" if self.roll.has_details else "core_rolls:details", self.roll.pk)

    def show(self, form: ColumnsForm) -> HttpResponse:
        return self.answer(form=form, rows=list(enumerate(self.roll.table[:ROWS_SHOWN], start=1)))


class DetailsView(OpenRollView):
    """Asks which round of which award the list is."""

    template_name = "registry/admin/roll_details.html"
    page_title = _("是哪次表彰")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(DetailsForm(instance=self.roll, user=request.user))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DetailsForm(request.POST, instance=self.roll, user=request.user)
        if not form.is_valid():
            return self.show(form)
        save_details(roll=form.save(commit=False))
        return redirect("core_rolls:check", self.roll.pk)

    def show(self, form: DetailsForm) -> HttpResponse:
        return self.answer(form=form, media=form.media)


class CheckView(OpenRollView):
    """Every row with what it means; the decisions are kept at each step, and 确认 imports the list."""

    template_name = "registry/admin/roll_check.html"
    page_title = _("核对名单")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if missing := self.missing_step():
            return redirect(missing, self.roll.pk)
        return self.show(match_roll(self.roll))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if missing := self.missing_step():
            return redirect(missing, self.roll.pk)
        decide(roll=self.roll, decisions=self.decided())
        go = request.POST.get("go", "")
        if go == "confirm":
            return self.confirm()
        if request.POST.get("seen", "") != fingerprint(match_roll(self.roll)):
            # Another page of the list would be confirmed with what this one has not shown.
            messages.warning(request, _now("名单的对照结果有变化，请再看一遍后确认。"))
        if go.startswith("?"):
            return redirect(f"{request.path}{go}")
        if row := re.fullmatch(r"row:([1-9][0-9]{0,5})", go):
            return redirect("core_rolls:row", self.roll.pk, row[1])
        messages.success(request, _now("已保存。关掉浏览器也不要紧，可以随时接着核对。"))
        return redirect(request.get_full_path())

    def decided(self) -> dict[int, str]:
        """What the editor chose, by the rows' places. A browser sends every select of the page: one that still says
        what it was shown with is none of the editor's decisions.
        """
        sent = self.request.POST
        return {
            place: value
            for place in range(len(self.roll.rows))
            if (value := sent.get(f"decision-{place}", "")) != sent.get(f"shown-{place}", "")
        }

    def confirm(self) -> HttpResponse:
        matched = match_roll(self.roll)
        if matched.open:
            said = _now("还有%(count)s条没有决定，都列在下面。") % {"count": len(matched.open)}
            messages.error(self.request, said)
            return redirect(f"{self.request.path}?show=open")
        given = confirm_roll(roll=self.roll, user=self.request.user, seen=self.request.POST.get("seen", ""))
        made = self.roll.made
        said = _now("“%(round)s”已导入：%(count)s条，新建人物%(people)s个、单位%(units)s个。") % {
            "round": given,
            "count": len(made["conferrals"]),
            "people": len(made["people"]),
            "units": len(made["organisations"]),
        }
        buttons = [
            messages.button(roll_address(given), _now("查看名单"), new_window=True),
            messages.button(reverse("core_rolls:outcome", args=[self.roll.pk]), _now("撤销导入")),
        ]
        messages.success(self.request, said, buttons=buttons)
        return redirect("core_rolls:outcome", self.roll.pk)

    def missing_step(self) -> str:
        if not self.roll.has_columns:
            return "core_rolls:columns"
        return "" if self.roll.has_details else "core_rolls:details"

    def show(self, matched: Roll) -> HttpResponse:
        only_open = self.request.GET.get("show") == "open"
        listed = matched.open if only_open else matched.matches
        page = Paginator(listed, ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        kinds = dict(Conferral.Kind.choices)
        return self.answer(
            matched=matched,
            page=page,
            only_open=only_open,
            lines=[(match, kinds[match.row["kind"]], self.choices(match)) for match in page.object_list],
            counts={
                "linked": matched.linked,
                "new": matched.count(NEW),
                "name": matched.count(NAME_ONLY),
                "skip": matched.count(LEAVE_OUT),
                "open": len(matched.open),
            },
            columns={str(FIELDS[name]): column + 1 for name, column in self.roll.columns.items()},
            seen=fingerprint(matched),
        )

    def choices(self, match: Match) -> list[tuple[str, str, bool]]:
        """(value, text, chosen) of a row's select; an open row begins with nothing chosen."""
        unchosen = [("", _now("请选择…"), True)] if match.decision == "" else []
        return unchosen + [(value, text, value == match.decision) for value, text in match.options]


class RowView(OpenRollView):
    """One row: its words, and the record that it means, looked up under any name."""

    template_name = "registry/admin/roll_row.html"
    page_title = _("改这一条")

    @cached_property
    def place(self) -> int:
        place: int = self.kwargs["number"] - 1
        if not 0 <= place < len(self.roll.rows):
            raise Http404
        return place

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, decision = self.roll.rows[self.place], self.roll.decision(self.place)
        chosen = int(decision) if decision.isdecimal() else None
        which = "person" if row["kind"] == Conferral.Kind.PERSON else "organisation"
        return self.show(RowForm(initial={**row, which: chosen}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RowForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        change_row(roll=self.roll, place=self.place, values=form.values, decision=form.decision)
        messages.success(request, _now("第%(number)s条已改。") % {"number": self.place + 1})
        page = self.place // ROWS_A_PAGE + 1
        return redirect(f"{reverse('core_rolls:check', args=[self.roll.pk])}?p={page}#row-{self.place + 1}")

    def show(self, form: RowForm) -> HttpResponse:
        return self.answer(form=form, media=form.media, number=self.place + 1)


class DiscardView(OpenRollView):
    """Throws a list away that was not imported."""

    template_name = "registry/admin/roll_discard.html"
    page_title = _("删除名单")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.roll.delete()
        messages.success(request, _now("名单已删除，资料库没有改动。"))
        return redirect("core_rolls:list")


class OutcomeView(RollBase):
    """What came of an import; POST takes it back."""

    template_name = "registry/admin/roll_outcome.html"
    page_title = _("导入结果")

    @cached_property
    def roll(self) -> RollImport:
        return get_object_or_404(RollImport.objects.exclude(state=RollImport.State.OPEN), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        roll = self.roll
        given = roll.round
        return self.answer(
            roll=roll,
            made={name: len(keys) for name, keys in roll.made.items() if isinstance(keys, list)},
            address=roll_address(given) if given else "",
            possible=can_be_undone(roll),
            days=UNDO_DAYS,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            kept = undo_roll(roll=self.roll, user=request.user)
        except RollRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("core_rolls:outcome", self.roll.pk)
        messages.success(request, _now("导入已撤销。"))
        if kept:
            names = "、".join(kept[:10])
            said = _now("有%(count)s条已被别处用到或改过，保留下来：%(names)s。") % {"count": len(kept), "names": names}
            messages.warning(request, said)
        return redirect("core_rolls:outcome", self.roll.pk)
