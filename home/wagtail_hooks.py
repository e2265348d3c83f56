"""What the house adds to Wagtail's admin: the permissions of its structure, and care with translations."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail import hooks

from home import front_views
from home.roles import COMPOSERS, STRUCTURE
from home.story_chooser import StoryChooserViewSet, story_chooser_viewset
from home.translation_views import CarefulUpdateTranslationsView


@hooks.register("register_permissions")
def structure_permissions() -> QuerySet[Permission]:
    """Who manages the pages that hold the tree together, and who composes: shown in the form of groups."""
    codenames = [name.partition(".")[2] for name in (*STRUCTURE, *COMPOSERS)]
    return Permission.objects.filter(content_type__app_label__in=["home", "news", "campaigns"], codename__in=codenames)


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


@hooks.register("register_admin_viewset")
def story_chooser() -> StoryChooserViewSet:
    return story_chooser_viewset


@hooks.register("register_admin_urls")
def front_page_urls() -> list[URLPattern]:
    return [path("front-page/<int:pk>/", front_views.composition, name="front_page_composition")]
