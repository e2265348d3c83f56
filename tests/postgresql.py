"""A PostgreSQL server of our own for tests and benchmarks: loopback only, in a folder that goes with it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PostgreSQLMissing(Exception):
    """No PostgreSQL server programs on this machine."""


def programs() -> Path:
    """The folder of initdb and pg_ctl: the newest of Debian's, or the one on PATH. Raises PostgreSQLMissing."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise PostgreSQLMissing("没有 PostgreSQL 服务器程序（Debian：apt-get install postgresql）。")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server and yield its DATABASE_URL; stop it and remove its folder at the end."""
    bin_folder, port = programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="gongxun-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]

    def run(*command: str) -> None:
        subprocess.run(
            [*as_user, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60, cwd=folder
        )

    data = folder / "data"
    # What it keeps need not outlive a crash, and its queries are too short to be compiled.
    swift = " ".join(f"-c {name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes", "jit"))
    options = f"-p {port} -k {folder} {swift} -c listen_addresses=127.0.0.1 -c max_connections=200"
    try:
        run(
            str(bin_folder / "initdb"),
            "-A",
            "trust",
            "--no-sync",
            "-U",
            "gongxun",
            "-E",
            "UTF8",
            "--locale=C",
            "-D",
            str(data),
        )
        run(str(bin_folder / "pg_ctl"), "-w", "-D", str(data), "-l", str(folder / "log"), "-o", options, "start")
        try:
            run(str(bin_folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "gongxun", "gongxun")
            yield f"postgresql://gongxun@127.0.0.1:{port}/gongxun"
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
