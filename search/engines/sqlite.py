"""The embedded engine: SQLite's FTS5, one contentless table for each generation of the index.

FTS5 is given tokens that are parted already: its `ascii` tokenizer with every sign of ours taken for a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection

from core.chinese.bigrams import TRADITIONAL, Phrase
from search.engines.base import MOST_TEXTS, Ask, DatabaseEngine, Scored, best_of, most_without
from search.keys import Range
from search.models.entry import COLUMNS, ENTRIES, WEIGHTS
from search.plan import Group, Plan

#: What may stand in a token besides letters and digits (core.chinese.units).
_SIGNS = "+-./&:~@#_%|'"
_TABLES = ("search_text_a", "search_text_b")
_BM25 = f"bm25({{table}}, {', '.join(str(weight) for weight in WEIGHTS.values())})"


class SQLiteEngine(DatabaseEngine):
    """The full text of one generation, in the database's own file and transactions."""

    name = "sqlite"

    def __init__(self, generation: int) -> None:
        self.table, self.entries = _TABLES[generation], ENTRIES[generation]
        self.bm25 = _BM25.format(table=self.table)

    # Writing ----------------------------------------------------------------------------------------------------------
    def create(self) -> None:
        columns = ", ".join(COLUMNS)
        signs = _SIGNS.replace("'", "''")
        tokenizer = f"ascii tokenchars '{signs}'"
        self._execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {self.table} USING fts5({columns}, content='', "
            f'tokenize="{tokenizer}")'.replace("%", "%%"),
            (),
        )

    def drop(self) -> None:
        self._execute(f"DROP TABLE IF EXISTS {self.table}", ())

    def add(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """`rows`: the key and the tokens of each column of entries that the table does not hold."""
        self._executemany(
            f"INSERT INTO {self.table}(rowid, {', '.join(COLUMNS)}) VALUES(?{', ?' * len(COLUMNS)})", rows
        )

    def remove(self, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        """`rows`: the key and the very tokens that `add` was given."""
        columns = ", ".join(COLUMNS)
        self._executemany(
            f"INSERT INTO {self.table}({self.table}, rowid, {columns}) VALUES('delete', ?{', ?' * len(COLUMNS)})", rows
        )

    def clear(self) -> None:
        self._execute(f"INSERT INTO {self.table}({self.table}) VALUES('delete-all')", ())

    # Reading ----------------------------------------------------------------------------------------------------------
    def best(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(f"ORDER BY {self.bm25} LIMIT {most:d}", match_of(ask), ask.within)

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        """Of the newest entries that hold one of the rarest tokens, as all that hold much of the question do.

        bm25 adds up all phrases of a match: what it gives for (all AND rare), less that for the rare ones, is the score
        of all, worked out for those entries alone.
        """
        rare = replace(ask, loose=tuple(self._rare(ask)))
        if rare.loose == ask.loose:
            return best_of(self.newest(ask, MOST_TEXTS), most)
        once = dict(self.newest(rare, MOST_TEXTS))
        match = f"({match_of(ask)}) AND ({_any_of(rare.loose)})"
        twice = self._scored(f"ORDER BY rowid DESC LIMIT {MOST_TEXTS:d}", match, ask.within)
        return best_of(((key, score - once[key]) for key, score in twice if key in once), most)

    def _rare(self, ask: Ask) -> list[str]:
        counted = sorted((self._count(ask.loosely([token]), MOST_TEXTS), token) for token in ask.loose)
        return [token for _count, token in counted[: len(counted) - most_without(len(counted))]]

    def _count(self, ask: Ask, most: int) -> int:
        """How many match; not counted further than `most`."""
        sql = f"SELECT count(*) FROM (SELECT 1 {self._found} LIMIT {most:d})"  # noqa: S608  names of tables
        ((found,),) = self._execute(sql, (match_of(ask), *ask.within))
        return int(found)

    def newest(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(f"ORDER BY rowid DESC LIMIT {most:d}", match_of(ask), ask.within)

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        last = ask.within.last if before is None else min(before - 1, ask.within.last)
        sql = f"SELECT rowid {self._found} ORDER BY rowid DESC LIMIT {most:d}"
        return [key for (key,) in self._execute(sql, (match_of(ask), ask.within.first, last))]

    def object_keys(self, plans: Sequence[Plan], columns: Sequence[str], model: str) -> tuple[str, Sequence[object]]:
        match = " OR ".join(strict_match(plan, columns) for plan in plans)
        joined = f"{self.table} JOIN {self.entries._meta.db_table} AS entry ON entry.key = {self.table}.rowid"
        sql = f"SELECT entry.object_key FROM {joined} WHERE {self.table} MATCH %s AND entry.model = %s"  # noqa: S608
        return sql, (match, model)

    @property
    def _found(self) -> str:
        return f"FROM {self.table} WHERE {self.table} MATCH %s AND rowid BETWEEN %s AND %s"

    def _scored(self, order: str, match: str, within: Range) -> list[Scored]:
        return self._execute(f"SELECT rowid, -{self.bm25} {self._found} {order}", (match, *within))

    def _execute(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def _executemany(self, sql: str, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
        bare: Iterable[tuple[Any, ...]] = (
            (key, *(text.replace(TRADITIONAL, "") for text in tokens)) for key, tokens in rows
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), list(bare))


# Queries --------------------------------------------------------------------------------------------------------------
def match_of(ask: Ask) -> str:
    """The whole question in FTS5's own language; one without words is its filters alone."""
    parts = [loose_match(ask) if ask.loose else strict_match(ask.plan, ask.columns)] if not ask.plan.is_empty else []
    parts += [f"facets : ({' OR '.join(map(_quoted, choice))})" for choice in ask.filters]
    return " AND ".join(f"({part})" for part in parts)


def strict_match(plan: Plan, columns: Sequence[str]) -> str:
    """All groups, or a whole run as it stands, and nothing that is excluded."""
    found = " AND ".join(_group(group) for group in plan.groups)
    if plan.wholes:
        found = " OR ".join([f"({found})", *map(_phrase, plan.wholes)])
    return _without(plan, found, columns)


def loose_match(ask: Ask) -> str:
    """Any of the loose tokens, and nothing that is excluded."""
    return _without(ask.plan, _any_of(ask.loose), ask.columns)


def _any_of(tokens: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, tokens))


def _without(plan: Plan, found: str, columns: Sequence[str]) -> str:
    if plan.excluded:
        found = f"({found}) NOT ({' OR '.join(map(_phrase, plan.excluded))})"
    return f"{{{' '.join(columns)}}} : ({found})"


def _group(group: Group) -> str:
    alternatives = [" AND ".join(map(_phrase, phrases)) for phrases in group.alternatives]
    return "(" + " OR ".join(f"({alternative})" for alternative in alternatives) + ")"


def _phrase(phrase: Phrase) -> str:
    return _quoted(" ".join(phrase.tokens)) + (" *" if phrase.open_end else "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
