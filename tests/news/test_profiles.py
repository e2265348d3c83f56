"""Profiles: whom they are about, with the registry's honours, and the index that finds them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from core.registry.models import Award, Conferral, Person
from home.newsroom import ensure_index, ensure_section
from news.models import ProfileAchievement, ProfileIndexPage, ProfilePage, StoryPage, StorySection
from news.profiles import as_cards, best_honours, entries_of
from news.publication import PublicationRefused
from news.selectors import section_stories, stories_naming
from tests.factories.html import Document
from tests.factories.records import award, conferral, conferral_round, merged, organisation, person
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def read(page: Any, query: str = "") -> Document:
    answer = Client().get(page.get_url() + query)
    assert answer.status_code == 200
    document = Document.of(answer.content.decode())
    document.assert_sound()
    return document


def honour(subject: Any, name: str, rank: int, year: int, **fields: Any) -> Conferral:
    given = Award.objects.filter(name=name).first() or award(name, rank=rank)
    held = given.rounds.filter(year=year).first() or conferral_round(given, year=year)
    return conferral(held, subject, **fields)


@pytest.fixture
def welder(db: None) -> Person:
    return person("梁雪樵", office=(organisation("澜桥重装有限公司"), "焊工、高级技师"), public_page=True)


@pytest.fixture
def profile(profiles, welder) -> ProfilePage:
    return story(profiles, title="四十一小时", person=welder, trade="焊工", industry="C", region="临港区")


# The page -------------------------------------------------------------------------------------------------------------
def test_profile_shows_its_subject_with_unit_post_and_a_way_to_their_page(profile, welder):
    page = read(profile)
    assert page.texts("p", class_="profile-head__name") == ["梁雪樵"]
    assert page.texts("p", class_="profile-head__post") == ["澜桥重装有限公司焊工、高级技师"]
    assert page.one("h1").text == "四十一小时"
    assert page.all("a", href=welder.get_absolute_url())
    assert page.texts("dd")[:3] == ["焊工", "制造业", "临港区"]


def test_honours_stand_by_rank_then_the_newest_and_a_revoked_one_nowhere(profile, welder):
    honour(welder, "江湾市劳动模范", Award.Rank.CITY, 2019)
    honour(welder, "江湾市五一劳动奖章", Award.Rank.CITY, 2023)
    honour(welder, "全省劳动模范", Award.Rank.PROVINCE, 2021)
    honour(welder, "全国技术能手", Award.Rank.NATIONAL, 2024, status=Conferral.Status.REVOKED)
    page = read(profile)
    assert page.texts("p", class_="honours__title") == ["全省劳动模范", "江湾市五一劳动奖章", "江湾市劳动模范"]
    assert page.texts("span", class_="honours__rank") == ["省部级", "市级", "市级"]
    assert page.texts("p", class_="kicker")[0] == "全省劳动模范2021"
    assert "全国技术能手" not in page.one("html").text


def test_honours_of_a_person_who_was_merged_are_the_survivors(profile, welder):
    double = person("梁雪樵")
    honour(double, "江湾市劳动模范", Award.Rank.CITY, 2019)
    merged(welder, double)
    page = read(profile)
    assert page.texts("p", class_="honours__title") == ["江湾市劳动模范"]
    assert not page.all("a", href=welder.get_absolute_url())


def test_profile_of_a_studio_is_about_the_organisation(profiles):
    studio = organisation("梁雪樵创新工作室")
    honour(studio, "示范性劳模创新工作室", Award.Rank.PROVINCE, 2022)
    page = read(story(profiles, subject_kind="studio", organisation=studio))
    assert page.texts("p", class_="profile-head__name") == ["梁雪樵创新工作室"]
    assert page.texts("p", class_="honours__title") == ["示范性劳模创新工作室"]


def test_achievements_stand_with_their_years(profiles, welder):
    rows = [ProfileAchievement(when="2013", text="提出“回针焊”", locale=profiles.locale)]
    page = read(story(profiles, person=welder, achievements=rows))
    assert page.texts("span", class_="timeline__date") == ["2013年"]


def test_profile_leads_to_other_stories_about_its_subject_and_to_its_like(profile, profiles, section, welder):
    about = story(section, title="焊花里的课堂")
    about.people.create(person=welder)
    about.save_revision().publish()
    story(profiles, title="别的行当", person=person("甲"), trade="护士")
    like = story(profiles, title="同一工种", person=person("乙"), trade="焊工", date_shown="2020-01-01T00:00+08:00")
    page = read(profile)
    titles = page.texts("h3", class_="teaser__title")
    assert titles[:2] == ["焊花里的课堂", "乙"]
    assert page.all("a", href=like.get_url())


def test_profile_costs_the_same_whatever_its_subject_has(profile, profiles, welder, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def grow(count: int) -> None:
        for n in range(count):
            honour(welder, f"奖{n}", Award.Rank.CITY, 2000 + n)
            story(profiles, person=person(f"某{n}"), trade="焊工")

    grow(2)
    address, client = profile.get_url(), Client()
    client.get(address)  # content types and site roots are kept from now on
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    grow(8)
    with django_assert_num_queries(len(few)):
        client.get(address)


# Everywhere a story ---------------------------------------------------------------------------------------------------
def test_profile_is_found_by_its_subject_and_listed_where_it_is_sent(profile, welder, newsroom):
    assert list(stories_naming(welder)) == [StoryPage.objects.get(pk=profile.pk)]
    people = ensure_section(home=newsroom.home, slug="renwu", title="人物")
    profile.also_in = [StorySection(section=people)]
    profile.save_revision().publish()
    assert [found.pk for found in section_stories(people)] == [profile.pk]


def test_new_profile_is_a_profile_by_genre(profiles, section):
    assert ProfilePage(title="一").genre == StoryPage.Genre.PROFILE
    assert ProfilePage(title="一", genre="news").genre == StoryPage.Genre.NEWS


@pytest.mark.parametrize(("kind", "wanted"), [("person", "人物。"), ("unit", "单位。")])
def test_profile_without_its_subject_is_not_published(profiles, kind, wanted):
    draft = story(profiles, live=False, subject_kind=kind)
    with pytest.raises(PublicationRefused, match=wanted):
        draft.get_latest_revision().publish()


# The index ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(profiles) -> dict[str, ProfilePage]:
    """A welder of the province 2019 and of the city 2025, a nurse of the city 2019, a studio of the province 2025."""
    welder, nurse, studio = person("焊工某"), person("护士某"), organisation("某工作室")
    honour(welder, "省劳模", Award.Rank.PROVINCE, 2019)
    honour(welder, "市劳模", Award.Rank.CITY, 2025)
    honour(nurse, "市劳模", Award.Rank.CITY, 2019)
    honour(studio, "省工人先锋号", Award.Rank.PROVINCE, 2025)
    return {
        "welder": story(profiles, person=welder, trade="焊工", industry="C", region="临港区"),
        "nurse": story(profiles, person=nurse, trade="护士", industry="Q", region="临港区"),
        "studio": story(profiles, subject_kind="studio", organisation=studio, industry="C", region="云汀区"),
    }


def names(page: Document) -> list[str]:
    return page.texts("h3", class_="card__name")


def choices(page: Document, name: str) -> list[str]:
    """What a filter offers, with its counts, in the order of the page."""
    selects = {element.attributes["name"]: element for element in page.all("select")}
    return [line.strip() for line in selects[name].text.split("\n") if line.strip()][1:]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["某工作室", "护士某", "焊工某"]),
        ("?rank=2", ["某工作室", "焊工某"]),
        ("?year=2019", ["护士某", "焊工某"]),
        ("?rank=2&year=2019", ["焊工某"]),
        ("?rank=3&year=2019", ["护士某"]),  # the welder's of 2019 is of the province
        ("?trade=护士", ["护士某"]),
        ("?industry=C&region=临港区", ["焊工某"]),
        ("?industry=C&trade=护士", []),
        ("?rank=9&year=abc&trade=没有&page=x", ["某工作室", "护士某", "焊工某"]),
    ],
)
def test_index_finds_by_rank_year_trade_industry_and_region(profiles, three, query, wanted):
    assert names(read(profiles, query)) == wanted


def test_filters_count_what_they_would_show_beside_the_others(profiles, three):
    page = read(profiles, "?region=临港区")
    assert choices(page, "rank") == ["省部级（1）", "市级（2）"]
    assert choices(page, "year") == ["2025年（1）", "2019年（2）"]
    assert choices(page, "industry") == ["制造业（1）", "卫生和社会工作（1）"]
    assert choices(page, "region") == ["临港区（2）", "云汀区（1）"]


def test_revoked_honour_is_no_filter_and_on_no_card(profiles, three):
    Conferral.objects.filter(round__award__name="省工人先锋号").update(status=Conferral.Status.REVOKED)
    page = read(profiles)
    assert choices(page, "rank") == ["省部级（1）", "市级（2）"]
    assert "省工人先锋号" not in page.one("main").text


def test_awards_that_were_merged_give_one_honour_which_stands_by_its_valid_row(profiles, three):
    """As on the person's page: see `core.registry.selectors.honours_of`."""
    double = award("省劳动模范", rank=Award.Rank.CITY)
    honour(three["welder"].person, "省劳动模范", Award.Rank.CITY, 2019)
    merged(double, Award.objects.get(name="省劳模"))
    assert choices(read(profiles), "rank") == ["省部级（2）", "市级（2）"]
    Conferral.objects.filter(round__award=double).update(status=Conferral.Status.REVOKED)
    assert choices(read(profiles), "rank") == ["省部级（2）", "市级（2）"]
    assert "省劳模" in read(three["welder"]).one("main").text
    Conferral.objects.filter(round__award__name="省劳模", person__isnull=False).update(status=Conferral.Status.REVOKED)
    assert choices(read(profiles), "rank") == ["省部级（1）", "市级（2）"]
    assert "省劳" not in read(three["welder"]).one("main").text


