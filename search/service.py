"""Finding: the one way in for the search page, suggestions and benchmarks."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, TypeVar

from django.core.cache import caches
from django.db.models import F, Model, Q
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from core.chinese.bigrams import TRADITIONAL
from core.visibility import open_to_everybody
from search.elastic.breaker import EngineDown
from search.elastic.client import is_wanted
from search.engines import LOOSE_LEAST, MOST_TEXTS, READ, Ask, Counts, Engine, Scored, best_of, database_engine
from search.indexing import active_generation, ranges_of, root_label
from search.keys import Kind, Range, keys_of
from search.models import ENTRIES
from search.models.entry import unpack
from search.plan import Plan, plan_of
from search.questions import Question
from search.ranking import Candidate, in_order
from search.ranking import Question as Wanted
from search.words import current_dictionary

logger = logging.getLogger("search")
T = TypeVar("T")

#: How many of an engine's best are put in order, how many of those by what stands together in them.
MOST_ORDERED, MOST_JUDGED = 200, 100
#: How many hits are ranked for one who pages on and on.
MOST_SHOWN = 200
#: Seconds that a ranking stays as it is for who pages on; entries among which facets are counted.
KEPT, MOST_COUNTED = 600, 5000
#: A strict search that finds fewer close ones is followed by a loose one, of which so many are looked at.
FEW, MOST_LOOSE = 10, 150
#: A loose match holds this share of the words' tokens, or of all neighbouring characters of the question.
LOOSE_WORDS, LOOSE_NEIGHBOURS = 0.6, LOOSE_LEAST
#: And so many at least, of a question of up to SHORT neighbours more: 职业 does not answer 职业病.
LEAST, LEAST_OF_SHORT, SHORT = 2, 3, 5


@dataclass(frozen=True)
class Found:
    """Keys of entries, best first; `strict` of them hold all that was asked, `whole` are these."""

    keys: list[int]
    strict: int
    whole: frozenset[int] = frozenset()


@dataclass(frozen=True)
class FoundPages:
    """Keys of live pages that everybody may read, best first; `plan` is what was asked for."""

    plan: Plan
    pages: list[int]


class FoundObject(NamedTuple):
    """A hit: the key of its entry, which is its place in a list by date, and the key of the object.

    `is_whole`: it holds all that was asked, not only most of it.
    """

    key: int
    object_key: int
    is_whole: bool = True


@dataclass(frozen=True)
class Ranking:
    """What answers a question, best first; `engine`: who answered."""

    plan: Plan
    found: list[FoundObject]
    engine: str

    @property
    def objects(self) -> list[int]:
        return [found.object_key for found in self.found]


#: One kind, or all from the first to the last.
Kinds = Kind | tuple[Kind, Kind]


def search_pages(query: str, *, language: str) -> FoundPages:
    """What answers a reader's question among the pages of a language: the best MOST_SHOWN."""
    ranking = ranked(Question(query, query, language))
    return FoundPages(ranking.plan, readable(ranking.objects, language))


def readable(pages: Iterable[int], language: str) -> list[int]:
    """Those of these pages that are live and open to everybody at this moment, whatever the index still holds.

    What only repeats a page of the language elsewhere in the tree is left out.
    """
    wanted = list(pages)
    live = Page.objects.live().filter(pk__in=wanted, locale__language_code=language)
    once = live.filter(Q(alias_of=None) | ~Q(alias_of__locale=F("locale")))
    there = set(open_to_everybody(once).values_list("pk", flat=True))
    return [key for key in wanted if key in there]


def ranked(question: Question, kinds: Kinds = Kind.LIVE_PAGE) -> Ranking:
    """The best MOST_SHOWN for a question, in order."""
    plan = plan_of(question.words, current_dictionary())
    ask = Ask(plan, within_of(question, kinds), filters=question.filters)
    generation = active_generation()

    def answer(engine: Engine) -> Ranking:
        found = find(ask, engine, generation)
        return Ranking(plan, objects_of(found.keys[:MOST_SHOWN], generation, found.whole), engine.name)

    return by_first_engine(answer, generation)


def objects_of(keys: Sequence[int], generation: int, whole: frozenset[int] | None = None) -> list[FoundObject]:
    """The objects of these entries, in their order; `whole`: of those that hold all that was asked (default: all)."""
    objects = dict(ENTRIES[generation].objects.filter(key__in=keys).values_list("key", "object_key"))
    return [FoundObject(key, objects[key], whole is None or key in whole) for key in keys if key in objects]


def kept_ranking(question: Question, kinds: Kinds = Kind.LIVE_PAGE) -> Ranking:
    """As `ranked`, the same for KEPT seconds: who pages on sees nothing twice and misses nothing."""
    return kept("ranking", question, kinds, lambda: ranked(question, kinds))


def kept_counts(question: Question, kinds: Kinds = Kind.LIVE_PAGE) -> Counts:
    """As `counts`, the same for KEPT seconds."""
    return kept("counts", question, kinds, lambda: counts(question, kinds))


def kept(what: str, question: Question, kinds: Kinds, make: Callable[[], T]) -> T:
    asked = f"{within_of(question, kinds)}{question.key}"
    name = f"search:{what}:{blake2b(asked.encode(), digest_size=16).hexdigest()}"
    found: tuple[float, T] | None = caches["search"].get(name)
    if found is None or not 0 <= time.time() - found[0] < KEPT:  # also by a clock that was moved back
        found = time.time(), make()
        caches["search"].set(name, found, KEPT)
    return found[1]


