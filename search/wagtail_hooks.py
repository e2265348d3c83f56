"""What search adds to Wagtail's admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from search import admin_views, reports
from search.admin_access import SEE_SEARCHES
from search.viewsets import PermittedMenuItem, SearchViewSetGroup


@hooks.register("register_admin_viewset")
def search_menu() -> SearchViewSetGroup:
    return SearchViewSetGroup()


@hooks.register("register_admin_urls")
def search_urls() -> list[URLPattern | URLResolver]:
    urls = [
        path("try/", admin_views.TryView.as_view(), name="try"),
        path("engines/", admin_views.EnginesView.as_view(), name="engines"),
        path("engines/state/", admin_views.EnginesStateView.as_view(), name="state"),
        path("engines/rebuild/", admin_views.RebuildView.as_view(), name="rebuild"),
        path("engines/check/", admin_views.CheckView.as_view(), name="check"),
    ]
    asked = reports.AskedReportView
    return [
        path("search/", include((urls, "search_admin"), namespace="search_admin")),
        path("reports/searches/", asked.as_view(), name="search_asked"),
        path("reports/searches/results/", asked.as_view(results_only=True), name="search_asked_results"),
    ]


# Before Wagtail's own screens at the same addresses, which they replace.
@hooks.register("register_admin_urls", order=-1)
def promotion_urls() -> list[URLPattern]:
    index = admin_views.PromotionIndexView
    return [
        path("searchpicks/", index.as_view(), name="search_promotions"),
        path("searchpicks/results/", index.as_view(results_only=True), name="search_promotions_results"),
        path("searchpicks/add/", admin_views.PromotionAddView.as_view(), name="search_promotions_add"),
    ]


@hooks.register("construct_settings_menu")
def promotions_stand_under_search(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name != "promoted-search-results"]


@hooks.register("construct_reports_menu")
def no_report_of_a_log_that_nobody_writes(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own report of searches reads Wagtail's own log; ours is AskedQuery."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_reports_menu_item")
def asked_menu_item() -> MenuItem:
    return PermittedMenuItem(
        _("读者搜了什么"),
        reverse("search_asked"),
        permission=SEE_SEARCHES,
        name="searches",
        icon_name="search",
        order=120,
    )


@hooks.register("register_permissions")
def search_permissions() -> QuerySet[Permission]:
    codenames = ["view_askedquery", "view_indexstate", "rebuild_indexstate"]
    return Permission.objects.filter(content_type__app_label="search", codename__in=codenames)


@hooks.register("insert_global_admin_css")
def search_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/search.css"))
