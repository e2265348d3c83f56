"""Template tags of the site's shell: navigation, languages, the day's date; and of a body's headings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page as PageOfRows
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from core import large_type
from core.context import LanguageLink, MenuItem, SiteShell, bcp47
from core.dates import newsroom_today
from core.languages.conversion import in_script
from core.stylesheets import bundle_address

register = template.Library()


def _page(context: template.Context) -> Page | None:
    """The page being shown; views that are no page, such as a person's, have none."""
    page = context.get("page")
    return page if isinstance(page, Page) else None


@register.simple_tag(takes_context=True)
def site_menu(context: template.Context) -> list[MenuItem]:
    """Sections and columns of the navigation."""
    return SiteShell.for_request(context["request"]).menu(_page(context))


@register.simple_tag(takes_context=True)
def further_pages(context: template.Context) -> list[MenuItem]:
    """Standing pages and what else stands in no menu."""
    return SiteShell.for_request(context["request"]).further(_page(context))


@register.simple_tag(takes_context=True)
def home_url(context: template.Context) -> str:
    """Address of the front page in the present language."""
    return SiteShell.for_request(context["request"]).home_url(_page(context))


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """The present page in each language, or its nearest translated ancestor."""
    return SiteShell.for_request(context["request"]).languages(_page(context))


@register.simple_tag(takes_context=True)
def plain_address(context: template.Context, address: str) -> str:
    """An address without the prefix of the large-type version."""
    return large_type.plain_address(context["request"], address)


@register.simple_tag(takes_context=True)
def other_version(context: template.Context) -> str:
    """The present page in large type, or from there the page itself."""
    return large_type.other_version(context["request"])


@register.simple_tag
def html_language() -> str:
    """The active language as HTML's lang attribute wants it."""
    return bcp47(get_language() or "zh-hans")


@register.filter
def script(text: str) -> str:
    """A Chinese text kept once for all languages, as the page sets it: converted, or as the glossary has it."""
    return in_script(text)


@register.simple_tag
def stylesheets(names: str) -> SafeString:
    """A link to the site's stylesheets of these names, parted by blanks, in their order: one file."""
    return format_html('<link rel="stylesheet" href="{}">', bundle_address(names))


@register.simple_tag(takes_context=True)
def today(context: template.Context) -> date:
    """The day's date in the newsroom's time zone; in a preview of another moment (`shown_at`) that one's."""
    moment = context.get("shown_at")
    return newsroom_today() if moment is None else timezone.localdate(moment, timezone.get_default_timezone())


@register.simple_tag
def page_numbers(stories: PageOfRows) -> list[int | str]:
    """Numbers for a pager, gaps as an ellipsis: 1 2 … 7 8 9 … 30 31."""
    return list(stories.paginator.get_elided_page_range(stories.number, on_each_side=1, on_ends=1))


@register.simple_tag
def headings(body: Any) -> list[Any]:
    """The heading blocks of a body, for its table of contents."""
    return [block for block in body if block.block_type == "heading"]
