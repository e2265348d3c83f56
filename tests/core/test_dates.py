"""Dates known to the day, month, year or decade: written in many ways, kept in one, shown in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import override

from core.dates import (
    Stage,
    display_partial_date,
    ends_too_early,
    iso_moment,
    parse_partial_date,
    stage_of,
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2021-10-12", "2021-10-12"),
        ("2021年3月9日", "2021-03-09"),
        ("２０２１年１０月", "2021-10"),
        ("２０２１－１０", "2021-10"),
        ("1990年代", "199X"),
        ("202x", "202X"),
        (" 2021-10-12t09:30 ", "2021-10-12T09:30"),
    ],
)
def test_one_form_is_kept_however_it_was_written(written: str, kept: str):
    assert parse_partial_date(written) == kept


@pytest.mark.parametrize("written", ["2021-13", "2021-02-30", "2021-10-12T25:00", "去年", "21-10", "2021/10", ""])
def test_what_is_no_date_is_refused(written: str):
    with pytest.raises(ValidationError):
        parse_partial_date(written)


@pytest.mark.parametrize(
    ("kept", "chinese", "english"),
    [
        ("2021-10-12T09:30", "2021年10月12日 09:30", "12 October 2021, 09:30"),
        ("2021-10-12", "2021年10月12日", "12 October 2021"),
        ("2021-10", "2021年10月", "October 2021"),
        ("2021", "2021年", "2021"),
        ("199X", "1990年代", "1990s"),
        ("", "", ""),
        ("2021-13", "2021-13", "2021-13"),
    ],
)
def test_each_language_sets_a_date_its_own_way(kept: str, chinese: str, english: str):
    with override("zh-hans"):
        assert display_partial_date(kept) == chinese
    with override("zh-hant"):
        assert display_partial_date(kept) == chinese
    with override("en"):
        assert display_partial_date(kept) == english


def test_a_moment_for_machines_is_in_the_sites_time_zone_to_the_second():
    assert iso_moment(datetime(2026, 11, 20, 1, 30, 5, 123456, tzinfo=UTC)) == "2026-11-20T09:30:05+08:00"
    assert iso_moment(None) == ""


@pytest.mark.parametrize(
    ("first", "last", "stage"),
    [
        (None, None, None),
        (1, 5, Stage.BEFORE),
        (0, 0, Stage.WITHIN),  # both ends count
        (-3, None, Stage.WITHIN),
        (None, -1, Stage.AFTER),
    ],
)
def test_day_lies_before_within_or_after_a_period(first: int | None, last: int | None, stage: Stage | None):
    day = date(2026, 7, 1)
    start, end = (None if offset is None else day + timedelta(days=offset) for offset in (first, last))
    assert stage_of(start, end, day) is stage


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2026, 7, 1), date(2026, 7, 9), "期限2026年7月1日至2026年7月9日"),
        (None, date(2026, 7, 9), "截止2026年7月9日"),
        (date(2026, 7, 1), None, "开始2026年7月1日"),
        (None, None, ""),
    ],
)
def test_period_is_printed_with_what_is_known_of_it(start: date | None, end: date | None, shown: str):
    html = render_to_string("components/_period.html", {"start": start, "end": end, "label": "期限"})
    assert "".join(strip_tags(html).split()) == shown


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("2021", "2019", True),
        ("2021-05", "2021-04-30", True),
        ("2021-10-12T10:00", "2021-10-12T09:30", True),
        ("199X", "1989", True),
        ("199X", "1995", False),
        ("2021-05", "2021", False),
        ("2021-10-12T10:00", "2021-10-12", False),
        ("2021", "2021", False),
        ("2021", "", False),
        ("", "2019", False),
    ],
)
def test_a_period_ends_no_earlier_than_it_may_have_begun(start: str, end: str, refused: bool):
    assert ends_too_early(start, end) is refused
