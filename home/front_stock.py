"""The stories that a front page can be made of at a moment: those public now, or public then by what is scheduled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, Prefetch, QuerySet, When, Window
from django.db.models.functions import RowNumber, Substr
from django.utils import timezone
from wagtail.models import Page, Revision

from core.models import Topic
from core.visibility import open_to_everybody
from home.composing import Candidate, newest_first
from news.models import (
    ColumnEntryPage,
    ColumnPage,
    NoticePage,
    PhotoStoryPage,
    ProfilePage,
    StoryByline,
    StoryPage,
    StorySection,
)
from news.models.column import ColumnCounter, ColumnNumber
from news.profiles import as_cards, bring_cards
from news.publication import publication_problems
from news.selectors import live_stories, stories_naming

if TYPE_CHECKING:
    from home.models import HomePage

#: What a candidate is made of, in its order; a thousand are read for a page, so no more than that.
COLUMNS = ("pk", "date_shown", "number", "path", "content_type_id", "genre", "lead_photo_id", "noticepage__closes_on")


def type_id(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk


class Stock:
    """Stories below `home` that everybody may read at `at`. `each`: newest to look at, of each place and type."""

    def __init__(self, home: HomePage, at: datetime, *, each: int) -> None:
        self.home = home
        self.at = at
        self.each = each
        self.known: dict[int, Candidate] = {}
        self.due = stories_due(home, at) if at > timezone.now() else {}

    @property
    def public(self) -> QuerySet[StoryPage]:
        """What is live and stays so until then, less what another version will stand for."""
        return self.standing(live_stories(self.home.locale))

    def standing(self, live: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
        """Those of public stories that stand below the front page, and still do at that moment as they are now."""
        below = live.select_related(None).filter(path__startswith=self.home.path).exclude(expire_at__lte=self.at)
        return below.exclude(pk__in=self.due) if self.due else below

    def remember(
        self, stories: QuerySet[StoryPage], due: Iterable[StoryPage] = (), *, columns: tuple[str, ...] = COLUMNS
    ) -> list[Candidate]:
        """`stories`, as they are listed, and of those `due` as they will be; newest first."""
        found = [Candidate(*row) for row in stories.values_list(*columns)]
        found += [candidate_of(story) for story in due if not story.expire_at or story.expire_at > self.at]
        self.known.update((candidate.key, candidate) for candidate in found)
        return sorted(found, key=newest_first)

    @cached_property
    def newest(self) -> list[Candidate]:
        """The newest stories of each type in every section and column: a quiet place keeps its own. One query.

        So are the newest of the genre that 专题 is filled with.
        """
        place = Substr("path", 1, len(self.home.path) + self.home.steplen)
        special = Case(When(genre=StoryPage.Genre.SPECIAL, then=1), default=0)
        newest_first = [F("date_shown").desc(), F("number").desc()]
        nth = Window(RowNumber(), partition_by=[place, F("content_type_id"), special], order_by=newest_first)
        return self.remember(self.public.order_by().annotate(nth=nth).filter(nth__lte=self.each), self.due.values())

    def of_type(self, *models: type[StoryPage]) -> list[Candidate]:
        wanted = {type_id(model) for model in models}
        return [candidate for candidate in self.newest if candidate.type_id in wanted]

    @cached_property
    def reports(self) -> list[Candidate]:
        """What may stand among the news: no photo story, column entry, profile or notice."""
        kept_apart = {type_id(model) for model in (PhotoStoryPage, ColumnEntryPage, ProfilePage, NoticePage)}
        return [candidate for candidate in self.newest if candidate.type_id not in kept_apart]

    @cached_property
    def sent(self) -> dict[UUID, set[int]]:
        """Keys of the stories that also_in sends to a section, by the section's translation key."""
        sent: dict[UUID, set[int]] = defaultdict(set)
        rows = StorySection.objects.filter(story__in=[c.key for c in self.newest if c.key not in self.due])
        for section, story in rows.values_list("section__translation_key", "story_id"):
            sent[section].add(story)
        for key, story in self.due.items():
            for row in story.also_in.all():
                sent[row.section.translation_key].add(key)
        return sent

    def inside(self, page: Page, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those of `candidates` that stand below `page`, or are sent to it."""
        also = self.sent.get(page.translation_key, set())
        return [candidate for candidate in candidates if candidate.path.startswith(page.path) or candidate.key in also]

    def naming(self, topic: Topic) -> list[Candidate]:
        """Stories that name a topic."""
        keys = topic.merged_keys() if self.due else []
        due = [story for story in self.due.values() if any(row.topic_id in keys for row in story.topics.all())]
        stories = self.standing(stories_naming(topic, self.home.locale))
        return self.remember(stories[: self.each], due)

    @cached_property
    def specials(self) -> list[Candidate]:
        return [candidate for candidate in self.newest if candidate.genre == StoryPage.Genre.SPECIAL]

    @cached_property
    def open_notices(self) -> list[Candidate]:
        """Notices whose period has not ended."""
        day = timezone.localdate(self.at, timezone.get_default_timezone())
        return [notice for notice in self.of_type(NoticePage) if notice.ends_on is None or notice.ends_on >= day]

    def by_translation_key(self, keys: Iterable[UUID]) -> dict[UUID, int]:
        """Primary keys, in the page's language, of the stories that can be shown among those named."""
        wanted = set(keys)
        if not wanted:
            return {}
        due = [story for story in self.due.values() if story.translation_key in wanted]
        named = self.remember(
            self.public.filter(translation_key__in=wanted), due, columns=(*COLUMNS, "translation_key")
        )
        return {candidate.translation_key: candidate.key for candidate in named if candidate.translation_key}

    def read(self, keys: Iterable[int], model: type[StoryPage] = StoryPage) -> dict[int, StoryPage]:
        """The stories of these keys, ready for a listing; `model` brings what its type is listed with."""
        wanted = [key for key in keys if key not in self.due]
        stories = model.objects.defer("body").select_related("locale", "lead_photo")
        if issubclass(model, ColumnEntryPage):
            stories = stories.prefetch_related(
                Prefetch("byline", StoryByline.objects.select_related("person__merged_into"))
            )
        if issubclass(model, ProfilePage):
            stories = as_cards(ProfilePage.objects.all())
        found = stories.in_bulk(wanted) if wanted else {}
        found |= {key: self.due[key] for key in keys if key in self.due}
        if issubclass(model, ProfilePage):
            bring_cards([story for story in found.values() if isinstance(story, ProfilePage)], pictures=False)
        return found


def candidate_of(story: StoryPage) -> Candidate:
    return Candidate(
        key=story.pk,
        shown=story.date_shown or timezone.now(),
        number=story.number or 0,
        path=story.path,
        type_id=story.content_type_id,
        genre=story.genre,
        ends_on=story.closes_on if isinstance(story, NoticePage) else None,
        translation_key=story.translation_key,
        photo_id=story.lead_photo_id,
    )


def stories_due(home: HomePage, at: datetime) -> dict[int, StoryPage]:
    """Stories below `home` as they will be at `at` by their approved schedule, by primary key; in memory only.

    What the publication gate would hold back is left out, and so is what stands under a restriction.
    """
    approved = Revision.objects.filter(
        approved_go_live_at__lte=at, base_content_type=ContentType.objects.get_for_model(Page)
    )
    latest = {int(revision.object_id): revision for revision in approved.order_by("approved_go_live_at", "pk")}
    below = StoryPage.objects.filter(pk__in=latest, path__startswith=home.path, locale=home.locale)
    below = open_to_everybody(below.exclude(alias_of__locale=home.locale))
    due: dict[int, StoryPage] = {}
    for key in below.values_list("pk", flat=True):
        story = latest[key].as_object()
        if not publication_problems(story):
            story.date_shown = story.date_shown or latest[key].approved_go_live_at
            due[key] = story
    foresee_numbers(due.values())
    return due


def foresee_numbers(stories: Iterable[StoryPage]) -> None:
    """Give entries of counted columns the numbers that they will get at their publication, in memory only."""
    last: dict[UUID, int] = {}
    for story in sorted(stories, key=lambda story: (story.date_shown, story.number)):
        if not isinstance(story, ColumnEntryPage) or story.issue_number is not None:
            continue
        column = story.column
        if column.numbering != ColumnPage.Numbering.COUNTER:
            continue
        key = column.translation_key
        if key not in last:
            last[key] = ColumnCounter.objects.filter(column_key=key).values_list("last", flat=True).first() or 0
        last[key] += 1
        while ColumnNumber.objects.filter(column_key=key, number=last[key]).exists():
            last[key] += 1
        story.issue_number = last[key]
