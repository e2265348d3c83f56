"""An index that follows what is saved, as on a site, with the words read anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search import suggestions
from search.asked import log
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