def test_card_and_profile_put_the_same_honour_first(profiles, three):
    honour(three["nurse"].person, "大工匠", Award.Rank.CITY, 2019)
    card = read(profiles, "?trade=护士").texts("p", class_="card__fact")[-1]
    assert read(three["nurse"]).texts("p", class_="kicker")[0] == card


@pytest.mark.parametrize(
    ("subject_kind", "title", "kind", "published_name", "worn"),
    [
        ("unit", "焊接二班在厂里", "team", "焊接二班", "区先进单位2020"),
        ("unit", "重装上阵", "work", "焊接新法", "区先进单位2020"),
        ("unit", "重装上阵", "team", "临港造船", "全国工人先锋号2025"),  # the team is the unit itself, by another name
        ("collective", "焊接二班：百米长缝", "team", "焊接二班", "全国工人先锋号2025"),
        ("collective", "铆工三班", "team", "焊接二班", "区先进单位2020"),
    ],
)
def test_only_the_team_itself_wears_what_a_team_or_work_of_its_unit_received(
    profiles, subject_kind, title, kind, published_name, worn
):
    unit = organisation("临港造船厂", aliases="临港造船")
    honour(unit, "全国工人先锋号", Award.Rank.NATIONAL, 2025, kind=kind, published_name=published_name)
    honour(unit, "区先进单位", Award.Rank.DISTRICT, 2020)
    page = read(story(profiles, title=title, subject_kind=subject_kind, organisation=unit))
    assert page.texts("p", class_="kicker")[0] == worn
    assert page.texts("p", class_="honours__title") == [f"全国工人先锋号{published_name}", "区先进单位"]
    assert read(profiles).texts("p", class_="card__fact") == [worn]


