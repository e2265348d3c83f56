"""One worker at a time on an SQLite database: a lock that the system drops when the process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


class AnotherWorker(Exception):
    """A worker already runs on this database."""

    def __init__(self, pid: str) -> None:
        super().__init__(pid)
        self.pid = pid


@contextmanager
def only_worker() -> Iterator[None]:
    """Hold the lock of the database inside the block; raise AnotherWorker when another process holds it.

    On a database server several workers may run: there, row locks and leases alone keep them apart.
    """
    path = _lock_file()
    if path is None:
        yield
        return
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            file.seek(0)
            raise AnotherWorker(file.read().strip()) from held
        file.seek(0)
        file.truncate()
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _lock_file() -> Path | None:
    """Beside the database file, so that each database has its own."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or name.startswith("file:"):
        return None
    return Path(f"{name}.worker-lock")
