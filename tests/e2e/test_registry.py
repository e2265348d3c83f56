"""A 表彰决定's list, as an editor brings it in: imported, a double merged, and what readers then find of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import WIDTHS, Witness
from tests.e2e.test_main_job import opened
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

AWARD, YEAR = "临港区劳动模范", 2025
UNITS = ("东海造船厂", "临港医院", "第二中学", "市公交公司", "江北物流园")
#: Who is in the registry before: two whose namesakes are honoured, and one who was entered twice.
HOMONYMS = {"高远": "市公交公司", "方晴": "第二中学"}
TWICE = "岑望"
#: Makes them, with a profile of the double, and says their numbers.
BEFORE = f"""
import json
from core.models import Organisation, Person
from news.models import ProfileIndexPage, ProfilePage
from tests.factories.records import person
from tests.factories.stories import story
units = {{name: Organisation.objects.create(name=name, kind="company") for name in {UNITS!r}}}
made = {{name: person(name, public_page=True, office=(units[unit], "职工")).pk for name, unit in {HOMONYMS!r}.items()}}
first = person("{TWICE}", public_page=True, office=(units["东海造船厂"], "焊工"))
double = person("{TWICE}", public_page=True, office=(units["东海造船厂"], "焊工班长"))
index = ProfileIndexPage.objects.live().filter(locale__language_code="zh-hans").first()
profile = story(index, title="焊花里的四十年", page_type=ProfilePage, subject_kind="person", person=double)
print(json.dumps({{**made, "first": first.pk, "double": double.pk, "profile": profile.url}}))
"""
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋韩杨朱秦尤许何", ["建国", "丽华", "志强"]


def honoured() -> list[tuple[str, str, str]]:
    """Sixty people in the order of the decision: name, unit, title."""
    people = [
        (f"{surname}{given}", UNITS[len(given + surname) % len(UNITS)], "职工")
        for surname in SURNAMES
        for given in GIVEN
    ]
    people[3] = ("高远", "东海造船厂", "钳工")
    people[20] = (TWICE, "东海造船厂", "焊工班长")
    people[41] = ("方晴", "临港医院", "护士")
    return people


@pytest.fixture(scope="module")
def before(site: ServedSite) -> dict[str, str]:
    done = site.run("shell", "-c", BEFORE)
    assert done.returncode == 0, done.stderr
    return {name: str(value) for name, value in json.loads(done.stdout.splitlines()[-1]).items()}


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list as it comes from an office: titles above, names of two characters set apart, a section, a note."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"关于表彰{YEAR}年{AWARD}的决定"])
    sheet.append(["临工发〔2025〕12号"])
    sheet.append([])
    sheet.append(["序号", "工作单位", "姓 名", "职务"])
    sheet.append(["一、企事业单位（60名）"])
    for number, (name, unit, title) in enumerate(honoured(), start=1):
        sheet.append([number, unit, f"{name[0]}　{name[1]}" if len(name) == 2 else name, title])
    sheet.append(["注：排名不分先后"])
    path = tmp_path_factory.mktemp("rolls") / "名单.xlsx"
    book.save(path)
    return path


def test_a_list_of_sixty_is_imported_a_double_merged_and_readers_find_them(
    site: ServedSite, desk: Page, witness: Witness, context: BrowserContext, before: dict[str, str], roll: Path
) -> None:
    address = import_list(desk, roll)
    merge_double(desk, before)
    context.clear_cookies()
    read(site, desk, before, address)
    assert witness.faults == []


# The editor
def import_list(desk: Page, roll: Path) -> str:
    """Through the wizard, with a closed page between. Returns the address of the roll."""
    desk.get_by_role("button", name="资料库").click()
    desk.get_by_role("link", name="导入名单", exact=True).click()
    desk.get_by_role("link", name="导入一份名单").click()
    desk.locator("input[type=file]").set_input_files(roll)
    desk.get_by_role("button", name="读取名单").click()
    expect(desk.get_by_label("年度")).to_have_value(str(YEAR))
    expect(desk.get_by_label("文号")).to_have_value("临工发〔2025〕12号")
    desk.get_by_label("新荣誉的名称").fill(AWARD)
    desk.get_by_role("button", name="下一步：核对名单").click()
    # Three wait for the editor: two namesakes at other units, one who exists twice.
    desk.get_by_role("link", name="只看待决定的 3 条").click()
    expect(desk.locator(".gx-roll tbody tr")).to_have_count(3)
    for number, name in ((4, "高远"), (42, "方晴")):
        desk.get_by_label(f"第{number}条 {name}").select_option("new")
    desk.get_by_role("button", name="保存，稍后再核对").click()
    # Tomorrow.
    desk.goto("/admin/registry/rolls/")
    desk.get_by_role("link", name=f"{YEAR}年{AWARD}").click()
    desk.get_by_role("link", name="只看待决定的 1 条").click()
    choice = desk.get_by_label(f"第21条 {TWICE}")
    expect(desk.get_by_text("可能重复建档")).to_be_visible()
    doubles = choice.locator("option", has_text="焊工班长")
    choice.select_option(doubles.first.get_attribute("value"))
    desk.get_by_role("button", name="确认导入").click()
    expect(desk.locator(".messages .success")).to_contain_text("60条，新建人物59个")
    address = desk.locator(".messages").get_by_role("link", name="查看名单").get_attribute("href")
    assert address
    return address


def merge_double(desk: Page, before: dict[str, str]) -> None:
    """From the double's form, to the namesake that is proposed."""
    desk.goto(f"/admin/snippets/core/person/edit/{before['double']}/")
    desk.locator("header").get_by_role("button", name="操作").click()
    desk.get_by_role("link", name="合并到…").click()
    desk.locator("main").get_by_role("link", name=re.compile(f"#{before['first']}$")).click()
    expect(desk.locator("main")).to_contain_text("焊花里的四十年")
    expect(desk.locator("main")).to_contain_text(f"{TWICE}：{YEAR}年{AWARD}")
    desk.get_by_role("button", name="确认合并").click()
    expect(desk.locator(".messages .success")).to_contain_text(f"“{TWICE}”已并入“{TWICE}”")


