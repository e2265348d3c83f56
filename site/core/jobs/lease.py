"""Who runs a job: the text written into its lease, and whether the process behind such a text still lives."""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path

#: Without a heartbeat for so long, a job's worker counts as dead, wherever it runs. SQLite may keep a heartbeat waiting
#: for 20 s (its busy timeout), so this is well above.
LEASE_LASTS = timedelta(seconds=60)
HEARTBEAT_EVERY = 5.0


@functools.cache
def place() -> str:
    """This machine's process table: host, boot and, in a container, its own. Two places never share process ids."""
    marks = [socket.gethostname(), _read("/proc/sys/kernel/random/boot_id")]
    try:
        marks.append(str(Path("/proc/self/ns/pid").readlink()))
    except OSError:
        marks.append("")
    return hashlib.sha256("|".join(marks).encode()).hexdigest()[:12]


def new_lease() -> str:
    """A lease for this process, unlike every other: place, process, when the process began, and a random end."""
    return f"{place()}/{os.getpid()}/{_began(os.getpid())}/{secrets.token_hex(6)}"


def holder_is_gone(lease: str) -> bool:
    """True only when it is certain: the lease is from this place and its process no longer runs."""
    where, pid, began, _end = lease.split("/")
    if where != place():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass  # it runs, under another user
    return _is_zombie(int(pid)) or _began(int(pid)) != began


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the third on; the second, the name, may hold blanks and brackets."""
    return _read(f"/proc/{pid}/stat").rpartition(")")[2].split()


def _began(pid: int) -> str:
    """Start time of a process in clock ticks since boot: a process id used again has another. Empty without /proc."""
    fields = _stat(pid)
    return fields[19] if len(fields) > 19 else ""


def _is_zombie(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
