"""tools/venv, with which both commands begin: finds a Python that fits, and says so when there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("sh", "dirname", "basename", "cat", "rm")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone with nothing in it but what tools/venv reads, and a PATH of its own in `bin`."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "venv", tmp_path / "tools")
    (tmp_path / "requirements.txt").write_text("# nothing is needed\n")
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found
        (tmp_path / "bin" / name).symlink_to(found)
    return tmp_path


def program(checkout: Path, name: str, script: str) -> None:
    path = checkout / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def prepare(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "LANG"))}
    return subprocess.run(
        [str(checkout / "tools" / "venv"), "requirements.txt"],
        env=kept | {"PATH": str(checkout / "bin")} | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_python_that_is_too_old_is_named_with_what_to_install(checkout: Path) -> None:
    program(checkout, "python3", '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1')
    done = prepare(checkout)
    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本" in done.stderr
    assert "python3：Python 3.9.2" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.long
def test_a_shim_without_its_python_is_passed_over_and_nothing_is_installed_twice(checkout: Path) -> None:
    program(checkout, "python3.11", "echo 'not installed' >&2; exit 127")
    program(checkout, "python3", f'exec "{sys.executable}" "$@"')
    first = prepare(checkout)
    assert first.returncode == 0, first.stderr
    assert "正在安装 requirements.txt" in first.stdout
    again = prepare(checkout)
    assert (again.returncode, again.stdout) == (0, "")
    (checkout / "requirements.txt").write_text("# still nothing\n")
    assert "正在安装 requirements.txt" in prepare(checkout).stdout


@pytest.mark.long
def test_a_package_without_its_hash_is_not_installed(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text("six==1.16.0\n")
    done = prepare(checkout, PYTHON=sys.executable)
    assert done.returncode == 1
    assert "依赖没有装好" in done.stderr
    assert not (checkout / ".venv" / "installed-requirements").exists()
