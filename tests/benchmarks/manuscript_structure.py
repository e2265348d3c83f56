"""How long it takes to take a manuscript of 3,000 characters apart. Prints; run by hand, it is no test."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from news.manuscripts.reading import read  # noqa: E402
from news.manuscripts.structure import structure  # noqa: E402

LENGTHS = (3_000, 30_000, 300_000)
RUNS = {3_000: 40, 30_000: 8, 300_000: 2}


def manuscript(length: int) -> bytes:
    """Our own cases put one after another until `length` characters are reached."""
    cases = REPOSITORY / "tests" / "news" / "manuscripts" / "cases"
    texts = [path.read_text(encoding="utf-8") for path in sorted(cases.glob("*/source.md"))]
    whole = "\n\n".join(texts)
    return (whole * (length // len(whole) + 1))[:length].encode()


def main() -> None:
    for length in LENGTHS:
        data = manuscript(length)
        times = []
        for _ in range(RUNS[length]):
            start = time.perf_counter()
            structure(read(data, "稿件.md"))
            times.append((time.perf_counter() - start) * 1000)
        print(f"{length:>7} characters: median {median(times):8.1f} ms, worst {max(times):8.1f} ms")


if __name__ == "__main__":
    main()
