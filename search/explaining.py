"""Why a search finds what it finds: how a question is cut and planned, and what ranks a page where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlencode

from django.http import QueryDict
from wagtail.models import Page

from core.chinese.bigrams import TRADITIONAL, Phrase
from search.engines import READ, Ask, database_engine
from search.indexing import active_generation
from search.keys import Kind, keys_of
from search.models import ENTRIES
from search.models.entry import COLUMNS
from search.plan import Group, Plan, plan_of
from search.questions import Question as Asked
from search.questions import question_of
from search.ranking import Question, Text
from search.service import MOST_LOOSE, candidates, ranked, readable
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

    @property
    def asked_percent(self) -> int:
        return round(100 * self.as_asked)

    @property
    def near_percent(self) -> int:
        return round(100 * self.nearness)


class Why(StrEnum):
    """Why a page is not among the hits."""

    NOT_LIVE = "not_live"
    CLOSED = "closed"
    LANGUAGE = "language"
    NOT_INDEXED = "not_indexed"
    EXCLUDED = "excluded"
    FILTERED = "filtered"
    LACKS = "lacks"
    BEHIND = "behind"


@dataclass(frozen=True)
class Verdict:
    """Where one page stands, from 1, and what ranks it; or why it does not stand among the hits.

    `lacks`: of each word that the page does not hold, the ways to say it.
    """

    page: Page
    place: int | None
    hit: Placed | None
    why: Why | None
    lacks: list[list[str]]


@dataclass(frozen=True)
class Explanation:
    """`words`: of each word that must stand, the ways to say it. `narrowed`: what `人物:…` and the like were taken for,
    by facet. `found`: how many pages are ranked. `engine`: who ranked them.
    """

    query: str
    words: list[list[str]]
    wholes: list[str]
    excluded: list[str]
    narrowed: Mapping[str, tuple[str, ...]]
    found: int
    engine: str
    hits: list[Placed]
    verdict: Verdict | None = None


def explain(query: str, *, language: str, most: int = 10, page: Page | None = None) -> Explanation:
    """What is asked for, and the first `most` pages that readers would see, with what ranks them.

    `page`: one about which one wants to know where it stands, and why.
    """
    question = question_of(QueryDict(urlencode({"q": query})), language)
    plan = plan_of(question.words, current_dictionary())
    ranking = ranked(question)
    pages = readable(ranking.objects, language)
    return Explanation(
        query,
        [ways(group) for group in plan.groups],
        [text_of_phrase(phrase) for phrase in plan.wholes],
        [text_of_phrase(phrase) for phrase in plan.excluded],
        question.chosen,
        len(pages),
        ranking.engine,
        placed(plan, pages[:most], language) if pages else [],
        None if page is None or plan.is_empty else verdict_on(page, plan, pages, question),
    )


def verdict_on(page: Page, plan: Plan, ranked_pages: list[int], question: Asked) -> Verdict:
    """Where the page stands among `ranked_pages`."""
    entry = ENTRIES[active_generation()].objects.filter(model="wagtailcore.page", object_key=page.pk).first()
    tokens = Standing(entry.tokens) if entry else None
    lacks = [
        ways(group)
        for group in plan.groups
        if tokens and not any(all(map(tokens.hold, phrases)) for phrases in group.alternatives)
    ]
    if page.pk in ranked_pages:
        hits = placed(plan, [page.pk], question.language)
        return Verdict(page, ranked_pages.index(page.pk) + 1, hits[0] if hits else None, None, lacks)
    why = Why.BEHIND
    if not page.live:
        why = Why.NOT_LIVE
    elif page.locale.language_code != question.language:
        why = Why.LANGUAGE
    elif page.pk not in readable([page.pk], question.language):
        why = Why.CLOSED
    elif tokens is None:
        why = Why.NOT_INDEXED
    elif any(map(tokens.hold, plan.excluded)):
        why = Why.EXCLUDED
    elif not all(tokens.facets & set(choice) for choice in question.filters):
        why = Why.FILTERED
    elif lacks:
        why = Why.LACKS
    hits = placed(plan, [page.pk], question.language) if why in {Why.BEHIND, Why.LACKS} else []
    return Verdict(page, None, hits[0] if hits else None, why, lacks)


class Standing:
    """The tokens of an entry, asked for phrases."""

    def __init__(self, columns: Sequence[str]) -> None:
        texts = dict(zip(COLUMNS, columns, strict=True))
        self.columns = [[token.removesuffix(TRADITIONAL) for token in texts[column].split()] for column in READ]
        self.facets = set(texts["facets"].split())

    def hold(self, phrase: Phrase) -> bool:
        """Does the phrase stand in one of the columns?"""
        length = len(phrase.tokens)
        return any(
            self._are(phrase, tokens[start : start + length])
            for tokens in self.columns
            for start in range(len(tokens) - length + 1)
        )

    @staticmethod
    def _are(phrase: Phrase, tokens: Sequence[str]) -> bool:
        *firsts, last = phrase.tokens
        *others, end = tokens
        return firsts == others and (end.startswith(last) if phrase.open_end else end == last)


def ways(group: Group) -> list[str]:
    """To say one thing."""
    return [said(phrases) for phrases in group.alternatives]


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
