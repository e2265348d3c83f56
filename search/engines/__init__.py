"""Engines: what finds keys of entries for a plan."""

from django.db import connection

from search.engines.base import (
    HEAD,
    LOOSE_LEAST,
    MOST_TEXTS,
    READ,
    Ask,
    Counts,
    DatabaseEngine,
    Engine,
    Scored,
    best_of,
)

__all__ = [
    "HEAD",
    "LOOSE_LEAST",
    "MOST_TEXTS",
    "READ",
    "Ask",
    "Counts",
    "DatabaseEngine",
    "Engine",
    "Scored",
    "best_of",
    "database_engine",
]


def database_engine(generation: int) -> DatabaseEngine:
    """The full text of the site's own database."""
    if connection.vendor == "postgresql":
        from search.engines.postgresql import PostgreSQLEngine

        return PostgreSQLEngine(generation)
    from search.engines.sqlite import SQLiteEngine

    return SQLiteEngine(generation)
