"""Choosers of registry records: searched by name, alias, 全拼 and 首字母, with what tells homonyms apart.

They open from form fields and from blocks of a body alike, since both ask the model's viewset for the modal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from django import forms
from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from core.registry.creation_forms import (
    AwardCreationForm,
    ConferralCreationForm,
    ConferralRoundCreationForm,
    EventCreationForm,
    OrganisationCreationForm,
    OutletCreationForm,
    PersonCreationForm,
    PlaceCreationForm,
    TopicCreationForm,
)
from core.registry.models.person import OFFICES_READ
from core.registry.record_viewset import RecordColumn
from core.registry.searching import conferrals_matching, rounds_matching
from core.registry.widgets import RecordChooser


class RecordFilterForm(BaseFilterForm):
    """The search field above a chooser's results."""

    q = forms.CharField(
        label=_("查找"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("名称、别名、全拼或首字母"), "autocomplete": "off"}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        if query := self.cleaned_data.get("q", "").strip():
            self.is_searching, self.search_query = True, query
            return objects.matching(query)  # type: ignore[attr-defined]
        return objects


class MatchPaginator(WagtailPaginator):
    """Pages of what a search found: the keys of all records are read once, not for the count and for the page."""

    @cached_property
    def found(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True))

    @cached_property
    def count(self) -> int:
        return len(self.found)

    def page(self, number: int | str) -> Page:
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        shown = self.found[first : first + self.per_page]
        return self._get_page(self.object_list.filter(pk__in=shown), valid, self)


class ResultColumns:
    """Results of a chooser of the registry. `columns_of_kind`: what stands beside the title."""

    results_template_name = "registry/admin/chooser_results.html"
    columns_of_kind: ClassVar[tuple[Column, ...]] = ()

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.columns_of_kind]  # type: ignore[misc]


class RecordChooseMixin(ResultColumns):
    """Results of a record's chooser. `prefetched`: what its columns read."""

    filter_form_class = RecordFilterForm
    ordering = ("search_keys", "pk")  # by pinyin
    prefetched: ClassVar[tuple[str, ...]] = ()

    @property
    def paginator_class(self) -> type[WagtailPaginator]:
        return MatchPaginator if self.filter_form.is_searching else WagtailPaginator  # type: ignore[attr-defined]

    def get_object_list(self) -> QuerySet:
        return super().get_object_list().current().prefetch_related(*self.prefetched)  # type: ignore[misc]

    @property
    def title_column(self) -> Column:
        column = super().title_column  # type: ignore[misc]
        column.accessor, column.label = "name", _("名称")
        return column


class PersonChooseMixin(RecordChooseMixin):
    columns_of_kind = (Column("latest_office_in_time", label=_("任职")), Column("number", label=_("编号")))
    prefetched = OFFICES_READ


class OrganisationChooseMixin(RecordChooseMixin):
    columns_of_kind = (
        Column("short_name", label=_("简称")),
        Column("region", label=_("地区")),
        RecordColumn("parent", label=_("上级单位")),
    )
    prefetched = ("parent__merged_into",)


class PlaceChooseMixin(RecordChooseMixin):
    columns_of_kind = (
        Column("get_kind_display", label=_("类别")),
        Column("district", label=_("所在区县")),
        RecordColumn("operator", label=_("运营单位")),
    )
    prefetched = ("operator__merged_into",)


class EventChooseMixin(RecordChooseMixin):
    columns_of_kind = (
        Column("edition", label=_("届次")),
        Column("period", label=_("时间")),
        Column("where", label=_("地点")),
    )
    prefetched = ("place__merged_into",)


class TopicChooseMixin(RecordChooseMixin):
    columns_of_kind = (Column("get_kind_display", label=_("类别")), RecordColumn("parent", label=_("上级主题")))
    prefetched = ("parent__merged_into",)


class AwardChooseMixin(RecordChooseMixin):
    columns_of_kind = (
        Column("get_rank_display", label=_("级别")),
        Column("bodies_shown", label=_("授予单位")),
    )
    prefetched = ("bodies__organisation__merged_into",)


