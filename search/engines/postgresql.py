"""PostgreSQL: tsvectors made of our own tokens, one table for each generation of the index.

The columns of an entry stand one behind the other in `words`, title, names, summary and body with the weights A to D.
No text search configuration takes part: what is a word, and where it stands, is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from time import sleep
from typing import Any

from django.db import connection

from core.chinese.bigrams import GAP, TRADITIONAL, Phrase
from search.engines.base import MOST_TEXTS, READ, Ask, DatabaseEngine, Scored, most_without
from search.models.entry import COLUMNS, ENTRIES, WEIGHTS
from search.plan import Group, Plan

_TABLES = ("search_text_a", "search_text_b")
_LABELS = dict(zip(READ, "ABCD", strict=True))
#: For D, C, B and A, as ts_rank takes them; the length of a text counts by its logarithm.
_WEIGHTS = ", ".join(str(WEIGHTS[column] / WEIGHTS["title"]) for column in reversed(READ))
_RANK = f"ts_rank('{{{_WEIGHTS}}}', vector, %s::tsquery, 1)"
#: PostgreSQL refuses a longer lexeme, and a vector of more bytes: what of a text comes behind is not found.
LONGEST_TOKEN, MOST_BYTES = 300, 1_000_000
#: It keeps so many places of a lexeme, and takes a place further on for the last one.
MOST_PLACES, LAST_PLACE = 255, 16383
#: Number of the lock that all who write share; seconds between two looks at it.
WRITING, PAUSE = 0x676F6E67, 0.05
#: How far it is counted in how many entries a word stands.
MOST_COUNTED = 2000


class PostgreSQLEngine(DatabaseEngine):
    """The full text of one generation, in the database's own transactions."""

    name = "postgresql"

    def __init__(self, generation: int) -> None:
        self.table, self.entries = _TABLES[generation], ENTRIES[generation]

    # Writing ----------------------------------------------------------------------------------------------------------
    def enter(self) -> None:
        self._execute("SELECT pg_advisory_xact_lock_shared(%s)", WRITING)

    def await_writers(self) -> None:
        # Asked for again and again: who waits in the queue of a lock keeps those behind waiting too.
        while not self._execute("SELECT pg_try_advisory_xact_lock(%s)", WRITING)[0][0]:
            sleep(PAUSE)

    def settle(self) -> None:
        self._execute(f"ANALYZE {self.table}")

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
        return self._scored(ask, then=f"ORDER BY score DESC, key DESC LIMIT {most:d}")

    def newest(self, ask: Ask, most: int) -> list[Scored]:
        return self._scored(ask, taken=f"ORDER BY key DESC LIMIT {most:d}")

    def loose(self, ask: Ask, most: int) -> list[Scored]:
        """Of entries that hold one of the rarest tokens, as all that hold much of the question do, the newest."""
        newest = f"ORDER BY key DESC LIMIT {MOST_TEXTS}"
        return self._scored(ask, taken=newest, then=f"ORDER BY score DESC, key DESC LIMIT {most:d}")

    def keys(self, ask: Ask, most: int, *, before: int | None = None) -> list[int]:
        last = ask.within.last if before is None else min(before - 1, ask.within.last)
        where, parameters = self._where(ask)
        sql = f"SELECT key FROM {self.table} WHERE {where} ORDER BY key DESC LIMIT {most:d}"  # noqa: S608
        return [key for (key,) in self._read(sql, *parameters, ask.within.first, last)]

    def object_keys(self, plans: Sequence[Plan], columns: Sequence[str], model: str) -> tuple[str, Sequence[object]]:
        found = " | ".join(f"({strict_query(plan, columns)})" for plan in plans)
        joined = f"{self.table} AS found JOIN {self.entries._meta.db_table} AS entry ON entry.key = found.key"
        sql = (
            f"SELECT entry.object_key FROM {joined} "  # noqa: S608
            f"WHERE found.{vector_of(columns)} @@ %s::tsquery AND entry.model = %s"
        )
        return sql, (found, model)

    def _scored(self, ask: Ask, *, taken: str = "OFFSET 0", then: str = "ORDER BY key DESC") -> list[Scored]:
        """`taken`: what of all that match is scored. `then`: what of it is wanted, in which order."""
        told, match = self._loosely_told(ask) if ask.loose else (self._told(ask), "")
        where, parameters = self._where(ask, match)
        score = " + ".join(f"{weight:.3f} * {_RANK}" for weight in told.values())
        # With an empty one added, a vector is fetched once and not for each part of the score.
        vector = f"{vector_of(ask.columns)} || ''"
        found = f"SELECT key, {vector} AS vector FROM {self.table} WHERE {where} {taken}"  # noqa: S608
        sql = f"SELECT key, {score} AS score FROM ({found}) AS found {then}"  # noqa: S608
        return self._read(sql, *told, *parameters, *ask.within)

    def _where(self, ask: Ask, match: str = "") -> tuple[str, list[Any]]:
        where, parameters = [], []
        if query := match or query_of(ask):
            where.append(f"{vector_of(ask.columns)} @@ %s::tsquery")
            parameters.append(query)
        for choice in ask.filters:
            where.append("facets @@ %s::tsquery")
            parameters.append(" | ".join(map(_quoted, choice)))
        return " AND ".join([*where, "key BETWEEN %s AND %s"]), parameters

    def _told(self, ask: Ask) -> dict[str, float]:
        """Each group and run of the question as a query, with how much it tells.

        A phrase is as rare as its tokens are together, which the index alone can tell.
        """
        labels, plan = _labels(ask.columns), ask.plan
        told = {_group(group, labels): _group(group, "", " & ") for group in plan.groups}
        told |= {_phrase(whole, labels): _phrase(whole, "", " & ") for whole in plan.wholes}
        counted = self._counted(list(told.values()), vector_of(ask.columns))
        return {query: rarity(count) for query, count in zip(told, counted, strict=True)}

    def _loosely_told(self, ask: Ask) -> tuple[dict[str, float], str]:
        """Each token with how much it tells; and any of the rarest, one of which stands in what holds most of them."""
        labels = _label(_labels(ask.columns))
        counted = self._counted([_quoted(token) for token in ask.loose], vector_of(ask.columns))
        by_count = sorted(zip(counted, ask.loose, strict=True))
        rare = [token for _count, token in by_count[: len(by_count) - most_without(len(by_count))]]
        return {_quoted(token) + labels: rarity(count) for count, token in by_count}, _any_of(rare, ask)

    def _counted(self, queries: Sequence[str], vector: str) -> Sequence[int]:
        """In how many entries of all kinds each stands; not further than MOST_COUNTED."""
        found = f"SELECT 1 FROM {self.table} WHERE {vector} @@ %s::tsquery LIMIT {MOST_COUNTED}"  # noqa: S608
        sql = f"SELECT {', '.join([f'(SELECT count(*) FROM ({found}) AS found)'] * len(queries))}"  # noqa: S608
        (counted,) = self._read(sql, *queries)
        return counted

    def _read(self, sql: str, *parameters: Any) -> list[Any]:
        """By the index, whatever the planner thinks: it takes a vector that is kept apart from its row for free."""
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL enable_seqscan = off; {sql}; SET LOCAL enable_seqscan TO DEFAULT", parameters)
            cursor.nextset()
            return cursor.fetchall()

    def _execute(self, sql: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []


def rarity(count: int) -> float:
    """How much tells what so many entries hold: between 1 and about 8."""
    return log(1 + 2 * MOST_COUNTED / (count + 1))


# Vectors --------------------------------------------------------------------------------------------------------------
def vectors_of(tokens: Sequence[str]) -> tuple[str, str, str]:
    """`words`, `typed` and `facets` of an entry, as text."""
    by_column = dict(zip(COLUMNS, tokens, strict=True))
    words = vector_of_texts((by_column[column], label) for column, label in _LABELS.items())
    return words, vector_of_texts([(by_column["typed"], "")]), vector_of_texts([(by_column["facets"], "")])


def vector_of_texts(texts: Iterable[tuple[str, str]]) -> str:
    """`texts`: tokens, parted by blanks, and the label of each; no phrase goes on from one into the next."""
    places: dict[str, dict[str, None]] = {}
    place = size = 0
    for tokens, label in texts:
        for token in tokens.replace(TRADITIONAL, "").split():
            place += 1
            if token == GAP:
                continue
            lexeme = token[:LONGEST_TOKEN]
            there = places.get(lexeme)
            # As the server counts: the lexeme, made even, the number of its places, and two bytes for each.
            cost = 2 if there is not None else len(lexeme.encode()) + 5
            if size + cost > MOST_BYTES or (there is not None and len(there) == MOST_PLACES):
                continue
            where = f"{min(place, LAST_PLACE)}{label}"
            if there is None:
                places[lexeme] = {where: None}
            elif where in there:
                continue
            else:
                there[where] = None
            size += cost
        place += 1
    return " ".join(f"{_quoted(lexeme)}:{','.join(where)}" for lexeme, where in places.items())


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


def _group(group: Group, labels: str, then: str = " <-> ") -> str:
    """`then`: between the tokens of a phrase."""
    alternatives = [" & ".join(_phrase(phrase, labels, then) for phrase in phrases) for phrases in group.alternatives]
    return "(" + " | ".join(f"({alternative})" for alternative in alternatives) + ")"


def _phrase(phrase: Phrase, labels: str, then: str = " <-> ") -> str:
    *most, last = phrase.tokens
    tokens = [*(_quoted(token) + _label(labels) for token in most)]
    tokens.append(_quoted(last) + _label(labels, is_open=phrase.open_end))
    return "(" + then.join(tokens) + ")"


def _quoted(token: str) -> str:
    return "'" + token[:LONGEST_TOKEN].replace("\\", "\\\\").replace("'", "''") + "'"
