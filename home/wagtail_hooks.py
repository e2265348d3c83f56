"""What the house adds to Wagtail's admin: the permissions of its structure, and care with translations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail_localize.wagtail_hooks import ConvertToAliasPageActionMenuItem

from home import front_views
from home.models import HomePage
from home.models.home_page import composing_button
from home.roles import COMPOSERS, STRUCTURE
from home.story_chooser import StoryChooserViewSet, story_chooser_viewset
from home.translation_views import CarefulUpdateTranslationsView, convert_to_alias


@hooks.register("register_permissions")
def structure_permissions() -> QuerySet[Permission]:
    """Who manages the pages that hold the tree together, and who composes: shown in the form of groups."""
    codenames = [name.partition(".")[2] for name in (*STRUCTURE, *COMPOSERS)]
    return Permission.objects.filter(content_type__app_label__in=["home", "news", "campaigns"], codename__in=codenames)


# Before wagtail-localize's own screens at the same addresses, which they replace.
@hooks.register("register_admin_urls", order=-1)
def translation_urls() -> list[URLPattern]:
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            CarefulUpdateTranslationsView.as_view(),
            name="update_translations",
        ),
        path("localize/page/<int:page_id>/convert_to_alias/", convert_to_alias, name="convert_to_alias"),
    ]


@hooks.register("construct_page_action_menu")
def convert_for_publishers_alone(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    page = context.get("page")
    if page is not None and not page.permissions_for_user(request.user).can_publish():
        items[:] = [item for item in items if item.name != ConvertToAliasPageActionMenuItem.name]


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