class OutletChooseMixin(RecordChooseMixin):
    columns_of_kind = (Column("get_kind_display", label=_("类别")), Column("get_level_display", label=_("层级")))


class HonourFilterForm(RecordFilterForm):
    """The search field above rounds and conferrals, which have no name of their own. `matching`: how they are found."""

    matching: Callable[[QuerySet, str], QuerySet]

    def filter(self, objects: QuerySet) -> QuerySet:
        query = self.cleaned_data.get("q", "").strip()
        self.is_searching, self.search_query = bool(query), query
        return self.matching(objects, query)


class RoundFilterForm(HonourFilterForm):
    """Searches rounds by award, 届次, year and number of the decision."""

    matching = staticmethod(rounds_matching)


class ConferralFilterForm(HonourFilterForm):
    """Searches conferrals by what the roll says, and by the names of those honoured."""

    matching = staticmethod(conferrals_matching)


class RoundChooseMixin(ResultColumns):
    filter_form_class = RoundFilterForm
    ordering = ("-year", "-pk")
    columns_of_kind = (Column("document_number", label=_("文号")), Column("listed", label=_("名单人数")))

    def get_object_list(self) -> QuerySet:
        rounds = super().get_object_list().select_related("award__merged_into")  # type: ignore[misc]
        return rounds.annotate(listed=Count("conferrals"))


class ConferralChooseMixin(ResultColumns):
    filter_form_class = ConferralFilterForm
    ordering = ("-round__year", "round", "position", "pk")
    columns_of_kind = (Column("published_unit", label=_("单位和职务")),)

    def get_object_list(self) -> QuerySet:
        return super().get_object_list().select_related("round__award__merged_into")  # type: ignore[misc]


class RegistryChooserViewSet(SnippetChooserViewSet):
    """A chooser whose modal and results show what `results`, a mixin of both views, says."""

    results: ClassVar[type]
    base_widget_class = RecordChooser
    create_action_label = _("建档并选用")

    def __init_subclass__(cls) -> None:
        cls.choose_view_class = type("ChooseView", (cls.results, ChooseView), {})
        cls.choose_results_view_class = type("ChooseResultsView", (cls.results, ChooseResultsView), {})


class PersonChooserViewSet(RegistryChooserViewSet):
    results = PersonChooseMixin
    creation_form_class = PersonCreationForm
    creation_tab_label = _("新建人物")


class OrganisationChooserViewSet(RegistryChooserViewSet):
    results = OrganisationChooseMixin
    creation_form_class = OrganisationCreationForm
    creation_tab_label = _("新建单位")


class PlaceChooserViewSet(RegistryChooserViewSet):
    results = PlaceChooseMixin
    creation_form_class = PlaceCreationForm
    creation_tab_label = _("新建阵地")


class EventChooserViewSet(RegistryChooserViewSet):
    results = EventChooseMixin
    creation_form_class = EventCreationForm
    creation_tab_label = _("新建活动")


class TopicChooserViewSet(RegistryChooserViewSet):
    results = TopicChooseMixin
    creation_form_class = TopicCreationForm
    creation_tab_label = _("新建主题")


class AwardChooserViewSet(RegistryChooserViewSet):
    results = AwardChooseMixin
    creation_form_class = AwardCreationForm
    creation_tab_label = _("新建荣誉")


class OutletChooserViewSet(RegistryChooserViewSet):
    results = OutletChooseMixin
    creation_form_class = OutletCreationForm
    creation_tab_label = _("新建媒体")


class ConferralRoundChooserViewSet(RegistryChooserViewSet):
    results = RoundChooseMixin
    creation_form_class = ConferralRoundCreationForm
    creation_tab_label = _("新建表彰批次")


class ConferralChooserViewSet(RegistryChooserViewSet):
    results = ConferralChooseMixin
    creation_form_class = ConferralCreationForm
    creation_tab_label = _("新建表彰")
