"""Rows that were merged, found the other way round: which rows became the records that are asked about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL


def with_merged(model: type[Model], keys: Iterable[int], *, as_text: bool = False) -> RawSQL:
    """Subquery: the keys of these records of one kind and of all that were merged into them, directly or in steps.

    `as_text`: as the reference index keeps them.
    """
    wanted = list(keys)
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(wanted))
    # The ORM has no recursion, and a query a step is one too many for an article page.
    return RawSQL(  # noqa: S611  only a table's name and places for parameters are put in
        "WITH RECURSIVE same(id) AS ("  # noqa: S608  as above
        f"SELECT id FROM {table} WHERE id IN ({places}) UNION "
        f"SELECT loser.id FROM {table} AS loser JOIN same ON loser.merged_into_id = same.id"
        f") SELECT {'CAST(id AS VARCHAR(255))' if as_text else 'id'} FROM same",
        wanted,
    )


def whose(model: type[Model], keys: set[int], found: Iterable[int]) -> dict[int, int]:
    """Which of the records `keys` each of `found` was merged into, and each of `keys` itself; without what was not.

    One query a step of merging, none where nothing was merged.
    """
    losers = set(found) - keys
    steps: dict[int, int] = {}
    missing = losers
    while missing:
        rows = model._default_manager.filter(pk__in=missing).values_list("pk", "merged_into")
        steps |= {loser: into for loser, into in rows if into is not None}
        missing = {steps[loser] for loser in missing if loser in steps} - steps.keys() - keys
    ends: dict[int, int] = {key: key for key in keys}
    for loser in losers:
        end: int | None = loser
        while end is not None and end not in keys:
            end = steps.get(end)
        if end is not None:
            ends[loser] = end
    return ends
