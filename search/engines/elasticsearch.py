"""Elasticsearch: the plan as the query DSL, over our own tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query

from core.chinese.bigrams import Phrase
from search.elastic.breaker import breaker
from search.elastic.client import alias, readers
from search.engines.base import Ask, Counts, Scored
from search.facets import FACETS
from search.models.entry import WEIGHTS
from search.plan import Group, Plan

#: Of a word that stands in several columns, what the lesser ones add.
_TIE = 0.3
#: How many of the words that begin with one character are looked up, and how many values a facet has at most.
_MOST_OPENINGS, _MOST_VALUES = 1000, 100


class ElasticsearchEngine:
    """Asks the alias. Every method raises EngineDown when the cluster does not answer within a second."""

    name = "elasticsearch"

    def ranked(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(search_of(ask)[:most])

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(search_of(ask)[:most])

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        found = search_of(ask).sort({"key": "desc"})[:most]
        if before is not None:
            found = found.filter("range", key={"lt": before})
        return [hit["fields"]["key"][0] for hit in self._answer(found)["hits"]["hits"]]

    def counts(self, ask: Ask, most: int) -> Counts:
        """Of all matches, however many."""
        found = search_of(ask)[:0].extra(track_total_hits=True)
        for name in FACETS:
            found.aggs.bucket(name, "terms", field="facets", include=f"{name}:.*", size=_MOST_VALUES)
        answer = self._answer(found)
        buckets = (bucket for name in FACETS for bucket in answer["aggregations"][name]["buckets"])
        tokens = Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})
        return Counts(answer["hits"]["total"]["value"], tokens, is_of_all=True)

    def _scored(self, search: Search) -> list[Scored]:
        hits = self._answer(search)["hits"]["hits"]
        return [(hit["fields"]["key"][0], hit["_score"] or 0.0) for hit in hits]

    def _answer(self, search: Search) -> Any:
        body = search.source(False).extra(docvalue_fields=["key"]).to_dict()
        return breaker.call(lambda: readers().search(index=alias(), **_arguments(body)).body)


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """A search body as the client's keyword arguments."""
    renamed = {"_source": "source", "from": "from_"}
    return {renamed.get(name, name): value for name, value in body.items()}


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
    return Q("multi_match", query=text, type="phrase", fields=_weighted(columns), tie_breaker=_TIE)


def _any_of(tokens: Iterable[str], columns: Sequence[str]) -> Query:
    ways = [Q("multi_match", query=token, fields=_weighted(columns), tie_breaker=_TIE) for token in tokens]
    return Q("bool", should=ways, minimum_should_match=1)


def _weighted(columns: Sequence[str]) -> list[str]:
    return [f"{column}^{WEIGHTS[column]:g}" for column in columns]
