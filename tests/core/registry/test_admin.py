"""The menu 资料库: listings, forms, and who may use them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from core.models import Organisation, Person, Topic
from tests.factories.admin import browser_of
from tests.factories.records import member_of_staff, organisation, person, topic

pytestmark = pytest.mark.django_db
MODELS = [Person, Organisation, Topic]
MAKE = {Person: person, Organisation: organisation, Topic: topic}


def address(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def browser(*permissions: str) -> Client:
    return browser_of(member_of_staff(*permissions))


def keeper(model) -> Client:
    return browser(*(f"core.{action}_{model._meta.model_name}" for action in ("add", "change", "delete")))


def listing(client: Client, model, **query: str) -> str:
    answer = client.get(address(model, "list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def person_form(**fields) -> dict:
    rows = {name: inline_formset(fields.pop(name, [])) for name in ("appointments", "names")}
    return nested_form_data(
        {"name": "沈知秋", "aliases": "", "pinyin": "", "short_text": "", "note": "", **rows, **fields}
    )


def test_one_menu_holds_the_three_kinds_of_records():
    everything = [f"core.change_{model._meta.model_name}" for model in MODELS]
    shown = browser(*everything).get(reverse("wagtailadmin_home")).content.decode()
    assert "资料库" in shown or "\\u8d44\\u6599\\u5e93" in shown
    assert all(address(model, "list") in shown for model in MODELS)


def test_who_keeps_no_records_sees_no_menu():
    shown = browser().get(reverse("wagtailadmin_home")).content.decode()
    assert not any(address(model, "list") in shown for model in MODELS)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "view", ["list", "list_results", "add", "edit", "delete", "usage", "history", "history_results"]
)
def test_without_a_permission_every_view_sends_away(model, view):
    record = MAKE[model]()
    args = [] if view in {"list", "list_results", "add"} else [record.pk]
    answer = browser().get(address(model, view, *args))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("wagtailadmin_home")
    assert Client().get(address(model, view, *args))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_with_the_permission_for_another_kind_the_views_send_away(model, view):
    other = MODELS[(MODELS.index(model) + 1) % len(MODELS)]
    record = MAKE[model]()
    args = [] if view == "add" else [record.pk]
    assert keeper(other).post(address(model, view, *args), {"name": "改名"}).status_code == 302
    record.refresh_from_db()
    assert record.name != "改名"
    assert model.objects.count() == 1


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "view", ["list", "list_results", "add", "edit", "delete", "usage", "history", "history_results"]
)
def test_with_the_permission_every_view_opens(model, view):
    record = MAKE[model]()
    args = [] if view in {"list", "list_results", "add"} else [record.pk]
    assert keeper(model).get(address(model, view, *args)).status_code == 200


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
