"""The registry in the admin: 资料库, with people, organisations, places, events, topics, honours and outlets."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from core.registry.choosers import (
    AwardChooserViewSet,
    EventChooserViewSet,
    OrganisationChooserViewSet,
    OutletChooserViewSet,
    PersonChooserViewSet,
    PlaceChooserViewSet,
    TopicChooserViewSet,
)
from core.registry.conferral_viewsets import ConferralRoundViewSet, ConferralViewSet
from core.registry.models import Appointment, Award, Event, Organisation, Outlet, Person, Place, Topic
from core.registry.models.person import OFFICES_READ
from core.registry.record_viewset import (
    LinkColumn,
    RecordColumn,
    RecordEditView,
    RecordFilterSet,
    RecordIndexView,
    RecordViewSet,
)
from core.registry.searching import naming
from core.registry.selectors import OrganisationTree, organisations_by_key, survivors
from core.registry.tree_view import OrganisationTreeView


class PersonFilterSet(RecordFilterSet):
    unit = django_filters.CharFilter(label=_("任职单位"), method="filter_unit")

    class Meta:
        model = Person
        fields = ["public_page", "unit"]

    def filter_unit(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """People who serve or served at a unit of this name, whether the registry knows it or not.

        An office of a row that was merged is the survivor's.
        """
        offices = Appointment.objects.filter(naming("organisation", Organisation, value) | Q(title__icontains=value))
        serving = Q(pk__in=offices.values("person"))
        merged = Person.objects.filter(serving, merged_into__isnull=False)
        return queryset.filter(serving | Q(pk__in=[record.pk for record in survivors(merged).values()]))


class OrganisationFilterSet(RecordFilterSet):
    region = django_filters.CharFilter(label=_("地区"), lookup_expr="contains")

    class Meta:
        model = Organisation
        fields = ["kind", "level", "region"]


class PlaceFilterSet(RecordFilterSet):
    district = django_filters.CharFilter(label=_("所在区县"), lookup_expr="contains")

    class Meta:
        model = Place
        fields = ["kind", "district"]


class EventFilterSet(RecordFilterSet):
    start = django_filters.CharFilter(label=_("哪年开始"), lookup_expr="startswith")

    class Meta:
        model = Event
        fields = ["kind", "start"]


class TopicFilterSet(RecordFilterSet):
    class Meta:
        model = Topic
        fields = ["kind"]


class AwardFilterSet(RecordFilterSet):
    class Meta:
        model = Award
        fields = ["rank"]


class OutletFilterSet(RecordFilterSet):
    class Meta:
        model = Outlet
        fields = ["kind", "level", "reprint_allowed"]


class PersonViewSet(RecordViewSet):
    model = Person
    icon = "user"
    menu_name = "people"
    chooser_viewset_class = PersonChooserViewSet
    filterset_class = PersonFilterSet
    prefetched = OFFICES_READ
    list_display = [
        "name",
        Column("latest_office_in_time", label=_("任职")),
        BooleanColumn("public_page", label=_("公开人物页"), sort_key="public_page"),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "aliases", "latest_office", "public_page"]


class OrganisationIndexView(RecordIndexView):
    """Organisations with all that stands above each, and how many stand below."""

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        rows = list(object_list)
        tree = OrganisationTree.read()
        chains = {row.pk: tree.above(row.merged_into_id or row.pk) for row in rows}
        named = organisations_by_key({key for chain in chains.values() for key in chain})
        for row in rows:
            row.chain = " › ".join(named[key].name for key in chains[row.pk])
            row.below = tree.below(row.pk)
        return super().get_table(rows, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        tree = Button(_("单位树"), url=tree_address(), icon_name="list-ul", priority=20)
        return [*super().header_more_buttons, tree]


def tree_address(top: Organisation | None = None) -> str:
    """The tree, whole or below one organisation; `""` where nothing stands below it."""
    address = reverse(OrganisationViewSet().get_url_name("tree"))
    if top is None:
        return address
    return f"{address}?top={top.pk}" if top.below else ""  # type: ignore[attr-defined]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "group"
    menu_name = "organisations"
    chooser_viewset_class = OrganisationChooserViewSet
    index_view_class = OrganisationIndexView
    filterset_class = OrganisationFilterSet
    prefetched = ("parent__merged_into",)
    list_display = [
        "name",
        "short_name",
        "kind",
        "level",
        "region",
        Column("chain", label=_("上级单位")),
        LinkColumn("below", label=_("下级"), address=tree_address),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "short_name", "aliases", "kind", "level", "region", "parent"]

    @property
    def tree_view(self) -> Any:
        return self.construct_view(OrganisationTreeView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("tree/", self.tree_view, name="tree")]


class PlaceViewSet(RecordViewSet):
    model = Place
    icon = "home"
    menu_name = "places"
    chooser_viewset_class = PlaceChooserViewSet
    filterset_class = PlaceFilterSet
    prefetched = ("operator__merged_into",)
    list_display = [
        "name",
        "kind",
        "district",
        "street_address",
        "phone",
        RecordColumn("operator", label=_("运营单位")),
        UpdatedAtColumn(),
    ]
    list_export = [
        "pk",
        "name",
        "aliases",
        "kind",
        "district",
        "street_address",
        "hours",
        "services",
        "phone",
        "operator",
    ]


class EventViewSet(RecordViewSet):
    model = Event
    icon = "date"
    menu_name = "events"
    chooser_viewset_class = EventChooserViewSet
    filterset_class = EventFilterSet
    prefetched = ("place__merged_into",)
    list_display = [
        "name",
        "edition",
        "kind",
        Column("period", label=_("时间"), sort_key="start"),
        Column("where", label=_("地点")),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "aliases", "edition", "kind", "start", "end", "where"]


class TopicViewSet(RecordViewSet):
    model = Topic
    icon = "tag"
    menu_name = "topics"
    chooser_viewset_class = TopicChooserViewSet
    filterset_class = TopicFilterSet
    prefetched = ("parent__merged_into",)
    list_display = ["name", "kind", RecordColumn("parent", label=_("上级主题")), UpdatedAtColumn()]
    list_export = ["pk", "name", "aliases", "kind", "parent"]


class AwardEditView(RecordEditView):
    """The form of an award, with the way to its rounds."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        address = f"{reverse(ConferralRoundViewSet().get_url_name('list'))}?award={self.object.pk}"
        return [*super().header_more_buttons, Button(_("历次表彰"), url=address, icon_name="list-ol", priority=16)]


