"""Which column of a table holds what, where its list begins, and the rows of the list."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.chinese.fold import name_key
from core.registry.models import Conferral

#: What a column may hold, as offered to an editor.
FIELDS: dict[str, str | Promise] = {
    "name": _("姓名或名称"),
    "unit": _("单位"),
    "title": _("职务"),
    "honour": _("称号"),
    "kind": _("类别"),
}
#: Headers, as `name_key` leaves them, beside those that hold one of these words.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "name": (
        "姓名", "名字", "姓名或名称", "名称", "获奖者", "获得者", "受表彰者", "受表彰人", "受表彰对象", "表彰对象",
        "获奖人", "获奖人员", "个人姓名", "人员姓名", "劳模姓名", "先进个人", "集体名称", "班组名称", "工作室名称",
        "项目名称", "作品名称", "获奖单位", "获奖集体", "受表彰单位", "受表彰集体", "先进集体", "name",
    ),
    "unit": (
        "单位", "工作单位", "所在单位", "单位名称", "企业名称", "推荐单位", "申报单位", "报送单位", "所属单位",
        "单位及职务", "单位职务", "单位和职务", "单位与职务", "工作单位及职务", "工作单位和职务", "工作单位及岗位",
        "所在单位及职务", "unit",
    ),
    "title": (
        "职务", "职称", "岗位", "工种", "职业", "职务职称", "职务或职称", "岗位工种", "现任职务", "职务工种",
        "行政职务", "title",
    ),
    "honour": ("称号", "荣誉称号", "授予称号", "获得称号", "荣誉", "奖项", "荣誉名称", "拟授称号", "奖项名称"),
    "kind": ("类别", "对象", "对象类别", "类型", "表彰类别", "推荐类别"),
}  # fmt: skip
#: Headers of columns that are not imported, by which a header is known as one.
NOT_IMPORTED = ("序号", "编号", "次序", "排名", "备注", "性别", "民族", "年龄", "出生年月", "政治面貌", "学历", "地区")
#: Names of units that are a column of units beside people, and the names themselves where nobody else is named.
UNIT_NAMES = ("单位名称", "企业名称", "单位", "工作单位", "所在单位")
#: Words in a category's cell → what was honoured, looked for in this order.
KINDS = (
    (Conferral.Kind.TEAM, ("集体", "班组", "工作室", "团队", "车间", "工段", "科室")),
    (Conferral.Kind.WORK, ("作品", "项目", "成果")),
    (Conferral.Kind.ORGANISATION, ("单位", "企业", "组织", "工会")),
    (Conferral.Kind.PERSON, ("个人", "劳动模范", "劳模", "工匠", "职工", "人物")),
)
#: How far down a header is looked for.
HEADER_WITHIN = 20
ORDINAL = re.compile(
    r"^[（(]?[一二三四五六七八九十]+[)）、.．]|[（(](共)?\s*\d+\s*(名|个|人|家)[)）]$|^(注|备注|说明|合计|总计)[：:]?"
)
YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:[—–-]\s*(?:19|20)\d\d\s*)?年")
DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,10}\s*[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*\d{1,5}\s*号")
#: What a decision notes behind a name: （女）, （女，回族）, （已故）.
NOTED = re.compile(r"\s*[（(\[〔]([^（）()\[\]〔〕]*)[）)\]〕]\s*$")
NOTE = re.compile(r"女|男|已故|追授|[\u4e00-\u9fff]{1,5}族")
HAN_SPACE = re.compile(r"(?<=[\u3400-\u9fff])[\s\u3000]+(?=[\u3400-\u9fff])")


class Row(TypedDict):
    """A row of the list: its line in the table from 1, and what the decision says."""

    line: int
    name: str
    unit: str
    title: str
    honour: str
    kind: str


@dataclass
class Layout:
    """Field → column from 0, the row (from 0) at which the list begins, and what the list's header is about."""

    columns: dict[str, int] = field(default_factory=dict)
    first_row: int = 0
    kind: str = Conferral.Kind.PERSON


def recognised(table: list[list[str]]) -> Layout:
    """The layout by the table's header; without columns when there is none that names the honoured."""
    for place, cells in enumerate(table[:HEADER_WITHIN]):
        columns = header(cells)
        known = len(columns) + sum(name_key(cell) in NOT_IMPORTED for cell in cells)
        if "name" in columns and (known > 1 or sum(map(bool, cells)) == 1):
            return Layout(columns, place + 1, _kind_of_header(cells[columns["name"]]))
    return Layout()


def header(cells: list[str]) -> dict[str, int]:
    """Field → column, for a row of headers; {} for a row that is none."""
    keys = [name_key(re.sub(r"[（(].*?[)）]", "", cell)) for cell in cells]
    columns: dict[str, int] = {}
    for wanted, words in SYNONYMS.items():
        found = next((place for place, key in enumerate(keys) if key in words and place not in columns.values()), None)
        if found is not None:
            columns[wanted] = found
    if "name" not in columns and "unit" in columns and keys[columns["unit"]] in UNIT_NAMES:
        columns["name"] = columns.pop("unit")
    return columns


def _kind_of_header(text: str) -> str:
    key = name_key(text)
    if key in {"姓名", "名字"}:
        return Conferral.Kind.PERSON
    return kind_of(text) or Conferral.Kind.PERSON


def said_above(table: list[list[str]], first_row: int) -> tuple[int | None, str]:
    """The year and the decision's number, where the titles above a list state them."""
    titles = " ".join(cell for cells in table[:first_row] for cell in cells)
    document, year = DOCUMENT_NUMBER.search(titles), YEAR.search(titles)
    return (int(year[1]) if year else None), (re.sub(r"\s", "", document[0]) if document else "")


def kind_of(text: str) -> str:
    """What a category's word means; `""` for one that says nothing of it."""
    return next((kind for kind, words in KINDS if any(word in text for word in words)), "")


def person_name(text: str) -> str:
    """A person's name without what a decision notes behind it: 王芳（女，回族） is 王芳."""
    while found := NOTED.search(text):
        notes = list(filter(None, re.split(r"[\s，,、；;]+", found[1])))
        if not found.start() or not notes or not all(map(NOTE.fullmatch, notes)):
            break
        text = text[: found.start()]
    return text


def rows_of(table: list[list[str]], layout: Layout) -> tuple[list[Row], list[tuple[int, str]]]:
    """The list's rows in order, and the lines left out because they name nobody: (line from 1, text)."""
    rows: list[Row] = []
    left_out: list[tuple[int, str]] = []
    head = header(table[layout.first_row - 1]) if 0 < layout.first_row <= len(table) else {}
    for place, cells in enumerate(table[layout.first_row :], start=layout.first_row):
        values = {name: cells[column] if column < len(cells) else "" for name, column in layout.columns.items()}
        text = " ".join(filter(None, cells))
        if not text or (head and header(cells) == head):
            continue  # empty, or the header again at the top of a page
        alone = sum(map(bool, cells)) == 1
        if not values["name"] or (alone and ORDINAL.search(values["name"])) or name_key(values["name"]) == "":
            left_out.append((place + 1, text))
            continue
        rows.append(
            Row(
                line=place + 1,
                name=HAN_SPACE.sub("", values["name"]),
                unit=values.get("unit", ""),
                title=values.get("title", ""),
                honour=values.get("honour", ""),
                kind=kind_of(values.get("kind", "")) or layout.kind,
            )
        )
    return rows, left_out
