"""The connection to the cluster, and whether it is to be asked at all."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from elasticsearch import Elasticsearch

#: Seconds: readers do not wait longer, a worker that writes may.
READING, WRITING = 1.0, 30.0


def is_wanted() -> bool:
    """Does this site have a cluster (ELASTICSEARCH_URL)?"""
    return bool(settings.ELASTICSEARCH_URLS)


def readers() -> Elasticsearch:
    """For a reader's question: short, never tried again on the same node."""
    return _client(tuple(settings.ELASTICSEARCH_URLS), READING)


def writers() -> Elasticsearch:
    """For deliveries and rebuilds."""
    return _client(tuple(settings.ELASTICSEARCH_URLS), WRITING)


@cache
def _client(urls: tuple[str, ...], timeout: float) -> Elasticsearch:
    named = (settings.ELASTICSEARCH_USER, settings.ELASTICSEARCH_PASSWORD)
    # Of several nodes the next is asked when one is dead; one that is slow is not asked twice.
    return Elasticsearch(
        list(urls),
        basic_auth=named if named[0] else None,
        request_timeout=timeout,
        max_retries=len(urls) - 1,
        retry_on_timeout=False,
        retry_on_status=(),
    )


def alias() -> str:
    """What readers ask: the name of the index that answers."""
    return f"{settings.ELASTICSEARCH_PREFIX}-entries"
