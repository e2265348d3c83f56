"""Honours on the pages of those honoured, and the roll of an award's round."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core.models import OrganisationName, PersonName
from core.registry.models import AwardName
from media.models import LibraryDocument
from news.models import ProfileIndexPage, ProfilePage
from tests.factories.html import Document
from tests.factories.records import award, conferral, conferral_round, merged, organisation, person
from tests.factories.stories import BODY, story
from tests.home.reading import read

pytestmark = pytest.mark.django_db


def lines_of(roll: str) -> list[str]:
    """The names on a roll's page."""
    return [re.sub("<.*?>", "", name) for name in re.findall(r"<li>\s*<b>(.*?)</b>", roll)]


def test_a_person_page_shows_valid_honours_by_rank_and_offices_by_time(newsroom):
    body = organisation("江湾市总工会")
    record = person(public_page=True, office=(organisation(), "主席"))
    record.appointments.create(title="焊工", start="2001", end="2010", sort_order=1)
    record.save()
    city, nation = award("市劳动模范", rank=3, bodies=(body,)), award("全国劳动模范", rank=1)
    for given, year, status in ((city, 2015, "valid"), (nation, 2020, "valid"), (city, 2023, "revoked")):
        conferral(conferral_round(given, year=year), record, status=status)
    shown = read(f"/people/{record.pk}/")
    Document.of(shown).assert_sound()
    assert shown.index("全国劳动模范") < shown.index("市劳动模范")
    assert "江湾市总工会" in shown
    best = record.conferrals.get(round__year=2020).round
    assert f'href="{best.get_absolute_url()}"' in shown
    assert "2023" not in shown
    assert shown.index("主席") < shown.index("2001年—2010年")


def test_a_roll_lists_valid_lines_in_their_order_and_links_public_people_only(newsroom):
    public, hidden, unit = person("甲某", public_page=True), person("乙某"), organisation("丙厂")
    given = conferral_round(award("临港区劳动模范"), year=2025, label="第三届", document_number="临工发〔2025〕8号")
    conferral(given, unit, position=9)
    conferral(given, hidden, position=2, published_unit="造船厂焊工")
    conferral(given, public, position=1, published_title="临港区劳动模范（追授）")
    conferral(given, published_name="丁某", position=3, status="revoked")
    shown = read(f"/awards/{given.award_id}/{given.pk}/")
    Document.of(shown).assert_sound()
    assert shown.index("甲某") < shown.index("乙某") < shown.index("丙厂")
    assert f'href="/people/{public.pk}/"' in shown
    assert f'href="/people/{hidden.pk}/"' not in shown
    assert f'href="/organisations/{unit.pk}/"' in shown
    assert "丁某" not in shown
    assert all(text in shown for text in ("造船厂焊工", "追授", "临工发〔2025〕8号", "第三届", "共3项"))
    listed = read(f"/awards/{given.award_id}/")
    assert f'href="/awards/{given.award_id}/{given.pk}/"' in listed
    assert "名单共3项" in listed


def test_a_roll_leads_to_the_decision_once_a_public_page_holds_it(newsroom, section):
    decision = LibraryDocument.objects.create(title="表彰决定全文", file=ContentFile(b"%PDF-1.4", "jueding.pdf"))
    given = conferral_round(document=decision)
    conferral(given, person("甲某"))
    address = f"/awards/{given.award_id}/{given.pk}/"
    assert "表彰决定全文" not in read(address)
    block = {"type": "document", "value": {"document": decision.pk, "title": ""}}
    story(section, body=[*BODY, block])
    assert f'<a href="{decision.url}">表彰决定全文</a>' in read(address)


def test_a_roll_names_those_of_the_decision_in_english_by_the_registry(newsroom):
    unit, renamed, worker = organisation("临港造船厂"), organisation("临港总工会"), person("单雄信")
    given = conferral_round()
    conferral(given, unit, kind="team", published_name="焊接二班")
    conferral(given, unit, kind="work", published_name="焊接新法")
    conferral(given, renamed, published_name="临港县工会")
    conferral(given, worker, published_name="单雄信")
    OrganisationName.objects.create(organisation=unit, language="en", name="Lingang Shipyard")
    OrganisationName.objects.create(organisation=unit, language="zh-hant", name="臨港船廠")
    OrganisationName.objects.create(organisation=renamed, language="en", name="Lingang Federation")

    def names(language: str) -> list[str]:
        return lines_of(read(f"{language}/awards/{given.award_id}/{given.pk}/"))

    assert names("") == ["焊接二班", "焊接新法", "临港县工会", "单雄信"]
    assert names("/zh-hant") == ["焊接二班", "焊接新法", "臨港縣工會", "單雄信"]
    assert names("/en") == ["焊接二班", "焊接新法", "Lingang Federation", "单雄信"]


