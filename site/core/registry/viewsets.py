"""The registry in the admin: 资料库, with people, organisations and topics."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from core.registry.choosers import OrganisationChooserViewSet, PersonChooserViewSet, TopicChooserViewSet
from core.registry.models import Organisation, Person, RegistryRecord, Topic


def public_address(record: RegistryRecord) -> str:
    """The record's page in the newsroom's own language, whatever language the admin speaks; `""` without a page."""
    if not record.has_page:
        return ""
    with override(settings.LANGUAGE_CODE):
        return record.get_absolute_url()


def view_live_button(record: RegistryRecord) -> Button | None:
    """The way from the admin to the record's page."""
    address = public_address(record)
    if not address:
        return None
    return Button(
        _("查看页面"), url=address, icon_name="view", priority=15, attrs={"target": "_blank", "rel": "noreferrer"}
    )


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


class PersonFilterSet(RecordFilterSet):
    class Meta:
        model = Person
        fields = ["public_page"]


class OrganisationFilterSet(RecordFilterSet):
    region = django_filters.CharFilter(label=_("地区"), lookup_expr="contains")

    class Meta:
        model = Organisation
        fields = ["kind", "level", "region"]


class TopicFilterSet(RecordFilterSet):
    class Meta:
        model = Topic
        fields = ["kind"]


class RecordIndexView(IndexView):
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
    """The form of one record, with the way to its page."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        button = view_live_button(self.object)
        return [*super().header_more_buttons, *([button] if button else [])]


class RecordViewSet(SnippetViewSet):
    """What the viewsets of all records share."""

    index_view_class = RecordIndexView
    edit_view_class = RecordEditView
    ordering = "search_keys"  # by pinyin
    list_per_page = 50
    chooser_per_page = 25
    copy_view_enabled = False  # a copy would be a double
    prefetched: tuple[Any, ...] = ()

    def get_queryset(self, request: Any) -> QuerySet:
        return self.model._default_manager.prefetch_related(*self.prefetched)


class PersonViewSet(RecordViewSet):
    model = Person
    icon = "user"
    menu_name = "people"
    chooser_viewset_class = PersonChooserViewSet
    filterset_class = PersonFilterSet
    prefetched = ("appointments__organisation",)
    list_display = [
        "name",
        Column("latest_office", label=_("任职")),
        BooleanColumn("public_page", label=_("公开人物页"), sort_key="public_page"),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "aliases", "latest_office", "public_page"]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "group"
    menu_name = "organisations"
    chooser_viewset_class = OrganisationChooserViewSet
    filterset_class = OrganisationFilterSet
    prefetched = ("parent",)
    list_display = [
        "name",
        "short_name",
        "kind",
        "level",
        "region",
        Column("parent", label=_("上级单位")),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "short_name", "aliases", "kind", "level", "region", "parent"]


class TopicViewSet(RecordViewSet):
    model = Topic
    icon = "tag"
    menu_name = "topics"
    chooser_viewset_class = TopicChooserViewSet
    filterset_class = TopicFilterSet
    prefetched = ("parent",)
    list_display = ["name", "kind", Column("parent", label=_("上级主题")), UpdatedAtColumn()]
    list_export = ["pk", "name", "aliases", "kind", "parent"]


class RegistryViewSetGroup(SnippetViewSetGroup):
    """资料库: one menu for all records."""

    menu_label = _("资料库")
    menu_name = "registry"
    menu_icon = "folder-open-1"
    menu_order = 250
    items = (PersonViewSet, OrganisationViewSet, TopicViewSet)
