"""Names, keys and addresses of registry records."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.models import Appointment, Event, Organisation, OrganisationName, Person, PersonName, Topic
from core.registry.models.record import MOST_SEARCH_KEYS
from tests.factories.records import merged, organisation, person, topic

pytestmark = pytest.mark.django_db


def found(model, query):
    return list(model.objects.matching(query))


@pytest.mark.parametrize(
    "query", ["沈知", "沈知秋", "老沈", "shenzhiqiu", "szq", "shenzq", "shenzhi", "SZQ", "Shen Zhiqiu", " 沈 知秋 "]
)
def test_a_person_is_found_by_name_alias_pinyin_and_initials(query):
    record = person(aliases="老沈\n沈师傅")
    person("梁学桥")
    assert found(Person, query) == [record]


@pytest.mark.parametrize("query", ["总工会", "lgqzgh", "lingangqu", "区总", "qz", "qugonghui"])
def test_an_organisation_is_found_by_full_and_short_name(query):
    record = organisation(short_name="区总", aliases="区工会")
    organisation("市交通运输局")
    assert record in found(Organisation, query)


def test_a_surname_is_found_by_the_reading_it_has_as_a_surname():
    records = [person(name) for name in ("单田芳", "尉迟恭", "万俟卨")]
    assert [found(Person, query) for query in ("shantianfang", "ycg", "moqixie")] == [[record] for record in records]


def test_exact_names_come_before_beginnings_and_these_before_the_rest():
    inside = person("李沈知")
    longer = person("沈知秋")
    exact = person("沈知")
    alias = person("王平", aliases="沈知")
    assert found(Person, "沈知") == [exact, alias, longer, inside]


def test_an_empty_query_matches_all_and_one_of_marks_only_matches_nothing():
    person()
    assert len(found(Person, " ")) == 1
    assert found(Person, "|") == found(Person, "%") == found(Person, "_") == []


def test_wildcards_and_bars_of_a_query_are_plain_text():
    person()
    assert found(Person, "沈%秋") == []
    assert len(found(Person, "沈|知秋")) == 1  # marks count for nothing in names


def test_keys_follow_a_names_row_saved_with_its_record():
    record = person()
    record.names.add(PersonName(language="en", name="Stella Shum"))
    record.save()
    assert found(Person, "stellashum") == [record]
    record.names.set([PersonName(language="en", name="Sally Shum")])
    record.save()
    assert found(Person, "stellashum") == []
    assert found(Person, "sallyshum") == [record]


def test_keys_follow_a_names_row_saved_or_deleted_by_itself():
    record = person()
    row = PersonName.objects.create(person=record, language="en", name="Stella Shum")
    assert found(Person, "stellashum") == [record]
    row.name = "Sally Shum"
    row.save()
    assert found(Person, "stella") == []
    row.delete()
    assert found(Person, "sally") == []


def test_keys_follow_aliases_and_short_names_saved_alone():
    record = organisation()
    record.aliases = "临港工会"
    record.save(update_fields=["aliases"])
    assert found(Organisation, "临港工会") == [record]
    record.short_name = "临总"
    record.save(update_fields=["short_name"])
    assert found(Organisation, "临总") == [record]


def test_keys_of_a_record_are_bounded():
    record = person(aliases="\n".join(f"单曾解{chr(0x4E00 + n)}" for n in range(200)))
    assert record.search_keys.count("|") <= MOST_SEARCH_KEYS + 1
    assert found(Person, "shenzhiqiu") == [record]


def test_a_reading_by_hand_replaces_the_guess_and_needs_a_syllable_a_character():
    record = person("单雄信", pinyin="dan xiong xin")
    assert found(Person, "danxiongxin") == [record]
    assert found(Person, "shanxiongxin") == []
    record.pinyin = "danxiong xin"
    with pytest.raises(ValidationError, match="3个字"):
        record.full_clean()


def test_merged_rows_resolve_and_are_not_current():
    survivor, loser, first = person(), person(), person()
    loser.merged_into = survivor
    loser.save()
    first.merged_into = loser
    first.save()
    assert first.resolved() == survivor
    assert list(Person.objects.current()) == [survivor]
    assert set(survivor.merged_keys()) == {survivor.pk, loser.pk, first.pk}


def test_name_and_short_text_are_in_the_active_language_with_the_chinese_ones_behind():
    record = organisation(short_text="区里的工会")
    OrganisationName.objects.create(organisation=record, language="en", name="Lingang Trade Unions", short_text="")
    with override("en"):
        assert (record.name_in(), record.short_text_in()) == ("Lingang Trade Unions", "区里的工会")
    with override("zh-hant"):
        assert record.name_in() == "臨港區總工會"
    with override("zh-hans"):
        assert record.name_in() == "临港区总工会"


@pytest.mark.parametrize(("language", "prefix"), [("zh-hans", ""), ("zh-hant", "/zh-hant"), ("en", "/en")])
def test_the_address_is_in_the_active_language(language, prefix):
    records = [person(), organisation(), topic()]
    with override(language):
        assert [record.get_absolute_url() for record in records] == [
            f"{prefix}/people/{records[0].pk}/",
            f"{prefix}/organisations/{records[1].pk}/",
            f"{prefix}/topics/{records[2].pk}/",
        ]


def test_the_office_shown_is_one_held_now():
    unit = organisation()
    record = person(office=(unit, "主席"))
    first = record.appointments.get()
    first.end = "2024"
    first.save()
    assert str(record) == "沈知秋（临港区总工会主席）"
    record.appointments.create(organisation=None, title="市人大代表", sort_order=1)
    record.save()
    assert str(Person.objects.get()) == "沈知秋（市人大代表）"


def test_the_office_shown_may_be_one_of_a_row_that_was_merged():
    survivor, loser, first = person(), person(), person(office=(organisation(), "主席"))
    survivor.appointments.create(title="焊工", end="2010", sort_order=0)
    survivor.save()
    merged(first, loser)
    merged(loser, survivor)
    assert str(Person.objects.get(pk=survivor.pk)) == "沈知秋（临港区总工会主席）"
    assert str(Person.objects.get(pk=first.pk)) == "沈知秋（临港区总工会主席）"


@pytest.mark.parametrize("model", [Appointment, Event])
def test_what_ended_before_it_began_is_refused(model):
    fields = {"person": person()} if model is Appointment else {"name": "大会"}
    model(start="199X", end="1995", **fields).full_clean()
    with pytest.raises(ValidationError) as refused:
        model(start="2021", end="2019", **fields).full_clean()
    assert set(refused.value.error_dict) == {"end"}


def test_a_person_has_a_page_only_when_ticked():
    assert not person().has_page
    assert person(public_page=True).has_page
    assert Topic.objects.create(name="夜班").has_page


@pytest.mark.parametrize("make", [organisation, topic])
def test_no_record_stands_below_itself(make):
    top = make("甲")
    middle = make("乙", parent=top)
    top.parent = make("丙", parent=middle)
    with pytest.raises(ValidationError, match="下级"):
        top.clean()
