"""Fixtures of the manuscript tests: the scorer that comes with the given material."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def given_score(
    shared_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[float, str]]:
    """Scores a parsed manuscript with the given tool: (expected file, parsed, manuscript) → score and report."""
    import json
    import sys

    spec = importlib.util.spec_from_file_location("score_manuscript", shared_dir / "tools" / "score_manuscript.py")
    assert spec is not None and spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)

    def score(expected: Path, parsed: dict[str, Any], manuscript: Path) -> tuple[float, str]:
        actual = tmp_path / "actual.json"
        actual.write_text(json.dumps(parsed, ensure_ascii=False), encoding="utf-8")
        before = sys.argv
        sys.argv = ["score", str(expected), str(actual), "--source", str(manuscript), "--verbose"]
        try:
            capsys.readouterr()
            assert scorer.main() == 0
        finally:
            sys.argv = before
        report = capsys.readouterr().out
        return float(report.strip().splitlines()[-1].removeprefix("score ")), report

    return score
