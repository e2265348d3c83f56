"""A fresh site searches with the trade's words; one that is older than its index has it built by the worker."""

from __future__ import annotations

import pytest

from core.jobs.models import Job
from news.models import SectionPage
from search.indexing import index
from search.models import SearchWord
from search.starter import make_ready
from search.words import read_dictionary

pytestmark = pytest.mark.django_db


def waiting() -> int:
    return Job.objects.filter(waiting_key__startswith="search.jobs.rebuild_index").count()


def test_fresh_site_knows_what_the_trade_calls_the_same(section: SectionPage):
    make_ready()
    assert "劳动模范" in read_dictionary().meanings["劳模"]


def test_words_of_the_newsroom_are_left_alone(section: SectionPage):
    SearchWord(text="驿站之家").save()
    make_ready()
    assert list(SearchWord.objects.values_list("text", flat=True)) == ["驿站之家"]


def test_index_is_built_once_where_there_is_none(section: SectionPage):
    make_ready()
    make_ready()
    assert waiting() == 1


def test_index_that_is_there_is_not_built_anew(section: SectionPage):
    index([section])
    make_ready()
    assert waiting() == 0
