"""A site of its own for a benchmark: an empty database and var folder, gone when it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.elasticsearch_server import elasticsearch
from tests.postgresql import postgresql

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def scratch_site(engine: str = "sqlite", **environment: str) -> Iterator[Path]:
    """Point this process's environment at a fresh, migrated site and set Django up; yields its var folder.

    `engine` is "sqlite", "postgresql", or "elasticsearch": SQLite, and a server beside it. `environment`: further
    variables. Subprocesses started meanwhile inherit the environment.
    """
    with ExitStack() as stack:
        var = Path(tempfile.mkdtemp(prefix="gongxun-bench-"))
        stack.callback(shutil.rmtree, var, ignore_errors=True)
        address = stack.enter_context(postgresql()) if engine == "postgresql" else f"sqlite:///{var}/gongxun.sqlite3"
        os.environ |= {
            "DATABASE_URL": address,
            "GONGXUN_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "false",
            "LOG_LEVEL": "WARNING",
            **environment,
        }
        if engine == "elasticsearch":
            os.environ["ELASTICSEARCH_URL"] = stack.enter_context(elasticsearch()).url
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"], check=True, cwd=ROOT)
        for source in (str(ROOT), str(ROOT / "site")):
            if source not in sys.path:
                sys.path.insert(0, source)
        import django

        django.setup()
        import config.wsgi  # noqa: F401  the process is prepared as a server's is

        yield var
        from django.db import connections

        connections.close_all()
