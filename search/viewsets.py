"""搜索 in the admin: the dictionary, and the way to what else editors see of search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from core.registry.exports import ReadableExport
from search.admin_access import SEE_ENGINES, SEE_SEARCHES, may_promote
from search.models import SearchWord, SynonymGroup


class DictionaryIndexView(ReadableExport, generic.IndexView):
    """A listing of the dictionary."""


class SynonymGroupAddView(generic.CreateView):
    """A new group, begun with the words that the address names (`?texts=`), such as those that a reader asked for."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "texts": self.request.GET.get("texts", "")}


class SearchWordViewSet(ModelViewSet):
    model = SearchWord
    name = "search_words"
    icon = "list-ul"
    menu_label = _("搜索用词")
    index_view_class = DictionaryIndexView
    list_display = ["text", Column("kind", label=_("用法"), accessor="get_kind_display", sort_key="kind"), "note"]
    list_filter = ["kind"]
    list_export = ["text", "kind", "note"]
    search_fields = ["text", "note"]
    search_backend_name = None  # so few rows are searched where they are
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False


class SynonymGroupViewSet(ModelViewSet):
    model = SynonymGroup
    name = "search_synonyms"
    icon = "link"
    menu_label = _("同义词组")
    index_view_class = DictionaryIndexView
    add_view_class = SynonymGroupAddView
    list_display = [
        TitleColumn("shown", label=_("同义词"), get_url=lambda group: reverse("search_synonyms:edit", args=[group.pk])),
        "note",
    ]
    list_export = ["shown", "note"]
    search_fields = ["texts", "note"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False


class PermittedMenuItem(MenuItem):
    """Shown to who holds a permission."""

    def __init__(self, label: str | Promise, url: str, *, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class PromotionsMenuItem(MenuItem):
    """Wagtail keeps it among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_promote(request.user)


class SearchViewSetGroup(ModelViewSetGroup):
    """搜索: one menu for what editors tell search, and for what it does with it."""

    menu_label = _("搜索")
    menu_name = "search"
    menu_icon = "search"
    menu_order = 270
    items = (SearchWordViewSet, SynonymGroupViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        return [
            *super().get_submenu_items(),
            PromotionsMenuItem(_("搜索推荐"), reverse("wagtailsearchpromotions:index"), icon_name="pick", order=10),
            PermittedMenuItem(
                _("试一试"), reverse("search_admin:try"), permission=SEE_SEARCHES, icon_name="help", order=11
            ),
            PermittedMenuItem(
                _("搜索引擎"), reverse("search_admin:engines"), permission=SEE_ENGINES, icon_name="cogs", order=12
            ),
        ]
