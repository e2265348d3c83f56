"""翻译进度: which stories are translated, which are under way, which are behind their source."""

from __future__ import annotations

from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail_localize.models import Translation

from core.languages.conversion import TRADITIONAL
from core.languages.glossary import checked_segments, terms_in
from core.languages.progress import State, progress_by_language, segment_counts, with_state

#: Who may send pages for translation may see how far they are.
PERMISSION = "wagtail_localize.submit_translation"


class ProgressFilterSet(WagtailFilterSet):
    """Narrows the report down by language, by state and by title."""

    language = django_filters.ChoiceFilter(
        label=_("语言"),
        field_name="target_locale__language_code",
        choices=[(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices)
    title = django_filters.CharFilter(label=_("原标题"), field_name="source_title", lookup_expr="icontains")

    class Meta:
        model = Translation
        fields: list[str] = []


def edit_address(translation: Any) -> str | None:
    """The screen where the translation is made; None when its page was deleted."""
    return reverse("wagtailadmin_pages:edit", args=[translation.copy_pk]) if translation.copy_pk else None


class ProgressView(ReportView):
    """All translations, the latest first; above them the figures of each language."""

    model = Translation
    template_name = "core/languages/progress.html"
    results_template_name = "core/languages/progress_results.html"
    page_title = _("翻译进度")
    header_icon = "globe"
    index_url_name = "languages_progress"
    index_results_url_name = "languages_progress_results"
    filterset_class = ProgressFilterSet
    default_ordering = "-source__last_updated_at"
    list_export = ["source_title", "copy_title", "target_locale.language_code", "state_label", "share", "unused"]
    export_headings = {
        "source_title": _("原标题"),
        "copy_title": _("译文标题"),
        "target_locale.language_code": _("语言"),
        "state_label": _("状态"),
        "share": _("已译段数"),
        "unused": _("译名表里的词没有照译"),
    }
    columns = [
        TitleColumn("title", label=_("原标题"), accessor="source_title", get_url=edit_address),
        Column("copy_title", label=_("译文标题"), classname="gx-languages__title"),
        Column("language", label=_("语言"), accessor="target_locale.get_display_name"),
        Column("kind", label=_("类型"), accessor="source.specific_content_type.name"),
        StatusTagColumn("state", label=_("状态"), accessor="state_label", primary=lambda row: row.state == State.DONE),
        Column("share", label=_("已译段数")),
        Column("unused", label=_("译名表里的词没有照译")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Translation]:
        return with_state().select_related("source__specific_content_type", "target_locale", "source__locale")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """Rows with their figures, and with the terms that their translations do not use."""
        rows = list(object_list)
        counts = segment_counts(rows)
        checked = {row.target_locale.language_code for row in rows} - {TRADITIONAL}
        terms = {code: terms_in(code) for code in checked}
        segments = checked_segments(rows, terms)
        for row in rows:
            translated, total = counts[row.pk]
            row.share, row.state_label = f"{translated}/{total}", State(row.state).label
            missing = dict.fromkeys(term for segment in segments.get(row.pk, ()) for term in segment.missing)
            row.unused = "；".join(f"{term.source} → {' / '.join(term.targets)}" for term in missing)
        return rows

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "languages": progress_by_language(), "states": State}
