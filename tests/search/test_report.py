"""读者搜了什么: added up over days, by language, with what was not found; the way to a synonym and a promotion."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.newsroom import Newsroom
from home.roles import DESK_HEAD, EDITOR, ensure_roles
from search.models import AskedQuery
from tests.factories.admin import browser_of
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
REPORT = "/admin/reports/searches/"


def browser_in(role: str) -> Client:
    ensure_roles()
    user = User.objects.create_user(role)
    user.groups.add(Group.objects.get(name=role))
    return browser_of(user)


@pytest.fixture
def desk_head(newsroom: Newsroom) -> Client:
    return browser_in(DESK_HEAD)


def asked(text: str, times: int, found: int, *, ago: int = 0, language: str = "zh-hans") -> None:
    day = localdate() - timedelta(days=ago)
    AskedQuery.objects.create(day=day, language=language, text=text, asked=times, found=found)


def rows(client: Client, **wanted: Any) -> list[dict[str, str]]:
    answer = client.get(REPORT, {"export": "csv", **wanted})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(text.splitlines()))


def test_questions_are_added_up_over_the_days_and_the_last_outcome_counts(desk_head: Client):
    asked("夜校", 3, 0, ago=2)
    asked("夜校", 4, 6)
    asked("班车", 5, 0)
    assert [(row["搜索词"], row["次数"], row["找到"]) for row in rows(desk_head)] == [
        ("夜校", "7", "6"),
        ("班车", "5", "0"),
    ]


def test_the_report_looks_back_as_far_as_it_is_asked_to(desk_head: Client):
    for text, ago in (("今天", 0), ("六天前", 6), ("七天前", 7), ("三十天前", 30), ("去年", 364), ("前年", 365)):
        asked(text, 1, 1, ago=ago)
    seen = {period: {row["搜索词"] for row in rows(desk_head, period=period)} for period in ("7", "", "365", "x")}
    assert seen["7"] == {"今天", "六天前"}
    assert seen[""] == seen["x"] == {"今天", "六天前", "七天前"}
    assert seen["365"] == {"今天", "六天前", "七天前", "三十天前", "去年"}


def test_languages_and_what_was_not_found_are_told_apart(desk_head: Client):
    asked("夜校", 2, 6)
    asked("班车", 1, 0)
    asked("夜校", 1, 0, language="zh-hant")
    assert len(rows(desk_head)) == 3
    assert [row["语言"] for row in rows(desk_head, language="zh-hant")] == ["繁體中文"]
    assert {row["搜索词"] for row in rows(desk_head, outcome="none", language="zh-hans")} == {"班车"}
    assert {row["语言"] for row in rows(desk_head, outcome="some")} == {"简体中文"}
    assert {row["搜索词"] for row in rows(desk_head, q="班")} == {"班车"}


def test_what_a_reader_typed_is_no_formula_in_a_spreadsheet(desk_head: Client):
    asked('=HYPERLINK("x")', 1, 0)
    assert rows(desk_head)[0]["搜索词"] == '\'=HYPERLINK("x")'


def test_what_a_reader_typed_is_text_on_the_page(desk_head: Client):
    asked("<script>alert(1)</script>", 1, 0)
    assert "<script>alert(1)" not in desk_head.get(REPORT).content.decode()


def test_a_click_leads_to_a_synonym_group_with_the_word_filled_in(desk_head: Client):
    asked("通勤大巴", 9, 0)
    page = desk_head.get(REPORT).content.decode()
    address = f"{reverse('search_synonyms:add')}?texts=%E9%80%9A%E5%8B%A4%E5%A4%A7%E5%B7%B4%0A"
    assert address in page
    form = desk_head.get(address)
    assert form.context["form"]["texts"].value() == "通勤大巴\n"


def test_a_click_leads_to_a_promotion_with_the_query_filled_in(desk_head: Client, section: Any):
    asked("通勤大巴", 9, 0)
    page = desk_head.get(REPORT).content.decode()
    address = f"{reverse('wagtailsearchpromotions:add')}?query=%E9%80%9A%E5%8B%A4%E5%A4%A7%E5%B7%B4"
    assert address in page
    assert 'value="通勤大巴"' in desk_head.get(address).content.decode()
    promoted = SearchPromotion.objects.create(query=Query.get("通勤大巴"), page=story(section))
    edit = reverse("wagtailsearchpromotions:edit", args=[promoted.query_id])
    assert desk_head.get(address)["Location"] == edit, "one query has its promotions in one place"
    listed = desk_head.get(reverse("wagtailsearchpromotions:index")).content.decode()
    assert "通勤大巴" in listed and ">9<" in "".join(listed.split())


def test_an_editor_reads_and_tries_but_is_offered_no_dictionary(newsroom: Newsroom):
    editor = browser_in(EDITOR)
    asked("通勤大巴", 9, 0)
    page = editor.get(REPORT).content.decode()
    assert "试一试" in page
    assert "加同义词" not in page and "加推荐" not in page


def test_the_report_asks_the_same_for_any_number_of_rows(desk_head: Client, django_assert_max_num_queries: Any):
    asked("班车", 1, 0)
    desk_head.get(REPORT)
    for number in range(40):
        asked(f"第{number}问", 1, number)
    with django_assert_max_num_queries(16):
        assert "第39问" in desk_head.get(REPORT).content.decode()