def by_date(
    question: Question, most: int, before: int | None = None, kinds: Kinds = Kind.LIVE_PAGE
) -> list[FoundObject]:
    """The newest that answer, newest first; `before`: only those behind that key of the list."""
    plan = plan_of(question.words, current_dictionary())
    ask = Ask(plan, within_of(question, kinds), filters=question.filters)
    generation = active_generation()
    if plan.is_empty and not ask.filters:
        return []
    return by_first_engine(lambda engine: objects_of(engine.keys(ask, most, before=before), generation), generation)


def counts(question: Question, kinds: Kinds = Kind.LIVE_PAGE) -> Counts:
    """How much answers, and by which facets it can be narrowed, among the newest MOST_COUNTED."""
    plan = plan_of(question.words, current_dictionary())
    ask = Ask(plan, within_of(question, kinds), filters=question.filters)
    if plan.is_empty and not ask.filters:
        return Counts(0, Counter(), is_of_all=True)
    return by_first_engine(lambda engine: engine.counts(ask, MOST_COUNTED), active_generation())


def within_of(question: Question, kinds: Kinds) -> Range:
    first, last = kinds if isinstance(kinds, tuple) else (kinds, kinds)
    language = question.language if first in {Kind.LIVE_PAGE, Kind.OTHER_PAGE} else ""
    return Range(keys_of(first, language).first, keys_of(last, language).last)


def by_first_engine(answer: Callable[[Engine], T], generation: int) -> T:
    """What the cluster answers, where there is one; the database's own index where it does not."""
    if is_wanted():
        from search.engines.elasticsearch import ElasticsearchEngine

        try:
            return answer(ElasticsearchEngine())
        except EngineDown as error:
            # The breaker has warned once: this is every question until the cluster is back.
            logger.info("the database answers in place of the cluster: %s", error)
    return answer(database_engine(generation))


def find(ask: Ask, engine: Engine, generation: int) -> Found:
    """What answers the question among the entries of one kind and language, put in order."""
    plan = ask.plan
    if plan.is_empty:
        return Found([], 0)
    question = Wanted(plan)
    scored = engine.ranked(ask, MOST_ORDERED)
    held = frozenset(key for key, _score in scored)
    whole = question.judged(candidates(scored[:MOST_JUDGED], generation))
    rest = [key for key, _score in scored[MOST_JUDGED:]]
    if sum(each.is_close for each in whole) >= FEW:
        return Found([*(each.key for each in whole), *rest], len(scored), held)
    matches = engine.loose(ask.loosely(dict.fromkeys([*plan.loose_tokens, *question.asked])), MOST_LOOSE)
    loose = candidates((row for row in matches if row[0] not in held), generation, is_whole=False)
    most = [question.judge(each) for each in loose if holds_most(question, each)]
    return Found([*(each.key for each in in_order([*whole, *most])), *rest], len(scored), held)


def holds_most(question: Wanted, candidate: Candidate) -> bool:
    line = f" {' '.join(candidate.tokens[: len(READ)])} ".replace(TRADITIONAL, "")
    words, neighbours = standing(question.loose, line), standing(question.asked, line)
    least = LEAST_OF_SHORT if len(question.asked) <= SHORT else LEAST
    return (words >= LEAST and words >= LOOSE_WORDS * len(question.loose)) or (
        neighbours >= least and neighbours >= LOOSE_NEIGHBOURS * len(question.asked)
    )


def standing(tokens: frozenset[str], line: str) -> int:
    """How many of the tokens stand in a line of tokens."""
    return sum(f" {token} " in line for token in tokens)


def candidates(scored: Iterable[Scored], generation: int, *, is_whole: bool = True) -> list[Candidate]:
    """With their tokens."""
    rows = list(scored)
    packed = dict(
        ENTRIES[generation].objects.filter(key__in=[key for key, _score in rows]).values_list("key", "packed")
    )
    return [Candidate(key, score, unpack(bytes(packed[key])), is_whole) for key, score in rows if key in packed]


# For querysets --------------------------------------------------------------------------------------------------------
def keys_matching(plan: Plan, model: type[Model], columns: Sequence[str], *, is_any: bool = False) -> Any:
    """A subquery: the keys of all objects of `model` that hold what was asked, or any of it."""
    if plan.is_empty:
        return []
    plans = [Plan((group,)) for group in plan.groups] if is_any else [plan]
    engine = database_engine(active_generation())
    return RawSQL(*engine.object_keys(plans, columns, root_label(model)))  # noqa: S611


def order_of(plans: Iterable[Plan], model: type[Model], columns: Sequence[str]) -> list[int]:
    """Keys of the objects that answer best, best first."""
    generation = active_generation()
    engine, entries = database_engine(generation), ENTRIES[generation]
    best: dict[int, float] = {}
    for plan in plans:
        if not plan.is_empty:
            for within in ranges_of(model):
                best |= dict(engine.newest(Ask(plan, within, columns), MOST_TEXTS))
    keys = [key for key, _score in best_of(best.items(), MOST_ORDERED)]
    objects = dict(entries.objects.filter(key__in=keys).values_list("key", "object_key"))
    return [objects[key] for key in keys]