class AwardViewSet(RecordViewSet):
    model = Award
    icon = "pick"
    menu_name = "awards"
    chooser_viewset_class = AwardChooserViewSet
    edit_view_class = AwardEditView
    filterset_class = AwardFilterSet
    prefetched = ("bodies__organisation__merged_into",)
    list_display = ["name", "rank", Column("bodies_shown", label=_("授予单位")), UpdatedAtColumn()]
    list_export = ["pk", "name", "aliases", "rank", "bodies_shown"]


class OutletViewSet(RecordViewSet):
    model = Outlet
    icon = "globe"
    menu_name = "outlets"
    chooser_viewset_class = OutletChooserViewSet
    filterset_class = OutletFilterSet
    list_display = [
        "name",
        "kind",
        "level",
        BooleanColumn("reprint_allowed", label=_("可以转载"), sort_key="reprint_allowed"),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "name", "aliases", "kind", "level", "website", "reprint_allowed"]


class RegistryViewSetGroup(SnippetViewSetGroup):
    """资料库: one menu for all records."""

    menu_label = _("资料库")
    menu_name = "registry"
    menu_icon = "folder-open-1"
    menu_order = 250
    submenu_hook = "register_registry_menu_item"
    items = (
        PersonViewSet,
        OrganisationViewSet,
        PlaceViewSet,
        EventViewSet,
        TopicViewSet,
        AwardViewSet,
        ConferralRoundViewSet,
        ConferralViewSet,
        OutletViewSet,
    )
