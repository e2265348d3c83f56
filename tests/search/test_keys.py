"""Keys of entries: kinds and languages apart, by time, and never two alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search.keys import Kind, entry_key, keys_of

LANGUAGES = ("", "zh-hans", "zh-hant", "en")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TIMES = st.none() | st.datetimes(timezones=st.just(UTC))


@given(st.sampled_from(Kind), st.sampled_from(LANGUAGES), TIMES, st.integers(1, 2**40))
def test_a_key_fits_into_the_column_and_stands_among_its_kind(kind, language, when, number):
    key = entry_key(kind, language, when, number)
    assert 0 <= key < 2**63
    within = keys_of(kind, language)
    assert within.first <= key <= within.last


def test_no_two_kinds_or_languages_share_keys():
    ranges = sorted(keys_of(kind, language) for kind in Kind for language in LANGUAGES)
    assert all(before.last < after.first for before, after in pairwise(ranges))


def test_newer_entries_have_greater_keys_and_those_without_a_time_the_least():
    keys = [entry_key(Kind.LIVE_PAGE, "zh-hans", NOW + timedelta(minutes=n), 500 - n) for n in range(5)]
    assert keys == sorted(keys)
    assert entry_key(Kind.LIVE_PAGE, "zh-hans", None, 2**20) < keys[0]


def test_objects_of_one_minute_have_keys_of_their_own():
    assert len({entry_key(Kind.PHOTO, "", NOW, number) for number in range(1, 2000)}) == 1999
