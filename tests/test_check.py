"""`make test` itself: a failure is a failure, and what is left out is said."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests import check


def test_a_part_that_fails_makes_the_whole_fail(capsys: pytest.CaptureFixture[str]) -> None:
    run = check.Run()
    run.part("good", [sys.executable, "-c", "print('fine')"])
    run.part("bad", [sys.executable, "-c", "raise SystemExit(2)"])
    run.part("after", [sys.executable, "-c", "pass"])
    assert run.conclude() == 1
    shown = capsys.readouterr().out
    assert "fine" in shown
    assert "没有通过：bad\n" in shown


@pytest.mark.parametrize(("on_ci", "code"), [(False, 0), (True, 1)])
def test_what_a_machine_lacks_is_left_out_by_name_and_fails_on_ci_alone(
    on_ci: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CI", on_ci)
    run = check.Run()
    run.miss("浏览器", "没有 chromium")
    run.part("目录", [sys.executable, "-c", f"raise SystemExit({check.LEFT_OUT})"])
    assert run.conclude() == code
    shown = capsys.readouterr().out
    assert "没有 chromium" in shown
    assert ("没有通过：浏览器、目录" if on_ci else "没有做：浏览器、目录") in shown


@pytest.mark.parametrize(("on_ci", "code"), [(False, 0), (True, 1)])
def test_tests_of_elasticsearch_are_left_out_with_the_reason_and_fail_on_ci_alone(
    on_ci: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "CI", on_ci)
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", os.devnull)
    run = check.Run()
    check.on_elasticsearch(run, "Elasticsearch", "elasticsearch")
    assert run.conclude() == code
    shown = capsys.readouterr().out
    assert "没有 java" in shown
    assert ("没有通过：Elasticsearch" if on_ci else "没有做：Elasticsearch") in shown


@pytest.mark.long
def test_pytest_runs_are_counted_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "test_two.py").write_text("def test_a(): pass\ndef test_b(): pass\n")
    run = check.Run()
    for _ in range(2):
        run.part("two", check.pytest(str(tmp_path), "-p", "no:django", "-c", os.devnull))
    assert run.conclude() == 0
    assert capsys.readouterr().out.endswith("4 passed\n")
