"""What somebody was, and which honours stood, at a date; organisations as a tree; places by district."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from core.dates import display_period, span_of
from core.models import Organisation
from core.registry.models import Award, Conferral, OrganisationName
from core.registry.selectors import (
    OrganisationTree,
    branches,
    honours_at,
    honours_of,
    office_at,
    offices_at,
    offices_of,
    organisations_by_key,
    people_serving,
    places_by_district,
    put_offices,
    roll_of,
    survivors,
)
from tests.factories.records import (
    award,
    conferral,
    conferral_round,
    merged,
    organisation,
    person,
    place,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("202X", date(2020, 1, 1), date(2029, 12, 31)),
        ("2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021-10-12", date(2021, 10, 12), date(2021, 10, 12)),
        ("2021-10-12T09:30", date(2021, 10, 12), date(2021, 10, 12)),
    ],
)
def test_a_partial_date_spans_from_its_first_to_its_last_day(text, first, last):
    assert span_of(text) == (first, last)


def test_no_date_spans_nothing():
    assert span_of("") is None


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2019", "2021-06", "2019年—2021年6月"),
        ("2019", "", "2019年起"),
        ("", "2021", "至2021年"),
        ("2021", "2021", "2021年"),
        ("", "", ""),
    ],
)
def test_a_period_is_shown_as_far_as_it_is_known(start, end, shown):
    assert display_period(start, end) == shown


# Offices --------------------------------------------------------------------------------------------------------------
def who(*offices: tuple[str, str, str]):
    """A person who held these: title, start, end."""
    record = person()
    for order, (title, start, end) in enumerate(offices):
        record.appointments.create(title=title, start=start, end=end, sort_order=order)
    record.save()
    return record


def titles(offices) -> list[str]:
    return [office.title for office in offices]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2018, 12, 31), False),
        (date(2019, 1, 1), True),
        (date(2021, 6, 30), True),
        (date(2021, 7, 1), False),
        ("2021", True),
        ("2018-12", False),
        ("201X", True),
    ],
)
def test_an_office_is_held_from_the_first_day_of_its_start_to_the_last_of_its_end(day, held):
    record = who(("主席", "2019", "2021-06"))
    assert (office_at(record, day) is not None) is held


@pytest.mark.parametrize(
    ("start", "end", "day", "held"),
    [
        ("", "2020", date(1990, 1, 1), True),
        ("", "2020", date(2021, 1, 1), False),
        ("2020-05", "", date(2099, 1, 1), True),
        ("2020-05", "", date(2020, 4, 30), False),
        ("", "", date(1990, 1, 1), True),
    ],
)
def test_an_unknown_start_or_end_is_open(start, end, day, held):
    assert (office_at(who(("主席", start, end)), day) is not None) is held


def test_of_several_offices_the_present_ones_stand_first_as_the_editor_ordered_them():
    record = who(
        ("原焊工", "2001", "2010"), ("主席", "2019", ""), ("劳模协会会长", "2012", ""), ("班长", "2010", "2015")
    )
    assert titles(offices_of(record)) == ["主席", "劳模协会会长", "班长", "原焊工"]
    assert titles(offices_at(record, "2012-06")) == ["劳模协会会长", "班长"]
    assert office_at(record, date(2013, 1, 1)).title == "劳模协会会长"
    assert office_at(record, date(2000, 1, 1)) is None


def test_a_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError, match="no date"):
        office_at(who(), "去年")


def test_offices_of_merged_people_count_once_at_the_survivors_of_their_organisations():
    unit, old = organisation(), organisation("临港工会")
    survivor, loser, first = person(), person(), person()
    for record, at in ((survivor, unit), (loser, old), (first, old)):
        record.appointments.create(organisation=at, title="主席", start="2019", end="2021", sort_order=0)
        record.save()
    first.appointments.create(organisation=old, title="焊工", start="2001", end="2010", sort_order=1)
    first.save()
    merged(old, unit)
    merged(first, loser)
    merged(loser, survivor)
    offices = offices_of(survivor)
    assert [(office.organisation, office.title) for office in offices] == [(unit, "主席"), (unit, "焊工")]
    assert office_at(first, date(2020, 1, 1)).person_id == survivor.pk


def test_a_moment_counts_as_the_day_that_it_is_in_the_newsroom():
    record = who(("主席", "2019", "2021-06"))
    assert office_at(record, datetime(2021, 6, 30, 15, 59, tzinfo=UTC)).title == "主席"
    assert office_at(record, datetime(2021, 6, 30, 16, 0, tzinfo=UTC)) is None


def test_offices_of_many_people_are_read_at_once_with_those_of_merged_rows(django_assert_num_queries):
    unit, old = organisation(), organisation("临港工会")
    people = [who(("主席", "2019", ""), ("焊工", "2001", "2010")) for _ in range(5)]
    with django_assert_num_queries(1):
        put_offices(people, "2005")
    assert [record.office.title for record in people] == ["焊工"] * 5
    with django_assert_num_queries(1):
        put_offices(people, "2015")
    assert [record.office for record in people] == [None] * 5
    loser, first = person(), person(office=(old, "劳模协会会长"))
    merged(old, unit)
    merged(first, loser)
    merged(loser, people[1])
    put_offices(people, "2015")
    assert [record.office and str(record.office) for record in people] == [
        None, "临港区总工会劳模协会会长", None, None, None,
    ]  # fmt: skip


def test_people_of_a_merged_row_serve_as_their_survivor_once():
    unit, old = organisation(), organisation("临港工会")
    survivor, loser = person(public_page=True, office=(unit, "主席")), person(office=(old, "主席"))
    hidden = person("不公开", office=(unit, "干事"))
    merged(old, unit)
    merged(loser, survivor)
    assert [office.person for office in people_serving(unit)] == [survivor]
    assert hidden not in [office.person for office in people_serving(unit)]


# Honours --------------------------------------------------------------------------------------------------------------
def test_honours_stand_by_rank_then_the_newest():
    record = person()
    city, nation = award("市劳动模范", rank=Award.Rank.CITY), award("全国劳动模范", rank=Award.Rank.NATIONAL)
    for given, year in ((city, 2015), (nation, 2010), (city, 2020), (nation, 2020)):
        conferral(conferral_round(given, year=year), record)
    shown = [(row.round.award.name, row.round.year) for row in honours_of(record)]
    assert shown == [("全国劳动模范", 2020), ("全国劳动模范", 2010), ("市劳动模范", 2020), ("市劳动模范", 2015)]


def test_a_revoked_honour_is_in_no_list_but_stays_on_record():
    record = person()
    row = conferral(conferral_round(year=2015), record, status="revoked", revoked_on="2020-03-05")
    assert honours_of(record) == []
    assert Conferral.objects.get() == row


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        (date(2014, 12, 31), False),
        (date(2015, 1, 1), True),
        (date(2020, 3, 4), True),
        (date(2020, 3, 5), False),
        ("2020", True),
        ("2021", False),
    ],
)
def test_a_revoked_honour_stood_until_the_day_of_its_revocation(day, stood):
    record = person()
    conferral(conferral_round(year=2015), record, status="revoked", revoked_on="2020-03-05")
    assert bool(honours_at(record, day)) is stood


def test_an_honour_revoked_on_an_unknown_day_never_stood():
    record = person()
    conferral(conferral_round(year=2015), record, status="revoked")
    assert honours_at(record, date(2016, 1, 1)) == []


def test_an_honour_stands_from_the_date_of_its_round():
    record = person()
    conferral(conferral_round(year=2015, conferred_on="2015-04-28"), record)
    assert honours_at(record, date(2015, 4, 27)) == []
    assert len(honours_at(record, "2015-04")) == 1


def test_one_honour_held_twice_through_a_merge_counts_once():
    survivor, loser = person(), person("沈志秋")
    given = conferral_round(year=2015)
    conferral(given, survivor)
    conferral(given, loser)
    conferral(conferral_round(award("另一项"), year=2016), loser)
    merged(loser, survivor)
    assert len(honours_of(survivor)) == 2
    assert len(honours_at(survivor, date(2017, 1, 1))) == 2
    assert honours_of(loser) == honours_of(survivor)


def test_rounds_of_merged_awards_are_the_same_honour():
    record = person()
    old, new = award("劳动模范（旧）"), award("劳动模范", rank=Award.Rank.PROVINCE)
    for given in (old, new):
        conferral(conferral_round(given, year=2015, label="第三届"), record)
    merged(old, new)
    (honour,) = honours_of(record)
    assert honour.round.award == new


def test_of_two_rows_of_one_honour_the_valid_one_stands_as_on_the_roll():
    survivor, loser = person(), person("沈志秋")
    given = conferral_round(year=2015)
    conferral(given, loser, status="revoked", revoked_on="2020")
    valid = conferral(given, survivor)
    merged(loser, survivor)
    assert honours_of(survivor) == list(roll_of(given)) == [valid]
    assert len(honours_at(survivor, date(2019, 12, 31))) == 1
    assert honours_at(survivor, date(2021, 1, 1)) == [valid]


def test_a_roll_stands_by_kind_the_first_named_first_each_in_the_published_order():
    given = conferral_round()
    for name, kind, position in (
        ("乙厂", "organisation", 2),
        ("丙", "person", 3),
        ("甲", "person", 1),
        ("丁厂", "organisation", 4),
    ):
        conferral(given, published_name=name, kind=kind, position=position)
    conferral(given, published_name="撤了的厂", kind="organisation", position=0, status="revoked")
    assert [line.published_name for line in roll_of(given)] == ["甲", "丙", "乙厂", "丁厂"]


def test_two_teams_of_one_unit_honoured_in_one_round_are_two_honours():
    unit = organisation()
    given = conferral_round(year=2015)
    conferral(given, unit, kind="team", published_name="一班")
    conferral(given, unit, kind="team", published_name="二班")
    conferral(given, unit)
    assert len(honours_of(unit)) == 3


def test_honours_cost_the_same_for_any_number():
    record = person()

    def queries() -> int:
        with override("en"), CaptureQueriesContext(connection) as context:
            assert all(row.round.award.name_in() for row in honours_of(record))
        return len(context)

    conferral(conferral_round(award("甲"), year=2015), record)
    queries()  # the glossary is read, and kept for a while
    few = queries()
    for number in range(12):
        conferral(conferral_round(award(f"荣誉{number}"), year=2015), record)
    assert queries() == few <= 4


# Merged rows ----------------------------------------------------------------------------------------------------------
def test_survivors_resolve_a_chain_and_survive_a_circle():
    first, second, last = (organisation(f"第{n}工会") for n in range(3))
    merged(first, second)
    merged(second, last)
    assert survivors([first, last, None]) == {first.pk: last, last.pk: last}
    Organisation.objects.filter(pk=last.pk).update(merged_into=first)
    first.refresh_from_db()
    assert survivors([first])[first.pk].pk in {first.pk, second.pk, last.pk}


def test_what_was_never_merged_costs_no_query(django_assert_num_queries):
    units = [organisation(f"第{n}工会") for n in range(3)]
    with django_assert_num_queries(0):
        survivors(units)


# The tree -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def union_tree():
    """江湾市 above 临港区 above two of its units; a lone body beside them."""
    city = organisation("江湾市总工会")
    district = organisation("江湾市临港区总工会", parent=city)
    units = [organisation(name, parent=district) for name in ("码头工会", "电机工会")]
    return {"city": city, "district": district, "units": units, "lone": organisation("云汀市总工会")}


def test_the_tree_knows_what_is_above_and_below(union_tree):
    tree = OrganisationTree.read()
    city, district = union_tree["city"].pk, union_tree["district"].pk
    assert tree.above(union_tree["units"][0].pk) == [city, district]
    assert (tree.below(city), tree.below(district), tree.below(union_tree["lone"].pk)) == (3, 2, 0)
    assert tree.alone == 1


def test_units_of_a_merged_row_stand_below_its_survivor(union_tree):
    old = organisation("临港工会", parent=union_tree["city"])
    unit = organisation("供电工会", parent=old)
    merged(old, union_tree["district"])
    tree = OrganisationTree.read()
    assert tree.above(unit.pk) == [union_tree["city"].pk, union_tree["district"].pk]
    assert tree.below(union_tree["district"].pk) == 3
    assert old.pk not in tree.parents


def test_the_tree_is_opened_by_level_in_two_queries(union_tree, django_assert_num_queries):
    def names(shown):
        return [(branch.organisation.name, branch.direct, branch.below, names(branch.shown)) for branch in shown]

    with django_assert_num_queries(2):
        one = names(branches(OrganisationTree.read(), None, 1, most=100))
    assert one == [("江湾市总工会", 1, 3, [])]
    with django_assert_num_queries(2):
        below = branches(OrganisationTree.read(), union_tree["city"].pk, 2, most=100)
    leaves = [("电机工会", 0, 0, []), ("码头工会", 0, 0, [])]
    assert names(below) == [("江湾市临港区总工会", 2, 2, leaves)]
    assert names(branches(OrganisationTree.read(), None, 3, most=2)) == [
        ("江湾市总工会", 1, 3, [("江湾市临港区总工会", 2, 2, [])])
    ]


def test_a_circle_that_slipped_in_ends(union_tree):
    Organisation.objects.filter(pk=union_tree["city"].pk).update(parent=union_tree["district"])
    tree = OrganisationTree.read()
    assert tree.above(union_tree["units"][0].pk)
    assert branches(tree, union_tree["district"].pk, 5, most=1000)


# Places ---------------------------------------------------------------------------------------------------------------
def test_places_stand_by_district_in_the_order_of_the_pinyin_those_without_one_last():
    for name, district in (("丙站", "临港区"), ("乙站", ""), ("甲站", "安山区"), ("丁站", "临港区")):
        place(name, district=district)
    merged(place("旧站", district="安山区"), place("新站", district="安山区"))
    found = [(district, [row.name for row in places]) for district, places in places_by_district()]
    assert found == [("安山区", ["甲站", "新站"]), ("临港区", ["丙站", "丁站"]), ("", ["乙站"])]


def test_names_in_another_language_are_read_with_the_organisations(union_tree, django_assert_num_queries):
    city = union_tree["city"]
    OrganisationName.objects.create(organisation=city, language="en", name="Jiangwan Federation")
    with override("en"), django_assert_num_queries(1):
        assert organisations_by_key([city.pk])[city.pk].name_in() == "Jiangwan Federation"


@pytest.mark.parametrize(
    ("written", "addresses"),
    [
        ("0512-8765 4321", ["tel:051287654321"]),
        ("0512-87654321转8001、12351", ["tel:051287654321;ext=8001", "tel:12351"]),
        ("见门口告示", [""]),
        ("", []),
    ],
)
def test_numbers_of_a_place_can_be_dialled(written, addresses):
    assert [address for _shown, address in place(phone=written).phones] == addresses
