"""语言 in the admin: the glossary, and the names that conversion to traditional characters leaves alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from core.languages.models import GlossaryTerm, ProtectedName


class GlossaryViewSet(ModelViewSet):
    model = GlossaryTerm
    name = "glossary"
    icon = "openquote"
    menu_label = _("译名表")
    list_display = ["source", "language", "target", "note"]
    list_filter = ["language"]
    list_export = ["source", "language", "target", "note"]
    search_fields = ["source", "target", "note"]
    search_backend_name = None  # so few rows are searched where they are
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False


class ProtectedNameViewSet(ModelViewSet):
    model = ProtectedName
    name = "protected_names"
    icon = "lock"
    menu_label = _("不转换的名称")
    list_display = ["text", "traditional", "note"]
    list_export = ["text", "traditional", "note"]
    search_fields = ["text", "traditional", "note"]
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False


class LanguagesViewSetGroup(ModelViewSetGroup):
    """语言: one menu for what translations are made with."""

    menu_label = _("语言")
    menu_name = "languages"
    menu_icon = "globe"
    menu_order = 260
    items = (GlossaryViewSet, ProtectedNameViewSet)
