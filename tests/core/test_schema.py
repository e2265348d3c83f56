"""Bringing a database up to date: when that may be left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.migrations.recorder import MigrationRecorder

from core import schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that were called, none of which runs."""
    names: list[str] = []
    monkeypatch.setattr(schema, "call_command", lambda name, **options: names.append(name))
    return names


@pytest.fixture
def stamp(tmp_path: Path) -> Path:
    """Says that these very migrations went into this very database."""
    path = tmp_path / "migrated"
    path.write_text(schema.fingerprint(), encoding="utf-8")
    return path


def test_database_with_all_migrations_is_left_alone(stamp: Path, asked: list[str]) -> None:
    assert schema.bring_up_to_date(stamp=stamp) is False
    assert asked == []


def test_older_database_put_back_from_a_backup_is_migrated_whatever_the_stamp_says(
    stamp: Path, asked: list[str]
) -> None:
    MigrationRecorder.Migration.objects.filter(app="search", name="0002_full_text").delete()
    assert schema.bring_up_to_date(stamp=stamp) is True
    assert asked == ["migrate"]


def test_other_migrations_than_the_stamp_knows_are_run(stamp: Path, asked: list[str]) -> None:
    stamp.write_text("of an earlier program", encoding="utf-8")
    assert schema.bring_up_to_date(stamp=stamp) is True
    assert asked == ["migrate"]
    assert stamp.read_text(encoding="utf-8").strip() == schema.fingerprint()
