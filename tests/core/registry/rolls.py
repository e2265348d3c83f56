"""Lists for the import of a 表彰决定: as workbooks, as read, and what their rows are taken to mean."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from core.models import Award, RollImport
from core.registry.rolls.matching import match_roll
from core.registry.rolls.services import start_import

HEADER = ["序号", "姓名", "单位", "职务"]
RIGHTS = tuple(
    f"core.{action}_{model}"
    for action in ("add", "change")
    for model in ("person", "organisation", "award", "conferral", "conferralround")
)


def workbook(*rows: list[Any], merge: str = "", **sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    first = book.active
    for row in rows:
        first.append(row)
    if merge:
        first.merge_cells(merge)
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def imported(
    *rows: tuple[str, ...], honour: Award | None = None, header: tuple[str, ...] = (), **fields: Any
) -> RollImport:
    names = header or ("姓名", "单位", "职务", "类别")
    width = max(len(row) for row in rows)
    table = [list(names[:width]), *([*row, *[""] * (width - len(row))] for row in rows)]
    roll = start_import(table=table, file_name="名单.csv", user=None)
    roll.award, roll.year = honour, 2025
    for name, value in fields.items():
        setattr(roll, name, value)
    roll.save()
    return roll


def meant(roll: RollImport) -> list[str]:
    return [match.decision for match in match_roll(roll).matches]
