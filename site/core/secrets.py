"""Secrets that a machine makes for itself at first run and keeps in a private file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def stored_secret(path: Path, length: int = 50) -> str:
    """The secret in `path`, made at the first call. Readable by its owner only; two first calls agree on one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    candidate = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        candidate.unlink(missing_ok=True)  # of a process of this number that died here
        candidate.touch(mode=0o600, exist_ok=False)
        candidate.write_text(secrets.token_urlsafe(length)[:length], encoding="utf-8")
        try:
            os.link(candidate, path)  # fails when another process was first, never half-written
        except FileExistsError:
            pass
        finally:
            candidate.unlink()
    return path.read_text(encoding="utf-8").strip()
