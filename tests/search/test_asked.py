"""What readers look for is counted: by day, without anything that tells who asked, off the request path."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from search import asked as module
from search.asked import Log, may_be_kept, popular, prune
from search.asked import log as log_of_process
from search.jobs import prune_asked
from search.models import AskedQuery, SearchWord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]


def rows() -> list[tuple[Any, ...]]:
    return list(AskedQuery.objects.order_by("language", "text").values_list("language", "text", "asked", "found"))


def ask(path: str = "/search/", **parameters: Any) -> None:
    assert Client().get(path, parameters).status_code == 200


def test_a_question_is_counted_with_how_much_it_found(publish, django_assert_num_queries):
    publish(title="驿站添了热水")
    for _time in range(3):
        ask(q="驿站")
    ask(q="  量子  纠缠 ")
    ask("/en/search/", q="驿站")
    assert rows() == []  # nothing is written while a reader waits
    assert log_of_process.flush() == 3
    assert rows() == [("en", "驿站", 1, 0), ("zh-hans", "量子 纠缠", 1, 0), ("zh-hans", "驿站", 3, 1)]
    ask(q="驿站")
    log_of_process.flush()
    assert ("zh-hans", "驿站", 4, 1) in rows()
    assert AskedQuery.objects.get(language="en").day == timezone.localdate()
    assert log_of_process.flush() == 0


def test_only_the_first_page_of_a_question_counts(publish):
    for number in range(12):
        publish(title=f"夜校{number}")
    for further in (
        {"page": "2"},
        {"year": "2026"},
        {"tab": "photos"},
        {"sort": "date", "before": "9" * 18},
    ):
        ask(q="夜校", **further)
    ask()
    Client().get("/search/suggest/", {"q": "夜校"})
    log_of_process.flush()
    assert rows() == []


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "张三 138-0013-8000",
        "１３８００１３８０００",
        "1380 013 8000",
        "身份证11010119900101123X",
        "zhang@example.org",
        "ZHANG＠EXAMPLE.ORG",
        "我" * 61,
        "",
    ],
)
def test_what_may_tell_who_asked_is_not_kept(newsroom, text):
    assert not may_be_kept(text)
    ask(q=text)
    log_of_process.flush()
    assert rows() == []


@pytest.mark.parametrize("text", ["工发〔2026〕12号", "12351", "2021-2022", "1+3+N", "98.5%", "2026 年 12 月"])
def test_years_and_short_numbers_are_kept(text):
    assert may_be_kept(text)


def test_a_database_that_cannot_be_written_loses_nothing(newsroom, monkeypatch):
    log = Log()
    log.note("驿站", "zh-hans", 3)
    write = module.write

    def locked(taken: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(module, "write", locked)
    assert log.flush() == 0
    log.note("驿站", "zh-hans", 5)
    monkeypatch.setattr(module, "write", write)
    assert log.flush() == 1
    assert rows() == [("zh-hans", "驿站", 2, 5)]


def test_only_so_many_texts_wait(newsroom, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 5)
    log = Log()
    for number in range(20):
        log.note(f"词{number}", "zh-hans", 0)
    assert log.flush() == 5


def test_rows_older_than_a_year_are_deleted(newsroom):
    today = timezone.localdate()
    for days in (0, 364, 366, 800):
        AskedQuery.objects.create(day=today - timedelta(days=days), language="en", text=f"{days}", asked=1)
    assert prune_asked() == "删除了2条。"
    assert [text for _language, text, *_counts in rows()] == ["0", "364"]
    assert prune() == 0
    assert prune_asked() is None


def test_popular_is_what_was_often_asked_of_late_found_and_known(newsroom):
    today = timezone.localdate()
    for word in ("送清凉", "送温暖", "产改", "疗休养", "师带徒"):
        SearchWord.objects.create(text=word)

    def asked(text: str, times: int, *, found: int = 1, days: int = 0, language: str = "zh-hans") -> None:
        day = today - timedelta(days=days)
        AskedQuery.objects.create(day=day, language=language, text=text, asked=times, found=found)

    asked("送清凉", 2)
    asked("送清凉", 2, days=3)
    asked("送温暖", 9)
    asked("产改", 1)  # seldom
    asked("疗休养", 9, found=0)
    asked("师带徒", 9, days=40)
    asked("某某主席的工资", 99)  # nobody's word but a reader's
    assert popular("zh-hans") == ["送温暖", "送清凉"]
    assert popular("en") == []
