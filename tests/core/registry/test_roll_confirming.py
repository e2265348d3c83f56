"""Importing a 表彰决定's list: what comes of it once confirmed, and what undoing takes back."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from core.models import Appointment, Award, Conferral, ConferralRound, Organisation, Person, RollImport
from core.registry.deletion import reason_to_keep
from core.registry.rolls.matching import match_roll
from core.registry.rolls.services import RollRefused, confirm_roll, decide, undo_roll
from tests.core.registry.rolls import imported, meant
from tests.core.registry.screens import browser
from tests.factories.records import award, conferral, conferral_round, merged, organisation, person

pytestmark = pytest.mark.django_db


def test_confirming_makes_the_round_its_conferrals_and_the_new_records(honour):
    yard = organisation("东海造船厂")
    known = person("张三", office=(yard, "焊工"))
    roll = imported(
        ("张三", "东海造船厂", "焊工"),
        ("李四", "东海造船厂", "钳工"),
        ("王五", "乙厂", "电工"),
        ("焊接二班", "东海造船厂", "", "集体"),
        honour=honour,
        document_number="临工发〔2025〕12号",
        new_units="record",
    )
    given = confirm_roll(roll=roll, user=None)
    assert (given.award, given.year, given.document_number) == (honour, 2025, "临工发〔2025〕12号")
    rows = list(given.conferrals.order_by("position"))
    assert [row.published_name for row in rows] == ["张三", "李四", "王五", "焊接二班"]
    assert [row.published_unit for row in rows] == ["东海造船厂焊工", "东海造船厂钳工", "乙厂电工", "东海造船厂"]
    assert rows[0].person == known
    assert [str(row.person) for row in rows[1:3]] == ["李四（东海造船厂钳工）", "王五（乙厂电工）"]
    made = rows[1].person.appointments.get()
    assert (made.organisation, made.title, made.source) == (yard, "钳工", "临工发〔2025〕12号")
    assert rows[2].person.appointments.get().organisation is None
    assert all(row.person.public_page for row in rows[1:3])
    assert not known.public_page
    assert rows[3].organisation.parent == yard
    assert list(Person.objects.matching("lisi")) == [rows[1].person]
    assert reason_to_keep(rows[1].person)  # Wagtail's index knows who names whom, as if each had been saved by itself
    for row in [*Conferral.objects.all(), *Person.objects.all(), *Organisation.objects.all()]:
        stored = set(ReferenceIndex.get_references_for_object(row).values_list("to_object_id", "content_path"))
        ReferenceIndex.create_or_update_for_object(row)
        assert stored == set(ReferenceIndex.get_references_for_object(row).values_list("to_object_id", "content_path"))
    with pytest.raises(RollRefused, match="已经导入"):
        confirm_roll(roll=roll, user=None)


def test_a_new_person_bears_the_name_and_the_roll_what_the_decision_says(honour):
    confirm_roll(roll=imported(("王芳（女，回族）", "甲厂", "焊工"), honour=honour), user=None)
    row = Conferral.objects.get()
    assert (row.person.name, row.published_name) == ("王芳", "王芳（女，回族）")


def test_the_table_with_its_other_columns_is_kept_no_longer_than_until_the_import(honour):
    header, rows = ("姓名", "单位", "身份证号"), (("张三", "甲厂", "330"), ("", "", "电话 139"))
    roll = imported(*rows, header=header, honour=honour)
    assert roll.table
    assert roll.left_out
    confirm_roll(roll=roll, user=None)
    stored = RollImport.objects.get()
    assert (stored.table, stored.left_out) == ([], [])
    assert undo_roll(roll=roll, user=None) == []


def test_a_new_award_is_made_with_the_list():
    roll = imported(("张三", "甲厂"), award_name="临港工匠", award_rank=Award.Rank.DISTRICT)
    given = confirm_roll(roll=roll, user=None)
    assert (given.award.name, given.award.rank) == ("临港工匠", Award.Rank.DISTRICT)


def test_what_is_undecided_or_taken_is_refused_and_nothing_is_made(honour):
    person("李四", office=(None, "别处"))
    roll = imported(("张三", "甲厂"), ("李四", "甲厂"), honour=honour)
    with pytest.raises(RollRefused, match="还有1条没有决定"):
        confirm_roll(roll=roll, user=None)
    decide(roll=roll, decisions={1: "new"})
    conferral_round(honour, year=2025)
    with pytest.raises(RollRefused, match="已有名单"):
        confirm_roll(roll=roll, user=None)
    assert Person.objects.count() == 1
    assert not Conferral.objects.exists()
    roll.label = "第二批"
    roll.save()
    confirm_roll(roll=roll, user=None)
    assert Person.objects.count() == 3


def test_decisions_outlive_deleted_and_merged_records(honour):
    gone, loser, winner = person("张三"), person("李四"), person("李思")
    roll = imported(("张三", "甲厂"), ("李四", "甲厂"), ("王五", "甲厂"), honour=honour)
    other = person("另有其人")
    decide(roll=roll, decisions={0: str(gone.pk), 1: str(loser.pk), 2: str(other.pk)})
    gone.delete()
    merged(loser, winner)
    winner.refresh_derived()
    roll.refresh_from_db()
    assert meant(roll) == ["new", str(winner.pk), str(other.pk)]


def test_who_was_honoured_under_a_name_since_merged_is_known_again(honour):
    loser, winner = person("张珊"), person("张三", office=(organisation("甲厂"), "焊工"))
    conferral(conferral_round(honour, year=2025, label="第一批"), loser)
    merged(loser, winner)
    winner.refresh_derived()
    (match,) = match_roll(imported(("张三", "甲厂", "焊工"), honour=honour)).matches
    assert "已在“2025年第一批临港区劳动模范”的名单上" in match.remarks[0]


def test_an_award_merged_meanwhile_is_its_survivor(honour):
    better = award("临港区劳动模范（全称）")
    conferral_round(better, year=2025)
    roll = imported(("张三", "甲厂"), honour=honour)
    merged(honour, better)
    with pytest.raises(RollRefused, match="已有名单"):
        confirm_roll(roll=RollImport.objects.get(pk=roll.pk), user=None)


def test_texts_too_long_for_the_registry_wait_for_the_editor(honour):
    roll = imported(("张" * 130, "甲厂", ""), ("李四", "厂" * 130, ""), honour=honour)
    assert [bool(match.problems) for match in match_roll(roll).matches] == [True, True]
    with pytest.raises(RollRefused, match="2条"):
        confirm_roll(roll=roll, user=None)


def test_six_hundred_rows_are_imported_within_five_seconds(honour, django_assert_max_num_queries):
    units = Organisation.objects.bulk_create([Organisation(name=f"第{n}厂") for n in range(60)])
    for unit in units:
        unit.save()
    rows = [(f"工人{n}号", f"第{n % 60}厂", "焊工") for n in range(600)]
    roll = imported(*rows, honour=honour)
    began = time.monotonic()
    with django_assert_max_num_queries(100):
        given = confirm_roll(roll=roll, user=None)
    assert time.monotonic() - began < 5
    assert given.conferrals.count() == Person.objects.count() == Appointment.objects.count() == 600


def test_undoing_takes_back_what_was_made_and_leaves_what_is_named_by_now(honour):
    known = person("张三", office=(organisation("甲厂"), "焊工"))
    roll = imported(
        ("张三", "甲厂", "焊工"),
        ("李四", "甲厂", "钳工"),
        ("王五", "甲厂", "电工"),
        ("赵六", "甲厂", "司机"),
        honour=honour,
    )
    given = confirm_roll(roll=roll, user=None)
    second = Person.objects.get(name="李四")
    conferral(conferral_round(honour, year=2024), second)
    merged(Person.objects.get(name="赵六"), known)
    assert undo_roll(roll=roll, user=None) == ["李四（甲厂钳工）", "赵六（甲厂司机）"]
    assert not ConferralRound.objects.filter(pk=given.pk).exists()
    assert set(Person.objects.values_list("name", flat=True)) == {"张三", "李四", "赵六"}
    assert Conferral.objects.count() == 1
    assert not ReferenceIndex.get_references_to(given).exists()
    with pytest.raises(RollRefused, match="没有导入"):
        undo_roll(roll=roll, user=None)


def test_undoing_keeps_what_an_editor_changed_since(honour):
    roll = imported(("李四", "甲厂", "钳工"), ("王五", "甲厂", "电工"), honour=honour)
    given = confirm_roll(roll=roll, user=None)
    revoked = given.conferrals.get(published_name="李四")
    form = {
        **{name: getattr(revoked, name) for name in ("position", "kind", "published_name", "published_unit")},
        "round": given.pk,
        "person": revoked.person_id,
        "status": "revoked",
        "revoked_on": "2025-06",
    }
    client = browser("core.change_conferral")
    answer = client.post(reverse("wagtailsnippets_core_conferral:edit", args=[revoked.pk]), form)
    assert answer.status_code == 302
    assert undo_roll(roll=roll, user=None) == [str(revoked), str(given), "李四（甲厂钳工）"]
    assert list(given.conferrals.all()) == [revoked]
    assert Person.objects.get() == revoked.person


def test_undoing_ends_after_thirty_days(honour):
    roll = imported(("张三", "甲厂"), honour=honour)
    confirm_roll(roll=roll, user=None)
    RollImport.objects.update(confirmed_at=timezone.now() - timedelta(days=31))
    with pytest.raises(RollRefused, match="30 天"):
        undo_roll(roll=roll, user=None)
