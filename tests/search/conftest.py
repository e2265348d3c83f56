"""An index that follows what is saved, as on a site, with the dictionary read anew for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.words import forget_dictionary


@pytest.fixture
def index(search_index: None, db: None) -> None:
    """As on a site."""


@pytest.fixture(autouse=True)
def _words_read_anew() -> Iterator[None]:
    forget_dictionary()
    yield
    forget_dictionary()
