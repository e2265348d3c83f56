"""在哪里用到: the places that name a record, part by part, with the way to what the person may open."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.coreutils import get_content_type_label
from wagtail.snippets.views.snippets import UsageView

from core.registry.usage import Part, Source, Usage, is_history, objects_of


def link_to(thing: Model, finder: AdminURLFinder) -> tuple[str, str | None]:
    """What a thing is called, and where it is edited. What somebody may not open is not named either, but for the
    text that was kept of what is gone, which nobody can open.
    """
    address = finder.get_edit_url(thing)
    return (str(thing) if address or is_history(thing) else gettext("（没有权限查看）"), address)


class PlacesPaginator(WagtailPaginator):
    """Counts places; Wagtail's own word for rows of no model is not translated."""

    verbose_name = verbose_name_plural = _("处")


class RecordUsageView(UsageView):
    """One part at a time, the first that has anything; `?part=` asks for another. Constant queries a page."""

    page_title = _("在哪里用到")
    paginator_class = PlacesPaginator
    paginate_by = 50
    results_template_name = "registry/admin/usage_results.html"

    @cached_property
    def usage(self) -> Usage:
        return Usage(self.object)

    @cached_property
    def part(self) -> Part:
        asked = self.request.GET.get("part")
        if asked in Part.values:
            return Part(asked)
        filled = (part for part in Part if self.usage.count(part))
        return next(filled, Part.DRAFTS if self.usage.sources(Part.DRAFTS) else Part.LIVE)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {**here, "label": self.page_title}]

    def get_queryset(self) -> Any:
        return self.usage.sources(self.part)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("名称"), accessor="label", get_url=lambda row: row["address"]),
            Column("kind", label=_("类型"), accessor="kind"),
            Column("place", label=_("用在哪里"), accessor="place"),
        ]

    def get_table(self, object_list: list[Source], **kwargs: Any) -> Any:
        sources = list(object_list)
        places, things = self.usage.places(sources), objects_of(sources)
        finder = AdminURLFinder(self.request.user)
        rows = []
        for source in sources:
            thing = things.get(source)
            if thing is None:
                continue
            label, address = link_to(thing, finder)
            kind = capfirst(str(get_content_type_label(ContentType.objects.get_for_model(thing))))
            rows.append({"label": label, "address": address, "kind": kind, "place": places[source]})
        return BaseListingView.get_table(self, rows, **kwargs)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        parts = [
            {"value": part.value, "label": part.label, "count": self.usage.count(part), "current": part == self.part}
            for part in Part
        ]
        return {**super().get_context_data(*args, **kwargs), "parts": parts}
