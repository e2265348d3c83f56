"""What languages add to Wagtail's admin; imported by core.wagtail_hooks."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from core.languages.views import PERMISSION, ProgressView
from core.languages.viewsets import LanguagesViewSetGroup


@hooks.register("register_admin_viewset")
def languages_menu() -> LanguagesViewSetGroup:
    return LanguagesViewSetGroup()


@hooks.register("register_admin_urls")
def progress_urls() -> list[URLPattern]:
    return [
        path("reports/languages/", ProgressView.as_view(), name="languages_progress"),
        path("reports/languages/results/", ProgressView.as_view(results_only=True), name="languages_progress_results"),
    ]


class ProgressMenuItem(MenuItem):
    """报告 › 翻译进度, for those who have to do with translations."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def progress_menu_item() -> MenuItem:
    address = reverse("languages_progress")
    return ProgressMenuItem(_("翻译进度"), address, name="languages-progress", icon_name="globe", order=110)


@hooks.register("insert_global_admin_css")
def languages_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/languages.css"))
