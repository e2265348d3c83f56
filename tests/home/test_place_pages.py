"""Pages of places and events, the list of places, and the stories that name them."""

from __future__ import annotations

import pytest

from core.registry.models import EventHost, PlaceName
from news.models import StoryAward, StoryEvent, StoryPlace
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import award, event, merged, organisation, place
from tests.home.reading import read

pytestmark = pytest.mark.django_db


def test_a_place_page_shows_where_it_is_when_it_is_open_and_how_to_call(newsroom):
    unit, old = organisation(), organisation("临港工会")
    merged(old, unit)
    record = place(
        district="临港区",
        street_address="潮头路8号",
        hours="周一至周五 8:30—17:30\n周末 9:00—16:00",
        services="饮水热饭\n手机充电",
        phone="0512-8765 4321转8001",
        operator=old,
        photo=make_photo(),
    )
    shown = read(f"/places/{record.pk}/")
    Document.of(shown).assert_sound()
    assert all(text in shown for text in ("临港区潮头路8号", "周末 9:00—16:00", "手机充电"))
    assert 'href="tel:051287654321;ext=8001"' in shown
    assert f'href="/organisations/{unit.pk}/"' in shown
    assert "record-photo" in shown


def test_the_list_of_places_stands_by_district(newsroom, django_assert_max_num_queries, django_assert_num_queries):
    read("/places/")
    for name, district in (("乙站", "临港区"), ("甲站", "安山区"), ("丙站", "")):
        place(name, district=district)
    PlaceName.objects.create(place=place("丁站"), language="en", name="Pier Two Rest Stop")
    shown = read("/places/")
    Document.of(shown).assert_sound()
    assert shown.index("安山区</h2>") < shown.index("临港区</h2>") < shown.index("其他</h2>")
    assert shown.index("甲站") < shown.index("乙站") < shown.index("丙站")
    assert "Pier Two Rest Stop" in read("/en/places/")
    with django_assert_max_num_queries(12) as few:
        read("/en/places/")
    for number in range(20):
        place(f"第{number}站", district=f"{number}区")
    with django_assert_num_queries(len(few)):
        read("/en/places/")


def test_readers_find_the_list_of_places_from_any_page(section):
    listed = 'href="/places/"'
    assert listed not in read("/")
    station = place()
    assert listed in read("/")
    assert 'href="/en/places/"' in read(f"/en/places/{station.pk}/")
    merged(station, place("三号码头驿站"))
    assert listed in read("/")


def test_hosts_that_were_merged_are_one_and_stand_by_what_they_did(newsroom):
    host, old, helper = organisation("江湾市总工会"), organisation("市总工会"), organisation("临港区总工会")
    record = event(hosts={helper: EventHost.Role.ORGANISER, host: EventHost.Role.HOST, old: EventHost.Role.HOST})
    given = award(bodies=(host, old))
    merged(old, host)
    shown = Document.of(read(f"/events/{record.pk}/"))
    assert shown.texts("dt") == ["主办", "承办"]
    assert shown.texts("dd") == ["江湾市总工会", "临港区总工会"]
    assert read(f"/awards/{given.pk}/").count(f'href="/organisations/{host.pk}/"') == 1


def test_an_event_page_shows_which_when_where_and_who(newsroom):
    host, helper = organisation("江湾市总工会"), organisation("临港区总工会")
    site = place("职工文化宫")
    record = event(
        "江湾市职工技能大赛",
        edition="第十八届",
        start="2025-09",
        end="2025-11",
        place=site,
        hosts={host: EventHost.Role.HOST, helper: EventHost.Role.ORGANISER},
    )
    shown = read(f"/events/{record.pk}/")
    document = Document.of(shown)
    document.assert_sound()
    assert all(text in shown for text in ("第十八届", "2025年9月—2025年11月", "职工文化宫"))
    assert document.texts("dt") == ["时间", "地点", "主办", "承办"]
    assert f'href="/places/{site.pk}/"' in shown
    assert f'href="/organisations/{helper.pk}/"' in shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [("2021-05", "2021-06", "May 2021–June 2021"), ("", "2021-06", "until June 2021"), ("2021", "2021", "2021")],
)
def test_an_event_page_says_its_time_as_its_language_does(newsroom, start, end, shown):
    assert f"<dd>{shown}</dd>" in read(f"/en/events/{event(start=start, end=end).pk}/")


@pytest.mark.parametrize(
    ("make", "where", "row", "field"),
    [
        (place, "places", StoryPlace, "place"),
        (event, "events", StoryEvent, "event"),
        (award, "awards", StoryAward, "award"),
    ],
)
def test_places_events_and_awards_show_the_stories_that_name_them(publish, make, where, row, field):
    record = make()
    named = publish(title="说到它", **{where: [row(**{field: record})]})
    publish(title="别人的稿件")
    shown = read(f"/{where}/{record.pk}/")
    assert f"<h1>{record.name}</h1>" in shown
    assert named.url in shown
    assert "别人的稿件" not in shown
