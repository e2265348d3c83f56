"""Which pages everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def open_to_everybody(pages: Pages) -> Pages:
    """Those of `pages` that stand under no view restriction: what Wagtail's `public()` gives, without its own query."""
    above = Substr(OuterRef("path"), 1, Length("page__path"))
    return pages.exclude(Exists(PageViewRestriction.objects.filter(page__path=above)))


def public_ones(pages: Iterable[Page | None]) -> list[Page]:
    """Those of `pages` that are live and open to everybody, in their order; one query. None stands for a page gone."""
    live = [page for page in pages if page is not None and page.live]
    if not live:
        return []
    asked = Page.objects.filter(pk__in=[page.pk for page in live])
    public = set(open_to_everybody(asked).values_list("pk", flat=True))
    return [page for page in live if page.pk in public]