# The reader
def read(site: ServedSite, page: Page, before: dict[str, str], address: str) -> None:
    """The roll, the profile and the person's page agree, on a desk's screen and in a hand."""
    person = f"/people/{before['first']}/"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        listed = opened(page, address)
        expect(listed.get_by_role("heading", level=1)).to_contain_text(AWARD)
        names = [name for name, _unit, _title in honoured()]
        found = listed.locator("main a[href^='/people/']")
        expect(found).to_have_count(60)
        assert found.all_inner_texts() == names
        people = [link.get_attribute("href") for link in found.all()]
        assert people[20] == person
        assert len(set(people)) == 60
        for place, name in ((3, "高远"), (41, "方晴")):
            namesake = f"/people/{before[name]}/"
            assert people[place] != namesake
            expect(opened(page, people[place] or "").locator(f"a[href='{address}']").first).to_be_visible()
            expect(opened(page, namesake).locator(f"a[href='{address}']")).to_have_count(0)
        of_person = opened(page, person)
        expect(of_person.locator(f"a[href='{address}']").first).to_be_visible()
        expect(of_person.locator(f"a[href='{before['profile']}']").first).to_be_visible()
        profile = opened(page, before["profile"])
        expect(profile.locator(f"a[href='{address}']").first).to_be_visible()
        expect(profile.locator(f"a[href='{person}']").first).to_be_visible()
        expect(profile.locator(f"a[href='/people/{before['double']}/']")).to_have_count(0)
    moved = page.request.get(f"{site.address}/people/{before['double']}/", max_redirects=0)
    assert (moved.status, moved.headers["location"]) == (301, person)
    page.goto(f"/people/{before['double']}/")
    expect(page).to_have_url(f"{site.address}{person}")