@pytest.mark.parametrize(("language", "title"), [("zh-hant", "電焊二班：百米長縫"), ("en", "Second Welding Team")])
def test_a_translated_profile_wears_what_its_source_wears(profiles, language, title):
    unit = organisation("临港造船厂")
    honour(unit, "全国工人先锋号", Award.Rank.NATIONAL, 2025, kind="team", published_name="电焊二班")
    page = story(profiles, title="电焊二班：百米长缝", subject_kind="collective", organisation=unit)
    copy = page.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
    copy.title = title
    copy.save_revision().publish()
    assert "2025" in read(copy).texts("p", class_="kicker")[0]


def test_a_collective_is_known_by_a_character_that_is_no_traditional_one_in_its_name(profiles):
    unit = organisation("临港造船厂")
    honour(unit, "全国工人先锋号", Award.Rank.NATIONAL, 2025, kind="team", published_name="乾元班")
    page = story(profiles, title="乾元班：钢花", subject_kind="collective", organisation=unit)
    assert "2025" in read(page).texts("p", class_="kicker")[0]


def test_translated_collectives_cost_one_query_more_whatever_their_number(profiles, django_assert_num_queries):
    english = Locale.objects.get(language_code="en")

    def collective(number: int) -> int:
        unit = organisation(f"第{number}船厂")
        for year in range(2015, 2019):
            honour(unit, f"奖{number}{year}", Award.Rank.CITY, year, kind="team", published_name=f"别的班{year}")
        page = story(profiles, title=f"第{number}班", subject_kind="collective", organisation=unit)
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = f"Team {number}"
        copy.save_revision().publish()
        return copy.pk

    def cards(keys: list[int]) -> list[ProfilePage]:
        return list(as_cards(ProfilePage.objects.filter(pk__in=keys)))

    keys = [collective(1)]
    with CaptureQueriesContext(connection) as few:
        best_honours(cards(keys))
    keys += [collective(2), collective(3)]
    with django_assert_num_queries(len(few)):
        best_honours(cards(keys))


