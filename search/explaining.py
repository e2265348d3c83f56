"""Why a search finds what it finds: how a question is cut and planned, and what ranks a page where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Page

from core.chinese.bigrams import Phrase
from search.engines import Ask, database_engine
from search.indexing import active_generation
from search.keys import Kind, keys_of
from search.models import ENTRIES
from search.plan import Plan, plan_of
from search.ranking import Question, Text
from search.service import MOST_LOOSE, candidates, search_pages
from search.snippets import text_of_phrase
from search.words import current_dictionary


@dataclass(frozen=True)
class Placed:
    """A hit: the engine's score, and what it was weighed by (see search.ranking). `is_whole`: it holds all words."""

    page: Page
    engine_score: float
    as_asked: float
    nearness: float
    is_whole: bool
    score: float


@dataclass(frozen=True)
class Explanation:
    """`words`: of each word that must stand, the ways to say it."""

    query: str
    words: list[list[str]]
    wholes: list[str]
    excluded: list[str]
    hits: list[Placed]


def explain(query: str, *, language: str, most: int = 10) -> Explanation:
    """What is asked for, and the first `most` pages that readers would see, with what ranks them."""
    plan = plan_of(query, current_dictionary())
    pages = search_pages(query, language=language).pages[:most]
    return Explanation(
        query,
        [[said(phrases) for phrases in group.alternatives] for group in plan.groups],
        [text_of_phrase(phrase) for phrase in plan.wholes],
        [text_of_phrase(phrase) for phrase in plan.excluded],
        placed(plan, pages, language) if pages else [],
    )


def said(phrases: tuple[Phrase, ...]) -> str:
    return " ".join(map(text_of_phrase, phrases))


def placed(plan: Plan, pages: list[int], language: str) -> list[Placed]:
    """In the order of `pages`."""
    generation, question = active_generation(), Question(plan)
    engine, ask = database_engine(generation), Ask(plan, keys_of(Kind.LIVE_PAGE, language))
    entries = ENTRIES[generation].objects.filter(model="wagtailcore.page", object_key__in=pages)
    keys = dict(entries.values_list("key", "object_key"))
    whole = {key: score for key, score in engine.newest(ask, 10**6) if key in keys}
    loosely = ask.loosely(dict.fromkeys([*plan.loose_tokens, *question.asked]))
    loose = {key: score for key, score in engine.best(loosely, MOST_LOOSE) if key in keys}
    live = Page.objects.in_bulk(pages)
    hits: dict[int, Placed] = {}
    for candidate in [
        *candidates(whole.items(), generation),
        *candidates(((key, score) for key, score in loose.items() if key not in whole), generation, is_whole=False),
    ]:
        text, key = Text(question, candidate.tokens), keys[candidate.key]
        hits[key] = Placed(
            live[key],
            candidate.score,
            text.as_asked,
            text.nearness,
            candidate.is_whole,
            question.judge(candidate).score,
        )
    return [hits[key] for key in pages if key in hits]
