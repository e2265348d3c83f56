"""The front page, filled by itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult

from core.context import SiteShell
from core.models import StructurePage
from news.selectors import story_below, withdrawn_story


class HomePage(StructurePage):
    """The front page of one language."""

    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["news.SectionPage", "news.ColumnPage", "home.StandardPage"]

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's; in a language that has no front page yet, every address leads to the source's own.

        Wagtail would answer with the source's text under the other language's address.
        """
        found = self.route_below(request, path_components)
        language = get_language()
        if language in {None, settings.LANGUAGE_CODE} or language == self.locale.language_code:
            return found
        return RouteResult(self, kwargs={"source_url": found.page.get_url(request)})

    def serve(self, request: HttpRequest, *args: Any, source_url: str = "", **kwargs: Any) -> HttpResponse:
        return redirect(source_url) if source_url else super().serve(request, *args, **kwargs)

    def route_below(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The first step takes its page from the navigation, which every page needs anyway."""
        if not path_components:
            return super().route(request, path_components)
        for child in SiteShell.for_request(request).children_of(self):
            if child.slug == path_components[0]:
                child._cached_parent_obj = self
                further = path_components[1:]
                if len(further) == 1 and (story := story_below(child, further[0])):
                    return story.route(request, [])
                # On the way to another page the section's own fields are not read.
                return (child.specific_deferred if further else child.specific).route(request, further)
        # Wagtail leaves redirects for live pages only: the addresses of a withdrawn story outlive its section's slug.
        if len(path_components) == 2 and (story := withdrawn_story(path_components[1], self.locale)):
            return RouteResult(story, kwargs={"withdrawn": True})
        raise Http404

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.front_page import front_page

        context = super().get_context(request, *args, **kwargs)
        context["front"] = front_page(self)
        return context
