"""PostgreSQL: tsvectors made of our own tokens, one table for each generation of the index.

The columns of an entry stand one behind the other in `words`, title, names, summary and body with the weights A to D.
No text search configuration takes part: what is a word, and where it stands, is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any

from django.db import connection

from core.chinese.bigrams import GAP, TRADITIONAL, Phrase
from search.engines.base import READ, Ask, DatabaseEngine, Scored
from search.models.entry import COLUMNS, ENTRIES, WEIGHTS
from search.plan import Group, Plan

_TABLES = ("search_text_a", "search_text_b")
_LABELS = dict(zip(READ, "ABCD", strict=True))
#: For D, C, B and A, as ts_rank takes them; the length of a text counts by its logarithm.
_WEIGHTS = ", ".join(str(WEIGHTS[column] / WEIGHTS["title"]) for column in reversed(READ))
_RANK = f"ts_rank('{{{_WEIGHTS}}}', words, %s::tsquery, 1)"
#: PostgreSQL's limits: a longer lexeme or a larger vector is refused, a place further on is taken for the last one.
LONGEST_TOKEN, MOST_TOKENS, LAST_PLACE = 300, 100_000, 16383
#: Of how many entries a loose search ranks those that hold a rare token; how far an entry of a token is counted.
MOST_RANKED, MOST_COUNTED = 2000, 5000


class PostgreSQLEngine(DatabaseEngine):
    """The full text of one generation, in the database's own transactions."""

    name = "postgresql"

    def __init__(self, generation: int) -> None:
        self.table, self.entries = _TABLES[generation], ENTRIES[generation]

    # Writing ----------------------------------------------------------------------------------------------------------
    def create(self) -> None:
        self._execute(
            f"CREATE TABLE IF NOT EXISTS {self.table} "
            "(key bigint PRIMARY KEY, words tsvector NOT NULL, typed tsvector NOT NULL, facets tsvector NOT NULL)"
        )
        for column in ("words", "typed", "facets"):
            # Read for ranking thousands of times more often than written: not compressed.
            self._execute(f"ALTER TABLE {self.table} ALTER COLUMN {column} SET STORAGE EXTERNAL")
            index = f"CREATE INDEX IF NOT EXISTS {self.table}_{column} ON {self.table} USING gin ({column})"
            self._execute(index)

    def drop(self) -> None:
        self._execute(f"DROP TABLE IF EXISTS {self.table}")

    def add(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        vectors = [(key, *vectors_of(tokens)) for key, tokens in rows]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.table} VALUES (%s, %s::tsvector, %s::tsvector, %s::tsvector)",  # noqa: S608
                vectors,
            )

    def remove(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        keys = [key for key, _tokens in rows]
        self._execute(f"DELETE FROM {self.table} WHERE key = ANY(%s)", keys)  # noqa: S608

    def clear(self) -> None:
        self._execute(f"TRUNCATE {self.table}")

    # Reading ----------------------------------------------------------------------------------------------------------
    def best(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(ask, f"ORDER BY score DESC LIMIT {most:d}", self._rare(ask) if ask.loose else None)

    def newest(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(ask, f"ORDER BY key DESC LIMIT {most:d}")

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        last = ask.within.last if before is None else min(before - 1, ask.within.last)
        where, parameters = self._where(ask)
        sql = f"SELECT key FROM {self.table} WHERE {where} ORDER BY key DESC LIMIT {most:d}"  # noqa: S608
        return [key for (key,) in self._execute(sql, *parameters, ask.within.first, last)]

    def object_keys(self, plans: Sequence[Plan], columns: Sequence[str], model: str) -> tuple[str, Sequence[object]]:
        found = " | ".join(f"({strict_query(plan, columns)})" for plan in plans)
        joined = f"{self.table} AS found JOIN {self.entries._meta.db_table} AS entry ON entry.key = found.key"
        sql = (
            f"SELECT entry.object_key FROM {joined} "  # noqa: S608
            f"WHERE found.{vector_of(columns)} @@ %s::tsquery AND entry.model = %s"
        )
        return sql, (found, model)

    def _scored(self, ask: Ask, order: str, match: str | None = None) -> list[Scored]:
        """`match`: what is looked up in the index, where that is less than what is ranked by."""
        where, parameters = self._where(ask, match)
        weighed = [(1.0, query_of(ask))]
        if not ask.loose and len(ask.plan.groups) > 1:
            groups = [_group(group, _labels(ask.columns)) for group in ask.plan.groups]
            weighed = [(self._rarity(group), group) for group in groups]
        score = " + ".join(f"{weight:.3f} * {_RANK}" for weight, _query in weighed)
        sql = f"SELECT key, {score} AS score FROM {self.table} WHERE {where} {order}"  # noqa: S608
        return self._execute(sql, *(query for _weight, query in weighed), *parameters, *ask.within)

    def _where(self, ask: Ask, match: str | None = None) -> tuple[str, list[Any]]:
        where, parameters = [], []
        if query := match or query_of(ask):
            where.append(f"{vector_of(ask.columns)} @@ %s::tsquery")
            parameters.append(query)
        for choice in ask.filters:
            where.append("facets @@ %s::tsquery")
            parameters.append(" | ".join(map(_quoted, choice)))
        return " AND ".join([*where, "key BETWEEN %s AND %s"]), parameters

    def _rare(self, ask: Ask) -> str:
        """Any of the rarest tokens: what holds most of the question holds one of them."""
        counted = sorted((self._count(_quoted(token)), token) for token in ask.loose)
        rare, total = [counted[0][1]], counted[0][0]
        for count, token in counted[1:]:
            total += count
            if total > MOST_RANKED and len(rare) > 1:
                break
            rare.append(token)
        return _any_of(rare, ask)

    def _rarity(self, query: str) -> float:
        """How much a word tells, between 0 and about 8."""
        return log(1 + 2 * MOST_COUNTED / (self._count(query) + 1))

    def _count(self, query: str) -> int:
        """In how many entries, of all kinds; not further than MOST_COUNTED."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {self.table} WHERE words @@ %s::tsquery LIMIT {MOST_COUNTED}) AS n"  # noqa: S608
        ((count,),) = self._execute(sql, query)
        return int(count)

    def _execute(self, sql: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []


# Vectors --------------------------------------------------------------------------------------------------------------
def vectors_of(tokens: Sequence[str]) -> tuple[str, str, str]:
    """`words`, `typed` and `facets` of an entry, as text."""
    by_column = dict(zip(COLUMNS, tokens, strict=True))
    places: dict[str, list[str]] = {}
    place = count = 0
    for column, label in _LABELS.items():
        for token in by_column[column].replace(TRADITIONAL, "").split():
            place += 1
            if token != GAP and count < MOST_TOKENS:
                places.setdefault(token, []).append(f"{min(place, LAST_PLACE)}{label}")
                count += 1
        place += 1  # no phrase goes on from one column into the next
    words = " ".join(f"{_quoted(token)}:{','.join(where)}" for token, where in places.items())
    return words, _plain(by_column["typed"]), _plain(by_column["facets"])


def _plain(tokens: str) -> str:
    """A vector that keeps the places of its tokens."""
    found = (f"{_quoted(token)}:{min(place, LAST_PLACE)}" for place, token in _placed(tokens))
    return " ".join(found)


def _placed(tokens: str) -> Iterator[tuple[int, str]]:
    return ((place, token) for place, token in enumerate(tokens.split()[:MOST_TOKENS], 1) if token != GAP)


# Queries --------------------------------------------------------------------------------------------------------------
def vector_of(columns: Sequence[str]) -> str:
    return "typed" if tuple(columns) == ("typed",) else "words"


def query_of(ask: Ask) -> str:
    """The words of the question as a tsquery; `""` where it has none."""
    if ask.loose:
        return _any_of(ask.loose, ask)
    return strict_query(ask.plan, ask.columns) if ask.plan.groups else ""


def strict_query(plan: Plan, columns: Sequence[str]) -> str:
    """All groups, or a whole run as it stands, and nothing that is excluded."""
    labels = _labels(columns)
    found = " & ".join(_group(group, labels) for group in plan.groups)
    if plan.wholes:
        found = " | ".join([f"({found})", *(_phrase(whole, labels) for whole in plan.wholes)])
    return _without(plan, found, labels)


def _any_of(tokens: Iterable[str], ask: Ask) -> str:
    labels = _labels(ask.columns)
    return _without(ask.plan, " | ".join(f"{_quoted(token)}{_label(labels)}" for token in tokens), labels)


def _labels(columns: Sequence[str]) -> str:
    """`""` for all of them: a query without labels needs no second look at the vector."""
    labels = "".join(_LABELS.get(column, "") for column in columns)
    return "" if len(labels) == len(_LABELS) else labels


def _label(labels: str, *, is_open: bool = False) -> str:
    told = ("*" if is_open else "") + labels
    return f":{told}" if told else ""


def _without(plan: Plan, found: str, labels: str) -> str:
    if plan.excluded:
        return f"({found}) & !({' | '.join(_phrase(phrase, labels) for phrase in plan.excluded)})"
    return found


def _group(group: Group, labels: str) -> str:
    alternatives = [" & ".join(_phrase(phrase, labels) for phrase in phrases) for phrases in group.alternatives]
    return "(" + " | ".join(f"({alternative})" for alternative in alternatives) + ")"


def _phrase(phrase: Phrase, labels: str) -> str:
    *most, last = phrase.tokens
    tokens = [*(_quoted(token) + _label(labels) for token in most)]
    tokens.append(_quoted(last) + _label(labels, is_open=phrase.open_end))
    return "(" + " <-> ".join(tokens) + ")"


def _quoted(token: str) -> str:
    return "'" + token[:LONGEST_TOKEN].replace("\\", "\\\\").replace("'", "''") + "'"
