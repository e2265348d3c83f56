"""The filter `headline`: marks between the words of a Chinese title, what people typed escaped."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from core.registry.models import Person
from search.templatetags.headlines import headline
from search.words import forget_dictionary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marks_are_made(settings):
    settings.HEADLINE_BREAKS = True
    forget_dictionary()
    yield
    forget_dictionary()


def test_a_line_ends_between_words_and_not_inside_a_registered_name():
    Person.objects.create(name="欧阳雪樵")
    assert headline("欧阳雪樵的第二张图纸").split("<wbr>")[0].startswith("欧阳雪樵")


def test_what_was_typed_is_escaped_and_other_languages_have_no_marks():
    assert "<b>" not in headline("<b>夜班</b>到了")
    with override("en"):
        assert headline("A long night & a lamp") == "A long night &amp; a lamp"
