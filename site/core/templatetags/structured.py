"""Structured data for search engines: JSON-LD of schema.org. Data for a script is no script."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.large_type import plain_address
from core.templatetags.pictures import picture_address

register = template.Library()
CONTEXT = "https://schema.org"
#: What would end the element, or hide it from a reader of HTML.
ESCAPED = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def article_data(context: template.Context) -> SafeString:
    """NewsArticle, or ProfilePage of a profile, and where the page stands."""
    page, request, identity = context["page"], context["request"], context["identity"]
    host = f"{request.scheme}://{request.get_host()}"
    address = plain_address(request, page.full_url or "")
    image = picture_address(page.lead_photo, "lead")
    article = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": page.title,
        "inLanguage": page.locale.language_code,
        "mainEntityOfPage": address,
        "datePublished": page.date_shown.isoformat() if page.date_shown else None,
        "dateModified": page.updated_shown.isoformat() if page.updated_shown else None,
        "description": page.search_description or page.shown_summary or None,
        "image": [f"{host}{image}"] if image else None,
        "author": [{"@type": "Person", "name": row.shown_name} for row in context.get("byline") or ()] or None,
        "publisher": {"@type": "NewsMediaOrganization", "name": str(identity.name)},
    }
    if subject := context.get("subject"):
        article |= {"about": {"@type": "Person" if hasattr(subject, "public_page") else "Organization"}}
        article["about"]["name"] = subject.name
        return _script(article) + _script(profile_data(article, address)) + _script(breadcrumb_data(page, request))
    return _script(article) + _script(breadcrumb_data(page, request))


def profile_data(article: dict[str, Any], address: str) -> dict[str, Any]:
    return {"@context": CONTEXT, "@type": "ProfilePage", "url": address, "mainEntity": article["about"]}


def breadcrumb_data(page: Any, request: Any) -> dict[str, Any]:
    steps = [*page.breadcrumbs, page]
    items = [
        {
            "@type": "ListItem",
            "position": place,
            "name": step.title,
            "item": plain_address(request, step.full_url or ""),
        }
        for place, step in enumerate(steps, 1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def _script(data: dict[str, Any]) -> SafeString:
    told = json.dumps({key: value for key, value in data.items() if value is not None}, ensure_ascii=False)
    return format_html('<script type="application/ld+json">{}</script>\n', mark_safe(told.translate(ESCAPED)))  # noqa: S308
