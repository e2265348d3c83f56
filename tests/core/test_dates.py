"""Dates known to the day, month, year or decade: written in many ways, kept in one, shown in each language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.dates import display_partial_date, iso_moment, parse_partial_date


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
