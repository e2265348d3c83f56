"""Which pages everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)

#: Is the page, or one above it, not for everybody? As SQL: every page asks it, and the ORM's Exists took as long as a
#: query.
RESTRICTED = RawSQL(
    "EXISTS(SELECT 1 FROM wagtailcore_pageviewrestriction AS rule"
    " JOIN wagtailcore_page AS above ON above.id = rule.page_id"
    " WHERE SUBSTR(wagtailcore_page.path, 1, LENGTH(above.path)) = above.path)",
    (),
)


def open_to_everybody(pages: Pages) -> Pages:
    """Those of `pages` that stand under no view restriction: what Wagtail's `public()` gives, without its own query."""
    above = Substr(OuterRef("path"), 1, Length("page__path"))
    return pages.exclude(Exists(PageViewRestriction.objects.filter(page__path=above)))


def public_ones(pages: Iterable[Page | None]) -> list[Page]:
    """Those of `pages` that are live and open to everybody, in their order, each in the active language where readers
    have it in that. One query, a second for translations. None stands for a page gone; all are of one model.
    """
    live = [page for page in pages if page is not None and page.live]
    if not live:
        return []
    language = get_language() or settings.LANGUAGE_CODE
    translated = Q(translation_key__in=[page.translation_key for page in live], locale__language_code=language)
    asked = Page.objects.live().filter(Q(pk__in=[page.pk for page in live]) | translated)
    public: set[int] = set()
    here: dict[UUID, int] = {}
    for pk, key, code in open_to_everybody(asked).values_list("pk", "translation_key", "locale__language_code"):
        public.add(pk)
        if code == language:
            here[key] = pk
    known = {page.pk: page for page in live}
    wanted = [here.get(page.translation_key, page.pk) for page in live]
    if missing := set(here.values()) - known.keys():
        known |= type(live[0])._default_manager.in_bulk(missing)
    return [known[pk] for pk in wanted if pk in public]
