"""Rounds of an award and their conferrals in the admin.

A round may hold thousands of conferrals, so they are no rows of its form: they are listed by round, page by page.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from core.registry.choosers import ConferralChooserViewSet, ConferralRoundChooserViewSet
from core.registry.exports import ReadableExport
from core.registry.models import Award, Conferral, ConferralRound
from core.registry.models.person import OFFICES_READ
from core.registry.record_viewset import LinkColumn, RecordColumn, RegistryViewSet, view_live_button
from core.registry.searching import conferrals_matching, rounds_matching
from core.registry.selectors import survivors


def conferrals_address(given: ConferralRound) -> str:
    """The listing of a round's conferrals."""
    return f"{reverse(ConferralViewSet().get_url_name('list'))}?round={given.pk}"


def awards_to_filter(request: Any) -> QuerySet:
    return Award.objects.current().order_by("rank", "search_keys")


class ConferralRoundFilterSet(WagtailFilterSet):
    award = django_filters.ModelChoiceFilter(label=_("荣誉"), queryset=awards_to_filter, method="filter_award")
    year = django_filters.NumberFilter(label=_("年度"))

    class Meta:
        model = ConferralRound
        fields = ["award", "year"]

    def filter_award(self, queryset: QuerySet, name: str, award: Award) -> QuerySet:
        return queryset.filter(award__in=award.merged_keys())


class RoundIndexView(ReadableExport, IndexView):
    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return rounds_matching(queryset, self.search_query)

    def get_list_more_buttons(self, instance: ConferralRound) -> list[Any]:
        button = view_live_button(instance)
        return [*super().get_list_more_buttons(instance), *([button] if button else [])]


class RoundEditView(EditView):
    """The form of one round, with the ways to its conferrals and to its public roll."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = [Button(_("名单"), url=conferrals_address(self.object), icon_name="list-ol", priority=14)]
        roll = view_live_button(self.object)
        return [*super().header_more_buttons, *buttons, *([roll] if roll else [])]


class ConferralRoundViewSet(RegistryViewSet):
    model = ConferralRound
    icon = "calendar-check"
    menu_name = "conferral-rounds"
    chooser_viewset_class = ConferralRoundChooserViewSet
    index_view_class = RoundIndexView
    edit_view_class = RoundEditView
    filterset_class = ConferralRoundFilterSet
    ordering = ("-year", "-pk")
    list_display = [
        "__str__",
        RecordColumn("award", label=_("荣誉"), sort_key="award__search_keys"),
        Column("year", label=_("年度"), sort_key="year"),
        "label",
        "document_number",
        LinkColumn("listed", label=_("名单人数"), address=conferrals_address),
        Column("revoked", label=_("其中撤销")),
        UpdatedAtColumn(),
    ]
    list_export = ["pk", "award", "year", "label", "conferred_on", "document_number", "source", "listed", "revoked"]

    def get_queryset(self, request: Any) -> QuerySet:
        revoked = Count("conferrals", filter=Q(conferrals__status=Conferral.Status.REVOKED))
        rounds = ConferralRound.objects.select_related("award__merged_into")
        return rounds.annotate(listed=Count("conferrals"), revoked=revoked)


def rounds_to_filter(request: Any) -> QuerySet:
    return ConferralRound.objects.select_related("award__merged_into")


class ConferralFilterSet(WagtailFilterSet):
    round = django_filters.ModelChoiceFilter(label=_("表彰批次"), queryset=rounds_to_filter)
    award = django_filters.ModelChoiceFilter(label=_("荣誉"), queryset=awards_to_filter, method="filter_award")
    rank = django_filters.ChoiceFilter(label=_("级别"), choices=Award.Rank.choices, method="filter_rank")
    year = django_filters.NumberFilter(label=_("年度"), field_name="round__year")
    linked = django_filters.ChoiceFilter(
        label=_("与人物、单位对应"),
        choices=[("yes", _("已对应")), ("no", _("还没有对应"))],
        method="filter_linked",
    )

    class Meta:
        model = Conferral
        fields = ["round", "award", "rank", "year", "kind", "status", "linked"]

    def filter_award(self, queryset: QuerySet, name: str, award: Award) -> QuerySet:
        return queryset.filter(round__award__in=award.merged_keys())

    def filter_rank(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Conferrals of awards of this rank; those of a merged award have the rank of what it was merged into."""
        merged = survivors(Award.objects.filter(merged_into__isnull=False))
        taken_in = [key for key, award in merged.items() if award.rank == int(value)]
        own = Q(round__award__merged_into=None, round__award__rank=value)
        return queryset.filter(own | Q(round__award__in=taken_in))

    def filter_linked(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        unlinked = Q(person=None, organisation=None)
        return queryset.filter(unlinked if value == "no" else ~unlinked)


class ConferralIndexView(ReadableExport, IndexView):
    """Conferrals, narrowed by the filter to one round; a new one then belongs to it."""

    is_searchable = True

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return conferrals_matching(queryset, self.search_query)

    @cached_property
    def round(self) -> ConferralRound | None:
        """The round that the filter asks for."""
        if not self.filters or not self.filters.is_valid():
            return None
        return self.filters.form.cleaned_data.get("round")

    def get_add_url(self) -> str | None:
        address = super().get_add_url()
        return f"{address}?round={self.round.pk}" if address and self.round else address

    def get_page_subtitle(self) -> str:
        return str(self.round) if self.round else ""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        roll = view_live_button(self.round) if self.round else None
        return [*super().header_more_buttons, *([roll] if roll else [])]


class ConferralCreateView(CreateView):
    def get_initial_form_instance(self) -> Conferral | None:
        """In the round that the listing showed, after the last line of its roll."""
        key = self.request.GET.get("round", "")
        given = ConferralRound.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None
        return Conferral(round=given, position=given.next_position) if given else None


class ConferralViewSet(RegistryViewSet):
    model = Conferral
    icon = "success"
    menu_name = "conferrals"
    chooser_viewset_class = ConferralChooserViewSet
    index_view_class = ConferralIndexView
    add_view_class = ConferralCreateView
    filterset_class = ConferralFilterSet
    ordering = ("-round__year", "-round", "position", "pk")
    list_display = [
        "published_name",
        "published_unit",
        Column("position", label=_("名单次序"), sort_key="position"),
        Column("round", label=_("表彰批次"), sort_key="round__year"),
        "kind",
        Column("recipient", label=_("对应的人物或单位")),
        "status",
        UpdatedAtColumn(),
    ]
    list_export = [
        "pk",
        "round",
        "position",
        "kind",
        "published_name",
        "published_unit",
        "published_title",
        "recipient",
        "status",
        "revoked_on",
        "revocation",
    ]
    prefetched = (
        *(f"{person}__{offices}" for person in ("person", "person__merged_into") for offices in OFFICES_READ),
        "organisation__merged_into",
    )

    def get_queryset(self, request: Any) -> QuerySet:
        return super().get_queryset(request).select_related("round__award__merged_into")
