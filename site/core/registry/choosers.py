"""Choosers of registry records: searched by name, alias, 全拼 and 首字母, with what tells homonyms apart.

They open from form fields and from blocks of a body alike, since both ask the model's viewset for the modal.
"""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from core.registry.creation_forms import OrganisationCreationForm, PersonCreationForm, TopicCreationForm


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


class RecordChooseMixin:
    """Results of a record's chooser. `columns_of_kind`: what stands beside the name; `prefetched`: what these read."""

    filter_form_class = RecordFilterForm
    results_template_name = "registry/admin/chooser_results.html"
    ordering = ("search_keys", "pk")  # by pinyin
    columns_of_kind: ClassVar[tuple[Column, ...]] = ()
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

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, *self.columns_of_kind]  # type: ignore[misc]


class PersonChooseMixin(RecordChooseMixin):
    columns_of_kind = (Column("latest_office", label=_("任职")), Column("number", label=_("编号")))
    prefetched = ("appointments__organisation",)


class PersonChooseView(PersonChooseMixin, ChooseView):
    pass


class PersonChooseResultsView(PersonChooseMixin, ChooseResultsView):
    pass


class OrganisationChooseMixin(RecordChooseMixin):
    columns_of_kind = (
        Column("short_name", label=_("简称")),
        Column("region", label=_("地区")),
        Column("parent", label=_("上级单位")),
    )
    prefetched = ("parent",)


class OrganisationChooseView(OrganisationChooseMixin, ChooseView):
    pass


class OrganisationChooseResultsView(OrganisationChooseMixin, ChooseResultsView):
    pass


class TopicChooseMixin(RecordChooseMixin):
    columns_of_kind = (Column("get_kind_display", label=_("类别")), Column("parent", label=_("上级主题")))
    prefetched = ("parent",)


class TopicChooseView(TopicChooseMixin, ChooseView):
    pass


class TopicChooseResultsView(TopicChooseMixin, ChooseResultsView):
    pass


class PersonChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PersonChooseView
    choose_results_view_class = PersonChooseResultsView
    creation_form_class = PersonCreationForm
    creation_tab_label = _("新建人物")
    create_action_label = _("建档并选用")


class OrganisationChooserViewSet(SnippetChooserViewSet):
    choose_view_class = OrganisationChooseView
    choose_results_view_class = OrganisationChooseResultsView
    creation_form_class = OrganisationCreationForm
    creation_tab_label = _("新建单位")
    create_action_label = _("建档并选用")


class TopicChooserViewSet(SnippetChooserViewSet):
    choose_view_class = TopicChooseView
    choose_results_view_class = TopicChooseResultsView
    creation_form_class = TopicCreationForm
    creation_tab_label = _("新建主题")
    create_action_label = _("建档并选用")
