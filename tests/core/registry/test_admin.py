"""The menu 资料库: listings, forms, exports, and who may use them."""

from __future__ import annotations

import codecs
import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core.models import Organisation, Person
from core.registry.models import Award, Conferral, ConferralRound, Event, Outlet, Place
from tests.core.registry.screens import MAKE, MODELS, address, browser, keeper, listing
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
)

pytestmark = pytest.mark.django_db


def person_form(**fields) -> dict:
    rows = {name: inline_formset(fields.pop(name, [])) for name in ("appointments", "names")}
    return nested_form_data(
        {"name": "沈知秋", "aliases": "", "pinyin": "", "short_text": "", "note": "", **rows, **fields}
    )


def test_one_menu_holds_all_kinds_of_records():
    everything = [f"core.change_{model._meta.model_name}" for model in MODELS]
    shown = browser(*everything).get(reverse("wagtailadmin_home")).content.decode()
    assert "资料库" in shown or "\\u8d44\\u6599\\u5e93" in shown
    assert all(address(model, "list") in shown for model in MODELS)


def test_who_keeps_no_records_sees_no_menu():
    shown = browser().get(reverse("wagtailadmin_home")).content.decode()
    assert not any(address(model, "list") in shown for model in MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_with_the_permission_for_another_kind_nothing_is_written(model):
    other = MODELS[(MODELS.index(model) + 1) % len(MODELS)]
    record = MAKE[model]()
    written = str(record)
    client = keeper(other)
    for view, args in {"add": [], "edit": [record.pk], "delete": [record.pk]}.items():
        fields = {"name": "改名", "label": "改名", "published_name": "改名"}
        assert client.post(address(model, view, *args), fields).status_code == 302
    record.refresh_from_db()
    assert str(record) == written
    assert model.objects.count() == 1


def test_a_person_is_made_with_offices_and_names_in_one_form():
    unit = organisation()
    answer = keeper(Person).post(
        address(Person, "add"),
        person_form(
            appointments=[
                {"organisation": str(unit.pk), "title": "主席", "start": "2021年10月", "end": "", "source": ""}
            ],
            names=[{"language": "en", "name": "Stella Shum", "short_text": ""}],
        ),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    record = Person.objects.get()
    assert str(record) == "沈知秋（临港区总工会主席）"
    assert record.appointments.get().start == "2021-10"
    assert list(Person.objects.matching("stellashum")) == [record]
    assert list(Person.objects.matching("szq")) == [record]


def test_a_changed_names_row_is_found_under_its_new_name_only():
    record = person()
    client = keeper(Person)
    client.post(
        address(Person, "edit", record.pk), person_form(names=[{"language": "en", "name": "Stella", "short_text": ""}])
    )
    row = record.names.get()
    rows = nested_form_data(
        {"names": inline_formset([{"id": str(row.pk), "language": "en", "name": "Sally", "short_text": ""}], initial=1)}
    )
    answer = client.post(address(Person, "edit", record.pk), {**person_form(), **rows})
    assert answer.status_code == 302
    assert record.names.get().name == "Sally"
    assert list(Person.objects.matching("sally")) == [record]
    assert list(Person.objects.matching("stella")) == []


def test_a_reading_that_does_not_fit_the_name_is_refused_with_the_reason():
    shown = keeper(Person).post(address(Person, "add"), person_form(pinyin="shenzhi qiu")).content.decode()
    assert "名称有3个字，拼音却是2个音节" in shown
    assert not Person.objects.exists()


@pytest.mark.parametrize("query", ["沈知", "szq", "shenzhiqiu", "老沈"])
def test_the_listing_is_searched_by_name_alias_and_pinyin(query):
    person(aliases="老沈")
    person("梁学桥")
    shown = listing(keeper(Person), Person, q=query)
    assert "沈知秋" in shown
    assert "梁学桥" not in shown


def test_the_listing_stands_in_the_order_of_the_pinyin():
    for name in ("赵平", "曾平", "安平", "单平"):  # an, shan, zeng, zhao: neither by stroke nor by code point
        person(name)
    client = keeper(Person)
    shown = listing(client, Person)
    assert sorted(("赵平", "曾平", "安平", "单平"), key=shown.index) == ["安平", "单平", "曾平", "赵平"]
    shown = listing(client, Person, ordering="-search_keys")
    assert sorted(("赵平", "曾平", "安平", "单平"), key=shown.index) == ["赵平", "曾平", "单平", "安平"]


def test_the_listing_shows_what_tells_records_apart():
    person(office=(organisation("东海造船厂"), "焊工"))
    assert "东海造船厂焊工" in listing(keeper(Person), Person)
    organisation("甲市总工会", short_name="市总", region="甲市", level="city")
    keeper_of_units = member_of_staff("core.view_organisation", name="reader")
    shown = listing(browser_of(keeper_of_units), Organisation)
    assert all(text in shown for text in ("甲市总工会", "市总", "工会", "甲市"))


def test_filters_narrow_the_listing():
    organisation("甲市总工会", kind="union", region="甲市")
    organisation("东海造船厂", kind="company", region="东海区")
    client = keeper(Organisation)
    assert "东海造船厂" not in listing(client, Organisation, kind="union")
    assert "甲市总工会" not in listing(client, Organisation, region="东海")


def test_people_are_found_by_the_unit_they_serve_at():
    old, unit = organisation("市总工会"), organisation("江湾市总工会")
    merged(old, unit)
    for name, office in (("甲某", (old, "主席")), ("乙某", (None, "江湾市总工会干事")), ("丙某", (None, "焊工"))):
        person(name, office=office)
    shown = listing(keeper(Person), Person, unit="江湾市总")
    assert [name in shown for name in ("甲某", "乙某", "丙某")] == [True, True, False]


def test_a_survivor_is_listed_and_found_by_the_offices_of_what_was_merged_into_it():
    loser, first = person("沈志秋"), person("沈知秌", office=(organisation("东海造船厂"), "焊工"))
    merged(first, loser)
    merged(loser, person("沈知秋"))
    client = keeper(Person)
    shown = listing(client, Person, unit="东海造船")
    assert "沈知秋" in shown
    assert "东海造船厂焊工" in shown
    assert "沈知秋" not in listing(client, Person, unit="临港")


def test_an_office_that_ended_before_it_began_is_refused_in_its_row():
    office = {"organisation": "", "title": "主席", "start": "2021", "end": "2019", "source": ""}
    answer = keeper(Person).post(address(Person, "add"), person_form(appointments=[office]))
    (row,) = answer.context["form"].formsets["appointments"].errors
    assert row == {"end": ["结束不能早于开始。"]}
    assert not Person.objects.exists()


@pytest.mark.parametrize(("model", "field"), [(Organisation, "region"), (Place, "district")])
def test_regions_are_proposed_as_they_are_written_elsewhere(model, field):
    MAKE[model](**{field: '临港"区'})
    shown = keeper(model).get(address(model, "add")).content.decode()
    assert shown.count('<option value="临港&quot;区"></option>') == 1
    assert f'list="id_{field}-known"' in shown


def test_merged_rows_are_listed_only_when_asked_for():
    survivor, loser = person(office=(None, "正主")), person(office=(None, "多建的一条"))
    loser.merged_into = survivor
    loser.save()
    client = keeper(Person)
    assert "多建的一条" not in listing(client, Person)
    assert "多建的一条" not in listing(client, Person, q="沈知秋")
    only = listing(client, Person, merged="only")
    assert "多建的一条" in only
    assert "正主" not in only


def test_the_listing_costs_the_same_for_any_number_of_people(django_assert_max_num_queries, django_assert_num_queries):
    client = keeper(Person)
    units = [organisation(f"第{n}工会") for n in range(20)]
    person(office=(units[0], "主席"))
    listing(client, Person)
    with django_assert_max_num_queries(20) as few:
        listing(client, Person)
    for unit in units[1:]:
        person(office=(unit, "主席"))
    with django_assert_num_queries(len(few)):
        listing(client, Person)


def test_the_form_leads_to_the_public_page_of_a_ticked_person_only():
    ticked, other = person(public_page=True), person()
    client = keeper(Person)
    assert f'href="/people/{ticked.pk}/"' in client.get(address(Person, "edit", ticked.pk)).content.decode()
    assert f'href="/people/{other.pk}/"' not in client.get(address(Person, "edit", other.pk)).content.decode()
    assert f'href="/people/{ticked.pk}/"' in listing(client, Person)


# Organisations --------------------------------------------------------------------------------------------------------
def test_the_listing_of_organisations_shows_all_that_is_above_and_how_many_are_below():
    city = organisation("江湾市总工会", short_name="市总工会", region="江湾市")
    district = organisation("临港区总工会", parent=city)
    organisation("码头工会", parent=district)
    shown = listing(keeper(Organisation), Organisation)
    assert "江湾市总工会 › 临港区总工会" in shown
    assert f'href="{address(Organisation, "tree")}?top={city.pk}">2</a>' in shown


def test_the_listing_of_organisations_costs_the_same_for_any_number(
    django_assert_max_num_queries, django_assert_num_queries
):
    client = keeper(Organisation)
    top = organisation("临港区总工会", parent=organisation("江湾市总工会"))
    listing(client, Organisation)
    with django_assert_max_num_queries(20) as few:
        listing(client, Organisation)
    for number in range(20):
        top = organisation(f"第{number}工会", parent=top)
    with django_assert_num_queries(len(few)):
        listing(client, Organisation)


def tree(client: Client, **query) -> str:
    answer = client.get(address(Organisation, "tree"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_tree_opens_by_level_and_below_one_organisation():
    city = organisation("江湾市总工会")
    district = organisation("临港区总工会", parent=city, region="临港区")
    organisation("码头工会", parent=district)
    organisation("云汀市总工会")
    client = keeper(Organisation)
    one, three = tree(client, levels=1), tree(client, levels=3)
    assert "江湾市总工会" in one
    assert "直属1个，共2个" in one
    assert "临港区总工会" not in one
    assert "码头工会" in three
    assert "另有1个单位没有上级" in three
    below = tree(client, top=district.pk)
    assert "码头工会" in below
    assert f'href="?top={city.pk}"' in below
    assert "云汀市总工会" not in below


@pytest.mark.parametrize("query", [{"top": "0"}, {"top": "x"}, {"levels": "99"}, {"levels": "-1"}])
def test_the_tree_bears_any_question(query):
    organisation("<b>工会</b>", parent=organisation("江湾市总工会"))
    shown = tree(keeper(Organisation), **query)
    assert "&lt;b&gt;工会&lt;/b&gt;" in shown


def test_without_the_right_to_change_the_tree_names_but_does_not_lead_to_the_form():
    unit = organisation(parent=organisation("江湾市总工会"))
    assert address(Organisation, "edit", unit.pk) in tree(keeper(Organisation))
    viewer = Client()
    viewer.force_login(
        member_of_staff("core.view_organisation", name="viewer"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert address(Organisation, "edit", unit.pk) not in tree(viewer)
    assert unit.name in tree(viewer)


def test_the_tree_costs_the_same_for_any_number(django_assert_max_num_queries, django_assert_num_queries):
    client = keeper(Organisation)
    top = organisation("江湾市总工会")
    organisation("临港区总工会", parent=top)
    tree(client, levels=5)
    with django_assert_max_num_queries(12) as few:
        tree(client, levels=5)
    for number in range(30):
        organisation(f"第{number}工会", parent=organisation(f"第{number}区总工会", parent=top))
    with django_assert_num_queries(len(few)):
        tree(client, levels=5)


# Every kind -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", [ConferralRound, Conferral, Place, Event, Award, Outlet])
def test_the_other_listings_cost_the_same_for_any_number(
    model, django_assert_max_num_queries, django_assert_num_queries
):
    client = keeper(model)
    honour = award("荣誉", bodies=(organisation("授予单位"),))

    def make(number: int) -> None:
        unit = organisation(f"第{number}工会")
        site = place(f"第{number}站", operator=unit)
        event(f"第{number}届", place=site)
        outlet(f"第{number}报")
        award(f"第{number}项", bodies=(unit,))
        conferral(conferral_round(honour, label=f"第{number}批"), person(office=(unit, "主席")))

    make(0)
    listing(client, model)
    with django_assert_max_num_queries(20) as few:
        listing(client, model)
    for number in range(1, 15):
        make(number)
    with django_assert_num_queries(len(few)):
        listing(client, model)


@pytest.mark.parametrize("model", MODELS)
def test_each_listing_is_exported(model):
    record = MAKE[model]()
    header, row = exported(keeper(model), model)
    assert row[0] == str(record.pk)
    assert not re.search("[A-Za-z]", "".join(header))


def exported(client: Client, model) -> list[list[str]]:
    """The rows of the listing's csv, the headings first."""
    answer = client.get(address(model, "list"), {"export": "csv"})
    content = b"".join(answer.streaming_content)
    assert content.startswith(codecs.BOM_UTF8)  # or Excel takes it for GBK
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_an_export_reads_like_the_listing():
    old, city = organisation("市总（旧）"), organisation("江湾市总工会", kind="union", level="city")
    merged(old, city)
    organisation("临港区总工会", parent=old, level="district", region="=HYPERLINK(1)")
    person(public_page=True)
    client = browser("core.view_organisation", "core.view_person")
    header, *rows = exported(client, Organisation)
    told = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert told["临港区总工会"]["上级单位"] == "江湾市总工会"
    assert (told["江湾市总工会"]["类别"], told["江湾市总工会"]["层级"]) == ("工会", "市")
    assert told["临港区总工会"]["地区"] == "'=HYPERLINK(1)"  # no formula for the program that opens it
    header, row = exported(client, Person)
    assert dict(zip(header, row, strict=True))["公开人物页"] == "是"
