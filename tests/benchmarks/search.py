"""The figures of search, one after the other, and a table of them.

    python -m tests.benchmarks.search [--long] [--only NAME …]

Without --long: 10,000 stories and 10,000 fuzzed queries in place of 50,000 and 100,000, and no second engine. Exits 1
where a figure is beyond its bar.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.given_texts import QUERIES, SCORER
from tests.benchmarks.scratch import ROOT
from tests.postgresql import PostgreSQLMissing, programs

#: nDCG@10 at least: with an empty dictionary, with the starter dictionary, with it among 10,000 distractors.
QUALITY = (("empty", 0, 0.94), ("starter", 0, 0.96), ("starter", 10_000, 0.95))
#: How far engines may lie apart.
AGREE = 0.01


@dataclass
class Row:
    """A line of the table."""

    name: str
    figure: str
    is_within: bool


def output_of(*arguments: str) -> tuple[int, str]:
    """Of a Python process, shown as it goes."""
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    return process.wait(), "".join(lines)


def benchmark(name: str, *arguments: str) -> list[Row]:
    """One that prints each figure with its bar, and says by its exit code whether all are within."""
    code, output = output_of("-m", f"tests.benchmarks.{name}", *arguments)
    figures = [line.strip() for line in output.splitlines() if "(bar " in line]
    missed = [line for line in figures if "NOT MET" in line] or figures
    called = " ".join([name, *arguments])
    if not figures:
        return [Row(called, "printed no figure", is_within=False)]
    return [Row(called, line, code == 0 or line not in missed) for line in figures]


def quality(engines: list[str]) -> Iterator[Row]:
    """Each engine's nDCG@10 as the scorer gives it; the first engine's is the measure of the others."""
    with tempfile.TemporaryDirectory(prefix="gongxun-quality-") as folder:
        for dictionary, distractors, bar in QUALITY:
            passages, run = Path(folder) / f"passages-{distractors}.jsonl", Path(folder) / "run.jsonl"
            if not passages.exists():
                dump = ("--dump-passages", str(passages), "--distractors", str(distractors))
                subprocess.run([sys.executable, str(SCORER), *dump], check=True, stdout=subprocess.DEVNULL)
            first: float | None = None
            for engine in engines:
                given = ("--passages", str(passages), "--queries", str(QUERIES), "--run", str(run))
                name = f"quality {engine} {dictionary} {distractors}"
                asked = (
                    "-m",
                    "tests.benchmarks.search_quality",
                    *given,
                    "--engine",
                    engine,
                    "--dictionary",
                    dictionary,
                )
                if output_of(*asked)[0]:
                    yield Row(name, "failed", is_within=False)
                    continue
                scored = subprocess.run(
                    [sys.executable, str(SCORER), "--run", str(run)], check=True, capture_output=True, text=True
                ).stdout
                figure = float(next(line for line in scored.splitlines() if line.startswith("ndcg@10")).split()[1])
                first = figure if first is None else first
                yield Row(
                    name,
                    f"nDCG@10 {figure:.3f} (bar {bar}; {figure - first:+.3f} of the first engine)",
                    is_within=figure >= bar and abs(figure - first) <= AGREE,
                )


def rows(*, is_long: bool, only: list[str]) -> Iterator[Row]:
    engines = ["sqlite"]
    if is_long:
        try:
            programs()
            engines.append("postgresql")
        except PostgreSQLMissing as missing:
            print(missing)
    stories, queries = ("50000", "100000") if is_long else ("10000", "10000")
    if not only or "quality" in only:
        yield from quality(engines)
    for engine in engines:
        for name, arguments in (
            ("search_known_items", []),
            ("search_nothing", []),
            ("search_fuzz", ["--queries", queries]),
            ("search_speed", ["--stories", stories]),
        ):
            if not only or name.removeprefix("search_") in only:
                yield from benchmark(name, "--engine", engine, *arguments)
    if not only or "typos" in only:
        yield from benchmark("search_typos")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--only", nargs="*", default=[], help="quality known_items nothing fuzz speed typos")
    options = parser.parse_args()
    table = list(rows(is_long=options.long, only=options.only))
    print()
    for row in table:
        print(f"{'  ' if row.is_within else '✗ '}{row.name:50} {row.figure}")
    print(json.dumps({"beyond": [row.name for row in table if not row.is_within]}, ensure_ascii=False))
    return 0 if table and all(row.is_within for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
