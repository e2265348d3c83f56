"""A reader may ask anything: a few hundred of the fuzzed questions of tests.benchmarks.search_fuzz raise nothing."""

from __future__ import annotations

import pytest

from news.models import SectionPage
from tests.benchmarks.search_fuzz import ask, fuzzed
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_whatever_is_asked_is_answered(index: None, section: SectionPage):
    for title in ("工会 劳模 产改", "夜校里的焊工", "四心行动 98.5%"):
        story(section, title=title)
    for query in fuzzed(300, seed=1):
        ask(query)
