"""Elasticsearch: the plan as the query DSL, over our own tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from django.conf import settings
from elasticsearch import BadRequestError
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from core.chinese.bigrams import GAP, Phrase
from search.elastic.breaker import EngineDown, breaker
from search.elastic.client import alias, readers
from search.engines.base import LOOSE_LEAST, Ask, Counts, Scored
from search.facets import FACETS
from search.keys import Range
from search.models.entry import WEIGHTS
from search.plan import Group, Plan

#: Of a word that stands in several columns, what the lesser ones add.
_TIE = 0.3
#: Of a text to which others are like: how many of its tokens are asked for, and how many of them one must hold.
_MOST_TELLING, _SHARED = 40, "15%"
#: How many of the words that begin with one character are looked up, and how many values a facet has at most.
_MOST_OPENINGS, _MOST_VALUES = 1000, 100
#: Hits of one answer; what the cluster allows itself of the second that a reader waits.
_MOST_HITS, _TIME = 10_000, "800ms"


class ElasticsearchEngine:
    """Asks the alias. Every method raises EngineDown when the cluster does not answer within a second."""

    name = "elasticsearch"

    def ranked(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(search_of(ask), most)

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(search_of(ask), most)

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        found = search_of(ask).sort("-key")
        if before is not None:
            found = found.filter("range", key={"lt": before})
        return [key_of(hit) for hit in hits_of(found, most)]

    def counts(self, ask: Ask, most: int) -> Counts:
        """Of all matches, however many."""
        found = search_of(ask)[:0].extra(track_total_hits=True)
        for name in FACETS:
            found.aggs.bucket(name, "terms", field="facets", include=f"{name}:.*", size=_MOST_VALUES)
        answer = answer_to(found)
        buckets = (bucket for name in FACETS for bucket in answer["aggregations"][name]["buckets"])
        tokens = Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})
        return Counts(answer["hits"]["total"]["value"], tokens, is_of_all=True)

    def like(self, texts: Mapping[str, str], within: Range, most: int) -> list[Scored]:
        """Entries that share what tells most of a text, its own among them. `texts`: its tokens by column."""
        if not texts:
            return []
        wanted = Q(
            "more_like_this",
            fields=list(texts),
            like=list(texts.values()),
            stop_words=[GAP],
            min_term_freq=1,
            min_doc_freq=2,
            max_query_terms=_MOST_TELLING,
            minimum_should_match=_SHARED,
        )
        found = Search().query(wanted).filter("range", key={"gte": within.first, "lte": within.last})
        return self._scored(found, most)

    def _scored(self, search: Search, most: int) -> list[Scored]:
        return [(key_of(hit), hit["_score"] or 0.0) for hit in hits_of(search, most)]


def key_of(hit: Any) -> int:
    key: int = hit["fields"]["key"][0]
    return key


def hits_of(search: Search, most: int) -> list[Any]:
    found: list[Any] = answer_to(search[: min(most, _MOST_HITS)].extra(track_total_hits=False))["hits"]["hits"]
    return found


def answer_to(search: Search) -> Any:
    """What the whole index answers. Raises EngineDown when it does not, or does not take the question."""
    body = search.extra(docvalue_fields=["key"]).to_dict()
    body.pop("from", None)
    # Scores of several shards are comparable only when words are counted over all of them.
    search_type = "dfs_query_then_fetch" if settings.ELASTICSEARCH_SHARDS > 1 else "query_then_fetch"

    def ask() -> Any:
        try:
            found = readers().search(
                index=alias(), search_type=search_type, allow_partial_search_results=False, timeout=_TIME, **body
            )
        except BadRequestError as error:
            return error  # this question's own fault: others are answered
        if found["timed_out"]:
            raise TimeoutError(_TIME)
        return found.body

    answer = breaker.call(ask)
    if isinstance(answer, BadRequestError):
        raise EngineDown(f"{type(answer).__name__}: {answer}"[:500])
    return answer


# Queries --------------------------------------------------------------------------------------------------------------
def search_of(ask: Ask) -> Search:
    """The question, of which nothing is left to the cluster's own analysis but parting at blanks."""
    found = Search()
    if ask.loose:
        found = found.query(_without(ask.plan, _any_of(ask.loose, ask.columns), ask.columns))
    elif ask.plan.groups:
        found = found.query(strict_query(ask.plan, ask.columns))
    found = found.filter("range", key={"gte": ask.within.first, "lte": ask.within.last})
    for choice in ask.filters:
        found = found.filter("terms", facets=list(choice))
    return found


def strict_query(plan: Plan, columns: Sequence[str]) -> Query:
    """All groups, or a whole run as it stands, and nothing that is excluded."""
    every: Query = Q("bool", must=[_group(group, columns) for group in plan.groups])
    if plan.wholes:
        wholes = [_phrase(whole, columns) for whole in plan.wholes]
        every = Q("bool", should=[every, *wholes], minimum_should_match=1)
    return _without(plan, every, columns)


def _without(plan: Plan, found: Query, columns: Sequence[str]) -> Query:
    if not plan.excluded:
        return found
    return Q("bool", must=[found], must_not=[_phrase(phrase, columns) for phrase in plan.excluded])


def _group(group: Group, columns: Sequence[str]) -> Query:
    ways: list[Query] = []
    for phrases in group.alternatives:
        parts = [_phrase(phrase, columns) for phrase in phrases]
        ways.append(parts[0] if len(parts) == 1 else Q("bool", must=parts))
    return ways[0] if len(ways) == 1 else Q("dis_max", queries=ways, tie_breaker=_TIE)


def _phrase(phrase: Phrase, columns: Sequence[str]) -> Query:
    text = " ".join(phrase.tokens)
    if phrase.open_end and len(phrase.tokens) == 1:
        openings = [Q("prefix", **{column: {"value": text, "boost": WEIGHTS[column]}}) for column in columns]
        return Q("dis_max", queries=openings)
    if phrase.open_end:
        ways = [
            Q("match_phrase_prefix", **{column: {"query": text, "max_expansions": _MOST_OPENINGS}})
            for column in columns
        ]
        return Q("dis_max", queries=ways, tie_breaker=_TIE)
    # The cluster adds up how rare the tokens of a phrase are; since they overlap, that makes too much of long words.
    evened = len(phrase.tokens) ** -0.5
    return Q(
        "multi_match", query=text, type="phrase", fields=_weighted(columns), tie_breaker=_TIE, boost=round(evened, 4)
    )


def _any_of(tokens: Iterable[str], columns: Sequence[str]) -> Query:
    ways = [Q("multi_match", query=token, fields=_weighted(columns), tie_breaker=_TIE) for token in tokens]
    return Q("bool", should=ways, minimum_should_match=max(1, ceil(len(ways) * LOOSE_LEAST)))


def _weighted(columns: Sequence[str]) -> list[str]:
    return [f"{column}^{WEIGHTS[column]:g}" for column in columns]
