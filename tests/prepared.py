"""What the processes of a test run begin with, made once: databases with all tables, and a site with its demo.

Migrating takes each process some fifteen seconds and a site's first start as long again, copying next to nothing.
`make test` prepares while it checks style and types; pytest by itself migrates and starts sites, as people do.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.postgresql import PostgreSQLMissing, free_port, postgresql

ROOT = Path(__file__).resolve().parents[1]
#: Environment variables that tell the processes of a run what is prepared: an SQLite file, a database of the server
#: that DATABASE_URL leads to, and the var folder of a site whose worker has done all its jobs.
SQLITE, POSTGRESQL, SITE = "GONGXUN_TEST_SQLITE", "GONGXUN_TEST_POSTGRESQL", "GONGXUN_TEST_SITE"
#: Their names in the folder of a preparation.
PARTS = {POSTGRESQL: "postgresql", SQLITE: "tables.sqlite3", SITE: "site"}


class PreparationFailed(Exception):
    """Something could not be prepared; the message is the output of the command that failed."""


class Preparation:
    """Work in the background, one part after the other. Who asks for a part waits for it, and gets the environment of
    processes that begin with it. `database_url`: of a PostgreSQL server's database, empty without one.
    """

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder, self.database_url, self.log = folder, database_url, folder / "log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "tests.prepared", str(folder)]
            environment = os.environ | {"DATABASE_URL": database_url}
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )

    def postgresql(self) -> dict[str, str]:
        self._wait_for(PARTS[POSTGRESQL])
        return {"DATABASE_URL": self.database_url, POSTGRESQL: urlsplit(self.database_url).path.lstrip("/")}

    def sqlite(self) -> dict[str, str]:
        return {SQLITE: str(self._wait_for(PARTS[SQLITE]))}

    def site(self) -> dict[str, str]:
        return {SITE: str(self._wait_for(PARTS[SITE]))}

    def end(self) -> None:
        """End the preparation with the command that it is running."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()

    def _wait_for(self, part: str) -> Path:
        path = self.folder / part
        while not path.exists():
            if self.process.poll() is not None and not path.exists():
                raise PreparationFailed(self.log.read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.1)
        return path


@contextlib.contextmanager
def preparing() -> Iterator[Preparation]:
    """Begin to prepare at once; what is prepared goes with the block."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gongxun-prepared-")))
        try:
            database_url = stack.enter_context(postgresql())
        except PostgreSQLMissing:
            database_url = ""
        prepared = Preparation(folder, database_url)
        try:
            yield prepared
        finally:
            prepared.end()


def prepare(folder: Path, database_url: str) -> None:
    """Make all parts in `folder`; each appears under its name when it is whole."""
    var = folder / "var"

    def manage(*arguments: str, **environment: str) -> None:
        known = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CI"}}
        here = {"GONGXUN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=known | here | environment, check=True)

    manage("migrate", "--verbosity", "0")
    shutil.copy(var / "gongxun.sqlite3", folder / "tables.part")
    (folder / "tables.part").rename(folder / PARTS[SQLITE])
    if database_url:
        manage("migrate", "--verbosity", "0", DATABASE_URL=database_url)
        (folder / PARTS[POSTGRESQL]).touch()
    manage("serve", "--prepare-only", "--port", str(free_port()))
    manage("worker", "--once")
    var.rename(folder / PARTS[SITE])


def use_prepared_tables(database: dict[str, Any]) -> bool:
    """Let the test database begin as a copy of the prepared one. True if this run has one.

    `database`: an entry of settings.DATABASES whose test database is named already.
    """
    if "sqlite3" in database["ENGINE"] and (tables := os.environ.get(SQLITE)):
        shutil.copy(tables, database["TEST"]["NAME"])
        return True
    if "postgresql" in database["ENGINE"] and (template := os.environ.get(POSTGRESQL)):
        database["TEST"]["TEMPLATE"] = template
        return True
    return False


def use_prepared_database(var: Path) -> None:
    """Let a site that is started in `var` begin with all tables and nothing in them, if this run has them prepared."""
    if tables := os.environ.get(SQLITE):
        var.mkdir()
        shutil.copy(tables, var / "gongxun.sqlite3")


def use_prepared_site(var: Path) -> None:
    """Let a site that is started in `var` begin as a copy of the prepared one, if this run has one."""
    if prepared := os.environ.get(SITE):
        shutil.copytree(prepared, var)


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), os.environ["DATABASE_URL"])
