"""What the house adds to Wagtail's admin: the permissions of its structure, and care with translations."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail import hooks

from home.roles import STRUCTURE
from home.translation_views import CarefulUpdateTranslationsView


@hooks.register("register_permissions")
def structure_permissions() -> QuerySet[Permission]:
    """Who manages front pages, sections, columns and standing pages: shown in the form of groups."""
    codenames = [name.partition(".")[2] for name in STRUCTURE]
    return Permission.objects.filter(content_type__app_label__in=["home", "news"], codename__in=codenames)


# Before wagtail-localize's own page at the same address, which it replaces.
@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list[URLPattern]:
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            CarefulUpdateTranslationsView.as_view(),
            name="update_translations",
        )
    ]
