"""An index that follows what is saved, as on a site, with the dictionary read anew for each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from search.words import forget_dictionary


@pytest.fixture
def index(search_index: None, settings: Any, db: None) -> None:
    """Our own index instead of Wagtail's."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}


@pytest.fixture(autouse=True)
def _words_read_anew() -> Iterator[None]:
    forget_dictionary()
    yield
    forget_dictionary()
