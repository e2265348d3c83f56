"""The search page, whole or its results alone, and what is offered while somebody types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.asked import log, popular
from search.facets import FACETS
from search.filters import BEFORE, PAGE, PART, SORT, TAB, Filters, address, filters_of, kept_address
from search.promotions import promotions_for
from search.questions import DATE, RELEVANCE, Question, question_of
from search.results import Results, Tab, beside, finds_something, recent_stories, results_of
from search.suggestions import meant, suggestions

#: Fewer hits than these that hold all words, and something else may have been meant.
LITTLE = 3
#: The largest key that a database keeps.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Way:
    """A link to the same question otherwise."""

    title: str | Promise
    url: str
    is_current: bool


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page of a question; with `part=results` only what changes with the filters, for the page's script."""
    tab = Tab.of(request.GET.get(TAB, ""))
    question = question_of(request.GET, get_language() or settings.LANGUAGE_CODE)
    if tab.facets is not None:
        question = question.without(*(set(FACETS) - tab.facets))
    number, before = whole_number(request.GET.get(PAGE), 1), whole_number(request.GET.get(BEFORE), 0) or None
    results = results_of(tab, question, number=number, before=before)
    is_first = results.number == 1 and before is None
    context = {
        "on_search_page": True,
        "question": question,
        "tab": tab,
        "results": results,
        "is_first": is_first,
        **around(tab, question, results, request.GET, is_first=is_first),
    }
    if tab is Tab.PAGES and is_first and not question.is_empty and not (set(FACETS) & request.GET.keys()):
        log.note(question.text, question.language, results.whole)
    is_part = request.GET.get(PART) == "results"
    response = render(request, "search/_results.html" if is_part else "search/page.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response


def around(tab: Tab, question: Question, results: Results, asked: QueryDict, *, is_first: bool) -> dict[str, Any]:
    """What stands around the hits: ways to narrow, to order, to page, and to go on where little was found."""
    kept = kept_address(asked, question)
    if question.is_empty:
        return {"tabs": [], "popular": popular(question.language), "recent": recent_stories()}
    filters = (
        Filters() if tab.facets == frozenset() else filters_of(question, tab.source(question.language).kinds, asked)
    )
    is_plain = tab is Tab.PAGES and is_first and not filters.chips and bool(question.words)
    nothing = not results.hits
    context: dict[str, Any] = {
        "tabs": tabs_of(tab, question),
        "orders": orders_of(tab, question, kept),
        "filters": filters,
        "clear_url": address(kept_address(asked, question, *FACETS)),
        "kept": [(name, value) for name, values in kept_address(asked, question, *FACETS).lists() for value in values],
        "pages": pages_of(results, kept),
        "next_url": page_address(kept, results.number + 1) if results.number < results.last else "",
        "older_url": f"{address(kept)}&{BEFORE}={results.older}" if results.older else "",
        "newest_url": "" if is_first else address(kept),
    }
    if is_plain:
        context["promoted"] = promotions_for(question.text)
        context["beside"] = beside(question)
    if is_first and results.whole < LITTLE and question.words:
        context["meant"] = put_right(question, kept)
    if nothing:
        context["popular"] = popular(question.language)
        context["recent"] = recent_stories()
    return context


def tabs_of(tab: Tab, question: Question) -> list[Way]:
    """A tab keeps the words alone: what narrows stories does not narrow photos."""
    ways = []
    for each in Tab:
        kept = QueryDict(mutable=True)
        if question.text:
            kept["q"] = question.text
        if each is not Tab.PAGES:
            kept[TAB] = each.value
        ways.append(Way(each.heading, address(kept), each is tab))
    return ways


def orders_of(tab: Tab, question: Question, kept: QueryDict) -> list[Way]:
    if tab is Tab.RECORDS or not question.words:
        return []
    by_date, by_relevance = kept.copy(), kept.copy()
    by_relevance.pop(SORT, None)
    by_date[SORT] = DATE
    return [
        Way(_("相关度"), address(by_relevance), question.order == RELEVANCE),
        Way(_("最新"), address(by_date), question.order == DATE),
    ]


def pages_of(results: Results, kept: QueryDict) -> list[Way]:
    """The pages of a ranking, gaps without an address."""
    if results.last == 1:
        return []
    near = {1, results.number - 1, results.number, results.number + 1, results.last}
    numbers = [number for number in sorted(near) if 1 <= number <= results.last]
    ways: list[Way] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before == 2:
            ways.append(Way(str(number - 1), page_address(kept, number - 1), is_current=False))
        elif number - before > 2:
            ways.append(Way("…", "", is_current=False))
        ways.append(Way(str(number), page_address(kept, number), number == results.number))
    return ways


def page_address(kept: QueryDict, number: int) -> str:
    return f"{address(kept)}&{PAGE}={number}" if number > 1 else address(kept)


def put_right(question: Question, kept: QueryDict) -> Way | None:
    """The question as it may have been meant, if that finds something."""
    text = meant(question.words, question.language)
    if text is None or not finds_something(replace(question, text=text, words=text, chosen={})):
        return None
    otherwise = QueryDict(mutable=True)
    otherwise["q"] = text
    return Way(text, address(otherwise), is_current=False)


def whole_number(text: str | None, default: int) -> int:
    """A number of an address; `default` for what is none that a database knows."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 19:
        return default
    return min(int(text), _LARGEST)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"text": …, "kind": …}]}` for what is typed in `q`."""
    typed = request.GET.get("q", "").replace("\0", "")[:120]
    found = suggestions(typed, get_language() or settings.LANGUAGE_CODE) if typed.strip() else []
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=0)
    return response
