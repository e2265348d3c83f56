"""A list as a table of text: from csv or xlsx, judged by content and never by name, or from what was pasted."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

#: Limits of what is read: bytes of the file, bytes it may unpack to, rows and columns.
MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5_000, 40
#: Rows looked at: many sheets are formatted far below their list.
ROWS_READ = 2 * MOST_ROWS + 100

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SEPARATORS = ("\t", ",", ";", "，", "|")
#: Two single Han characters set apart, as lists set names of two characters: 张　三.
SPREAD_NAME = re.compile(r"(?<![^\s])([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])(?=\s|$)")
#: In a sheet's XML: a formula; a range of cells merged into one, with its first column, first and last row.
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')

Table = list[list[str]]


class RollUnreadable(Exception):
    """Nothing can be read from this; the message says what to do instead."""


def read_file(content: bytes) -> Table:
    """The table in a file. Raises RollUnreadable."""
    if not content.strip():
        raise RollUnreadable(_("文件是空的。"))
    if len(content) > MOST_BYTES:
        raise RollUnreadable(_("文件太大，最大 %(size)s MB。") % {"size": MOST_BYTES // 1024 // 1024})
    if content.startswith(b"PK\x03\x04"):
        return _checked(_read_workbook(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise RollUnreadable(_("这是旧版的 Excel 或 Word 文件。请在表格软件里另存为 .xlsx 再上传。"))
    if content.startswith(b"%PDF-"):
        raise RollUnreadable(_("这是 PDF。请把名单复制到表格软件里另存为 .xlsx，或把表格粘贴到下面。"))
    return _checked(_read_text(_decoded(content)))


def read_pasted(text: str) -> Table:
    """The table in pasted text: columns parted by tabs (as copied from a spreadsheet), commas or white space."""
    if len(text.encode()) > MOST_BYTES:
        raise RollUnreadable(_("文件太大，最大 %(size)s MB。") % {"size": MOST_BYTES // 1024 // 1024})
    return _checked(_read_text(text))


def _checked(table: Table) -> Table:
    """The table without empty rows at its end and empty columns at its right; not empty, not too large."""
    while table and not any(table[-1]):
        table.pop()
    if not any(any(row) for row in table):
        raise RollUnreadable(_("表格是空的。"))
    if len(table) > MOST_ROWS:
        raise RollUnreadable(_("一次最多 %(most)s 行，这份名单超过了。请分几次导入。") % {"most": MOST_ROWS})
    width = max((place + 1 for row in table for place, cell in enumerate(row) if cell), default=0)
    if width > MOST_COLUMNS:
        raise RollUnreadable(_("表格超过 %(most)s 列。请只留姓名、单位等几列，再上传。") % {"most": MOST_COLUMNS})
    return [(row + [""] * width)[:width] for row in table]


def _cell(text: str) -> str:
    """A cell's text on one line, without control characters."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())


# Text ----------------------------------------------------------------------------------------------------------------
def _decoded(content: bytes) -> str:
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _text(content[len(mark) :], encoding)
    try:
        return _text(content, "utf-8")
    except UnicodeDecodeError:
        return _text(content, "gb18030")


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8":
            raise
        text = "\0"
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\t\n\r\f\v" for c in text[:20_000])
    if "\0" in text or controls > 20:
        raise RollUnreadable(_("认不出这个文件。请上传 .xlsx 或 .csv（UTF-8 或 GB18030 编码），或把表格粘贴到下面。"))
    return text


def _read_text(text: str) -> Table:
    lines = [line for line in text.splitlines() if line.strip()]
    separator = _separator(lines)
    if separator is None:
        return [[_cell(part) for part in _split_by_space(line)] for line in text.splitlines()[:ROWS_READ]]
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
        return [[_cell(cell) for cell in row] for row in islice(rows, ROWS_READ)]
    except csv.Error as error:
        raise RollUnreadable(_("表格的引号或分隔符乱了，读不出来。请用表格软件另存为 .xlsx 再上传。")) from error


