"""An index that follows what is saved, as on a site, with the words read anew for each test; a cluster beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from search import suggestions
from search.asked import log
from search.elastic.breaker import breaker
from search.elastic.client import alias, writers
from search.elastic.outbox import deliver_all
from search.elastic.rebuilding import rebuild_cluster
from search.suggestions import forget_words
from search.words import forget_dictionary


@pytest.fixture
def index(search_index: None, db: None) -> None:
    """As on a site."""


@pytest.fixture(autouse=True)
def _words_read_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(suggestions, "ASKED_EVERY", float("inf"))  # a thread would not see the test's transaction
    log.__init__()  # type: ignore[misc]
    forget_dictionary()
    forget_words()
    yield
    forget_dictionary()
    forget_words()


@pytest.fixture
def a_name_of_its_own(settings: Any) -> Iterator[None]:
    """No index of another test or site is met."""
    settings.ELASTICSEARCH_PREFIX = f"test-{uuid4().hex[:12]}"
    breaker.reset()
    yield
    breaker.reset()


@pytest.fixture
def empty_cluster(a_name_of_its_own: None, elasticsearch_url: str, settings: Any, index: None) -> Iterator[None]:
    """A site whose cluster was never told of it."""
    settings.ELASTICSEARCH_URLS = [elasticsearch_url]
    client = writers()
    yield
    for name in client.indices.get(index=f"{alias()}*"):
        client.indices.delete(index=name)
    client.options(ignore_status=404).indices.delete_index_template(name=alias())


@pytest.fixture
def cluster(empty_cluster: None) -> None:
    """A site whose cluster has its index and is told of what changes."""
    rebuild_cluster()


@pytest.fixture
def delivered(cluster: None) -> Callable[[], None]:
    """Brings the cluster what waits, and lets it be found at once."""

    def deliver() -> None:
        deliver_all()
        writers().indices.refresh(index=alias())

    return deliver
