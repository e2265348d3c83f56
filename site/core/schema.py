"""Brings the database to what the program needs, at no cost while no migration has changed since last time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import AppConfig, apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.exceptions import (
    BadMigrationError,
    CircularDependencyError,
    InconsistentMigrationHistory,
    NodeNotFoundError,
)
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

MIGRATION_ERRORS = (
    DatabaseError,
    CommandError,
    BadMigrationError,
    CircularDependencyError,
    InconsistentMigrationHistory,
    NodeNotFoundError,
)


class SchemaMismatch(Exception):
    """The database is not what the program needs, and cannot be made so; the message says why."""


class DatabaseUnreachable(Exception):
    """There is no database to be asked; the message is the driver's."""


def bring_up_to_date(*, stamp: Path) -> bool:
    """Migrate the database unless `stamp`, a file, says that these very migrations went into this very database.

    A stamp does not vouch for a database file that was put back from an older copy since: what is recorded there counts
    too. Returns whether it migrated. Raises DatabaseUnreachable; SchemaMismatch for a database that another program has
    migrated, whose migration fails, or that lacks a column after it.
    """
    try:
        recorded = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        raise DatabaseUnreachable(" ".join(str(error).split())) from error
    refuse_newer_database(recorded)
    wanted = fingerprint()
    if known_migrations() <= recorded and stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == wanted:
        return False
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except MIGRATION_ERRORS as error:
        reason = " ".join(str(error).split())
        raise SchemaMismatch(_("数据库升级没有成功：%(reason)s") % {"reason": reason}) from error
    refuse_missing_columns()
    replacement = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    replacement.write_text(f"{wanted}\n", encoding="utf-8")
    replacement.replace(stamp)
    return True


def fingerprint() -> str:
    """Of every migration's name and text, together with which database it is."""
    digest = hashlib.sha256()
    kept = connection.settings_dict
    digest.update(repr([kept[key] for key in ("ENGINE", "NAME", "HOST", "PORT")]).encode())
    for app in apps.get_app_configs():
        for file in migration_files(app):
            digest.update(f"\0{app.label}/{file.name}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def migration_files(app: AppConfig) -> Iterator[Path]:
    yield from sorted(Path(app.path, "migrations").glob("[!_~]*.py"))


def known_migrations(own_only: bool = False) -> set[tuple[str, str]]:
    """App and name of every migration that the program has, or that this project has."""
    chosen = own_apps() if own_only else apps.get_app_configs()
    return {(app.label, file.stem) for app in chosen for file in migration_files(app)}


def own_apps() -> Iterator[AppConfig]:
    """Apps of this project. Installed packages drop old migrations from time to time, and the rows of these stay."""
    return (app for app in apps.get_app_configs() if "site-packages" not in Path(app.path).parts)


def refuse_newer_database(recorded: set[tuple[str, str]]) -> None:
    """Raise SchemaMismatch when the database has migrations of ours that the program does not know."""
    labels = {app.label for app in own_apps()}
    unknown = recorded - known_migrations(own_only=True)
    if names := sorted(f"{label}.{name}" for label, name in unknown if label in labels):
        raise SchemaMismatch(
            _("数据库不是这一版程序建的：里面有程序不认识的迁移 %(names)s。") % {"names": "、".join(names[:5])}
        )


def refuse_missing_columns() -> None:
    """Raise SchemaMismatch when a table lacks a column: an applied migration was rewritten since."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        models = (model for app in own_apps() for model in app.get_models(include_auto_created=True))
        for model in models:
            if not model._meta.managed or model._meta.proxy:
                continue
            table = model._meta.db_table
            wanted = {str(field.column) for field in model._meta.local_concrete_fields}
            found = set()
            if table in tables:
                found = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            if missing := sorted(wanted - found):
                raise SchemaMismatch(
                    _("数据库和程序对不上：表 %(table)s 缺少 %(columns)s。")
                    % {"table": table, "columns": "、".join(missing[:5])}
                )