def test_profile_repeated_in_another_index_is_listed_there(newsroom, profiles, three):
    other = ensure_index(ProfileIndexPage, home=newsroom.home, slug="gongjiang", title="工匠")
    three["nurse"].create_alias(parent=other, update_slug="again")
    assert names(read(other)) == ["护士某"]
    assert names(read(profiles)) == ["某工作室", "护士某", "焊工某"]


def test_index_follows_a_merge(profiles, three):
    double = person("护士某")
    honour(double, "全国劳模", Award.Rank.NATIONAL, 2020)
    merged(double, three["nurse"].person)
    assert names(read(profiles, "?rank=1")) == ["护士某"]
    merged(three["nurse"].person, person("护士某某"))
    assert names(read(profiles, "?rank=1")) == ["护士某某"]


def test_pages_of_a_filtered_index_keep_the_filter(profiles, three):
    profiles.per_page = 1
    profiles.save_revision().publish()
    page = read(profiles, "?industry=C")
    assert len(names(page)) == 1
    follow = page.one("a", rel="next").attributes["href"]
    assert follow == "?industry=C&page=2"
    assert names(read(profiles, follow)) == ["焊工某"]


def test_index_costs_the_same_for_any_number_of_profiles(profiles, three, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    Client().get("/fengcai/?rank=2")  # content types and site roots are kept from now on
    with CaptureQueriesContext(connection) as few:
        Client().get("/fengcai/?rank=2")
    for n in range(10):
        subject = person(f"某{n}")
        honour(subject, "省劳模", Award.Rank.PROVINCE, 2019)
        story(profiles, person=subject, trade=f"工种{n}")
    with django_assert_num_queries(len(few)):
        Client().get("/fengcai/?rank=2")


def test_index_in_another_language_names_people_and_awards_in_it(profiles, three):
    english = Locale.objects.get(language_code="en")
    for record, name in (
        (three["welder"].person, "The welder"),
        (Award.objects.get(name="省劳模"), "Model Worker of the Province"),
    ):
        record.names.create(language="en", name=name)
        record.save()
    Conferral.objects.filter(round__award__name="省劳模").update(published_title="省劳动模范（追授）")
    for page in (profiles.get_parent().specific, profiles, three["welder"]):
        page.copy_for_translation(english).save_revision().publish()
    page = read(profiles.get_translation(english))
    assert names(page) == ["Thewelder"]
    assert "Model Worker of the Province" in page.one("main").text
    profile = read(three["welder"].get_translation(english))
    assert profile.texts("p", class_="honours__title")[0] == "ModelWorkeroftheProvince"
    assert read(three["welder"]).texts("p", class_="honours__title")[0] == "省劳动模范（追授）"


def test_profiles_of_a_loser_and_of_its_survivor_have_the_honours_of_both(profiles):
    loser, survivor = person("梁雪樵"), person("梁雪樵")
    honour(survivor, "省劳模", Award.Rank.PROVINCE, 2019)
    honour(loser, "市劳模", Award.Rank.CITY, 2020)
    for title, subject in (("甲", loser), ("乙", survivor)):
        story(profiles, title=title, subject_kind="person", person=subject)
    merged(loser, survivor)
    assert [sorted(held.year for held in entry.honours) for entry in entries_of(profiles)] == [[2019, 2020]] * 2
