"""Placing stories on the front page: none twice, none older than its rule, a lead whenever there is a story."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from home.composing import Candidate, Placed, Slot, newest_first, place

AT = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


def candidate(key: int, days: float = 0, **fields: object) -> Candidate:
    return Candidate(key=key, shown=AT - timedelta(days=days), number=key, **fields)


def keys(placed: list[Placed]) -> list[list[int]]:
    return [here.keys for here in placed]


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[Candidate], list[Slot]]:
    """Stories of all ages (some still to come), and slots with any rule and any pins, a lead the first."""
    ages = draw(st.lists(st.integers(-2, 40), max_size=25))
    stories = sorted((candidate(key, days) for key, days in enumerate(ages, start=1)), key=newest_first)
    slots = []
    for index in range(draw(st.integers(1, 6))):
        listed = stories if index == 0 else [story for story in stories if draw(st.booleans())]
        slots.append(
            Slot(
                count=1 if index == 0 else draw(st.integers(1, 6)),
                tiers=[listed],
                max_age=draw(st.none() | st.integers(1, 30).map(lambda days: timedelta(days=days))),
                pins=draw(st.lists(st.sampled_from(stories).map(lambda story: story.key), max_size=4))
                if stories
                else [],
                rank=index,
                is_lead=index == 0,
            )
        )
    return stories, slots


@given(pages(), st.integers(-400, 400))
def test_whatever_is_pinned_and_whenever_it_is(page: tuple[list[Candidate], list[Slot]], hours: int) -> None:
    stories, slots = page
    at = AT + timedelta(hours=hours)
    placed = place(slots, at)
    by_key = {story.key: story for story in stories}
    everywhere = [key for here in placed for key in here.keys]
    assert len(everywhere) == len(set(everywhere))
    for slot, here in zip(slots, placed, strict=True):
        assert len(here.keys) <= slot.count
        assert here.pinned <= set(slot.pins)
        by_itself = [by_key[key] for key in here.keys if key not in here.pinned]
        if slot.max_age is not None and not slot.is_lead:
            assert all(story.shown >= at - slot.max_age for story in by_itself)
        # Pins come first, in the editor's order.
        order = [key for key in dict.fromkeys(slot.pins) if key in here.pinned]
        assert here.keys[: len(order)] == order
        # Nothing is left out that could have stood there.
        if len(here.keys) < slot.count and not slot.is_lead:
            oldest = at - slot.max_age if slot.max_age is not None else None
            left = [s for tier in slot.tiers for s in tier if oldest is None or s.shown >= oldest]
            assert all(story.key in everywhere for story in left)
    assert bool(placed[0].keys) == bool(stories)
    assert place(slots, at) == placed


def test_story_pinned_in_two_modules_stands_where_it_is_pinned_first() -> None:
    stories = [candidate(1), candidate(2), candidate(3)]
    first, second = Slot(2, [stories], pins=[3], rank=0), Slot(2, [stories], pins=[3], rank=1)
    assert keys(place([first, second], AT)) == [[3, 1], [2]]


def test_module_further_down_may_choose_before_one_above() -> None:
    stories = [candidate(1), candidate(2)]
    latest, section = Slot(4, [stories], rank=9), Slot(1, [stories], rank=8)
    assert keys(place([latest, section], AT)) == [[2], [1]]


def test_lead_prefers_its_better_tier_while_it_is_fresh() -> None:
    plain, pictured, stale = candidate(1), candidate(2, 1), candidate(3, 60)
    lead = Slot(1, [[pictured, stale], [plain, pictured, stale]], timedelta(days=7), is_lead=True)
    assert keys(place([lead], AT)) == [[2]]
    assert keys(place([lead], AT + timedelta(days=6, hours=12))) == [[1]]
    # When all are too old, the newest of all.
    assert keys(place([lead], AT + timedelta(days=30))) == [[1]]


def test_only_story_leads_though_it_is_pinned_below() -> None:
    story = candidate(1)
    placed = place([Slot(1, [[story]], is_lead=True), Slot(6, [[story]], pins=[1], rank=1)], AT)
    assert keys(placed) == [[1], []]
    assert placed[0].pinned == set()
