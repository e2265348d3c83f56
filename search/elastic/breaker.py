"""The circuit breaker: after a few failures in a row the cluster is left alone for a while, and the database answers.

Each process has its own, since each sees for itself whether the cluster answers.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from search.errors import SearchError

logger = logging.getLogger("search")
T = TypeVar("T")

#: Failures in a row that open it; seconds until one question may try again.
FAILURES, PAUSE = 3, 30.0


class EngineDown(SearchError):
    """The cluster does not answer, or is not asked for now."""


class Breaker:
    """Counts failures. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_from = 0.0
        self.last_error = ""

    def reset(self) -> None:
        """As if nothing had failed yet."""
        with self._lock:
            self._failures, self._closed_from, self.last_error = 0, 0.0, ""

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES and self._clock() < self._closed_from

    def call(self, function: Callable[[], T]) -> T:
        """What the function returns. Raises EngineDown when it fails, or is not called since the breaker is open."""
        with self._lock:
            if self.is_open:
                raise EngineDown(self.last_error)
            if self._failures >= FAILURES:
                # One question tries; those beside it go on with the database until it is known.
                self._closed_from = self._clock() + PAUSE
        try:
            result = function()
        except Exception as error:
            with self._lock:
                self._failures += 1
                self._closed_from = self._clock() + PAUSE
                self.last_error = f"{type(error).__name__}: {error}"[:500]
                if self._failures == FAILURES:
                    logger.warning("the cluster is left alone for a while, the database answers: %s", self.last_error)
            raise EngineDown(self.last_error) from error
        with self._lock:
            self._failures = 0
        return result


breaker = Breaker()
