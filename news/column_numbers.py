"""What the publication gate asks of a column's numbers 第N期."""

from __future__ import annotations

from collections.abc import Iterable

from news.models.column import ColumnEntryPage, ColumnNumber
from news.models.story import StoryPage
from news.publication import PublicationProblem, register_publication_check


@register_publication_check
def column_number_is_free(story: StoryPage) -> Iterable[PublicationProblem]:
    """A number written by hand must belong to no other story of the column."""
    if not isinstance(story, ColumnEntryPage) or story.issue_number is None or story.alias_of_id:
        return
    others = ColumnNumber.objects.filter(column_key=story.column.translation_key, number=story.issue_number)
    if other := others.exclude(story_id=story.number).first():
        yield other.taken
