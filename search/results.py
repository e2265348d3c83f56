"""One page of results: by relevance out of a ranking that stays for a while, by date behind the key of the last hit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.pictures import bring_renditions
from news.models import StoryPage
from news.selectors import live_stories
from search.hits import Documents, Hit, Pages, Photos, Records, Source
from search.keys import RECORDS, Kind, kind_of
from search.plan import plan_of
from search.questions import DATE, Question
from search.service import MOST_SHOWN, FoundObject, by_date, kept_counts, kept_ranking
from search.words import current_dictionary

#: Counts are exact up to here.
MOST_EXACT = 1000
#: Objects looked up at a time in a list by date, and how often, until a page is full.
STEP, MOST_STEPS = 40, 6
#: Beside the stories of a first page: records called as was asked, and photos.
MOST_RECORDS, MOST_PHOTOS = 2, 4
#: Of those that a ranking holds, so many are looked at.
MOST_LOOKED_AT = 12
MOST_RECENT = 6


class Tab(StrEnum):
    """What is looked for; as in the address, where none means stories."""

    PAGES = "pages"
    PHOTOS = "photos"
    RECORDS = "records"
    DOCUMENTS = "documents"

    @classmethod
    def of(cls, text: str) -> Tab:
        return cls(text) if text in set(cls) else cls.PAGES

    @property
    def heading(self) -> str | Promise:
        return _TITLES[self]

    @property
    def hits_a_page(self) -> int:
        return 24 if self is Tab.PHOTOS else 10

    @property
    def facets(self) -> frozenset[str] | None:
        """By what its results can be narrowed; None: by anything."""
        return _FACETS[self]

    @property
    def source(self) -> Callable[[str], Source]:
        return _SOURCES[self]


_TITLES = {
    Tab.PAGES: _("报道"),
    Tab.PHOTOS: _("图片"),
    Tab.RECORDS: _("人物与单位"),
    Tab.DOCUMENTS: pgettext_lazy("plural", "文件"),
}
_SOURCES: dict[Tab, Callable[[str], Source]] = {
    Tab.PAGES: Pages,
    Tab.PHOTOS: Photos,
    Tab.RECORDS: Records,
    Tab.DOCUMENTS: Documents,
}
_FACETS: dict[Tab, frozenset[str] | None] = {
    Tab.PAGES: None,
    Tab.PHOTOS: frozenset({"year", "person"}),
    Tab.RECORDS: frozenset(),
    Tab.DOCUMENTS: frozenset(),
}


@dataclass(frozen=True)
class Results:
    """`total`: how much there is, None where nobody counted; `is_more`: at least. `is_loose`: nothing holds all words.

    `whole`: how many hits hold all that was asked. By relevance `number` of `last` pages; by date `older`: the key
    behind which the next page begins, None at the end.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int | None = 0
    is_more: bool = False
    is_loose: bool = False
    whole: int = 0
    number: int = 1
    last: int = 1
    older: int | None = None


def results_of(tab: Tab, question: Question, *, number: int, before: int | None) -> Results:
    """The page of results that was asked for; a number out of range gives the nearest page there is."""
    source = tab.source(question.language)
    if question.is_empty:
        return Results()
    if question.order == DATE and tab is not Tab.RECORDS:
        return _by_date(tab, source, question, before)
    return _by_relevance(tab, source, question, number)


def _by_relevance(tab: Tab, source: Source, question: Question, number: int) -> Results:
    ranking = kept_ranking(question, source.kinds)
    found = ranking.found
    if tab is not Tab.PAGES:
        # Of names, captions and titles what only holds most of the words is something else.
        found = [each for each in found if each.is_whole] or found
    there = source.still_open(found)
    whole = sum(each.is_whole for each in there)
    total, is_more = len(there), len(ranking.found) >= MOST_SHOWN
    if is_more and tab is Tab.PAGES:
        total = max(total, kept_counts(question, source.kinds).total)
        is_more, total, whole = total > MOST_EXACT, min(total, MOST_EXACT), max(whole, total)
    size = tab.hits_a_page
    last = max(1, -(-len(there) // size))
    number = min(max(number, 1), last)
    hits = source.hits(there[(number - 1) * size : number * size], ranking.plan)
    return Results(hits, total, is_more, bool(there) and not whole, whole, number, last)


def _by_date(tab: Tab, source: Source, question: Question, before: int | None) -> Results:
    size, there, older = tab.hits_a_page, list[FoundObject](), before
    for _step in range(MOST_STEPS):
        found = by_date(question, STEP, older, source.kinds)
        there += source.still_open(found)
        is_end = len(found) < STEP
        if is_end or len(there) > size:
            break
        older = found[-1].key
    shown = there[:size]
    if len(there) > size:
        older = shown[-1].key
    elif is_end:
        older = None
    total, is_more = None, False
    if tab is Tab.PAGES:
        counted = kept_counts(question, source.kinds).total
        counted = len(there) if is_end and before is None else counted
        total, is_more = min(counted, MOST_EXACT), counted > MOST_EXACT
    hits = source.hits(shown, plan_of(question.words, current_dictionary()))
    return Results(hits, total, is_more, whole=total or len(there), older=older)


# Beside the stories of a first page -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Beside:
    """Records that are called as was asked, and the first photos."""

    records: list[Hit] = field(default_factory=list)
    photos: list[Hit] = field(default_factory=list)


def beside(question: Question) -> Beside:
    """What else than stories answers: one ranking of all that is no page."""
    ranking = kept_ranking(question.without(*question.chosen), (RECORDS[0], Kind.DOCUMENT))
    whole = [each for each in ranking.found if each.is_whole]
    records, photos = Records(question.language), Photos(question.language)
    called = [each for each in whole if RECORDS[0] <= kind_of(each.key) < Kind.ROUND][:MOST_LOOKED_AT]
    open_records = [each for each in records.still_open(called) if records.bears(each, question.words)]
    seen = [each for each in whole if kind_of(each.key) == Kind.PHOTO][:MOST_LOOKED_AT]
    return Beside(
        records.hits(open_records[:MOST_RECORDS], ranking.plan),
        photos.hits(photos.still_open(seen)[:MOST_PHOTOS], ranking.plan) if seen else [],
    )


def finds_something(question: Question) -> bool:
    """Does a story or a record hold all that is asked, among the newest?"""
    if Pages(question.language).still_open(by_date(question, STEP)):
        return True
    return bool(Records(question.language).still_open(by_date(question, MOST_LOOKED_AT, None, RECORDS)))


def recent_stories() -> Sequence[StoryPage]:
    """The newest stories of the active language, for who found nothing."""
    stories = list(live_stories()[:MOST_RECENT])
    bring_renditions(story.lead_photo for story in stories)
    return stories
