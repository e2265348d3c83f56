"""第N期: a column's numbers."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from home.newsroom import ensure_column
from news.models import ColumnEntryPage, ColumnNumber, ColumnPage
from news.publication import PublicationRefused
from news.services import withdraw_story
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def issue(entry: ColumnEntryPage) -> int | None:
    return ColumnEntryPage.objects.get(pk=entry.pk).issue_number


def test_entries_are_numbered_at_first_publication_in_their_order(column):
    late, early = story(column, live=False), story(column)
    late.get_latest_revision().publish()
    assert (issue(early), issue(late)) == (1, 2)


def test_number_stands_through_unpublishing_editing_and_publishing_again(column):
    entry = story(column)
    story(column)
    entry.refresh_from_db()
    entry.unpublish()
    entry.title = "改过"
    entry.issue_number = None
    entry.save_revision().publish()
    assert issue(entry) == 1


def test_copy_has_no_number_until_it_is_published(column):
    entry = story(column)
    copy = entry.copy(keep_live=False, update_attrs={"title": "副本"})
    assert issue(copy) is None
    copy.get_latest_revision().publish()
    assert issue(copy) == 2


def test_translation_shares_the_number(column):
    entry = story(column)
    translation = entry.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.save_revision().publish()
    assert issue(translation) == 1
    assert ColumnNumber.objects.count() == 1


def test_withdrawn_entry_keeps_its_number(column):
    entry = story(column)
    withdraw_story(story=entry, user=None, reason="事实有误")
    assert issue(story(column)) == 2


def test_free_number_may_be_set_by_hand_and_the_counter_steps_over_it(column):
    assert issue(story(column, issue_number=2)) == 2
    assert [issue(story(column)) for _ in range(2)] == [1, 3]


def test_number_of_another_entry_is_refused_with_a_reason(column):
    story(column)
    entry = story(column, live=False, issue_number=1)
    with pytest.raises(PublicationRefused, match="第1期已经是稿件"):
        entry.get_latest_revision().publish()
    assert not ColumnEntryPage.objects.get(pk=entry.pk).live


def test_number_is_not_changed_by_hand_after_publication(column):
    entry = story(column)
    entry.refresh_from_db()
    entry.issue_number = 9
    entry.save_revision().publish()
    assert issue(entry) == 1


@pytest.mark.parametrize("numbering", [ColumnPage.Numbering.EDITION, ColumnPage.Numbering.OFF])
def test_column_that_does_not_count_gives_no_number(column, numbering):
    column.numbering = numbering
    column.save()
    entry = story(column, print_issue="47")
    assert issue(entry) is None
    assert entry.issue_label == ("第47期" if numbering == ColumnPage.Numbering.EDITION else "")


def test_entry_moved_to_another_column_is_numbered_there_and_keeps_the_old_number_taken(newsroom, column):
    other = ensure_column(home=newsroom.home, slug="zhuxi", title="主席之声")
    story(other)
    entry = story(column)
    entry.move(other, pos="last-child")
    assert issue(entry) == 2
    assert issue(story(column)) == 2
