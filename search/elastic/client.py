"""The connection to the cluster, and whether it is to be asked at all."""

from __future__ import annotations

import logging
from functools import cache

from django.conf import settings
from elasticsearch import Elasticsearch

#: Seconds: readers do not wait longer; nor does the timetable for a delivery; a rebuild may.
READING, DELIVERING, REBUILDING = 1.0, 10.0, 30.0

# Who asked says in a line what was wrong (breaker, outbox); the library would add a traceback for each attempt.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)


def is_wanted() -> bool:
    """Does this site have a cluster (ELASTICSEARCH_URL)?"""
    return bool(settings.ELASTICSEARCH_URLS)


def readers() -> Elasticsearch:
    """For a reader's question."""
    return _connected(READING)


def writers(seconds: float = DELIVERING) -> Elasticsearch:
    """For deliveries, rebuilds and checks."""
    return _connected(seconds)


def _connected(seconds: float) -> Elasticsearch:
    named = (settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD)
    return _client(tuple(settings.ELASTICSEARCH_URLS), named, seconds)


@cache
def _client(urls: tuple[str, ...], named: tuple[str, str], seconds: float) -> Elasticsearch:
    return Elasticsearch(
        list(urls),
        basic_auth=named if named[0] else None,
        request_timeout=seconds,
        # Where a node is dead the next is asked, where there is one; who is slow is not asked twice.
        max_retries=max(1, len(urls) - 1),
        retry_on_timeout=False,
        retry_on_status=(),
    )


def alias() -> str:
    """What readers ask: the name of the index that answers."""
    return f"{settings.ELASTICSEARCH_PREFIX}-entries"


def next_alias() -> str:
    """The name of the index that a rebuild fills."""
    return f"{alias()}-next"