def _separator(lines: list[str]) -> str | None:
    """What parts the columns: the mark that most lines hold; None when it is white space."""
    sample = lines[:50]
    holding = {mark: sum(mark in line for line in sample) for mark in SEPARATORS}
    best = max(SEPARATORS, key=lambda mark: holding[mark])
    return best if sample and holding[best] * 2 > len(sample) else None


def _split_by_space(line: str) -> list[str]:
    return SPREAD_NAME.sub(r"\1\2", line.strip()).split()


# Workbooks ------------------------------------------------------------------------------------------------------------
def _read_workbook(content: bytes) -> Table:
    """The first sheet that holds anything, with cells that span several rows read in each of them."""
    broken = _("这个 Excel 文件打不开，可能没有传完或已损坏。请重新另存为 .xlsx 再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = {entry.filename: entry.file_size for entry in archive.infolist()}
            size = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise RollUnreadable(broken) from error
    if "xl/workbook.xml" not in unpacked:
        raise RollUnreadable(_("这不是表格文件。请上传 .xlsx 或 .csv；Word 里的表格可以复制后粘贴到下面。"))
    if size > MOST_UNPACKED:
        raise RollUnreadable(_("这个 Excel 文件展开后太大。请只留名单，另存一份再上传。"))
    try:
        return next(filter(None, _sheets(content)), [])
    except RollUnreadable:
        raise
    except Exception as error:  # openpyxl raises nearly anything on broken files
        raise RollUnreadable(broken) from error


def _sheets(content: bytes) -> Iterator[Table]:
    """The sheets in their order.

    Read row by row: a whole sheet in memory takes fifty times its size, and one merged range over all of it, a few
    bytes in the file, takes every cell that a sheet can have.
    """
    from openpyxl import load_workbook  # takes 0.2 s, needed here only

    results = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet, written in zip(results.worksheets, formulas.worksheets, strict=True):
            source = archive.read(sheet._worksheet_path)  # where merged ranges stand, which this way of reading skips
            table = _sheet(sheet, written if FORMULA.search(source) else None)
            _spread_merged(table, source)
            yield table if any(any(row) for row in table) else []


def _sheet(sheet: Any, written: Any) -> Table:
    """The sheet's cells as text. `written` is the same sheet with its formulas, None when it has none."""
    # What the file says of its own dimensions may be wrong; beyond these limits the list is refused in any case.
    limits = {"min_row": 1, "max_row": ROWS_READ, "min_col": 1, "max_col": MOST_COLUMNS + 1}
    rows = sheet.iter_rows(**limits)
    if written is None:
        return [[_cell_text(cell) for cell in row] for row in rows]
    both = zip(rows, written.iter_rows(**limits), strict=True)
    return [[_cell_text(cell, source) for cell, source in zip(*pair, strict=True)] for pair in both]


def _spread_merged(table: Table, source: bytes) -> None:
    """Write what stands in a range that spans several rows into each of them."""
    from openpyxl.utils import column_index_from_string

    for found in islice(MERGED.finditer(source), MOST_ROWS):
        column, top, bottom = column_index_from_string(found[1].decode()) - 1, int(found[2]), int(found[3])
        if 0 < top < bottom and top <= len(table) and column <= MOST_COLUMNS:
            for row in table[top:bottom]:
                row[column] = table[top - 1][column]


def _cell_text(cell: Any, written: Any = None) -> str:
    value = cell.value
    if value is None:
        if getattr(written, "data_type", "") == "f":
            raise RollUnreadable(
                _("%(cell)s 是公式，还没有算出结果。请在表格软件里打开、保存，再上传。") % {"cell": written.coordinate}
            )
        return ""
    if cell.data_type == "e":
        raise RollUnreadable(
            _("%(cell)s 的公式出错（%(value)s）。请改好再上传。") % {"cell": cell.coordinate, "value": value}
        )
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return _cell(str(value))
