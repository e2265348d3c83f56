"""Wagtail's search API on our index: `Page.objects.search()`, the admin's searches, choosers and autocomplete.

The database's full text answers here, whatever engine answers readers: it is written in the transaction that saves an
object, so an editor finds at once what was saved. A query is a condition on the queryset like any other, and needs no
FilterField.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchQueryCompiler,
    BaseSearchResults,
    SearchFieldError,
)
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from search import indexing
from search.engines import READ
from search.plan import Plan, plan_of, typed_plan_of
from search.service import keys_matching, order_of
from search.texts import column_of
from search.words import current_dictionary


def typed_or_said(model: type[Model], query: str) -> Q:
    """What is called so, by characters, pinyin or initials, perhaps not typed to the end; or says so in its text."""
    typed = keys_matching(typed_plan_of(query), model, ("typed",))
    said = keys_matching(plan_of(query, current_dictionary()), model, READ)
    return Q(pk__in=typed) | Q(pk__in=said)


class Compiler(BaseSearchQueryCompiler):
    """A query as a condition on the keys of the queryset."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    columns: Sequence[str] = READ

    def check(self) -> None:
        """Any filter and any order will do; the fields must be searched ones."""
        by_name = {field.field_name: field for field in self.searched_fields()}
        if unknown := set(self.fields or ()) - by_name.keys():
            name = min(unknown)
            model = self.queryset.model.__name__
            raise SearchFieldError(f'{model} has no search field "{name}".', field_name=name)
        if self.fields is not None:
            self.columns = tuple(dict.fromkeys(column_of(by_name[name]) for name in self.fields))

    def searched_fields(self) -> list[Any]:
        return list(self.queryset.model.get_searchable_search_fields())

    def plan(self, query: PlainText | Phrase | Fuzzy) -> Plan:
        text = f'"{query.query_string}"' if isinstance(query, Phrase) else query.query_string
        return plan_of(text, current_dictionary())

    def condition(self, query: SearchQuery) -> Q:
        if isinstance(query, MatchAll):
            return Q()
        if isinstance(query, Boost):
            return self.condition(query.subquery)
        if isinstance(query, Not):
            return ~self.condition(query.subquery) if not isinstance(query.subquery, MatchAll) else Q(pk__in=[])
        if isinstance(query, And | Or):
            conditions = [self.condition(part) for part in query.subqueries]
            return Q(*conditions, _connector=Q.AND if isinstance(query, And) else Q.OR)
        plan = self.plan(query)
        is_any = isinstance(query, PlainText | Fuzzy) and query.operator == "or"
        return Q(pk__in=keys_matching(plan, self.queryset.model, self.columns, is_any=is_any))

    def plans(self, query: SearchQuery) -> list[Plan]:
        """What is asked for, not what is kept away: the order is by these."""
        if isinstance(query, PlainText | Phrase | Fuzzy):
            return [self.plan(query)]
        if isinstance(query, Boost):
            return self.plans(query.subquery)
        if isinstance(query, And | Or):
            return [plan for part in query.subqueries for plan in self.plans(part)]
        return []


class AutocompleteCompiler(Compiler):
    """What is still being typed, by characters, full pinyin or initials; the admin's listings and choosers ask this.

    What holds the words anywhere in its text follows, unless fields are named.
    """

    columns = ("typed",)

    def searched_fields(self) -> list[Any]:
        return list(self.queryset.model.get_autocomplete_search_fields())

    def plan(self, query: PlainText | Phrase | Fuzzy) -> Plan:
        return typed_plan_of(query.query_string)

    def condition(self, query: SearchQuery) -> Q:
        if isinstance(query, PlainText) and self.fields is None:
            return typed_or_said(self.queryset.model, query.query_string)
        return super().condition(query)


class Results(BaseSearchResults):
    """The queryset's own rows; by relevance those of the best entries first, the others behind them, newest first."""

    def _do_search(self) -> list[Any]:
        compiler: Compiler = self.query_compiler
        found = compiler.queryset.filter(compiler.condition(compiler.query))
        plans = compiler.plans(compiler.query) if compiler.order_by_relevance else []
        if not plans:
            found = found if compiler.queryset.query.order_by else found.order_by("-pk")
            return list(found[self.start : self.stop])
        best = order_of(plans, compiler.queryset.model, compiler.columns)
        kept = set(found.filter(pk__in=best).values_list("pk", flat=True))
        keys = [key for key in best if key in kept]
        shown = keys[self.start : self.stop]
        rows = {row.pk: row for row in found.filter(pk__in=shown)} if shown else {}
        ordered = [rows[key] for key in shown if key in rows]
        if self.stop is None or self.stop > len(keys):
            behind = found.exclude(pk__in=best).order_by("-pk")
            start, stop = max(0, self.start - len(keys)), None if self.stop is None else self.stop - len(keys)
            ordered += behind[start:stop]
        return ordered

    def _do_count(self) -> int:
        compiler: Compiler = self.query_compiler
        count: int = compiler.queryset.filter(compiler.condition(compiler.query))[self.start : self.stop].count()
        return count


class Index(BaseIndex):
    """One index for all models."""

    def add_items(self, model: type[Model], items: Sequence[Any]) -> None:
        indexing.index(items)

    def delete_item(self, item: Any) -> None:
        indexing.remove([(indexing.root_label(type(item)), item.pk)])


class SearchBackend(BaseSearchBackend):
    """Set as `WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = "search.backends"`."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    results_class = Results
