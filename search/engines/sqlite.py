"""The embedded engine: SQLite's FTS5, one contentless table for each generation of the index.

FTS5 is given tokens that are parted already: its `ascii` tokenizer with every sign of ours taken for a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core.chinese.bigrams import TRADITIONAL, Phrase
from search.errors import SearchError
from search.keys import Range
from search.models.entry import COLUMNS, ENTRIES, WEIGHTS
from search.plan import Group, Plan

#: What may stand in a token besides letters and digits (core.chinese.units).
_SIGNS = "+-./&:~@#_%|'"
_TABLES = ("search_text_a", "search_text_b")
_BM25 = f"bm25({{table}}, {', '.join(str(weight) for weight in WEIGHTS.values())})"
#: What a reader's words are looked for in, and where a word names what the thing is about.
READ = ("title", "names", "summary", "body")
HEAD = ("title", "names")

Scored = tuple[int, float]


class SQLiteEngine:
    """The full text of one generation, in the database's own file and transactions."""

    def __init__(self, generation: int) -> None:
        if connection.vendor != "sqlite":
            raise SearchError(_("这个索引目前只支持 SQLite 数据库。"))
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
    def best(self, match: str, keys: Range, most: int) -> list[Scored]:
        """The best of all that match, with their scores."""
        return self._scored(f"ORDER BY {self.bm25} LIMIT {most:d}", match, keys)

    def newest(self, match: str, keys: Range, most: int) -> list[Scored]:
        """The newest that match, with their scores."""
        return self._scored(f"ORDER BY rowid DESC LIMIT {most:d}", match, keys)

    def count(self, match: str, keys: Range, most: int) -> int:
        """How many match; not counted further than `most`."""
        sql = f"SELECT count(*) FROM (SELECT 1 {self._found} LIMIT {most:d})"  # noqa: S608  names of tables
        (found,) = self._execute(sql, (match, *keys))[0]
        return int(found)

    def object_keys(self, match: str, model: str) -> tuple[str, tuple[str, str]]:
        """SQL, and its parameters, for the keys of the objects that match; `model`: their root label."""
        joined = f"{self.table} JOIN {self.entries._meta.db_table} AS entry ON entry.key = {self.table}.rowid"
        sql = f"SELECT entry.object_key FROM {joined} WHERE {self.table} MATCH %s AND entry.model = %s"  # noqa: S608
        return sql, (match, model)

    @property
    def _found(self) -> str:
        return f"FROM {self.table} WHERE {self.table} MATCH %s AND rowid BETWEEN %s AND %s"

    def _scored(self, order: str, match: str, keys: Range) -> list[Scored]:
        return self._execute(f"SELECT rowid, -{self.bm25} {self._found} {order}", (match, *keys))

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
def strict_match(plan: Plan, columns: Sequence[str] = READ) -> str:
    """All groups, or a whole run as it stands, and nothing that is excluded."""
    found = " AND ".join(_group(group) for group in plan.groups)
    if plan.wholes:
        found = " OR ".join([f"({found})", *map(_phrase, plan.wholes)])
    return _without(plan, found, columns)


def loose_match(plan: Plan, tokens: Iterable[str], columns: Sequence[str] = READ) -> str:
    """Any of the tokens, and nothing that is excluded."""
    return _without(plan, " OR ".join(map(_quoted, tokens)), columns)


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
