"""Choosers of people, organisations and topics, in forms and in the blocks of a body."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.snippets.blocks import SnippetChooserBlock

from core.blocks import ProfileCardBlock
from core.models import Organisation, Person, Topic
from core.registry.models import Award, Conferral, ConferralRound, Event, Outlet, Place
from news.models import StoryByline
from tests.factories.admin import browser_of
from tests.factories.records import (
    award,
    conferral,
    conferral_round,
    event,
    member_of_staff,
    merged,
    organisation,
    outlet,
    person,
    place,
    topic,
)

pytestmark = pytest.mark.django_db
MODELS = [Person, Organisation, Place, Event, Topic, Award, ConferralRound, Conferral, Outlet]


def chooser(model, view: str) -> str:
    return reverse(model.snippet_viewset.chooser_viewset.get_url_name(view))


def browser(*permissions: str) -> Client:
    return browser_of(member_of_staff(*permissions))


def results(client: Client, model, query: str) -> str:
    answer = client.get(chooser(model, "choose_results"), {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("query", ["沈知", "老沈", "szq", "shenzhiqiu", "shenzq"])
def test_the_chooser_of_people_finds_by_name_alias_and_pinyin(query):
    record = person(aliases="老沈")
    person("梁学桥")
    shown = results(browser(), Person, query)
    assert f"/chosen/{record.pk}/" in shown
    assert "梁学桥" not in shown


@pytest.mark.parametrize(
    ("model", "make", "query"),
    [
        (Organisation, organisation, "lgqzgh"),
        (Place, place, "ehmt"),
        (Event, event, "jnds"),
        (Topic, topic, "cygr"),
        (Award, award, "laodongmofan"),
        (Outlet, outlet, "lggrb"),
        (ConferralRound, conferral_round, "ldmf 2025"),
        (Conferral, conferral, "沈知"),
    ],
)
def test_the_other_choosers_find_by_pinyin(model, make, query):
    record = make()
    assert f"/chosen/{record.pk}/" in results(browser(), model, query)


def test_homonyms_are_told_apart_by_their_offices():
    person(office=(organisation("临港区总工会"), "主席"))
    person(office=(organisation("东海造船厂"), "焊工"))
    shown = results(browser(), Person, "沈知秋")
    assert "临港区总工会主席" in shown
    assert "东海造船厂焊工" in shown


def test_a_survivor_is_shown_with_the_office_of_what_was_merged_into_it():
    merged(person("沈志秋", office=(organisation("东海造船厂"), "焊工")), person("沈知秋"))
    assert "东海造船厂焊工" in results(browser(), Person, "沈知秋")


def test_many_results_stand_in_pages_each_person_once_in_the_order_of_the_search():
    exact = person("沈知")
    records = [person(f"沈知{chr(0x4E00 + n)}") for n in range(40)]
    client = browser()
    first = client.get(chooser(Person, "choose_results"), {"q": "沈知"}).content.decode()
    second = client.get(chooser(Person, "choose_results"), {"q": "沈知", "p": "2"}).content.decode()
    on_first = [record for record in [exact, *records] if f"/chosen/{record.pk}/" in first]
    on_second = [record for record in [exact, *records] if f"/chosen/{record.pk}/" in second]
    assert exact in on_first
    assert first.index(f"/chosen/{exact.pk}/") == first.index("/chosen/")
    assert (len(on_first), len(on_second)) == (25, 16)
    assert not set(on_first) & set(on_second)
    assert client.get(chooser(Person, "choose_results"), {"q": "沈知", "p": "3"}).status_code == 404


def test_merged_rows_are_not_offered():
    survivor, loser = person(office=(None, "正主")), person(office=(None, "多建的一条"))
    loser.merged_into = survivor
    loser.save()
    shown = results(browser(), Person, "")
    assert "正主" in shown
    assert "多建的一条" not in shown


def test_results_cost_the_same_for_any_number_of_people(django_assert_max_num_queries, django_assert_num_queries):
    client = browser()
    units = [organisation(f"第{n}工会") for n in range(20)]
    person(office=(units[0], "主席"))
    with django_assert_max_num_queries(10) as few:
        results(client, Person, "szq")
    for unit in units[1:]:
        person(office=(unit, "主席"))
    with django_assert_num_queries(len(few)):
        results(client, Person, "szq")


def test_a_name_or_query_with_markup_is_shown_as_text():
    person("<script>x</script>沈")
    client = browser()
    assert "<script>x" not in results(client, Person, "沈")
    shown = results(client, Person, "<script>y</script>")
    assert "没有找到" in shown
    assert "<script>y" not in shown


@pytest.mark.parametrize("model", MODELS)
def test_the_modal_opens_in_chinese_with_a_search_field(model):
    shown = json.loads(browser().get(chooser(model, "choose")).content)["html"]
    assert "名称、别名、全拼或首字母" in shown
    assert 'name="q"' in shown


def test_form_fields_and_blocks_open_the_same_modal():
    field = StoryByline._meta.get_field("person")
    assert Person.snippet_viewset.chooser_viewset.widget_class().get_chooser_modal_url() == chooser(Person, "choose")
    assert field.related_model is Person
    block = ProfileCardBlock().child_blocks["person"]
    assert isinstance(block, SnippetChooserBlock)
    assert block.widget.get_chooser_modal_url() == chooser(Person, "choose")


@pytest.mark.parametrize("model", MODELS)
def test_only_who_may_add_records_is_offered_the_form_for_it(model):
    tab = "建档并选用"
    permission = f"core.add_{model._meta.model_name}"
    assert tab not in json.loads(browser().get(chooser(model, "choose")).content)["html"]
    client = browser_of(member_of_staff(permission, name="keeper"))
    assert tab in json.loads(client.get(chooser(model, "choose")).content)["html"]


@pytest.mark.parametrize("model", MODELS)
def test_making_a_record_without_the_permission_is_refused(model):
    answer = browser().post(chooser(model, "create"), {"name": "沈知秋", "kind": "other", "year": "2025"})
    assert answer.status_code in (302, 403)
    assert not model.objects.exists()


def made(client: Client, model, **fields: str) -> dict:
    return json.loads(client.post(chooser(model, "create"), fields).content)


@pytest.mark.parametrize("stated", ["临港区总工会", "临港总工会", "临港区总"])
def test_a_person_made_in_the_modal_is_chosen_and_serves_at_the_unit_of_that_name(stated):
    unit = organisation("临港区总工会", short_name="区总", region="临港区", aliases="临港总工会")
    step = made(browser("core.add_person"), Person, name="沈知秋", unit=stated, title="主席", pinyin="")
    record = Person.objects.get()
    assert step["step"] == "chosen"
    assert step["result"]["id"] == str(record.pk)
    assert step["result"]["string"] == "沈知秋（临港区总工会主席）"
    assert record.appointments.get().organisation == unit
    assert list(Person.objects.matching("szq")) == [record]


@pytest.mark.parametrize("ticked", [True, False])
def test_a_person_made_in_the_modal_has_a_page_only_when_ticked(ticked):
    box = {"public_page": "on"} if ticked else {}
    made(browser("core.add_person"), Person, name="沈知秋", unit="", title="主席", pinyin="", **box)
    assert Person.objects.get().has_page is ticked


def test_a_unit_that_the_registry_lacks_stays_text():
    made(browser("core.add_person"), Person, name="沈知秋", unit="东海造船厂", title="焊工", pinyin="")
    office = Person.objects.get().appointments.get()
    assert (office.organisation, office.title) == (None, "东海造船厂焊工")


def test_a_unit_and_title_longer_than_a_title_may_be_are_refused():
    unit, title = "厂" * 70, "焊" * 70
    assert (
        made(browser("core.add_person"), Person, name="沈知秋", unit=unit, title=title, pinyin="")["step"] != "chosen"
    )
    endless = made(browser_of(member_of_staff("core.add_person", name="other")), Person, name="沈知秋", unit="厂" * 121)
    assert endless["step"] != "chosen"
    assert not Person.objects.exists()


def test_a_unit_name_that_several_bear_is_asked_about():
    organisation("甲市总工会", short_name="市总工会")
    organisation("乙市总工会", short_name="市总工会")
    step = made(browser("core.add_person"), Person, name="沈知秋", unit="市总工会", title="主席", pinyin="")
    assert step["step"] == "reshow_creation_form"
    assert "乙市总工会、甲市总工会" in step["htmlFragment"]
    assert not Person.objects.exists()


def test_a_short_name_alone_is_no_unit_since_every_city_has_one():
    organisation("临港市总工会", short_name="市总工会", region="临港市")
    client = browser("core.add_person")
    step = made(client, Person, name="沈知秋", unit="市总工会", title="主席", pinyin="")
    assert "“市总工会”是简称" in step["htmlFragment"]
    assert "临港市总工会" in step["htmlFragment"]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("unit", "title"), [("东海造船厂", "焊工"), ("东海造船厂", "班长"), ("东海船厂", ""), ("", "东海造船厂焊工")]
)
def test_a_namesake_at_the_same_unit_is_not_made_again(unit, title):
    yard = organisation("东海造船厂", aliases="东海船厂")
    old, there = person("沈知秋", office=(yard, "焊工")), person("沈秋")
    merged(old, there)
    there.refresh_derived()
    step = made(browser("core.add_person"), Person, name="沈知秋", unit=unit, title=title, pinyin="")
    assert "已有同名同单位的人物：沈秋" in step["htmlFragment"]
    assert Person.objects.count() == 2


def test_a_namesake_whose_office_there_is_only_text_is_not_made_again():
    person(office=(None, "东海造船厂焊工"))
    client = browser("core.add_person")
    assert "已有同名" in made(client, Person, name="沈知秋", unit="东海造船厂", title="焊工")["htmlFragment"]
    assert made(client, Person, name="沈知秋", unit="江北医院", title="护士")["step"] == "chosen"


def test_who_left_the_unit_long_ago_is_another_person():
    old = person()
    old.appointments.create(organisation=organisation("东海造船厂"), title="焊工", end="1998", sort_order=0)
    old.save()
    step = made(browser("core.add_person"), Person, name="沈知秋", unit="东海造船厂", title="焊工")
    assert step["step"] == "chosen"


def test_a_namesake_is_made_only_with_what_tells_the_two_apart():
    person(office=(None, "区总工会主席"))
    client = browser("core.add_person")
    step = made(client, Person, name="沈知秋", unit="", title="", pinyin="")
    assert "已有同名人物：沈知秋（区总工会主席）" in step["htmlFragment"]
    assert made(client, Person, name="沈知秋", unit="东海造船厂", title="焊工", pinyin="")["step"] == "chosen"
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Organisation, {"name": "临港区总工会", "kind": "union"}),
        (Place, {"name": "二号码头驿站", "kind": "station", "district": "临港区"}),
        (Event, {"name": "职工技能大赛", "kind": "contest", "edition": "第三届"}),
        (Topic, {"name": "产业工人队伍建设改革", "kind": "theme"}),
        (Award, {"name": "临港区劳动模范", "rank": "4"}),
        (Outlet, {"name": "临港工人报", "kind": "newspaper"}),
    ],
)
def test_a_record_is_not_made_twice(model, fields):
    client = browser(f"core.add_{model._meta.model_name}")
    assert made(client, model, **fields)["step"] == "chosen"
    step = made(client, model, **fields)
    assert "已有这个条目" in step["htmlFragment"]
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "fields", "told_apart"),
    [
        (Organisation, {"name": "机关工会", "kind": "union", "region": "甲市"}, {"region": "乙市"}),
        (Place, {"name": "工会驿站", "kind": "station", "district": "临港区"}, {"district": "安山区"}),
        (Event, {"name": "职工技能大赛", "kind": "contest", "edition": "第三届"}, {"edition": "第四届"}),
    ],
)
def test_a_namesake_is_made_where_region_district_or_edition_tells_the_two_apart(model, fields, told_apart):
    client = browser(f"core.add_{model._meta.model_name}")
    made(client, model, **fields)
    unmarked = fields | dict.fromkeys(told_apart, "")
    assert "以便区分" in made(client, model, **unmarked)["htmlFragment"]
    assert made(client, model, **fields | told_apart)["step"] == "chosen"
    assert model.objects.count() == 2


def test_a_round_is_made_once():
    fields = {"award": str(award().pk), "year": "2025", "label": "第三届", "document_number": ""}
    client = browser("core.add_conferralround")
    assert made(client, ConferralRound, **fields)["step"] == "chosen"
    assert "htmlFragment" in made(client, ConferralRound, **fields)
    assert ConferralRound.objects.count() == 1


def test_a_round_of_an_award_merged_since_is_made_once_too():
    old, new = award("临港工匠（旧）"), award("临港工匠")
    conferral_round(old, year=2025)
    merged(old, new)
    client = browser("core.add_conferralround")
    step = made(client, ConferralRound, award=str(new.pk), year="2025", label="", document_number="")
    assert "已有名单" in step["htmlFragment"]
    assert ConferralRound.objects.count() == 1


def test_a_line_of_a_roll_is_made_once_and_stands_last():
    given = conferral_round()
    conferral(given, published_name="梁学桥", position=4)
    fields = {"round": str(given.pk), "kind": "person", "published_name": "沈知秋", "published_unit": "区总工会"}
    client = browser("core.add_conferral")
    assert made(client, Conferral, **fields)["step"] == "chosen"
    assert "已有这一行" in made(client, Conferral, **fields)["htmlFragment"]
    assert given.conferrals.last().position == 5


def test_a_short_name_that_two_cities_share_is_shown_with_region_and_parent():
    for region in ("甲市", "乙市"):
        above = organisation(f"{region}所在省总工会", region="省里")
        organisation(f"{region}工会", short_name="市总工会", region=region, parent=above)
    shown = results(browser(), Organisation, "市总工会")
    assert all(text in shown for text in ("甲市所在省总工会", "乙市所在省总工会"))


def test_homonyms_of_one_unit_are_told_apart_by_time():
    unit = organisation("东海造船厂")
    for start, end in (("1985", "1998"), ("2015", "")):
        record = person()
        record.appointments.create(organisation=unit, title="焊工", start=start, end=end, sort_order=0)
        record.save()
    shown = results(browser(), Person, "沈知秋")
    assert "东海造船厂焊工（1985年—1998年）" in shown
    assert "东海造船厂焊工（2015年起）" in shown


@pytest.mark.parametrize("model", [Place, Event, Award, ConferralRound, Conferral])
@pytest.mark.sqlite
def test_the_other_choosers_cost_the_same_for_any_number(
    model, django_assert_max_num_queries, django_assert_num_queries
):
    client = browser()
    units = [organisation(f"第{number}工会") for number in range(12)]

    def make(unit: Organisation) -> None:
        site = place(f"{unit.name}站", operator=unit)
        event(f"{unit.name}大会", place=site)
        conferral(conferral_round(award(f"{unit.name}奖", bodies=(unit,))), unit)

    make(units[0])
    results(client, model, "")
    with django_assert_max_num_queries(10) as few:
        results(client, model, "")
    for unit in units[1:]:
        make(unit)
    with django_assert_num_queries(len(few)):
        results(client, model, "")


@pytest.mark.parametrize("make", [person, organisation, place, event, topic, award, outlet])
def test_a_form_shows_what_the_chosen_record_was_merged_into_and_keeps_what_is_stored(make):
    loser, middle, survivor = make("旧名"), make("又名"), make("现名")
    merged(loser, middle)
    merged(middle, survivor)
    model = type(loser)
    shown = model.snippet_viewset.chooser_viewset.widget_class().get_value_data(loser.pk)
    edit = reverse(model.snippet_viewset.get_url_name("edit"), args=[survivor.pk])
    assert shown == {"id": loser.pk, "string": "现名", "edit_url": edit}


def test_a_block_shows_what_its_record_was_merged_into():
    loser, survivor = person("旧名"), person("现名")
    merged(loser, survivor)
    state = ProfileCardBlock().child_blocks["person"].get_form_state(loser.pk)
    assert (state["id"], state["string"]) == (loser.pk, "现名")


def test_an_unknown_record_cannot_be_chosen():
    address = reverse(Person.snippet_viewset.chooser_viewset.get_url_name("chosen"), args=["999"])
    assert browser().get(address).status_code == 404
