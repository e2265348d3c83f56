"""The stories that a front page can be made of at a moment: those public now, or public then by what is scheduled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, Prefetch, QuerySet, When, Window
from django.db.models.functions import RowNumber, Substr
from django.utils import timezone
from wagtail.models import Page

from core.models import Topic
from core.visibility import open_to_everybody
from home.composing import Candidate, newest_first
from home.front_schedule import pages_due
from news.models import ColumnEntryPage, NoticePage, PhotoStoryPage, ProfilePage, StoryByline, StoryPage
from news.profiles import as_cards, bring_cards
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
        self.is_ahead = at > timezone.now()
        coming = pages_due(home, at) if self.is_ahead else {}
        self.due = {key: page for key, page in coming.items() if isinstance(page, StoryPage)}
        self.places_due = {key: page for key, page in coming.items() if key not in self.due}

    @property
    def public(self) -> QuerySet[StoryPage]:
        """What is live and stays so until then, less what another version will stand for."""
        return self.standing(live_stories(self.home.locale))

    def standing(self, live: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
        """Those of public stories that stand below the front page, and still do at that moment as they are now."""
        below = live.select_related(None).filter(path__startswith=self.home.path).exclude(expire_at__lte=self.at)
        return below.exclude(pk__in=self.due) if self.due else below

    def stays(self, due: Page) -> bool:
        """Does a version that is due by that moment still stand then?"""
        return not due.expire_at or due.expire_at > self.at

    def remember(
        self, stories: QuerySet[StoryPage], due: Iterable[StoryPage] = (), *, columns: tuple[str, ...] = COLUMNS
    ) -> list[Candidate]:
        """`stories`, as they are listed, and of those `due` as they will be; newest first."""
        found = [Candidate(*row) for row in stories.values_list(*columns)]
        found += [candidate_of(story) for story in due if self.stays(story)]
        self.known.update((candidate.key, candidate) for candidate in found)
        return sorted(found, key=newest_first)

    def places(self) -> list[Page]:
        """Pages right below the front page that everybody may open at that moment, in the order of the tree."""
        live = open_to_everybody(Page.objects.child_of(self.home).live()).exclude(expire_at__lte=self.at)
        coming = [page for page in self.places_due.values() if self.stays(page)]
        return sorted([*live.exclude(pk__in=self.places_due), *coming], key=lambda page: page.path)

    @cached_property
    def day(self) -> date:
        return timezone.localdate(self.at, timezone.get_default_timezone())

    @cached_property
    def newest(self) -> list[Candidate]:
        """The newest stories of each type in every section and column: a quiet place keeps its own. Two queries.

        So are the newest of the genre that 专题 is filled with, the newest notices that are still open, and the newest
        of what each section gets from elsewhere.
        """
        place = Substr("path", 1, len(self.home.path) + self.home.steplen)
        own = self.remember(self.newest_of_each(self.public, place), self.due.values())
        keys = {candidate.key for candidate in own}
        sent = {key for received in self.sent.values() for key in received}
        return sorted([*own, *(self.known[key] for key in sent - keys)], key=newest_first)

    def newest_of_each(self, stories: QuerySet[StoryPage], place: Any) -> QuerySet[StoryPage]:
        """Of each `place`, type and kind so many of the newest that none is missed where others take the first."""
        special = Case(When(genre=StoryPage.Genre.SPECIAL, then=1), default=0)
        closed = Case(When(noticepage__closes_on__lt=self.day, then=1), default=0)
        order = [F("date_shown").desc(), F("number").desc()]
        nth = Window(RowNumber(), partition_by=[place, F("content_type_id"), special, closed], order_by=order)
        return stories.order_by().annotate(nth=nth).filter(nth__lte=self.each)

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
        """Keys of the newest stories that also_in sends to a section, by the section's translation key. One query."""
        sent: dict[UUID, set[int]] = defaultdict(set)
        section = F("also_in__section__translation_key")
        rows = self.newest_of_each(self.public.filter(also_in__isnull=False), section)
        for *story, key in rows.values_list(*COLUMNS, section):
            candidate = Candidate(*story)
            self.known[candidate.key] = candidate
            sent[key].add(candidate.key)
        for key, story in self.due.items():
            if not self.stays(story):
                continue
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
        notices = self.of_type(NoticePage)
        return [notice for notice in notices if notice.ends_on is None or notice.ends_on >= self.day]

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
