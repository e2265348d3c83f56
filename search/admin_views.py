"""Pages of the admin about search: 试一试, 搜索引擎 with its rebuild and check, and the promotions' own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import NumberColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.views import CreateView, IndexView
from wagtail.contrib.search_promotions.views.settings import SearchPromotionColumn
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from core.jobs.models import Job
from search.admin_access import ADD_SYNONYMS, REBUILD, SEE_ENGINES, SEE_SEARCHES, Permitted
from search.elastic.client import is_wanted
from search.explaining import Explanation, explain
from search.jobs import check_index, rebuild_index
from search.models import AskedQuery
from search.plan import LONGEST_QUERY
from search.questions import RECORDS
from search.service import MOST_SHOWN
from search.status import latest_jobs, status
from search.trying import with_synonyms

#: Hits that are explained; days over which promotions are counted.
MOST_EXPLAINED, DAYS_COUNTED = 10, 30


class SearchPage(Permitted, WagtailAdminTemplateMixin, TemplateView):
    """A page of the menu 搜索."""

    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


# Trying --------------------------------------------------------------------------------------------------------------
class TryForm(forms.Form):
    """What to search for, and what to know about it."""

    q = forms.CharField(label=_("搜索词"), max_length=LONGEST_QUERY, help_text=_("像读者一样写，如“劳模 夜校”。"))
    language = forms.ChoiceField(label=_("语言"), choices=settings.LANGUAGES, required=False)
    synonyms = forms.CharField(
        label=_("假如这些词同义"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个，只在这里试，不保存。已有的同义词照样算。"),
    )
    page = forms.ModelChoiceField(
        label=_("它为什么排在那里"),
        queryset=Page.objects.filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser(),
        help_text=_("选一个页面，看它排第几、凭什么，或者缺哪个词。"),
    )

    def explained(self) -> Explanation:
        """The answer to a valid form."""
        asked = self.cleaned_data
        with with_synonyms(asked["synonyms"].splitlines()):
            return explain(
                asked["q"],
                language=asked["language"] or settings.LANGUAGE_CODE,
                most=MOST_EXPLAINED,
                page=asked["page"],
            )


class TryView(SearchPage):
    """How a query is cut and planned, what it finds first and why, and why a page stands where it does."""

    permission = SEE_SEARCHES
    template_name = "search/admin/try.html"
    page_title = _("试一试")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = TryForm(self.request.GET if "q" in self.request.GET else None)
        shown = form.explained() if form.is_valid() else None
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "media": form.media,
            "shown": shown,
            "narrowed": narrowed(shown) if shown else [],
            "tried": form.cleaned_data["synonyms"].splitlines() if shown else [],
            "may_add_synonyms": self.request.user.has_perm(ADD_SYNONYMS),
            "most_shown": MOST_SHOWN,
        }


#: What `人物:…` and the like narrow a search down to, by facet.
_NARROWED = {
    "person": _("人物：%(values)s"),
    "organisation": _("单位：%(values)s"),
    "topic": _("主题：%(values)s"),
    "in": _("栏目：%(values)s"),
    "year": _("年份：%(values)s"),
}


def narrowed(shown: Explanation) -> list[str]:
    """What the query was narrowed down to, a text for each facet."""
    return [_NARROWED[name] % {"values": "、".join(named(name, values))} for name, values in shown.narrowed.items()]


def named(facet: str, values: Iterable[str]) -> list[str]:
    """The values of a facet as an editor knows them."""
    if facet in RECORDS:
        return list(RECORDS[facet].objects.filter(pk__in=list(values)).values_list("name", flat=True))
    if facet == "in":
        language = settings.LANGUAGE_CODE
        found = Page.objects.filter(slug__in=list(values), locale__language_code=language, depth__gt=2)
        return list(found.values_list("title", flat=True))
    return list(values)


# Engines --------------------------------------------------------------------------------------------------------------
class EnginesView(SearchPage):
    """Which engine answers, what it holds, how far it is behind; the way to rebuild and to check."""

    permission = SEE_ENGINES
    template_name = "search/admin/engines.html"
    page_title = _("搜索引擎")
    header_icon = "cogs"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "status": status(),
            "may_rebuild": self.request.user.has_perm(REBUILD),
            "now": timezone.now(),
        }


class EnginesStateView(EnginesView):
    """The changing part of the page, fetched again while a job is under way."""

    template_name = "search/admin/_engines_state.html"


class WorkView(Permitted, View):
    """Puts a job into the queue and goes to its page, which shows how far it is; to the one that is under way instead
    where there is one, since no two go on at once.
    """

    permission = REBUILD
    http_method_names = ["post"]

    def job(self) -> Job:
        raise NotImplementedError

    def post(self, request: HttpRequest) -> HttpResponse:
        if job := next((job for job in latest_jobs() if not job.is_finished), None):
            messages.warning(request, _now("“%(title)s”还没有做完，请等它结束。") % {"title": job.title})
        else:
            job = self.job()
            messages.success(request, _now("“%(title)s”已排队，做的时候搜索照常。") % {"title": job.title})
        return redirect(job.get_absolute_url())


class RebuildView(WorkView):
    """Makes the index anew; `engine`: as `search_rebuild --engine`."""

    def job(self) -> Job:
        wanted = self.request.POST.get("engine", "all")
        engine = wanted if wanted in {"database", "elasticsearch"} and is_wanted() else "all"
        return rebuild_index.enqueue(key=engine, engine=engine)


class CheckView(WorkView):
    """Compares the index with what it should hold, and mends it."""

    def job(self) -> Job:
        return check_index.enqueue(key="all")


# Promotions -----------------------------------------------------------------------------------------------------------
class PromotionIndexView(IndexView):
    """Wagtail's listing, with how often readers asked: its own log, by which it counts, is not written here."""

    columns = [
        TitleColumn(
            "query_string",
            label=_("搜索词"),
            width="40%",
            url_name="wagtailsearchpromotions:edit",
            sort_key="query_string",
        ),
        SearchPromotionColumn("editors_picks", label=_("推荐"), width="40%"),
        NumberColumn("views", label=_("30天内搜过"), width="20%", sort_key="views"),
    ]

    def get_base_queryset(self) -> QuerySet[Query]:
        since = localdate() - timedelta(days=DAYS_COUNTED)
        asked = AskedQuery.objects.filter(text__iexact=OuterRef("query_string"), day__gt=since)
        total = (
            asked.order_by().annotate(same=Lower("text")).values("same").annotate(total=Sum("asked")).values("total")
        )
        promoted = Query.objects.filter(pk__in=SearchPromotion.objects.values("query"))
        views = Coalesce(Subquery(total), 0)
        return promoted.annotate(views=views).prefetch_related("editors_picks__page")


class PromotionAddView(CreateView):
    """Wagtail's form, begun with what the address asks for (`?query=`); for a promoted query, its promotions."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if asked := normalise_query_string(request.GET.get("query", "")):
            promoted = Query.objects.filter(query_string=asked, editors_picks__isnull=False).first()
            if promoted is not None:
                return redirect(self.edit_url_name, promoted.pk)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "query_string": self.request.GET.get("query", "")}
