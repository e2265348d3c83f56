"""Finding: the one way in for the search page, suggestions and benchmarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from core.visibility import open_to_everybody
from search.engines.sqlite import HEAD, Scored, SQLiteEngine, loose_match, strict_match
from search.indexing import active_generation, ranges_of, root_label
from search.keys import Kind, Range, keys_of
from search.models import ENTRIES
from search.models.entry import unpack
from search.plan import Plan, plan_of
from search.ranking import Candidate, Question, Text, in_order
from search.words import current_dictionary

#: Of a broad query: how many of the best titles and of the newest texts are looked at, how many of all are ordered.
MOST_HEADS, MOST_TEXTS, MOST_ORDERED = 200, 2000, 200
#: How many hits are ranked for one who pages on and on.
MOST_SHOWN = 200
#: A strict search that finds fewer close ones is followed by a loose one, of which so many are looked at.
FEW, MOST_LOOSE = 10, 300
#: A loose match holds this share of the words' tokens, or of all neighbouring characters of the question.
LOOSE_WORDS, LOOSE_NEIGHBOURS = 0.6, 0.35


@dataclass(frozen=True)
class Found:
    """Keys of entries, best first; `strict` of them hold all that was asked."""

    keys: list[int]
    strict: int


@dataclass(frozen=True)
class FoundPages:
    """Keys of live pages that everybody may read, best first; `plan` is what was asked for."""

    plan: Plan
    pages: list[int]


def search_pages(query: str, *, language: str) -> FoundPages:
    """What answers a reader's question among the pages of a language: the best MOST_SHOWN.

    Every hit is looked up among the rows as they are now, whatever the index still holds.
    """
    plan, generation = plan_of(query, current_dictionary()), active_generation()
    keys = find(plan, keys_of(Kind.LIVE_PAGE, language), generation).keys[:MOST_SHOWN]
    objects = dict(ENTRIES[generation].objects.filter(key__in=keys).values_list("key", "object_key"))
    live = Page.objects.live().filter(pk__in=objects.values(), locale__language_code=language)
    readable = set(open_to_everybody(live).values_list("pk", flat=True))
    return FoundPages(plan, [objects[key] for key in keys if objects.get(key) in readable])


def find(plan: Plan, within: Range, generation: int) -> Found:
    """What answers the plan among the entries of one kind and language."""
    if plan.is_empty:
        return Found([], 0)
    engine = SQLiteEngine(generation)
    scored = dict(engine.newest(strict_match(plan), within, MOST_TEXTS))
    if len(scored) == MOST_TEXTS:
        scored |= dict(engine.best(strict_match(plan, HEAD), within, MOST_HEADS))
    question = Question(plan)
    ordered = best_of(scored.items(), len(scored))
    whole = question.judged(candidates(ordered[:MOST_ORDERED], generation))
    rest = [key for key, _score in ordered[MOST_ORDERED:]]
    if sum(each.is_close for each in whole) >= FEW:
        return Found([*(each.key for each in whole), *rest], len(scored))
    wanted = list(dict.fromkeys([*plan.loose_tokens, *(question.asked)]))
    matches = engine.best(loose_match(plan, wanted), within, MOST_LOOSE)
    loose = candidates((row for row in matches if row[0] not in scored), generation, is_whole=False)
    most = [question.judge(each) for each in loose if holds_most(question, each)]
    return Found([*(each.key for each in in_order([*whole, *most])), *rest], len(scored))


def holds_most(question: Question, candidate: Candidate) -> bool:
    text = Text(question, candidate.tokens)
    return text.share_of(question.loose) >= LOOSE_WORDS or text.share_of(question.asked) >= LOOSE_NEIGHBOURS


def best_of(scored: Iterable[Scored], most: int) -> list[Scored]:
    return sorted(scored, key=lambda row: (-row[1], -row[0]))[:most]


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
    generation = active_generation()
    if plan.is_empty:
        return []
    if is_any:
        match = " OR ".join(strict_match(Plan((group,)), columns) for group in plan.groups)
    else:
        match = strict_match(plan, columns)
    return RawSQL(*SQLiteEngine(generation).object_keys(match, root_label(model)))  # noqa: S611


def order_of(plans: Iterable[Plan], model: type[Model], columns: Sequence[str]) -> list[int]:
    """Keys of the objects that answer best, best first."""
    generation = active_generation()
    engine, entries = SQLiteEngine(generation), ENTRIES[generation]
    best: dict[int, float] = {}
    for plan in plans:
        if not plan.is_empty:
            for within in ranges_of(model):
                best |= dict(engine.newest(strict_match(plan, columns), within, MOST_TEXTS))
    keys = [key for key, _score in best_of(best.items(), MOST_ORDERED)]
    objects = dict(entries.objects.filter(key__in=keys).values_list("key", "object_key"))
    return [objects[key] for key in keys]
