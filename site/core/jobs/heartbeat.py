"""The thread that keeps leases alive while the worker is busy."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import Model
from django.utils import timezone

from core.jobs.lease import HEARTBEAT_EVERY

logger = logging.getLogger("core.jobs")


class Heartbeat:
    """Renews `heartbeat_at` of each held row while its lease is still the one that was taken. Idle, it asks nothing."""

    def __init__(self, every: float = HEARTBEAT_EVERY) -> None:
        self.every = every
        self._held: dict[tuple[type[Model], Any], str] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    @contextmanager
    def holding(self, model: type[Model], key: Any, lease: str) -> Iterator[None]:
        """Keep this lease alive inside the block."""
        self._held[model, key] = lease
        try:
            yield
        finally:
            self._held.pop((model, key), None)

    def _run(self) -> None:
        try:
            while not self._stopped.wait(self.every):
                self._beat()
        finally:
            connections.close_all()

    def _beat(self) -> None:
        for (model, key), lease in list(self._held.items()):
            try:
                close_old_connections()
                model._default_manager.filter(pk=key, lease=lease).update(heartbeat_at=timezone.now())
            except DatabaseError as error:  # a busy database: the next beat comes soon
                logger.warning("heartbeat missed: %s", error)
