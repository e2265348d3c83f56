"""Which pages everybody may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def restricted_sql(path: str) -> str:
    """SQL: is a page, or one above it, not for everybody? `path`: what stands for the page's path in the tree.

    An alias is as private as its source, as where Wagtail serves it; so is what stands for an alias in its turn: the
    copy in another language of a page that is repeated elsewhere.
    """
    within = (f"SUBSTR({path}, 1, LENGTH({name})) = {name}" for name in ("own", "alias", "further"))
    return (
        # Put together once, not for each page: PostgreSQL would read the whole tree again and again for it.
        "EXISTS(WITH kept AS MATERIALIZED (SELECT above.path AS own, alias.path AS alias, further.path AS further"  # noqa: S608  a column's name alone
        " FROM wagtailcore_pageviewrestriction AS rule JOIN wagtailcore_page AS above ON above.id = rule.page_id"
        " LEFT JOIN wagtailcore_page AS alias ON alias.alias_of_id = above.id"
        " LEFT JOIN wagtailcore_page AS further ON further.alias_of_id = alias.id)"
        f" SELECT 1 FROM kept WHERE {' OR '.join(within)})"
    )


#: The same of a page in a query. As SQL: every page asks it, and the ORM's Exists took as long as a query.
RESTRICTED = Func(F("path"), template=restricted_sql("%(expressions)s"), output_field=BooleanField())


def open_to_everybody(pages: Pages) -> Pages:
    """Those of `pages` that stand under no view restriction, their own or their source's; without a query of its own,
    which Wagtail's `public()` takes.
    """
    return pages.exclude(RESTRICTED)


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
