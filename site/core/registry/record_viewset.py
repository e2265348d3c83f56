"""What the admin's listings and forms of all registry records share."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from core.registry.exports import ReadableExport
from core.registry.merging.views import merge_button
from core.registry.models import ConferralRound, RegistryRecord
from core.registry.usage_view import RecordUsageView


@hooks.register("insert_global_admin_css")
def registry_styles() -> SafeString:
    """Listings refresh as fragments, so that the styles of what stands in them come with every page."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/registry.css"))


def public_address(record: RegistryRecord | ConferralRound) -> str:
    """The record's page in the newsroom's own language, whatever language the admin speaks; `""` without a page."""
    if not record.has_page:
        return ""
    with override(settings.LANGUAGE_CODE):
        return record.get_absolute_url()


def view_live_button(record: RegistryRecord | ConferralRound) -> Button | None:
    """The way from the admin to the record's page."""
    address = public_address(record)
    if not address:
        return None
    return Button(
        _("查看页面"), url=address, icon_name="view", priority=15, attrs={"target": "_blank", "rel": "noreferrer"}
    )


class RecordColumn(Column):
    """A column that names another record: what it was merged into, if it was."""

    def get_value(self, instance: Model) -> Any:
        record = super().get_value(instance)
        return record.resolved() if isinstance(record, RegistryRecord) else record


class LinkColumn(Column):
    """A column whose value leads on: `address(instance)` gives where to, `""` for nowhere."""

    def __init__(self, name: str, *, address: Any, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.address = address

    def get_value(self, instance: Model) -> Any:
        value = super().get_value(instance)
        address = self.address(instance)
        return format_html('<a href="{}">{}</a>', address, value) if address and value not in (None, "") else value


class RecordFilterSet(WagtailFilterSet):
    """Filters of every registry listing."""

    merged = django_filters.ChoiceFilter(
        label=_("已并入其他条目的"),
        choices=[("only", _("只看这些"))],
        empty_label=_("不列出"),
        method="filter_merged",
    )

    def filter_merged(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Leaves it to the view to hide merged rows as long as nobody asks for them."""
        return queryset.filter(merged_into__isnull=False)


class RecordIndexView(ReadableExport, IndexView):
    """A listing searched by name, alias and pinyin, without the rows that were merged into another."""

    is_searchable = True

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Names sort by their pinyin, which the keys begin with."""
        columns: list[BaseColumn] = super().columns
        for column in columns:
            if column.name == "name":
                column.sort_key = "search_keys"
        return columns

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        return queryset if self.request.GET.get("merged") == "only" else queryset.filter(merged_into__isnull=True)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        found = queryset.matching(self.search_query)  # type: ignore[attr-defined]
        return found.order_by(*queryset.query.order_by) if self.is_explicitly_ordered else found

    def get_list_more_buttons(self, instance: RegistryRecord) -> list[Any]:
        button = view_live_button(instance)
        return [*super().get_list_more_buttons(instance), *([button] if button else [])]


class RecordEditView(EditView):
    """The form of one record, with the ways to its page and to a merge."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = (view_live_button(self.object), merge_button(self.object, self.request.user))
        return [*super().header_more_buttons, *filter(None, buttons)]


class RegistryViewSet(SnippetViewSet):
    """What the viewsets of records, rounds and conferrals share. `prefetched`: what the columns read."""

    usage_view_class = RecordUsageView
    list_per_page = 30
    chooser_per_page = 25
    copy_view_enabled = False  # a copy would be a double
    prefetched: tuple[Any, ...] = ()

    def get_queryset(self, request: Any) -> QuerySet:
        return self.model._default_manager.prefetch_related(*self.prefetched)


class RecordViewSet(RegistryViewSet):
    """What the viewsets of all records share."""

    index_view_class = RecordIndexView
    edit_view_class = RecordEditView
    ordering = "search_keys"  # by pinyin
