"""读者搜了什么: what people look for and do not find, and the way from there to a synonym or a promotion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports.base import ReportView

from core.registry.exports import ReadableExport
from search.admin_access import ADD_PROMOTIONS, ADD_SYNONYMS, SEE_SEARCHES, Permitted
from search.models import AskedQuery

#: Days that the report looks back.
PERIODS = (7, 30, 365)
AT_FIRST = 30


class AskedFilterSet(WagtailFilterSet):
    """Narrows the report down by time, language and whether anything was found."""

    period = django_filters.ChoiceFilter(
        label=_("时间"),
        choices=[("7", _("最近7天")), ("30", _("最近30天")), ("365", _("最近一年"))],
        method="of_all",
    )
    language = django_filters.ChoiceFilter(label=_("语言"), choices=settings.LANGUAGES)
    outcome = django_filters.ChoiceFilter(
        label=_("结果"), choices=[("none", _("没有找到")), ("some", _("找到了"))], method="with_outcome"
    )

    class Meta:
        model = AskedQuery
        fields: list[str] = []

    def of_all(self, asked: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The view looks back as far as this says before it adds up."""
        return asked

    def with_outcome(self, asked: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return asked.filter(found_last=0) if value == "none" else asked.filter(found_last__gt=0)


class WaysColumn(Column):
    """What an editor can do about a row."""

    cell_template_name = "search/admin/_ways_cell.html"

    def get_value(self, instance: dict[str, Any]) -> dict[str, Any]:
        return instance

    def get_cell_context_data(self, instance: dict[str, Any], parent_context: dict[str, Any]) -> dict[str, Any]:
        user, text = parent_context["request"].user, instance["text"]
        ways = [(_("试一试"), address("search_admin:try", q=text, language=instance["language"]))]
        if user.has_perm(ADD_SYNONYMS):
            ways.append((_("加同义词"), address("search_synonyms:add", texts=f"{text}\n")))
        if user.has_perm(ADD_PROMOTIONS):
            ways.append((_("加推荐"), address("wagtailsearchpromotions:add", query=text)))
        return {**super().get_cell_context_data(instance, parent_context), "ways": ways}


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def address(name: str, **asked: str) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"


class AskedReportView(Permitted, ReadableExport, ReportView):
    """Each question once, added up over the days; the most asked first."""

    permission = SEE_SEARCHES
    model = AskedQuery
    results_template_name = "search/admin/asked_results.html"
    page_title = _("读者搜了什么")
    header_icon = "search"
    index_url_name = "search_asked"
    index_results_url_name = "search_asked_results"
    filterset_class = AskedFilterSet
    default_ordering = "-times"
    is_searchable = True
    search_fields = ["text"]
    list_export = ["text", "language_name", "times", "found_last", "last_day"]
    export_headings = {
        "text": _("搜索词"),
        "language_name": _("语言"),
        "times": _("次数"),
        "found_last": _("找到"),
        "last_day": _("最近一次"),
    }
    export_filename = "searches"
    columns = [
        Column("text", label=_("搜索词"), sort_key="text", width="30%"),
        Column("language_name", label=_("语言"), accessor=lambda row: language_name(row["language"])),
        NumberColumn("times", label=_("次数"), sort_key="times"),
        NumberColumn("found_last", label=_("找到"), sort_key="found_last"),
        Column("last_day", label=_("最近一次"), sort_key="last_day"),
        WaysColumn("ways", label=_("操作")),
    ]

    @cached_property
    def days(self) -> int:
        asked = self.request.GET.get("period", "")
        return int(asked) if asked in map(str, PERIODS) else AT_FIRST

    def get_page_subtitle(self) -> str:
        return _now("最近%(days)s天") % {"days": self.days}

    def get_base_queryset(self) -> QuerySet[Any]:
        since = localdate() - timedelta(days=self.days)
        latest = AskedQuery.objects.filter(text=OuterRef("text"), language=OuterRef("language"))
        asked = AskedQuery.objects.filter(day__gt=since).order_by().values("text", "language")
        return asked.annotate(
            times=Sum("asked"),
            last_day=Max("day"),
            found_last=Subquery(latest.order_by("-day").values("found")[:1]),
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {field: {**item, "language_name": language_name(item["language"])}[field] for field in self.list_export}
