"""Everything that must hold before a change lands: `make test`. Prints what each part took and what was left out.

    python -m tests.check                  all of it
    python -m tests.check --only static    style, types, contracts, settings, migrations, catalogue, templates
    python -m tests.check --long           full-size fuzzing, load and faults, with their figures

With CI=true nothing may be left out: a missing server or program is a failure there.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.elasticsearch_distribution import ElasticsearchMissing
from tests.elasticsearch_server import ElasticsearchFailed, elasticsearch
from tests.postgresql import PostgreSQLMissing, postgresql, programs
from tests.prepared import Preparation, PreparationFailed, preparing

ROOT = Path(__file__).resolve().parents[1]
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
CHROMIUM = Path("/usr/bin/chromium")
LEFT_OUT = 3
NO_POSTGRESQL = "没有 PostgreSQL 服务器程序（Debian：apt-get install postgresql）。"
#: Tests whose outcome depends on the database: locks, constraints, order, JSON, what a transaction sees.
ON_POSTGRESQL = (
    *("tests/core/jobs", "tests/news/manuscripts/test_import.py"),
    *(
        f"tests/core/languages/test_following.py::test_{name}"
        for name in (
            "error_in_one_page_keeps_back_none_of_the_others",
            "page_published_meanwhile_does_not_wait_for_a_whole_section",
        )
    ),
    *(f"tests/core/registry/test_{name}.py" for name in ("choosers", "merging", "roll_confirming", "selectors")),
    *(
        f"tests/news/test_{name}.py"
        for name in ("columns", "story_number", "published_versions", "due_publications", "selectors_registry")
    ),
    "tests/home/test_merged_reads.py",
    *(f"tests/search/test_{name}.py" for name in ("faults", "limits", "wagtail_search")),
)
#: Those that ask the same of larger parts; `make test-long` runs them on PostgreSQL too.
ALSO_ON_POSTGRESQL = (
    "tests/media/test_placement.py::test_command_asks_for_all_that_pages_drafts_and_records_lack",
    *(f"tests/core/registry/test_{name}.py" for name in ("rolls", "usage")),
    "tests/news/test_type_change.py::test_change_and_the_way_back_lose_nothing",
    *(f"tests/home/test_{name}.py" for name in ("front_page", "demo_loading")),
    *(f"tests/search/test_{name}.py" for name in ("faults", "following", "rebuilding")),
)
#: What pytest chooses by its marks; those of Elasticsearch are a part of their own, beside one server.
SHORT, NOT_ON_POSTGRESQL = "not long and not elasticsearch", "not e2e and not sqlite and not elasticsearch"
SUMMARY = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b")


@dataclass
class Run:
    """Parts run so far and what came of them."""

    failed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def part(self, name: str, command: Sequence[str], *, live: bool = True, **environment: str) -> None:
        """Run one part, a pytest's last line counted. Its output is on the terminal at once, or else when it ends."""
        if live:
            print(f"\n== {name}", flush=True)
        began, lines = time.monotonic(), []
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if live:
                print(line, end="", flush=True)
        code = process.wait()
        if "pytest" in command:
            for count, kind in SUMMARY.findall(next((line for line in reversed(lines) if SUMMARY.search(line)), "")):
                self.counts[kind] = self.counts.get(kind, 0) + int(count)
        if code == LEFT_OUT and not CI and "pytest" not in command:
            self.left_out.append(name)
        elif code:
            self.failed.append(name)
        output = "" if live else f"\n== {name}\n{''.join(lines)}"
        took = f"{time.monotonic() - began:.1f} 秒"
        print(f"{output}-- {name}：{'通过' if not code else f'退出码 {code}'}，{took}", flush=True)

    def miss(self, name: str, why: str) -> None:
        print(f"\n== {name}\n{why}", flush=True)
        (self.failed if CI else self.left_out).append(name)

    def conclude(self) -> int:
        print("\n==", f"共 {time.monotonic() - self.began:.0f} 秒")
        if self.left_out:
            print("没有做：" + "、".join(self.left_out))
        if self.failed:
            print("没有通过：" + "、".join(self.failed))
        if self.counts:
            print(", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items(), key=lambda item: item[0])))
        return 1 if self.failed else 0


def tool(name: str, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name(name)), *arguments]


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def pytest(*arguments: str, workers: int = 0) -> list[str]:
    # A file stays in one process: what a module prepares once is prepared once. In pytest-django's order: tests that
    # commit empty the database behind them, so they come after those that roll back.
    together = ["--dist", "loadfile", "--no-loadscope-reorder"]
    spread = ["-n", str(workers), *together] if workers else ["-p", "no:xdist"]
    return python("-m", "pytest", "-q", *spread, *arguments)


