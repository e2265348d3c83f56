"""Importing a 表彰决定's list: the wizard, step by step, and who may use it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.models import Conferral, ConferralRound, Organisation, RollImport
from core.registry.rolls.matching import LEAVE_OUT
from core.registry.rolls.reading import MOST_ROWS
from core.registry.rolls.services import confirm_roll
from tests.core.registry.rolls import HEADER, RIGHTS, imported, meant, workbook
from tests.core.registry.screens import browser
from tests.factories.records import award, conferral, conferral_round, merged, organisation, person

pytestmark = pytest.mark.django_db


def details(**fields: Any) -> dict[str, Any]:
    return {"award_rank": "3", "kind": "person", "new_units": "name", "year": "2025", **fields}


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_list_goes_from_the_file_to_the_round_with_a_closed_browser_between(honour):
    namesake = person("李四", office=(organisation("乙厂"), "焊工"))
    client = browser(*RIGHTS)
    content = workbook(
        ["2025年临港区劳动模范名单（临工发〔2025〕12号）"],
        HEADER,
        [1, "张三", "甲厂", "焊工"],
        [2, "李四", "甲厂", "钳工"],
    )
    answer = client.post(reverse("core_rolls:new"), {"file": SimpleUploadedFile("名单.bin", content), "text": ""})
    roll = RollImport.objects.get()
    assert answer["Location"] == reverse("core_rolls:details", args=[roll.pk])
    shown = page(client, answer["Location"])
    assert 'value="2025"' in shown
    assert "临工发〔2025〕12号" in shown
    check = reverse("core_rolls:check", args=[roll.pk])
    assert client.get(check)["Location"] == answer["Location"]  # first the round
    answer = client.post(answer["Location"], details(award=honour.pk))
    assert answer["Location"] == check
    shown = page(client, check)
    assert "乙厂焊工" in shown
    client.post(check, {"decision-1": "new", "go": "save"})
    # Another day, another browser, another editor.
    client = browser(*RIGHTS, name="colleague")
    assert check in page(client, reverse("core_rolls:list"))
    shown = page(client, check)
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    assert "每一条都有决定" in shown
    answer = client.post(check, {"go": "confirm", "seen": seen}, follow=True)
    given = ConferralRound.objects.get()
    assert f"/awards/{honour.pk}/" in answer.content.decode()
    assert [row.published_name for row in given.conferrals.all()] == ["张三", "李四"]
    assert namesake.conferrals.count() == 0
    outcome = reverse("core_rolls:outcome", args=[roll.pk])
    assert client.get(check)["Location"] == outcome
    client.post(outcome)
    assert not ConferralRound.objects.exists()
    assert "已撤销" in page(client, outcome)


def test_a_list_without_a_header_asks_for_its_columns(honour):
    client = browser(*RIGHTS)
    answer = client.post(reverse("core_rolls:new"), {"text": "甲厂\t张三\t焊工\n甲厂\t李四\t钳工\n"})
    roll = RollImport.objects.get()
    columns = reverse("core_rolls:columns", args=[roll.pk])
    assert answer["Location"] == columns
    assert "李四" in page(client, columns)
    assert "哪一列是姓名" in client.post(columns, {"column-0": "unit", "first_row": "1"}).content.decode()
    twice = {"column-0": "name", "column-1": "name", "first_row": "1"}
    assert "只能选一列" in client.post(columns, twice).content.decode()
    client.post(columns, {"column-0": "unit", "column-1": "name", "column-2": "title", "first_row": "1"})
    roll.refresh_from_db()
    assert [row["name"] for row in roll.rows] == ["张三", "李四"]


def test_what_is_wrong_is_said_where_the_person_looks_and_nothing_typed_is_lost(honour):
    conferral_round(honour, year=2025)
    client = browser(*RIGHTS)
    new = reverse("core_rolls:new")
    assert "二选一" in client.post(new, {"text": ""}).content.decode()
    assert "PDF" in client.post(new, {"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7")}).content.decode()
    text = "姓名,单位\n" + "张三,甲厂\n" * (MOST_ROWS + 5)
    shown = client.post(new, {"text": text}).content.decode()
    assert "一次最多" in shown
    assert "张三,甲厂" in shown
    client.post(new, {"text": "姓名,单位\n张三,甲厂\n"})
    roll = RollImport.objects.get()
    where = reverse("core_rolls:details", args=[roll.pk])
    assert "二选一" in client.post(where, details()).content.decode()
    assert "已有名单" in client.post(where, details(award=honour.pk)).content.decode()
    assert "资料库里已有" in client.post(where, details(award_name="临港区劳动模范")).content.decode()
    assert "没有" in client.post(where, details(award=honour.pk, conferred_on="2025-02-30")).content.decode()
    client.post(where, details(award=honour.pk, label="第二批"))
    person("张三", office=(None, "别处"))
    check = reverse("core_rolls:check", args=[roll.pk])
    shown = client.post(check, {"go": "confirm"}, follow=True).content.decode()
    assert "还有1条没有决定" in shown
    client.post(check, {"decision-0": "new", "go": "confirm", "seen": "somethingelse"}, follow=True)
    assert ConferralRound.objects.count() == 1  # the registry changed since: look again


def test_a_row_is_corrected_and_linked_to_a_record_of_another_name(honour):
    other = person("张珊", office=(None, "甲厂焊工"))
    client = browser(*RIGHTS)
    roll = imported(("张三", "甲厂", "焊工"), honour=honour)
    where = reverse("core_rolls:row", args=[roll.pk, 1])
    assert "张三" in page(client, where)
    assert page(client, reverse("core_rolls:row", args=[roll.pk, 2]), 404)
    row = {"name": "张珊珊", "unit": "甲厂", "title": "焊工", "honour": "", "kind": "team", "person": other.pk}
    assert "这里不选" in client.post(where, row).content.decode()
    client.post(where, {**row, "kind": "person"})
    roll.refresh_from_db()
    assert meant(roll) == [str(other.pk)]
    confirm_roll(roll=roll, user=None)
    assert Conferral.objects.get().published_name == "张珊珊"
    outcome = reverse("core_rolls:outcome", args=[roll.pk])
    assert client.post(where, {**row, "kind": "person"})["Location"] == outcome  # what was imported changes no more


def sent(client: Client, address: str) -> dict[str, str]:
    """What a browser sends of a page whose selects nobody touched."""
    lines = client.get(address).context["lines"]
    shown = {f"shown-{match.place}": match.decision for match, _kind, _choices in lines}
    assert all(f'name="{name}" value="{value}"' in page(client, address) for name, value in shown.items())
    return shown | {name.replace("shown", "decision"): value for name, value in shown.items()}


def test_what_was_only_proposed_is_no_decision(honour):
    """Else it would outlive what it was proposed for."""
    known, other = person("李四", office=(organisation("甲厂"), "焊工")), award("市劳动模范")
    conferral(conferral_round(honour, year=2025, label="第一批"), known)
    rows = (("张三", "甲厂", "焊工", ""), ("李四", "甲厂", "焊工", ""), ("焊接班", "乙厂", "", "班组"))
    roll = imported(*rows, honour=other)
    assert meant(roll) == ["new", str(known.pk), "name"]
    client = browser(*RIGHTS)
    check = reverse("core_rolls:check", args=[roll.pk])
    client.post(check, {**sent(client, check), "go": "save"})
    # The right award, units to be made, and a colleague who enters one of the people meanwhile.
    fields = details(award=honour.pk, label="第二批", new_units="record")
    client.post(reverse("core_rolls:details", args=[roll.pk]), fields)
    made = person("张三", office=(Organisation.objects.get(), "焊工"))
    roll.refresh_from_db()
    assert meant(roll) == [str(made.pk), "", "new"]
    # What differs from the proposal is kept, and an open row's choice.
    client.post(check, {**sent(client, check), "decision-1": str(known.pk), "decision-2": "skip", "go": "save"})
    client.post(check, {**sent(client, check), "go": "save"})
    roll.refresh_from_db()
    assert roll.decisions == {"1": str(known.pk), "2": "skip"}


def test_a_row_linked_to_a_record_merged_since_keeps_the_survivor(honour):
    loser, survivor = person("张珊"), person("张三三")
    roll = imported(("张三", "甲厂", "焊工"), honour=honour)
    roll.decisions = {"0": str(loser.pk)}
    roll.save()
    merged(loser, survivor)
    client = browser(*RIGHTS)
    where = reverse("core_rolls:row", args=[roll.pk, 1])
    assert "张三三" in page(client, where)
    client.post(
        where, {"name": "张三", "unit": "甲厂", "title": "", "honour": "", "kind": "person", "person": loser.pk}
    )
    roll.refresh_from_db()
    assert roll.decisions == {"0": str(survivor.pk)}


def test_a_decision_that_is_none_is_passed_over(honour):
    client = browser(*RIGHTS)
    roll = imported(("张三", "甲厂"), honour=honour)
    check = reverse("core_rolls:check", args=[roll.pk])
    nonsense = {"decision-0": "9" * 30, "decision-7": "new", "decision-" + "9" * 500: "new", "go": "row:" + "9" * 5000}
    assert client.post(check, nonsense)["Location"] == check
    roll.refresh_from_db()
    assert roll.decisions == {}
    assert meant(roll) == ["new"]


def test_texts_of_a_list_are_escaped(honour):
    client = browser(*RIGHTS)
    person("<b>张</b>", office=(None, "<i>厂</i>"))
    roll = imported(("<b>张</b>", "<script>x</script>", ""), honour=honour)
    for name in ("columns", "details", "check"):
        shown = page(client, reverse(f"core_rolls:{name}", args=[roll.pk]))
        assert not any(tag in shown for tag in ("<script>x", "<b>张", "<i>厂"))


def test_a_long_list_is_checked_in_pages_that_keep_what_was_decided(honour):
    client = browser(*RIGHTS)
    roll = imported(*((f"工人{n}", "甲厂", "焊工") for n in range(230)), honour=honour)
    check = reverse("core_rolls:check", args=[roll.pk])
    shown = page(client, check)
    assert "工人99" in shown
    assert "工人100" not in shown
    answer = client.post(check, {"decision-3": "skip", "go": "?p=3"})
    assert "工人229" in page(client, answer["Location"])
    roll.refresh_from_db()
    assert meant(roll)[3] == "skip"
    answer = client.post(check, {"decision-4": "name", "go": "row:7"})
    assert answer["Location"] == reverse("core_rolls:row", args=[roll.pk, 7])


def test_a_list_that_waits_can_be_thrown_away(honour):
    client = browser(*RIGHTS)
    roll = imported(("张三", "甲厂"), honour=honour)
    where = reverse("core_rolls:delete", args=[roll.pk])
    assert client.get(where).status_code == 200
    client.post(where)
    assert not RollImport.objects.exists()


@pytest.mark.parametrize(
    "permissions",
    [
        (),
        ("core.view_person",),
        ("core.add_person", "core.change_person"),
        ("core.add_person", "core.add_conferral", "core.add_conferralround"),
    ],
)
def test_only_who_may_make_rounds_and_people_imports(honour, permissions):
    client = browser(*permissions)
    roll = imported(("张三", "甲厂"), honour=honour)
    done = imported(("李四", "甲厂"), honour=honour)
    confirm_roll(roll=done, user=None)
    places = [reverse("core_rolls:list"), reverse("core_rolls:new"), reverse("core_rolls:outcome", args=[done.pk])]
    places += [reverse(f"core_rolls:{name}", args=[roll.pk]) for name in ("check", "columns", "details", "delete")]
    places.append(reverse("core_rolls:row", args=[roll.pk, 1]))
    for place in places:
        for answer in (client.get(place), client.post(place, {"go": "confirm"})):
            assert answer.status_code == 302
            assert answer["Location"] == reverse("wagtailadmin_home")
    assert ConferralRound.objects.count() == 1
    assert RollImport.objects.count() == 2


def test_the_menu_offers_the_import_to_those_who_may():
    where = reverse("core_rolls:list")
    assert where in page(browser(*RIGHTS), reverse("wagtailadmin_home"))
    assert where not in page(browser("core.view_person", name="reader"), reverse("wagtailadmin_home"))


def test_what_changes_while_another_page_of_the_list_is_open_is_said_before_it_is_confirmed(honour, monkeypatch):
    monkeypatch.setattr("core.registry.rolls.views.ROWS_A_PAGE", 1)
    unit = organisation("甲厂")
    roll = imported(("张三", "甲厂", "焊工"), ("李四", "甲厂", "焊工"), honour=honour)
    client = browser(*RIGHTS)
    check = reverse("core_rolls:check", args=[roll.pk])
    seen = client.get(f"{check}?p=1").context["seen"]
    decided = {"seen": seen, "go": "?p=2", "decision-0": LEAVE_OUT, "shown-0": ""}
    assert "对照结果有变化" not in client.post(f"{check}?p=1", decided, follow=True).content.decode()
    person("张三", office=(unit, "焊工"))
    answer = client.post(f"{check}?p=1", {"seen": seen, "go": "?p=2"}, follow=True)
    assert "对照结果有变化" in answer.content.decode()
