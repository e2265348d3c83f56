"""What stands on the front page: chosen by date and by what each place needs, no story twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Prefetch, Window, prefetch_related_objects
from django.db.models.functions import RowNumber, Substr

from core.pictures import bring_renditions
from core.visibility import open_to_everybody
from news.models import ColumnEntryPage, ColumnPage, PhotoStoryPage, SectionPage, StoryByline, StoryPage, StorySection
from news.selectors import live_stories

if TYPE_CHECKING:
    from home.models import HomePage

HEADLINES, PHOTO_STORIES, IN_SECTION, IN_COLUMN, LATEST = 6, 3, 4, 4, 8
#: Newest stories of each section and column that the page chooses from: a quiet section keeps its place, and even if
#: all newest stories stand in one section, every module but 最新 can be filled from it.
POOL_EACH = 16


@dataclass
class Shelf:
    """A section or a column with its newest stories."""

    page: SectionPage | ColumnPage
    stories: Sequence[StoryPage]


@dataclass
class FrontPage:
    """The modules of the front page, each a list of stories ready to be shown."""

    lead: StoryPage | None = None
    headlines: list[StoryPage] = field(default_factory=list)
    photo_stories: list[StoryPage] = field(default_factory=list)
    sections: list[Shelf] = field(default_factory=list)
    columns: list[Shelf] = field(default_factory=list)
    latest: list[StoryPage] = field(default_factory=list)

    def stories(self) -> list[StoryPage]:
        """Every story on the page, in the order of its modules."""
        shelved = [story for shelf in (*self.columns, *self.sections) for story in shelf.stories]
        return [*filter(None, [self.lead]), *self.headlines, *self.photo_stories, *shelved, *self.latest]


def front_page(home: HomePage) -> FrontPage:
    """Fill the front page of `home`'s language from its newest stories."""
    pool = newest_of_each_place(home)
    photo_keys = set(PhotoStoryPage.objects.filter(pk__in=[story.pk for story in pool]).values_list("pk", flat=True))
    sections = list(open_to_everybody(SectionPage.objects.child_of(home).live()).order_by("path"))
    columns = list(open_to_everybody(ColumnPage.objects.child_of(home).live()).order_by("path"))
    column_paths = tuple(column.path for column in columns)
    sent = sent_to_sections(pool)
    used: set[int] = set()

    def take(candidates: Iterable[StoryPage], count: int) -> list[StoryPage]:
        taken = [story for story in candidates if story.pk not in used][:count]
        used.update(story.pk for story in taken)
        return taken

    in_columns = [story for story in pool if column_paths and story.path.startswith(column_paths)]
    reports = [story for story in pool if story.pk not in photo_keys and story not in in_columns]
    with_photo = [story for story in reports if story.lead_photo_id]
    front = FrontPage()
    front.lead = next(iter(take(with_photo or reports or pool, 1)), None)
    front.headlines = take(reports, HEADLINES)
    front.photo_stories = take((story for story in pool if story.pk in photo_keys), PHOTO_STORIES)
    front.columns = [
        Shelf(column, take((s for s in in_columns if s.path.startswith(column.path)), IN_COLUMN)) for column in columns
    ]
    for section in sections:
        also = sent[section.translation_key]
        listed = (story for story in pool if story.path.startswith(section.path) or story.pk in also)
        front.sections.append(Shelf(section, take(listed, IN_SECTION)))
    front.latest = take(pool, LATEST)
    front.columns = [shelf for shelf in front.columns if shelf.stories]
    front.sections = [shelf for shelf in front.sections if shelf.stories]
    bring_entries(front.columns)
    prefetch_related_objects(front.stories(), "lead_photo")
    bring_renditions(story.lead_photo for story in front.stories())
    return front


def newest_of_each_place(home: HomePage) -> list[StoryPage]:
    """The newest public stories of every section and column below `home`, newest first over all, in one query."""
    place = Substr("path", 1, len(home.path) + home.steplen)
    newest = Window(RowNumber(), partition_by=place, order_by=[F("date_shown").desc(), F("number").desc()])
    stories = (
        live_stories(home.locale).filter(path__startswith=home.path).annotate(nth=newest).filter(nth__lte=POOL_EACH)
    )
    # The photos of the few stories that are shown are read afterwards.
    return list(stories.select_related(None).select_related("locale").prefetch_related(None))


def sent_to_sections(pool: list[StoryPage]) -> dict[UUID, set[int]]:
    """Keys of the stories that also_in sends to a section, by the section's translation key."""
    sent: dict[UUID, set[int]] = defaultdict(set)
    rows = StorySection.objects.filter(story__in=pool)
    for section, story in rows.values_list("section__translation_key", "story_id"):
        sent[section].add(story)
    return sent


def bring_entries(shelves: list[Shelf]) -> None:
    """Put the columns' entries, with number and authors, in the place of the stories that they are."""
    wanted = [story.pk for shelf in shelves for story in shelf.stories]
    byline = Prefetch("byline", StoryByline.objects.select_related("person"))
    entries = ColumnEntryPage.objects.defer("body").select_related("locale").prefetch_related(byline).in_bulk(wanted)
    for shelf in shelves:
        shelf.stories = [entries[story.pk] for story in shelf.stories]
