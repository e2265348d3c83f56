"""The house rules that a machine can check: folders, file sizes, pinned packages, paths, names."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("site/config", "site/core", "media", "news", "campaigns", "search", "home")
MOST_LINES = 450
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>\S+)", re.MULTILINE)
LOCKS = ("requirements.txt", "requirements-dev.txt")
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


def tracked() -> list[Path]:
    """Files of the project: what git would take, or all of them where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True
    )
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    skipped = {"var", "__pycache__", "test-results"}
    kept = [path for path in ROOT.iterdir() if path.name not in skipped and path.name.lstrip(".") in {path.name, "ci"}]
    below = [path for folder in kept for path in ([folder] if folder.is_file() else folder.rglob("*"))]
    return [path for path in below if path.is_file() and not skipped.intersection(path.parts)]


FILES = tracked()
MODULES = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_source_root_and_its_locale_folder_are_no_packages() -> None:
    """Either would hide a module of Python's own: `site`, `locale`."""
    assert not (ROOT / "site" / "__init__.py").exists()
    assert not (ROOT / "site" / "locale" / "__init__.py").exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_a_package(room: str) -> None:
    assert (ROOT / room / "__init__.py").is_file()


def test_no_app_has_a_folder_named_locale() -> None:
    assert [path for path in FILES if "locale" in path.parts and "site/locale" not in path.as_posix()] == []


def test_version_control_ignores_neither_site_nor_media() -> None:
    for name in (".gitignore", ".dockerignore"):
        ignored = ROOT / name
        lines = ignored.read_text().split() if ignored.exists() else []
        assert not {line.strip("/") for line in lines} & {"site", "media"}, name


def test_no_module_is_longer_than_one_subject_needs() -> None:
    long = {str(path.relative_to(ROOT)): count for path in MODULES if (count := lines_of(path)) > MOST_LINES}
    assert long == {}


def lines_of(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        path
        for path in MODULES
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert named(silent) == []


def test_no_module_is_named_after_nothing() -> None:
    assert named([path for path in MODULES if path.stem in VAGUE]) == []


def test_no_path_of_a_developers_machine_stands_in_a_file() -> None:
    # Spelled apart, or this very line would be found.
    homes = re.compile(
        r"(?<!\w)(?:" + "|".join(("/wo" + "rk/", "/ro" + r"ot/(?!\w*Debian)", "/ho" + "me/[a-z]+/")) + ")"
    )
    text = {".py", ".md", ".html", ".toml", ".txt", ".css", ".js", ".po", ".json", ""}
    found = [path for path in FILES if path.suffix in text and homes.search(read(path))]
    assert named(found) == []


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_templates_hold_no_inline_style_or_script() -> None:
    """The site's Content-Security-Policy forbids both; data for a script is no script."""
    data = r"type=.application/(?:ld\+)?json"
    inline = re.compile(rf"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*(?:\bsrc=|{data}))""")
    templates = [path for path in FILES if path.suffix == ".html" and "site/templates" in path.as_posix()]
    assert templates
    assert named([path for path in templates if inline.search(read(path))]) == []


def test_no_gettext_call_holds_an_f_string() -> None:
    """What is filled in before the look-up is never found in a catalogue."""
    assert list(formatted_messages()) == []


def formatted_messages() -> Iterator[str]:
    names = {"_", "gettext", "gettext_lazy", "_now"}
    for path in MODULES:
        calls = (node for node in ast.walk(ast.parse(read(path))) if isinstance(node, ast.Call) and node.args)
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in names and isinstance(call.args[0], ast.JoinedStr):
                yield f"{path.relative_to(ROOT)}:{call.lineno}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(entries) > 40
    for entry in entries:
        assert PINNED.match(entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]
    assert "://" not in text


def pins(name: str) -> dict[str, str]:
    found = PINNED.finditer((ROOT / name).read_text())
    return {canonicalize_name(match["name"]): match["version"] for match in found}


def test_the_locks_fit_what_pyproject_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {"requirements.txt": project["project"]["dependencies"]}
    wanted["requirements-dev.txt"] = [*wanted["requirements.txt"], *project["dependency-groups"]["dev"]]
    for name, lines in wanted.items():
        have = pins(name)
        for line in lines:
            requirement = Requirement(line)
            version = have.get(canonicalize_name(requirement.name))
            assert version, f"{requirement.name} is missing in {name}: run make lock"
            assert requirement.specifier.contains(version), f"{line} is {version} in {name}: run make lock"


def test_development_installs_the_very_versions_that_production_does() -> None:
    runtime, development = (pins(name) for name in LOCKS)
    assert {name: development.get(name) for name in runtime} == runtime


def test_the_entry_points_can_be_executed() -> None:
    for name in (".ci/run", "tools/venv", "tools/lock"):
        assert (ROOT / name).stat().st_mode & 0o111, name