def test_a_roll_writes_a_traditional_name_as_the_registry_has_it(newsroom):
    empress, other = person("范后", public_page=True), person("后羿")
    for record in (empress, other):
        PersonName.objects.create(person=record, language="zh-hant", name={"范后": "範後", "后羿": "後羿"}[record.name])
    given = conferral_round()
    conferral(given, empress)
    conferral(given, other, published_name="后羿（女）")
    assert lines_of(read(f"/zh-hant/awards/{given.award_id}/{given.pk}/")) == ["範後", "后羿（女）"]


def test_a_roll_that_mixes_people_and_units_has_one_part_for_each(newsroom):
    given = conferral_round()
    for recipient in (person("甲某"), organisation("乙厂"), person("丙某")):
        conferral(given, recipient)
    shown = read(f"/awards/{given.award_id}/{given.pk}/")
    assert [part.strip() for part in re.findall(r'<h2 id="kind-.*?>(.*?)</h2>', shown)] == ["个人", "单位"]
    assert lines_of(shown) == ["甲某", "丙某", "乙厂"]


def test_a_roll_stands_in_pages(newsroom):
    given = conferral_round()
    for number in range(203):
        conferral(given, published_name=f"第{number}人", position=number)
    address = f"/awards/{given.award_id}/{given.pk}/"
    assert "第202人" not in read(address)
    assert "第202人" in read(f"{address}?page=2")


def test_a_roll_stands_under_its_own_award_and_moves_with_it(newsroom):
    given, other = conferral_round(award("甲")), award("乙")
    read(f"/awards/{other.pk}/{given.pk}/", 404)
    read(f"/awards/{given.award_id}/999999/", 404)
    merged(given.award, other)
    answer = Client().get(f"/zh-hant/awards/{given.award_id}/{given.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/zh-hant/awards/{other.pk}/{given.pk}/")
    read(f"/awards/{other.pk}/{given.pk}/")


def test_a_roll_names_the_survivor_of_a_merge_once_public(newsroom):
    survivor, loser = person("沈知秋", public_page=True), person("沈志秋")
    given = conferral_round()
    conferral(given, loser)
    merged(loser, survivor)
    shown = read(f"/awards/{given.award_id}/{given.pk}/")
    assert f'<a href="/people/{survivor.pk}/">沈志秋</a>' in shown  # as published


def test_a_profile_is_reached_from_the_roll_and_from_the_pages_of_its_subject(
    newsroom, django_capture_on_commit_callbacks
):
    index = ProfileIndexPage(title="劳模风采", slug="fengcai", locale=newsroom.home.locale)
    newsroom.home.add_child(instance=index)
    loser, survivor, unit = person("沈志秋"), person("沈知秋", public_page=True), organisation()
    merged(loser, survivor)
    given = conferral_round()
    conferral(given, survivor)
    conferral(given, unit)
    with django_capture_on_commit_callbacks(execute=True):
        about = story(index, page_type=ProfilePage, title="焊缝会记得", person=loser, organisation=unit)
        of_unit = story(index, page_type=ProfilePage, title="一家工会", subject_kind="unit", organisation=unit)
        story(index, page_type=ProfilePage, title="没发的", person=loser, live=False)
    assert f'href="{about.url}"' in read(f"/people/{survivor.pk}/")
    shown = read(f"/organisations/{unit.pk}/")
    assert "record-head__profile" in shown
    assert f'href="{of_unit.url}"' in shown
    roll = read(f"/awards/{given.award_id}/{given.pk}/")
    assert roll.count("roll__profile") == 2
    assert f'href="{about.url}"' in roll


def test_a_roll_costs_the_same_for_any_number_of_lines(
    newsroom, django_assert_max_num_queries, django_assert_num_queries
):
    given = conferral_round()
    unit, old = organisation(), organisation("临港工会")
    merged(old, unit)

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            conferral(given, person(f"沈{number}", public_page=True))
            conferral(given, organisation(f"第{number}工会"))

    conferral(given, old)
    fill(0, 2)
    address = f"/en/awards/{given.award_id}/{given.pk}/"
    read(address)
    with django_assert_max_num_queries(22) as few:
        read(address)
    fill(2, 40)
    with django_assert_num_queries(len(few)):
        read(address)


def test_the_new_pages_speak_the_language_of_their_address(newsroom):
    record = award("临港区劳动模范")
    AwardName.objects.create(award=record, language="en", name="Lingang Model Worker")
    shen = person(public_page=True)
    PersonName.objects.create(person=shen, language="en", name="Shen Zhiqiu")
    given = conferral_round(record)
    conferral(given, shen)
    conferral(given, published_name="梁学桥")
    shown = read(f"/en/awards/{record.pk}/{given.pk}/")
    assert "<h1>Lingang Model Worker</h1>" in shown
    assert f'<a href="/en/people/{shen.pk}/">Shen Zhiqiu</a>' in shown
    assert "梁学桥" in shown
    assert "Lingang Model Worker" in read(f"/en/people/{shen.pk}/")
