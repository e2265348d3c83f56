"""Importing a 表彰决定's list: what is read, and what each row is taken to mean."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from core.registry.rolls.columns import person_name, recognised, rows_of
from core.registry.rolls.matching import match_roll
from core.registry.rolls.reading import MOST_ROWS, RollUnreadable, read_file, read_pasted
from tests.core.registry.rolls import HEADER, imported, meant, workbook
from tests.factories.records import conferral, conferral_round, merged, organisation, person

pytestmark = pytest.mark.django_db


def listed(table: list[list[str]]) -> list[tuple[str, str, str]]:
    rows, _left_out = rows_of(table, recognised(table))
    return [(row["name"], row["unit"], row["title"]) for row in rows]


# Reading --------------------------------------------------------------------------------------------------------------
CSV = "序号,姓名,单位,职务\n1,沈知秋,临港区总工会,主席\n2,梁学桥,东海造船厂,焊工\n"
EXPECTED = [("沈知秋", "临港区总工会", "主席"), ("梁学桥", "东海造船厂", "焊工")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_newsrooms(encoding):
    assert listed(read_file(CSV.encode(encoding))) == EXPECTED


@pytest.mark.parametrize("separator", ["\t", ";", "，", "|"])
def test_pasted_tables_are_read_whatever_parts_their_columns(separator):
    assert listed(read_pasted(CSV.replace(",", separator))) == EXPECTED


def test_columns_set_apart_by_blanks_keep_spread_names_whole():
    text = "姓名　单位　职务\n张　三　东海造船厂　焊工\n欧阳修远   临港区总工会   干事\n"
    assert listed(read_pasted(text)) == [("张三", "东海造船厂", "焊工"), ("欧阳修远", "临港区总工会", "干事")]


def test_a_workbook_with_titles_blank_rows_sections_and_a_second_header_is_read():
    table = read_file(
        workbook(
            ["关于表彰2025年临港区劳动模范的决定"],
            ["临工发〔2025〕12号"],
            [],
            ["序号", "单位（全称）", "姓 名", "职务/职称"],
            ["一、企业职工（2名）"],
            [1, "东海造船厂", "张  三", "焊工"],
            [2.0, "东海造船厂", "李四", None],
            [],
            ["序号", "单位（全称）", "姓 名", "职务/职称"],
            ["二、机关事业单位（1名）"],
            [3, "临港区总工会", "王五", "干事"],
            ["注：排名不分先后"],
        )
    )
    layout = recognised(table)
    assert layout.columns == {"name": 2, "unit": 1, "title": 3}
    rows, left_out = rows_of(table, layout)
    assert [(row["line"], row["name"]) for row in rows] == [(6, "张三"), (7, "李四"), (11, "王五")]
    assert [line for line, _text in left_out] == [5, 10, 12]


def test_cells_merged_over_several_rows_count_in_each():
    content = workbook(HEADER, [1, "张三", "东海造船厂", "焊工"], [2, "李四", None, "钳工"], merge="C2:C3")
    assert listed(read_file(content)) == [("张三", "东海造船厂", "焊工"), ("李四", "东海造船厂", "钳工")]


def test_a_range_merged_over_a_whole_sheet_costs_nothing():
    """Each cell of it would be an object of its own: seventeen thousand million, from a file of five kilobytes."""
    whole = workbook(HEADER, [1, "张三", "甲厂", "焊工"], merge="F1:F2")
    source, stored = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b"F1:F2", b"F1:XFD1048576"))
    began = time.monotonic()
    assert listed(read_file(stored.getvalue())) == [("张三", "甲厂", "焊工")]
    assert time.monotonic() - began < 5


def test_rows_that_a_workbook_forgets_to_announce_are_read():
    whole = workbook(HEADER, [1, "张三", "甲厂", "焊工"])
    source, stored = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name).replace(b'<dimension ref="A1:D2"', b'<dimension ref="A1"'))
    assert listed(read_file(stored.getvalue())) == [("张三", "甲厂", "焊工")]


def test_the_first_sheet_that_holds_anything_is_read():
    assert listed(read_file(workbook(名单=[HEADER, [1, "张三", "甲厂", "焊工"]]))) == [("张三", "甲厂", "焊工")]


def test_a_formula_without_a_result_is_named_by_its_cell():
    with pytest.raises(RollUnreadable, match="B2 是公式"):
        read_file(workbook(HEADER, [1, '=CONCATENATE("张","三")', "甲厂", "焊工"]))


def test_an_error_in_a_cell_is_named():
    with pytest.raises(RollUnreadable, match="C2 的公式出错"):
        read_file(workbook(HEADER, [1, "张三", "#REF!", "焊工"]))


def bomb() -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (61 * 1024 * 1024))
    return stored.getvalue()


def other_archive() -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("word/document.xml", b"<x/>")
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的"),
        (b"  \n ", "空的"),
        (b",,,\n,,\n", "空的"),
        (workbook(), "空的"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "旧版"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04 not a zip", "打不开"),
        (workbook(HEADER)[:-200], "打不开"),
        (other_archive(), "不是表格文件"),
        (bomb(), "展开后太大"),
        (b"\x00\x01\x02\xff" * 50, "认不出"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "认不出"),
        (("姓名,单位\n" + "张三,甲厂\n" * (MOST_ROWS + 1)).encode(), "一次最多"),
        (("姓名," * 50 + "单位\n").encode(), "列"),
        (b"a" * (5 * 1024 * 1024 + 1), "文件太大"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(content, said):
    with pytest.raises(RollUnreadable, match=said):
        read_file(content)


def test_a_workbook_with_broken_parts_is_refused():
    whole = workbook(HEADER, [1, "张三", "甲厂", "焊工"])
    source, stored = zipfile.ZipFile(io.BytesIO(whole)), io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    with pytest.raises(RollUnreadable, match="打不开"):
        read_file(stored.getvalue())


@pytest.mark.parametrize(
    ("header", "columns", "kind"),
    [
        (["姓名", "工作单位及职务"], {"name": 0, "unit": 1}, "person"),
        (["序号", "类别", "名称", "推荐单位", "授予称号"], {"name": 2, "unit": 3, "honour": 4, "kind": 1}, "person"),
        (["序号", "班组名称", "所在单位"], {"name": 1, "unit": 2}, "team"),
        (["序号", "单位名称", "备注"], {"name": 1}, "organisation"),
        (["姓名"], {"name": 0}, "person"),
        (["张三", "东海造船厂"], {}, "person"),
        (["名称不详的一句话", "说明"], {}, "person"),
    ],
)
def test_headers_are_recognised_by_their_synonyms(header, columns, kind):
    layout = recognised([header, ["甲"] * len(header)])
    assert (layout.columns, layout.kind) == (columns, kind)


# Matching -------------------------------------------------------------------------------------------------------------
def test_one_record_of_the_name_at_the_unit_is_linked_and_a_namesake_elsewhere_is_asked_about(honour):
    yard = organisation("东海造船厂", short_name="东船", aliases="东海船厂")
    there = person("张三", office=(yard, "焊工"))
    elsewhere = person("李四", office=(organisation("市公交公司"), "驾驶员"))
    text_only = person("王五", office=(None, "东海造船厂焊工"))
    roll = imported(
        ("张三", "东海造船厂", "班长"),
        ("张三", "东海船厂", ""),
        ("李四", "东海造船厂", "钳工"),
        ("王五", "东海造船厂", "焊工"),
        ("赵六", "东海造船厂", ""),
        ("李四", "", ""),
        honour=honour,
    )
    assert meant(roll) == [str(there.pk), "", "", str(text_only.pk), "new", ""]
    roll.decisions = {"1": str(there.pk)}
    matches = match_roll(roll).matches
    assert [candidate.number for candidate in matches[2].candidates] == [elsewhere.pk]
    assert "市公交公司驾驶员" in matches[2].candidates[0].label
    assert "选了同一个条目" in "".join(matches[1].problems)  # two rows, one person
    assert matches[4].unit == yard


def test_a_person_who_exists_twice_at_the_unit_is_asked_about_and_merging_settles_it(honour):
    yard = organisation("东海造船厂")
    first, double = person("张三", office=(yard, "焊工")), person("张三", office=(yard, "焊工班长"))
    roll = imported(("张三", "东海造船厂", "焊工"), honour=honour)
    (match,) = match_roll(roll).matches
    assert match.decision == ""
    assert "重复建档" in "".join(match.remarks)
    merged(double, first)
    assert meant(roll) == [str(first.pk)]


def test_names_and_offices_of_merged_rows_count_as_the_survivors(honour):
    old, yard = organisation("东海船厂"), organisation("东海造船集团")
    loser, winner = person("张珊", office=(old, "焊工")), person("张三")
    merged(loser, winner)
    winner.refresh_derived()
    merged(old, yard)
    yard.refresh_derived()
    roll = imported(("张珊", "东海造船集团", "焊工"), ("新人", "东海船厂", "钳工"), honour=honour)
    assert meant(roll) == [str(winner.pk), "new"]
    assert match_roll(roll).matches[1].unit == yard


@pytest.mark.parametrize(
    ("unit", "found"),
    [
        ("甲市总工会", True),  # the full name
        ("市总工会", False),  # the short name is another body in another city
        ("甲市市总工会", True),
        ("总工会", False),
        ("甲市总工会办公室", False),
    ],
)
def test_a_unit_is_linked_by_full_name_or_short_name_with_region_only(honour, unit, found):
    body = organisation("江州甲市工会联合总会", short_name="市总工会", region="甲市")
    (match,) = match_roll(imported(("张三", unit, "干事"), honour=honour)).matches
    assert match.unit == (body if found else None)


def test_a_short_name_of_a_merged_unit_alone_means_another_city_too(honour):
    old, body = organisation("甲市总", short_name="市总工会", region="甲市"), organisation("甲市工会联合总会")
    merged(old, body)
    body.refresh_derived()
    roll = imported(("张三", "市总工会", "干事"), ("李四", "甲市总工会", "干事"), honour=honour)
    assert [match.unit for match in match_roll(roll).matches] == [None, body]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王芳（女）", "王芳"),
        ("王芳 (女，回族)", "王芳"),
        ("买买提·艾力（男、维吾尔族）（追授）", "买买提·艾力"),
        ("王芳（已故）", "王芳"),
        ("王芳（大）", "王芳（大）"),
        ("（女）", "（女）"),
        ("王芳", "王芳"),
    ],
)
def test_a_persons_name_is_what_stands_before_the_notes_of_the_decision(text, name):
    assert person_name(text) == name


def test_a_noted_name_is_matched_and_repeated_without_its_note(honour):
    known = person("王芳", office=(organisation("甲厂"), "焊工"))
    conferral(conferral_round(honour, year=2024), None, published_name="李丽（女）", published_unit="甲厂钳工")
    rows = (("王芳（女）", "甲厂", "焊工"), ("王芳（女，回族）", "甲厂", "焊工"), ("李丽", "甲厂", "钳工"))
    assert meant(imported(*rows, honour=honour)) == [str(known.pk), "", "new"]
    (listed,) = match_roll(imported(rows[2], honour=honour, year=2024)).matches
    assert "已在" in listed.remarks[0]


@pytest.mark.parametrize(
    ("start", "end", "linked"),
    [("1971", "1985", False), ("2026", "", False), ("", "2024-12", False), ("2001", "2025-03", True), ("", "", True)],
)
def test_an_office_of_another_time_is_asked_about_and_shown_with_its_time(honour, start, end, linked):
    there = person("张三")
    there.appointments.create(organisation=organisation("甲厂"), title="焊工", start=start, end=end, sort_order=0)
    there.save()
    (match,) = match_roll(imported(("张三", "甲厂", "焊工"), honour=honour)).matches
    assert match.decision == (str(there.pk) if linked else "")
    assert ("任职时间" in "".join(match.remarks)) is not linked
    period = there.appointments.get().period
    assert match.candidates[0].label == f"张三（甲厂焊工{period and '，'}{period}）#{there.pk}"


def test_a_person_named_twice_at_one_unit_is_asked_about_whatever_the_title(honour):
    organisation("东海造船厂", aliases="东海船厂")
    roll = imported(
        ("张三", "甲厂", "焊工"),
        ("张三", "甲厂", "班长"),
        ("李四", "东海造船厂", "焊工"),
        ("李四", "东海船厂", "焊工"),
        ("王五", "", "焊工"),
        ("王五", "", "教师"),
        honour=honour,
    )
    assert meant(roll) == ["new", "", "new", "", "new", "new"]
    assert match_roll(roll).matches[1].remarks == ["与第1条重复。"]


def test_people_on_file_without_a_public_page_are_remarked(honour):
    unit = organisation("甲厂")
    hidden, shown = person("张三", office=(unit, "焊工")), person("李四", office=(unit, "钳工"), public_page=True)
    person("王五", office=(None, "别处"))
    roll = imported(*((name, "甲厂", "") for name in ("张三", "李四", "王五")), honour=honour)
    matches = match_roll(roll).matches
    assert f"#{hidden.pk}没有公开人物页" in matches[0].remarks[0]
    assert (matches[1].decision, matches[1].remarks) == (str(shown.pk), [])
    assert "没有公开人物页" in matches[2].remarks[-1]
    roll.decisions = {"0": "name", "2": "new"}
    assert not any("没有公开人物页" in "".join(match.remarks) for match in match_roll(roll).matches)


def test_a_full_name_that_two_organisations_bear_is_linked_to_neither(honour):
    one = organisation("第一中学", region="甲区")
    organisation("第一中学", region="乙区")
    person("张三", office=(one, "教师"))
    (match,) = match_roll(imported(("张三", "第一中学", "教师"), honour=honour)).matches
    assert (match.unit, match.decision) == (None, "")


def test_units_and_teams_are_linked_or_stay_names_as_the_editor_wants(honour):
    yard = organisation("东海造船厂")
    rows = (("东海造船厂", "", "", "先进单位"), ("焊接二班", "东海造船厂", "", "集体"), ("一种焊枪", "", "", "项目"))
    assert meant(imported(*rows, honour=honour)) == [str(yard.pk), "name", "name"]
    assert meant(imported(*rows, honour=honour, new_units="record")) == [str(yard.pk), "new", "name"]


def test_doubles_within_the_list_and_with_a_round_of_the_year_are_shown(honour):
    known = person("张三", office=(organisation("东海造船厂"), "焊工"))
    first = conferral_round(honour, year=2025, label="第一批")
    conferral(first, known)
    conferral(first, None, published_name="李四", published_unit="甲厂钳工")
    roll = imported(
        ("张三", "东海造船厂", "焊工"),
        ("李四", "甲厂", "钳工"),
        ("王五", "乙厂", "电工"),
        ("王五", "乙厂", "电工"),
        honour=honour,
        label="第二批",
    )
    matched = match_roll(roll)
    assert matched.earlier_rounds == ["2025年第一批临港区劳动模范"]
    assert [match.decision for match in matched.matches] == ["", "", "new", ""]
    assert "已在“2025年第一批临港区劳动模范”的名单上" in matched.matches[0].remarks[0]
    assert "已在" in matched.matches[1].remarks[0]
    assert "与第3条重复" in matched.matches[3].remarks[0]
    assert not match_roll(imported(("张三", "东海造船厂"), honour=honour, year=2024)).earlier_rounds


def test_matching_costs_the_same_for_any_list(honour, django_assert_num_queries, django_assert_max_num_queries):
    yard = organisation("东海造船厂", parent=organisation("上级"))
    person("张三", office=(yard, "焊工"))
    rows = [("张三", "东海造船厂", "焊工"), ("东海造船厂", "", "", "单位")]
    roll = imported(*rows, honour=honour)
    match_roll(roll)
    with django_assert_max_num_queries(30) as few:
        match_roll(roll)
    for number in range(30):
        unit = organisation(f"第{number}厂", parent=yard)
        person(f"人{number}", office=(unit, "焊工"))
        merged(person(f"人{number}", office=(unit, "钳工")), person(f"又{number}"))
        rows += [(f"人{number}", f"第{number}厂", "焊工"), (f"第{number}厂", "", "", "单位")]
    longer = imported(*rows, honour=honour)
    with django_assert_num_queries(len(few)):
        match_roll(longer)


def test_a_short_name_that_a_merged_double_bore_in_full_means_another_city_too(honour):
    double = organisation("市总工会")
    body = organisation("临港市总工会", short_name="市总工会", region="临港市")
    person("张三", office=(body, "干事"))
    merged(double, body)
    matches = match_roll(imported(("张三", "市总工会", "干事"), ("李四", "市总工会", "干事"), honour=honour)).matches
    assert [match.unit for match in matches] == [None, None]
    assert matches[0].decision == ""


def test_a_person_filed_with_the_note_of_a_decision_is_found(honour):
    filed = person("王芳（女）", office=(organisation("甲厂"), "焊工"))
    assert meant(imported(("王芳（女）", "甲厂", "焊工"), honour=honour)) == [str(filed.pk)]