def static(run: Run) -> None:
    run.part("ruff", tool("ruff", "check", "."))
    run.part("ruff format", tool("ruff", "format", "--check", "."))
    run.part("mypy", tool("mypy"))
    run.part("import-linter", tool("lint-imports"), PYTHONPATH="site:.")
    with scratch_var() as var:
        scratch = {"GONGXUN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        run.part("check", python("manage.py", "check", "--fail-level", "WARNING"), **scratch)
        run.part("makemigrations --check", python("manage.py", "makemigrations", "--check", "--dry-run"), **scratch)
        run.part(
            "check --deploy", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), **production(var)
        )
    run.part("英文目录", python("-m", "tests.catalogue"))
    run.part("上游的中文目录", python("-m", "tests.upstream_catalogue"))
    run.part("djlint", tool("djlint", "site/templates", "--lint", "--quiet"))


def production(var: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "GONGXUN_VAR": str(var),
        "SECRET_KEY": "k" * 20 + "0123456789abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "news.example.org",
        "SITE_URL": "https://news.example.org",
    }


@contextlib.contextmanager
def scratch_var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="gongxun-check-") as folder:
        yield Path(folder)


def tests(run: Run, workers: int, prepared: Preparation) -> None:
    """On SQLite everything; beside it, since each waits at times, on PostgreSQL what depends on the database, on
    Elasticsearch what asks it, and in a browser what people do.
    """
    with ThreadPoolExecutor(1) as pool:
        beside = pool.submit(tests_beside, run, workers, prepared)
        chosen = f"{SHORT} and not postgresql" + ("" if CHROMIUM.exists() else " and not e2e")
        command = pytest("tests", "--ignore", "tests/e2e", "-m", chosen, workers=workers)
        run.part("测试：SQLite", command, **prepared.sqlite())
        beside.result()


def tests_beside(run: Run, workers: int, prepared: Preparation) -> None:
    if prepared.database_url:
        command = pytest(*ON_POSTGRESQL, "-m", f"{SHORT} and {NOT_ON_POSTGRESQL}")  # beside two processes: one
        run.part("测试：PostgreSQL", command, live=False, **prepared.postgresql())
    else:
        run.miss("测试：PostgreSQL", f"{NO_POSTGRESQL}依赖数据库的测试只在 SQLite 上做了。")
    on_elasticsearch(run, "测试：Elasticsearch", "elasticsearch and not long", live=False, **prepared.sqlite())
    if CHROMIUM.exists():
        command = pytest("tests/e2e", "-m", SHORT, "--screenshot", "only-on-failure", workers=min(workers, 2))
        run.part("测试：浏览器里的主线", command, live=False, **prepared.site())
    else:
        run.miss("测试：浏览器", "没有 /usr/bin/chromium，浏览器测试没有做（Debian：apt-get install chromium）。")


def on_elasticsearch(run: Run, name: str, chosen: str, *, live: bool = True, **environment: str) -> None:
    """The tests that `chosen` marks, with one server for all of them; they start clusters of their own beside it."""
    try:
        with elasticsearch(swift=True) as cluster:
            run.part(name, pytest("tests", "-m", chosen), live=live, ELASTICSEARCH_TEST_URL=cluster.url, **environment)
    except ElasticsearchMissing as missing:
        run.miss(name, str(missing))
    except ElasticsearchFailed as failure:
        print(f"\n== {name}\n{failure}", flush=True)
        run.failed.append(name)


def long(run: Run) -> None:
    """Full-size fuzzing, load and faults. Half an hour on two cores."""
    run.part("测试：long", pytest("tests", "-m", "long and not elasticsearch", workers=min(os.cpu_count() or 1, 2)))
    on_elasticsearch(run, "测试：long，Elasticsearch", "elasticsearch and long")
    try:
        with postgresql() as url:
            command = pytest(*ALSO_ON_POSTGRESQL, "-m", NOT_ON_POSTGRESQL)
            run.part("测试：PostgreSQL 上其余的", command, DATABASE_URL=url)
    except PostgreSQLMissing:
        run.miss("测试：PostgreSQL 上其余的", NO_POSTGRESQL)
    for module, arguments in (
        ("manuscript_structure", []),
        ("column_numbers", ["--engine", "both" if has_postgresql() else "sqlite"]),
        ("newsroom_load", ["--seconds", "180"]),
        ("kill_nine", ["--times", "50"]),
        ("article_page", []),
        ("renditions", []),
        ("choosers", []),
        ("traditional", []),
        ("registry_pages", []),
        ("front_page", []),
        ("search", ["--long"]),
    ):
        run.part(f"benchmarks.{module}", python("-m", f"tests.benchmarks.{module}", *arguments))
    if not has_postgresql():
        run.miss("benchmarks.column_numbers：PostgreSQL", NO_POSTGRESQL)


def has_postgresql() -> bool:
    try:
        programs()
    except PostgreSQLMissing:
        return False
    return True


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--only", choices=["static", "tests"])
    cli.add_argument("--long", action="store_true")
    cli.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 4))
    chosen = cli.parse_args()
    run = Run()
    if chosen.long:
        long(run)
    elif chosen.only == "static":
        static(run)
    else:
        with preparing() as prepared:
            if chosen.only != "tests":
                static(run)
            try:
                tests(run, chosen.workers, prepared)
            except PreparationFailed as failure:
                print(failure)
                run.failed.append("准备测试用的数据库和网站")
    return run.conclude()


if __name__ == "__main__":
    raise SystemExit(main())
