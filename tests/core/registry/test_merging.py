"""Merging two records, undoing it, and the admin's pages for both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from core.models import Person, PersonName
from core.registry.creation_forms import known_by
from core.registry.merging.services import MergeRefused, can_be_undone, merge_records, undo_merge
from tests.factories.records import (
    conferral,
    member_of_staff,
    merged,
    organisation,
    person,
    topic,
)

pytestmark = pytest.mark.django_db


def merge(loser, winner, user=None):
    merge_records(loser=loser, winner=winner, user=user)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def browser(*permissions: str, name: str = "member") -> Client:
    client = Client()
    client.force_login(member_of_staff(*permissions, name=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def keeper(*kinds: str, name: str = "keeper") -> Client:
    return browser(*(f"core.{action}_{kind}" for kind in kinds for action in ("add", "change")), name=name)


# The services
def test_a_merge_keeps_the_row_and_notes_who_and_when():
    user, winner, loser = member_of_staff(), person(), person("沈志秋")
    merge(loser, winner, user)
    row = fresh(loser)
    assert (row.merged_into, row.merged_by, row.name) == (winner, user, "沈志秋")
    assert timezone.now() - row.merged_at < timedelta(minutes=1)
    assert (loser.merged_into, loser.merged_by) == (winner, user)  # the instance at hand knows it, too


def test_the_winner_is_found_by_all_names_of_the_loser_until_it_is_undone():
    winner, loser = person(aliases="老沈"), person("单志秋", aliases="小秋", pinyin="dan zhi qiu")
    loser.names.add(PersonName(language="en", name="Dan Zhiqiu"))
    loser.save()
    before = winner.search_keys, loser.search_keys
    merge(loser, winner)
    for query in ("单志秋", "小秋", "danzhiqiu", "dzq", "老沈", "szq"):
        assert list(Person.objects.current().matching(query)) == [winner], query
    assert known_by(Person, "小秋") == [winner]
    undo_merge(loser=loser, user=None)
    assert (fresh(winner).search_keys, fresh(loser).search_keys) == before
    assert list(Person.objects.current().matching("小秋")) == [loser]


def test_keys_follow_names_that_a_merged_row_gets_later_through_two_steps():
    first, second, third = person("甲一"), person("乙二"), person("丙三")
    merge(first, second)
    merge(second, third)
    row = fresh(first)
    row.aliases = "阿甲"
    row.save()
    PersonName.objects.create(person=row, language="en", name="Alpha One")
    assert list(Person.objects.current().matching("阿甲")) == [third]
    assert list(Person.objects.current().matching("alphaone")) == [third]
    undo_merge(loser=fresh(second), user=None)
    assert list(Person.objects.current().matching("阿甲")) == [second]
    assert list(Person.objects.current().matching("丙三")) == [third]


def test_records_that_cannot_be_merged_are_refused_with_the_reason():
    one, other, third = person(), person("沈志秋"), person("沈小秋")
    with pytest.raises(MergeRefused, match="它自己"):
        merge(one, fresh(one))
    with pytest.raises(MergeRefused, match="是人物"):
        merge(one, organisation())
    merge(other, one)
    with pytest.raises(MergeRefused, match="已经并入“沈知秋”"):
        merge(third, fresh(other))
    with pytest.raises(MergeRefused, match="已经并入"):
        merge(fresh(other), third)
    with pytest.raises(MergeRefused, match="已经并入“沈知秋”"):  # no circle
        merge(one, fresh(other))
    gone = person("走了")
    Person.objects.filter(pk=gone.pk).delete()
    with pytest.raises(MergeRefused, match="已被删除"):
        merge(gone, one)
    assert set(Person.objects.current()) == {one, third}


@pytest.mark.parametrize("field", ["parent", "successor"])
def test_an_organisation_is_not_merged_into_what_leads_to_it(field):
    top = organisation("市总工会")
    middle = organisation("区总工会", **{field: top})
    bottom = organisation("街道总工会", **{field: middle})
    with pytest.raises(MergeRefused, match="会成为自己的"):
        merge(top, bottom)
    assert fresh(top).merged_into is None
    merge(bottom, top)
    merge(middle, top)  # upwards closes no circle: what stood below stands below the winner
    assert set(top.merged_keys()) == {top.pk, middle.pk, bottom.pk}


def test_topics_and_forms_close_no_circle_through_merged_rows():
    top = topic("产改")
    below = topic("产改试点", parent=top)
    with pytest.raises(MergeRefused, match="上级主题"):
        merge(top, below)
    double = organisation("市总工会（重复）")
    real, child = organisation("市总工会"), organisation("区总工会", parent=double)
    merge(double, real)
    real.parent = child
    with pytest.raises(Exception, match="上级单位不能是"):
        real.full_clean()


def test_undoing_closes_no_circle_either():
    above = organisation("上级")
    loser, winner = organisation("甲", parent=above), organisation("乙")
    child = organisation("甲的下级", parent=loser)
    merge(loser, winner)
    above.parent = child  # fine as long as the child stands below the winner
    above.full_clean()
    above.save()
    with pytest.raises(MergeRefused, match="合并以后上级单位改动过"):
        undo_merge(loser=loser, user=None)
    assert fresh(loser).merged_into == winner


def test_undoing_ends_after_thirty_days_and_needs_a_merge():
    winner, loser = person(), person("沈志秋")
    with pytest.raises(MergeRefused, match="没有并入"):
        undo_merge(loser=loser, user=None)
    merge(loser, winner)
    Person.objects.filter(pk=loser.pk).update(merged_at=timezone.now() - timedelta(days=29, hours=23))
    assert can_be_undone(fresh(loser))
    Person.objects.filter(pk=loser.pk).update(merged_at=timezone.now() - timedelta(days=30, hours=1))
    assert not can_be_undone(fresh(loser))
    with pytest.raises(MergeRefused, match="30 天"):
        undo_merge(loser=fresh(loser), user=None)
    assert fresh(loser).merged_into == winner


def test_the_log_of_both_records_tells_the_merge_and_the_undoing():
    user, winner, loser = member_of_staff(), person(), person("<b>沈</b>")
    merge(loser, winner, user)
    undo_merge(loser=loser, user=user)
    told = {
        record.pk: [entry.message for entry in ModelLogEntry.objects.for_instance(record).order_by("timestamp")]
        for record in (winner, loser)
    }
    assert told[loser.pk] == [f"并入了“沈知秋”（编号{winner.pk}）", f"不再并入“沈知秋”（编号{winner.pk}）"]
    assert told[winner.pk][0] == f"“&lt;b&gt;沈&lt;/b&gt;”（编号{loser.pk}）并入了这里"
    assert {entry.user for entry in ModelLogEntry.objects.for_instance(loser)} == {user}


# The pages
def test_the_pages_choose_show_merge_and_undo():
    unit = organisation("东海造船厂")
    winner, loser = person(office=(unit, "焊工")), person(office=(unit, "焊工班长"), short_text="<i>焊工</i>")
    conferral(recipient=loser)
    client = keeper("person", "organisation")
    listing = client.get(reverse("wagtailsnippets_core_person:list")).content.decode()
    start = reverse("core_merging:choose", args=["person", loser.pk])
    assert start in listing
    shown = client.get(start).content.decode()
    confirm = reverse("core_merging:confirm", args=["person", loser.pk, winner.pk])
    assert confirm in shown  # the namesake is proposed
    answer = client.post(start, {"winner": str(winner.pk)})
    assert answer["Location"] == confirm
    shown = client.get(confirm).content.decode()
    assert "&lt;i&gt;焊工&lt;/i&gt;" in shown
    words = "".join(strip_tags(shown).split())
    assert "东海造船厂焊工班长" in words
    assert "表彰1" in words
    answer = client.post(confirm, follow=True)
    assert fresh(loser).merged_into == winner
    undo = reverse("core_merging:undo", args=["person", loser.pk])
    assert undo in answer.content.decode()
    assert undo in client.get(reverse("core_merging:list")).content.decode()
    assert client.get(start)["Location"] == undo
    assert client.get(undo).status_code == 200
    assert fresh(loser).merged_into == winner  # a GET undoes nothing
    client.post(undo)
    assert fresh(loser).merged_into is None


def test_the_form_tells_what_is_wrong_where_the_person_looks():
    loser, gone = person(), merged(person("甲"), person("乙"))
    client = keeper("person")
    start = reverse("core_merging:choose", args=["person", loser.pk])
    assert "请选择要并入的条目" in client.post(start, {}).content.decode()
    assert "不能把条目并入它自己" in client.post(start, {"winner": loser.pk}).content.decode()
    assert "不能选用" in client.post(start, {"winner": Person.objects.get(name="甲").pk}).content.decode()
    assert gone.pk
    confirm = reverse("core_merging:confirm", args=["person", loser.pk, loser.pk])
    assert "不能把条目并入它自己" in client.post(confirm, follow=True).content.decode()


def test_a_public_page_that_a_merge_would_close_is_pointed_out():
    loser, winner = person(public_page=True), person("沈志秋")
    shown = keeper("person").get(reverse("core_merging:confirm", args=["person", loser.pk, winner.pk]))
    assert "两个网址都打不开" in shown.content.decode()


def test_an_old_merge_is_listed_without_the_way_back():
    loser, winner = person(), person("沈志秋")
    merge(loser, winner)
    Person.objects.filter(pk=loser.pk).update(merged_at=timezone.now() - timedelta(days=40))
    client = keeper("person")
    undo = reverse("core_merging:undo", args=["person", loser.pk])
    shown = client.get(reverse("core_merging:list")).content.decode()
    assert f"沈知秋 #{loser.pk}" in shown
    assert undo not in shown
    assert "不能撤销" in client.get(undo).content.decode()
    assert "不能撤销" in client.post(undo, follow=True).content.decode()
    assert fresh(loser).merged_into == winner


def test_who_opens_a_merged_row_is_told_where_readers_are_led():
    loser, winner = person("沈志秋"), person()
    merge(loser, winner)
    shown = keeper("person").get(reverse("wagtailsnippets_core_person:edit", args=[loser.pk])).content.decode()
    assert "已并入“沈知秋”" in shown


@pytest.mark.parametrize(
    "permissions",
    [(), ("core.view_person",), ("core.change_person",), ("core.add_organisation", "core.change_organisation")],
)
def test_only_who_may_add_and_change_records_of_the_kind_merges_them(permissions):
    loser, winner, gone = person(), person("沈志秋"), person("走了")
    merge(gone, winner)
    client = browser(*permissions)
    places = [
        reverse("core_merging:choose", args=["person", loser.pk]),
        reverse("core_merging:confirm", args=["person", loser.pk, winner.pk]),
        reverse("core_merging:undo", args=["person", gone.pk]),
    ]
    for place in places:
        for answer in (client.get(place), client.post(place, {"winner": winner.pk})):
            assert answer.status_code == 302
            assert answer["Location"] == reverse("wagtailadmin_home")
    assert fresh(loser).merged_into is None
    assert fresh(gone).merged_into == winner
    listing = client.get(reverse("core_merging:list"))
    if "core.add_organisation" in permissions:
        assert "走了" not in listing.content.decode()
    else:
        assert listing["Location"] == reverse("wagtailadmin_home")


def test_addresses_of_no_record_answer_404():
    client = keeper("person")
    assert client.get(reverse("core_merging:choose", args=["user", 1])).status_code == 404
    assert client.get(reverse("core_merging:choose", args=["person", 999])).status_code == 404
    assert client.get(reverse("core_merging:confirm", args=["person", person().pk, 999])).status_code == 404


@pytest.mark.sqlite
def test_the_list_of_merges_costs_the_same_for_any_number(django_assert_num_queries, django_assert_max_num_queries):
    client = keeper("person", "organisation", "topic")
    place = reverse("core_merging:list")
    for make in (person, organisation, topic):
        merge(make("多建"), make("正主"))
    client.get(place)
    with django_assert_max_num_queries(25) as few:
        client.get(place)
    for make in (person, organisation, topic):
        for number in range(10):
            merge(make(f"多建{number}"), make(f"正主{number}"))
    with django_assert_num_queries(len(few)):
        shown = client.get(place).content.decode()
    assert shown.count("正主") >= 33


def test_the_form_of_a_record_leads_to_its_merge_and_back():
    loser, winner = person(), person("沈志秋")
    client = keeper("person")
    form = reverse("wagtailsnippets_core_person:edit", args=[loser.pk])
    assert reverse("core_merging:choose", args=["person", loser.pk]) in client.get(form).content.decode()
    merge(loser, winner)
    assert reverse("core_merging:undo", args=["person", loser.pk]) in client.get(form).content.decode()
    plain = browser("core.change_person")
    assert reverse("core_merging:undo", args=["person", loser.pk]) not in plain.get(form).content.decode()
