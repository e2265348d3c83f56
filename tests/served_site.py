"""A site run as people run it: `manage.py serve` in a process of its own, with a var folder and a port of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parents[1]
READY = "按 Ctrl-C 结束。"


class ServedSite:
    """A site under test. Everything it keeps lives in `var`."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        self.log = var.parent / f"{var.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEBUG", "CI"}}
        return kept | {
            "GONGXUN_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A management command on this site, to its end."""
        return subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *arguments],
            env=self.environment | environment,
            cwd=tempfile.gettempdir(),  # any directory will do
            capture_output=True,
            text=True,
            timeout=300,
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the site's SQLite database, read beside it: a management command takes seconds to start."""
        with contextlib.closing(sqlite3.connect(f"file:{self.var / 'gongxun.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    def start(self, *arguments: str) -> None:
        """Begin serving and return at once."""
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port), *arguments],
                env=self.environment,
                cwd=tempfile.gettempdir(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self, seconds: float = 180) -> float:
        """Wait for the line that says so. Returns how long it took."""
        assert self.process is not None
        began = time.monotonic()
        while READY not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() - began < seconds, self.output()
            time.sleep(0.05)
        return time.monotonic() - began

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def password(self) -> str:
        """As the output tells it."""
        found = re.search(r"密码 (\S+?)（", self.output())
        assert found, self.output()
        return found[1]

    def stop(self, number: signal.Signals = signal.SIGINT, seconds: float = 90) -> int:
        """Send a signal and wait for the end. Returns the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=seconds)

    def processes(self) -> list[int]:
        """Every process of this site, known by its environment (Linux)."""
        mark = f"GONGXUN_VAR={self.var}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        found.append(int(entry.name))
                except OSError:
                    continue
        return found

    def wait_until_gone(self, seconds: float = 60) -> list[int]:
        """Wait until no process of the site is left. Returns those that still are."""
        until = time.monotonic() + seconds
        while (left := self.processes()) and time.monotonic() < until:
            time.sleep(0.1)
        return left

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        for pid in self.wait_until_gone(5):
            os.kill(pid, signal.SIGKILL)
