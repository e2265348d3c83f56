"""What the house adds to Wagtail's admin: the permissions of its structure, and care with translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home import front_views
from home.models import HomePage
from home.models.home_page import composing_button
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
    return [
        path("front-page/<int:pk>/", front_views.composition, name="front_page_composition"),
        path("front-page/<int:pk>/compose/", front_views.ComposeView.as_view(), name="front_page_compose"),
    ]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def composing_buttons(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """On a front page that follows another language: the way to its modules and pins, for those who compose."""
    home = page.specific if page.specific_class is HomePage else None
    if home is not None and home.is_synchronised and home.permissions_for_user(user).can_compose():
        yield composing_button(home, priority=12)
