"""What editors put above the hits of a query, in Wagtail's “promoted search results”."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from core.chinese.simplified import search_fold
from core.visibility import public_ones

MOST = 5


@dataclass(frozen=True)
class Promoted:
    url: str
    title: str
    description: str
    is_elsewhere: bool


def promotions_for(text: str) -> list[Promoted]:
    """The promoted pages that are live and open to everybody, in the reader's language where they are translated, and
    promoted addresses. Asking leaves no trace, where Wagtail's own tag makes a row of every query.
    """
    if not text:
        return []
    asked = {normalise_query_string(text), normalise_query_string(search_fold(text))}
    rows = list(
        SearchPromotion.objects.filter(query__query_string__in=asked).select_related("page__locale")[: MOST * 4]
    )
    pages: dict[object, Page] = {page.translation_key: page for page in public_ones(row.page for row in rows)}
    found: dict[str, Promoted] = {}
    for row in rows:
        if row.page is None:
            promoted = Promoted(row.external_link_url, row.external_link_text, row.description, is_elsewhere=True)
        elif page := pages.get(row.page.translation_key):
            promoted = Promoted(page.get_url() or "", page.title, row.description, is_elsewhere=False)
        else:
            continue
        if promoted.url:
            found.setdefault(promoted.url, promoted)
    return list(found.values())[:MOST]
