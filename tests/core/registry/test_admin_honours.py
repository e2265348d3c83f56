"""The menu 资料库: rounds of awards and their conferrals, listed, found and narrowed."""

from __future__ import annotations

import pytest

from core.registry.models import Conferral, ConferralRound
from tests.core.registry.screens import address, keeper, listing
from tests.factories.records import award, conferral, conferral_round, merged, organisation, person

pytestmark = pytest.mark.django_db


def test_a_round_leads_to_its_conferrals_and_to_its_roll():
    given = conferral_round(award("临港区劳动模范"), year=2025, label="第三届", document_number="临工发〔2025〕8号")
    conferral(given, person())
    client = keeper(ConferralRound)
    conferrals = f"{address(Conferral, 'list')}?round={given.pk}"
    shown = listing(client, ConferralRound)
    assert f'href="{conferrals}">1</a>' in shown
    assert "临工发〔2025〕8号" in shown
    form = client.get(address(ConferralRound, "edit", given.pk)).content.decode()
    assert f'href="{conferrals}"' in form
    assert f'href="/awards/{given.award_id}/{given.pk}/"' in form


@pytest.mark.parametrize("query", ["劳动模范", "ldmf", "2025", "2025年", "第三届", "8号", "劳动模范 2025"])
def test_rounds_are_found_by_award_year_and_number(query):
    found = conferral_round(award("临港区劳动模范"), year=2025, label="第三届", document_number="临工发〔2025〕8号")
    other = conferral_round(award("五一劳动奖状"), year=2019)
    shown = listing(keeper(ConferralRound), ConferralRound, q=query)
    assert str(found) in shown
    assert str(other) not in shown


def test_conferrals_are_narrowed_to_a_round_and_a_new_one_comes_last_in_it():
    given, other = conferral_round(award("甲")), conferral_round(award("乙"))
    conferral(given, published_name="沈知秋", position=7)
    conferral(other, published_name="梁学桥")
    client = keeper(Conferral)
    shown = listing(client, Conferral, round=given.pk)
    assert "沈知秋" in shown
    assert "梁学桥" not in shown
    add = f"{address(Conferral, 'add')}?round={given.pk}"
    assert add in shown
    form = client.get(add).context["form"]
    assert (form.initial["round"], form.initial["position"]) == (given.pk, 8)
    for nonsense in ("0", "x", "9" * 40):
        assert client.get(f"{address(Conferral, 'add')}?round={nonsense}").status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "沈知"}, "甲"),
        ({"q": "szq"}, "甲"),
        ({"q": "造船厂"}, "乙"),
        ({"status": "revoked"}, "乙"),
        ({"year": "2019"}, "乙"),
        ({"rank": "1"}, "甲"),
        ({"kind": "person", "linked": "yes"}, "甲"),
        ({"linked": "no"}, "乙"),
    ],
)
def test_conferrals_are_found_by_what_the_roll_says_and_by_filters(query, found):
    nation, city = award("全国劳动模范", rank=1), award("市劳动模范", rank=3)
    rows = {
        "甲": conferral(conferral_round(nation, year=2025), person(), published_unit="区总工会"),
        "乙": conferral(
            conferral_round(city, year=2019), published_name="梁学桥", published_unit="造船厂焊工", status="revoked"
        ),
    }
    shown = listing(keeper(Conferral), Conferral, **query)
    assert [name for name, row in rows.items() if row.published_name in shown.partition("<tbody")[2]] == [found]


def test_the_filter_by_award_finds_rounds_of_what_was_merged_into_it():
    old, new = award("劳模（旧）"), award("劳模")
    conferral(conferral_round(old), published_name="沈知秋")
    merged(old, new)
    assert "沈知秋" in listing(keeper(Conferral), Conferral, award=new.pk)


def test_rounds_that_a_merge_brought_together_stay_and_no_further_one_is_made():
    old, new = award("劳模（旧）"), award("劳模")
    first, second = conferral_round(old, year=2025), conferral_round(new, year=2025)
    merged(old, new)
    client = keeper(ConferralRound)
    fields = {"award": new.pk, "year": 2025, "label": "", "document_number": "临工发〔2025〕8号"}
    assert client.post(address(ConferralRound, "edit", second.pk), fields).status_code == 302
    second.refresh_from_db()
    assert second.document_number == "临工发〔2025〕8号"
    third = conferral_round(new, year=2024)
    for answer in (
        client.post(address(ConferralRound, "add"), fields),
        client.post(address(ConferralRound, "edit", third.pk), fields),
    ):
        assert answer.context["form"].errors["label"] == ["“2025年劳模”已有名单，请写明届次或批次，区别开来。"]
    assert set(ConferralRound.objects.filter(year=2025)) == {first, second}


def test_the_filter_by_rank_goes_by_what_an_award_was_merged_into():
    old, new = award("劳模（旧）", rank=1), award("劳模", rank=3)
    conferral(conferral_round(old), published_name="沈知秋")
    merged(old, new)
    client = keeper(Conferral)
    found = [rank for rank in (1, 3) if "沈知秋" in listing(client, Conferral, rank=rank).partition("<tbody")[2]]
    assert found == [3]


def test_a_conferral_to_a_person_names_no_organisation():
    given, unit = conferral_round(), organisation()
    fields = {
        "round": given.pk,
        "position": 1,
        "kind": "person",
        "organisation": unit.pk,
        "published_name": "沈知秋",
        "status": "valid",
    }
    shown = keeper(Conferral).post(address(Conferral, "add"), fields).content.decode()
    assert "授予个人的，这里不填单位。" in shown
    assert not Conferral.objects.exists()


@pytest.mark.parametrize("query", ["沈知秋", "szq", "沈志秋"])
def test_a_conferral_is_found_by_every_name_of_whom_it_means(query):
    first, second, last = person("甲某"), person("沈志秋"), person("沈知秋")
    line = conferral(recipient=first)
    merged(first, second)
    merged(second, last)
    assert line.published_name in listing(keeper(Conferral), Conferral, q=query).partition("<tbody")[2]


def test_listings_with_merged_recipients_cost_the_same_for_any_number(
    django_assert_max_num_queries, django_assert_num_queries
):
    client = keeper(Conferral)

    def make(number: int) -> None:
        unit, old = organisation(f"第{number}工会"), organisation(f"第{number}旧工会")
        merged(old, unit)
        loser, winner = person(f"沈{number}"), person(f"梁{number}", office=(old, "主席"))
        merged(loser, winner)
        honour, survivor = award(f"旧奖{number}"), award(f"奖{number}")
        merged(honour, survivor)
        conferral(conferral_round(honour), loser)
        conferral(conferral_round(honour, label="二"), old)

    make(0)
    listing(client, Conferral)
    with django_assert_max_num_queries(25) as few:
        listing(client, Conferral)
    for number in range(1, 12):
        make(number)
    with django_assert_num_queries(len(few)):
        listing(client, Conferral)
