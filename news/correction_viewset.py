"""读者纠错 in the admin: the queue of readers' remarks, the new ones first."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from core.registry.exports import ReadableExport
from news.models import ReaderCorrection


class CorrectionIndexView(ReadableExport, generic.IndexView):
    """The queue."""


class CorrectionEditView(generic.EditView):
    """What the reader wrote stands above; an editor says what came of it."""

    def save_instance(self) -> Any:
        remark = self.form.instance
        if remark.state != ReaderCorrection.State.NEW:
            remark.handled_by, remark.handled_at = self.request.user, timezone.now()
        return super().save_instance()


class CorrectionViewSet(ModelViewSet):
    model = ReaderCorrection
    name = "reader_corrections"
    icon = "warning"
    menu_label = _("读者纠错")
    menu_order = 350
    add_to_admin_menu = True
    index_view_class = CorrectionIndexView
    edit_view_class = CorrectionEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = [
        "story_title",
        Column("remark", label=_("哪里有误"), width="40%"),
        Column("state", label=_("状态"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("收到"), sort_key="created_at"),
    ]
    list_filter = ["state"]
    list_export = ["story_number", "story_title", "passage", "remark", "contact", "created_at", "state", "answer"]
    search_fields = ["story_title", "remark", "passage"]
    search_backend_name = None
    ordering = ["-created_at"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("story_title", read_only=True),
                FieldPanel("story_number", read_only=True),
                FieldPanel("passage", read_only=True),
                FieldPanel("remark", read_only=True),
                FieldPanel("contact", read_only=True),
            ],
            heading=_("读者的话"),
        ),
        MultiFieldPanel([FieldPanel("state"), FieldPanel("answer")], heading=_("处理")),
    ]


correction_viewset = CorrectionViewSet()
