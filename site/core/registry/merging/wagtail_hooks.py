"""What merging adds to Wagtail's admin; imported by core.wagtail_hooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core.registry.merging import services, views
from core.registry.models import RegistryRecord


@hooks.register("register_admin_urls")
def merging_urls() -> list[URLPattern | URLResolver]:
    urls = [
        path("", views.MergesView.as_view(), name="list"),
        path("<str:kind>/<int:pk>/", views.ChooseWinnerView.as_view(), name="choose"),
        path("<str:kind>/<int:pk>/into/<int:winner>/", views.ConfirmView.as_view(), name="confirm"),
        path("<str:kind>/<int:pk>/undo/", views.UndoView.as_view(), name="undo"),
    ]
    return [path("registry/merges/", include((urls, "core_merging"), namespace="core_merging"))]


class MergesMenuItem(MenuItem):
    """报告 › 已合并的条目, for those who merge."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(views.mergeable_models(request.user))


@hooks.register("register_reports_menu_item")
def merges_menu_item() -> MenuItem:
    return MergesMenuItem(
        _("已合并的条目"), reverse("core_merging:list"), name="merges", icon_name="resubmit", order=200
    )


@hooks.register("register_snippet_listing_buttons")
def listing_buttons(record: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(record, RegistryRecord) and (button := views.merge_button(record, user)):
        yield button


@hooks.register("before_edit_snippet")
def say_that_it_was_merged(request: HttpRequest, record: Any) -> HttpResponse | None:
    """Whoever opens a merged row is told that readers see another one."""
    if request.method == "GET" and isinstance(record, RegistryRecord) and record.merged_into_id:
        winner = record.resolved()
        messages.warning(
            request,
            _now("这个条目已并入“%(name)s”，读者看到的是“%(name)s”。") % {"name": winner.name},
            buttons=[messages.button(views.admin_address(winner), _now("打开“%(name)s”") % {"name": winner.name})],
        )
    return None


class MergeLogFormatter(LogFormatter):
    """Puts the other record's name and number into the message."""

    def format_message(self, log_entry: Any) -> str:
        name, number = log_entry.data.get("name", ""), log_entry.data.get("number", "")
        return format_html(str(self.message), name=name, number=number)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(services.MERGED)
    class Merged(MergeLogFormatter):
        label, message = _("合并"), _("并入了“{name}”（编号{number}）")

    @actions.register_action(services.TOOK_IN)
    class TookIn(MergeLogFormatter):
        label, message = _("收入合并的条目"), _("“{name}”（编号{number}）并入了这里")

    @actions.register_action(services.UNMERGED)
    class Unmerged(MergeLogFormatter):
        label, message = _("撤销合并"), _("不再并入“{name}”（编号{number}）")

    @actions.register_action(services.GAVE_BACK)
    class GaveBack(MergeLogFormatter):
        label, message = _("还出合并的条目"), _("“{name}”（编号{number}）不再并入这里")
