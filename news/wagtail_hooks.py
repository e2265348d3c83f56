"""What news adds to Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry

from news import admin_views
from news.bulk_actions import PublishPassingPages
from news.correction_viewset import CorrectionViewSet, correction_viewset
from news.middleware import tell_refusal
from news.models import StoryPage
from news.publication import PublicationRefused, publication_problems
from news.type_change import ACTION
from news.type_change_views import ChangeTypeView


@hooks.register("register_admin_viewset")
def corrections() -> CorrectionViewSet:
    return correction_viewset


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("news.withdraw", _("撤稿"), _("撤下了这篇稿件"))
    actions.register_action("news.restore", _("恢复"), _("恢复了这篇撤下的稿件"))
    actions.register_action(ACTION, _("更改类型"), _("更改了这篇稿件的类型"))
    actions.register_action("news.publication_refused", _("发布被拦下"), _("定时发布时没有通过发布检查"))


@hooks.register("before_publish_page")
def refuse_with_reasons(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Asked after the draft was saved and before it goes out: what was typed is kept, the reasons are shown."""
    if not isinstance(page, StoryPage):
        return None
    if problems := publication_problems(page):
        tell_refusal(request, PublicationRefused(page, problems), listed_below=True)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


# After Wagtail's own action of the same name, which it replaces.
hooks.register("register_bulk_action", PublishPassingPages, order=100)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("news/versions/<int:pk>/", admin_views.versions, name="news_versions"),
        path("news/problems/<int:pk>/", admin_views.problems, name="news_problems"),
        path("news/withdraw/<int:pk>/", admin_views.WithdrawView.as_view(), name="news_withdraw"),
        path("news/type/<int:pk>/", ChangeTypeView.as_view(), name="news_change_type"),
    ]


def story_buttons(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """What else an editor can do with a story, beside Wagtail's own buttons."""
    if not isinstance(page.specific_deferred, StoryPage):
        return
    permissions = page.permissions_for_user(user)
    if permissions.can_edit():
        yield Button(_("发布存档"), reverse("news_versions", args=[page.pk]), icon_name="history", priority=70)
    if permissions.can_edit() and (not page.live or permissions.can_publish()):
        yield Button(_("更改类型"), reverse("news_change_type", args=[page.pk]), icon_name="resubmit", priority=72)
    if permissions.can_publish():
        yield Button(_("撤稿"), reverse("news_withdraw", args=[page.pk]), icon_name="bin", priority=75)


hooks.register("register_page_header_buttons", story_buttons)
hooks.register("register_page_listing_more_buttons", story_buttons)


@hooks.register("insert_editor_js")
def story_editor_script() -> str:
    """A module of our own; the address to ask for problems travels in its query, since nothing is inline."""
    script = versioned_static("js/admin/story-editor.js")
    joint = "&" if "?" in script else "?"
    address = reverse("news_problems", args=[0])
    return format_html('<script type="module" src="{}{}problems={}"></script>', script, joint, address)


@hooks.register("insert_global_admin_css")
def story_editor_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/story-editor.css"))
