"""What the import of lists adds to Wagtail's admin; imported by core.wagtail_hooks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from core.registry.rolls import services, views


@hooks.register("register_admin_urls")
def roll_urls() -> list[URLPattern | URLResolver]:
    urls = [
        path("", views.ListsView.as_view(), name="list"),
        path("new/", views.NewListView.as_view(), name="new"),
        path("<int:pk>/", views.CheckView.as_view(), name="check"),
        path("<int:pk>/columns/", views.ColumnsView.as_view(), name="columns"),
        path("<int:pk>/details/", views.DetailsView.as_view(), name="details"),
        path("<int:pk>/rows/<int:number>/", views.RowView.as_view(), name="row"),
        path("<int:pk>/delete/", views.DiscardView.as_view(), name="delete"),
        path("<int:pk>/outcome/", views.OutcomeView.as_view(), name="outcome"),
    ]
    return [path("registry/rolls/", include((urls, "core_rolls"), namespace="core_rolls"))]


class RollsMenuItem(MenuItem):
    """资料库 › 导入名单, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_import(request.user)


@hooks.register("register_registry_menu_item")
def rolls_menu_item() -> MenuItem:
    return RollsMenuItem(_("导入名单"), reverse("core_rolls:list"), name="rolls", icon_name="upload", order=100)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(services.IMPORTED)
    class Imported(LogFormatter):
        label = _("导入名单")

        def format_message(self, log_entry: Any) -> str:
            return _now("导入了%(conferrals)s条，新建人物%(people)s个、单位%(organisations)s个") % log_entry.data

    @actions.register_action(services.IMPORT_UNDONE)
    class ImportUndone(LogFormatter):
        label = _("撤销导入")
        message = _("撤销了导入的名单")
