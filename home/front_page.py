"""What stands on the front page at a moment: editors' modules and pins, and what fills the rest by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, QuerySet, When
from django.utils import timezone
from wagtail.models import Page

from campaigns.models import CampaignPage
from core.models import Topic
from core.pictures import bring_renditions
from home.composing import Placed, Slot, place
from home.front_stock import Stock, type_id
from home.models.front import SOURCES, FrontKind, FrontModule, FrontPin, usual_modules
from news.models import ColumnEntryPage, ColumnPage, PhotoStoryPage, ProfilePage, StoryPage

if TYPE_CHECKING:
    from home.models import HomePage

#: Who chooses first when modules fill by themselves: 最新 takes what the others leave.
RANKS = {kind: rank for rank, kind in enumerate(FrontKind)}
#: Modules that need the whole width of the page.
WIDE = {FrontKind.PHOTOS, FrontKind.PROFILES}
#: Modules that show nothing when the page or topic they take from is not there.
BOUND = {FrontKind.COLUMN, FrontKind.SECTIONS, FrontKind.PROJECTS, FrontKind.SPECIALS}

#: Stories below the lead in the large-type version.
FEW = 4

#: Kinds that look like another one.
TEMPLATES = {FrontKind.HEADLINES: "titles", FrontKind.PROJECTS: "titles", FrontKind.NOTICES: "latest"}


@dataclass
class Shelf:
    """A module with its stories, ready to be shown. `page` or `topic`: what it takes them from, if one was chosen."""

    kind: FrontKind
    page: Any = None
    topic: Topic | None = None
    stories: list[StoryPage] = field(default_factory=list)
    campaigns: list[CampaignPage] = field(default_factory=list)
    pinned: set[int] = field(default_factory=set)
    #: How many modules of the same kind, page and topic stand before it.
    nth: int = 0

    def __bool__(self) -> bool:
        return bool(self.stories or self.campaigns)

    @property
    def heading(self) -> str:
        """Columns, sections and indexes go by their own names, in the page's language."""
        bears_its_name = {FrontKind.COLUMN, FrontKind.SECTIONS, FrontKind.PROFILES, FrontKind.NOTICES}
        return str(self.page.title if self.page and self.kind in bears_its_name else self.kind.label)

    @property
    def note(self) -> str:
        """The campaign or topic that the module is about, beside its heading."""
        if self.topic is not None:
            return self.topic.name_in()
        return self.page.title if isinstance(self.page, CampaignPage) else ""

    @property
    def way_on(self) -> str:
        """Address of the topic's page, where all of it stands; a page's own address is asked of the page."""
        return self.topic.get_absolute_url() if self.topic is not None else ""

    @property
    def subject(self) -> tuple[str, int | None]:
        """Its kind and what it takes its stories from; two modules of a page may have the same."""
        source = self.page or self.topic
        return self.kind, source.pk if source else None

    @property
    def anchor(self) -> str:
        """An id for the heading, the only one of its name on the page."""
        name = "-".join(str(part) for part in self.subject if part)
        return f"{name}--{self.nth + 1}" if self.nth else name

    @property
    def template(self) -> str:
        return f"home/_{TEMPLATES.get(self.kind, self.kind)}_shelf.html"


@dataclass
class Band:
    """Shelves that stand side by side. `shape`: lead, wide, aside (sections with one beside), or side-1 … side-3."""

    shape: str
    shelves: list[Shelf]
    beside: Shelf | None = None


@dataclass
class PinOutcome:
    """What became of a pin: the story it means in the page's language, where it is to stand, and whether it does."""

    pin: FrontPin
    key: int | None = None
    slot: Slot | None = None
    shows: bool = False


@dataclass
class FrontPage:
    """The front page of one language at one moment."""

    at: datetime
    lead: StoryPage | None = None
    lead_is_pinned: bool = False
    shelves: list[Shelf] = field(default_factory=list)
    pins: list[PinOutcome] = field(default_factory=list)
    #: Modules that are to be shown and have nothing to show; without stories.
    empty: list[Shelf] = field(default_factory=list)

    def stories(self) -> list[StoryPage]:
        """Every story on the page, in its order."""
        return [*filter(None, [self.lead]), *chain.from_iterable(shelf.stories for shelf in self.shelves)]

    @property
    def few(self) -> list[StoryPage]:
        """What follows the lead, as few as the large-type version shows."""
        return [story for story in self.stories() if story is not self.lead][:FEW]

    def of_kind(self, kind: str) -> list[Shelf]:
        return [shelf for shelf in self.shelves if shelf.kind == kind]

    @property
    def headlines(self) -> Shelf | None:
        """要闻, when it stands beside the lead: that is, right after it."""
        first = self.shelves[0] if self.shelves else None
        return first if first is not None and first.kind == FrontKind.HEADLINES and self.lead else None

    @cached_property
    def bands(self) -> list[Band]:
        """The shelves below the lead, in the editors' order, as they share the width of the page."""
        return list(bands_of(self.shelves[1:] if self.headlines else self.shelves))


def front_page(home: HomePage, at: datetime | None = None, *, children: Sequence[Page] | None = None) -> FrontPage:
    """The front page of `home`'s language as it stands at `at` (default: now; later, as scheduled by now).

    `children`: the public pages right below it, where they have been read already.
    """
    at = at or timezone.now()
    composition = Composition(home, at, children)
    placed = place([slot for _shelf, slot in composition.slots], at)
    return composition.filled(placed)


def composed_by(home: HomePage) -> HomePage:
    """The front page whose modules and pins `home` shows: its own, or those of the source language."""
    if home.composed_apart or home.locale.language_code == settings.LANGUAGE_CODE:
        return home
    source = type(home).objects.filter(
        translation_key=home.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return source.first() or home


class Composition:
    """One making of a front page: modules to slots, then placed stories to shelves."""

    def __init__(self, home: HomePage, at: datetime, children: Sequence[Page] | None = None) -> None:
        self.home = home
        self.at = at
        self.children = children
        composer = composed_by(home)
        chosen = composer.modules.select_related("source", "topic__merged_into")
        rows = [row for row in chosen if row.kind] or usual_modules()  # a draft may hold a row that says nothing yet
        self.modules = [row for row in rows if row.shown and row.kind != FrontKind.LEAD]
        lead = next((row for row in rows if row.kind == FrontKind.LEAD), FrontModule(kind=FrontKind.LEAD))
        self.pins = [pin for pin in composer.pins.all() if pin.story_id]
        self.lead_rule = lead.rule
        self.stock = Stock(home, at, each=self.most_of_one_place())
        self.of_modules = [(row, list(self.slots_of(row))) for row in self.modules]
        self.slots: list[tuple[Shelf, Slot]] = [
            self.lead_slot(),
            *chain.from_iterable(slots for _row, slots in self.of_modules),
        ]
        self.outcomes = self.assign_pins()
        self.give_campaigns()

    def most_of_one_place(self) -> int:
        """So many stories may be taken from one section or column."""
        shelves = [row.rule.count for row in self.modules if row.kind in {FrontKind.SECTIONS, FrontKind.COLUMN}]
        others = [row.rule.count for row in self.modules if row.kind not in {FrontKind.SECTIONS, FrontKind.COLUMN}]
        return 1 + sum(others) + sum(shelves) + len(self.pins)

    # Where modules take from -----------------------------------------------------------------------------------------
    @cached_property
    def places(self) -> dict[type[Page], list[Any]]:
        """Public pages right below the front page that modules may take from, by type, in the order of the tree."""
        pages = self.children
        if pages is None or self.stock.is_ahead:
            pages = self.stock.places()
        places: dict[type[Page], list[Any]] = {model: [] for model in chain.from_iterable(SOURCES.values())}
        for page in pages:
            if page.specific_class in places:
                places[page.specific_class].append(page)
        # Of the others a title and an address are enough.
        kinds = {row.kind for row in self.modules}
        if FrontKind.COLUMN in kinds and places[ColumnPage]:
            places[ColumnPage] = self.whole(places[ColumnPage], ColumnPage.objects.all())
        if kinds & {FrontKind.PROJECTS, FrontKind.SPECIALS} and places[CampaignPage]:
            found = CampaignPage.objects.select_related("lead_photo", "topic__merged_into")
            places[CampaignPage] = self.whole(places[CampaignPage], found)
        return places

    def whole(self, pages: list[Any], stored: QuerySet[Any]) -> list[Any]:
        """The pages with all their fields, as they stand at the moment of the composition."""
        due = self.stock.places_due
        found = stored.in_bulk([page.pk for page in pages if page.pk not in due])
        return [due.get(page.pk) or found[page.pk] for page in pages]

    @cached_property
    def sources(self) -> dict[int, Any]:
        """The page of this language for each `source` that a module names, by its key; without those that have none."""
        named = {row.source_id for row in self.modules if row.source_id}
        pages = list(chain.from_iterable(self.places.values()))
        found = {page.pk: page for page in pages if page.pk in named}
        by_key = {page.translation_key: page for page in pages}
        for row in self.modules:
            if row.source and row.source_id not in found and row.source.translation_key in by_key:
                found[row.source.pk] = by_key[row.source.translation_key]
        return found

    # Modules to slots ------------------------------------------------------------------------------------------------
    def lead_slot(self) -> tuple[Shelf, Slot]:
        stock = self.stock
        with_photo = [story for story in stock.reports if story.photo_id]
        slot = Slot(1, [with_photo, stock.reports, stock.newest], self.lead_rule.max_age, is_lead=True)
        return Shelf(FrontKind.LEAD), slot

    def slots_of(self, row: FrontModule) -> Iterator[tuple[Shelf, Slot]]:
        kind = FrontKind(row.kind)
        page = self.sources.get(row.source_id) if row.source_id else None
        topic = row.topic.resolved() if row.topic else None
        if kind in BOUND and (row.source_id or row.topic_id) and page is None and topic is None:
            return
        shelves = [Shelf(kind, page, topic)]
        if kind in {FrontKind.COLUMN, FrontKind.SECTIONS} and page is None:
            taken = {source.pk for source in self.sources.values()}
            shelves = [Shelf(kind, place) for place in self.places[SOURCES[kind][0]] if place.pk not in taken]
        elif kind in {FrontKind.PROFILES, FrontKind.NOTICES} and page is None:
            # One index is what nearly every newsroom has: the way on leads there.
            indexes = self.places[SOURCES[kind][0]]
            shelves = [Shelf(kind, indexes[0] if len(indexes) == 1 else None)]
        for shelf in shelves:
            yield shelf, Slot(row.rule.count, [self.candidates(shelf)], row.rule.max_age, rank=RANKS[kind])

    def candidates(self, shelf: Shelf) -> list[Any]:
        """Stories that a shelf may fill itself with, newest first."""
        stock, page = self.stock, shelf.page
        match shelf.kind:
            case FrontKind.HEADLINES:
                return stock.inside(page, stock.reports) if page else stock.reports
            case FrontKind.PHOTOS:
                photos = stock.of_type(PhotoStoryPage)
                return stock.inside(page, photos) if page else photos
            case FrontKind.PROFILES:
                profiles = stock.of_type(ProfilePage)
                return stock.inside(page, profiles) if page else profiles
            case FrontKind.NOTICES:
                notices = stock.open_notices
                return stock.inside(page, notices) if page else notices
            case FrontKind.COLUMN | FrontKind.SECTIONS:
                return stock.inside(page, stock.newest)
            case FrontKind.LATEST:
                return stock.newest
        return self.of_a_subject(shelf)

    def of_a_subject(self, shelf: Shelf) -> list[Any]:
        """What 实事项目 and 专题 show: the stories of a topic, of a campaign's topic, or of a section."""
        if isinstance(shelf.page, CampaignPage):
            return self.stock.naming(shelf.page.topic.resolved()) if shelf.page.topic else []
        if shelf.topic is not None:
            return self.stock.naming(shelf.topic)
        if shelf.page is not None:
            return self.stock.inside(shelf.page, self.stock.newest)
        return self.stock.specials if shelf.kind == FrontKind.SPECIALS else []

    def give_campaigns(self) -> None:
        """Campaigns stand in the modules of 专题 that are about nothing else, where pins leave room; none twice."""
        slots = [slot for slot in self.slots if slot[0].subject == (FrontKind.SPECIALS, None)]
        waiting = self.current_campaigns() if slots else []
        for shelf, slot in slots:
            room = max(slot.count - len(slot.pins), 0)
            shelf.campaigns, waiting = waiting[:room], waiting[room:]
            slot.count -= len(shelf.campaigns)

    def current_campaigns(self) -> list[CampaignPage]:
        """Campaigns that have not ended, the latest begun first."""
        taken = {source.pk for source in self.sources.values()}
        current = [
            campaign
            for campaign in self.places[CampaignPage]
            if campaign.state_on(self.stock.day) != CampaignPage.State.ENDED and campaign.pk not in taken
        ]
        return sorted(current, key=lambda campaign: str(campaign.starts_on or ""), reverse=True)

    # Pins ------------------------------------------------------------------------------------------------------------
    def assign_pins(self) -> list[PinOutcome]:
        """Hand the pins that are due to their slots; tell for each which story it means."""
        keys = self.translation_keys()
        due = [pin for pin in self.pins if pin.is_due(self.at)]
        known = self.stock.by_translation_key(keys[pin.story_id] for pin in due if pin.story_id in keys)
        outcomes = []
        for pin in self.pins:
            key = known.get(keys[pin.story_id]) if pin in due and pin.story_id in keys else None
            slot = None if key is None else self.slot_for(pin.place, self.stock.known[key].path)
            if key is not None and slot is not None:
                slot.pins = [*slot.pins, key]
            outcomes.append(PinOutcome(pin, key, slot))
        return outcomes

    def translation_keys(self) -> dict[int, UUID]:
        """By the key of each pinned page the translation key of its story; an alias stands for what it repeats."""
        if not self.pins:
            return {}
        pinned = StoryPage.objects.filter(pk__in=[pin.story_id for pin in self.pins])
        original = Case(When(alias_of__locale=F("locale"), then="alias_of__translation_key"), default="translation_key")
        return dict(pinned.values_list("pk", original))

    def slot_for(self, kind: str, path: str) -> Slot | None:
        """The slot of this kind whose page the story stands in, or the first; None when the page has none.

        A column's shelf prints what it shows as issues of the column, and takes no other story.
        """
        fitting = [(shelf, slot) for shelf, slot in self.slots if shelf.kind == kind]
        at_home = (slot for shelf, slot in fitting if shelf.page and path.startswith(shelf.page.path))
        anywhere = fitting[0][1] if fitting and kind != FrontKind.COLUMN else None
        return next(at_home, anywhere)

    # Stories to shelves ----------------------------------------------------------------------------------------------
    def filled(self, placed: list[Placed]) -> FrontPage:
        stories = self.read(placed)
        for (shelf, slot), here in zip(self.slots, placed, strict=True):
            shelf.stories = [stories[key] for key in here.keys if key in stories]
            shelf.pinned = here.pinned
            for outcome in self.outcomes:
                if outcome.slot is slot:
                    outcome.shows = outcome.key in here.pinned
            if isinstance(shelf.page, ColumnPage):
                for story in shelf.stories:
                    if story.path.startswith(shelf.page.path):
                        story._cached_parent_obj = shelf.page
        lead, *others = [shelf for shelf, _slot in self.slots]
        front = FrontPage(
            at=self.at,
            lead=lead.stories[0] if lead.stories else None,
            lead_is_pinned=bool(lead.pinned),
            shelves=[shelf for shelf in others if shelf],
            pins=self.outcomes,
            empty=list(self.empty_modules()),
        )
        same: Counter[tuple[str, int | None]] = Counter()
        for shelf in front.shelves:
            shelf.nth = same[shelf.subject]
            same[shelf.subject] += 1
        campaigns: Iterable[Any] = chain.from_iterable(shelf.campaigns for shelf in front.shelves)
        on_the_page = [*front.stories(), *campaigns]
        portraits = [getattr(shown, "portrait", None) for shown in on_the_page]
        bring_renditions([*portraits, *(shown.lead_photo for shown in on_the_page)])
        return front

    def empty_modules(self) -> Iterator[Shelf]:
        """A shelf for each module that is to be shown and has nothing to show."""
        for row, slots in self.of_modules:
            if not any(shelf for shelf, _slot in slots):
                page = self.sources.get(row.source_id) if row.source_id else None
                yield Shelf(FrontKind(row.kind), page, row.topic.resolved() if row.topic else None)

    def read(self, placed: list[Placed]) -> dict[int, StoryPage]:
        """All placed stories: entries and profiles as what they are where their module shows more of them."""
        as_they_are = {FrontKind.COLUMN: ColumnEntryPage, FrontKind.PROFILES: ProfilePage}
        by_model: dict[type[StoryPage], list[int]] = {StoryPage: []}
        for (shelf, _slot), here in zip(self.slots, placed, strict=True):
            model = as_they_are.get(shelf.kind, StoryPage)
            for key in here.keys:
                fits = model is not StoryPage and self.stock.known[key].type_id == type_id(model)
                by_model.setdefault(model if fits else StoryPage, []).append(key)
        stories: dict[int, StoryPage] = {}
        for model, keys in by_model.items():
            stories |= self.stock.read(keys, model)
        return stories


def bands_of(shelves: list[Shelf]) -> Iterator[Band]:
    """Wide shelves stand alone, narrow ones by two or three, sections together with the narrow one that follows."""
    waiting: list[Shelf] = []
    index = 0
    while index < len(shelves):
        shelf = shelves[index]
        if shelf.kind == FrontKind.SECTIONS:
            yield from side_by_side(waiting)
            waiting = []
            together = [shelf]
            while index + 1 < len(shelves) and shelves[index + 1].kind == FrontKind.SECTIONS:
                index += 1
                together.append(shelves[index])
            following = shelves[index + 1] if index + 1 < len(shelves) else None
            beside = following if following is not None and following.kind not in WIDE else None
            index += beside is not None
            yield Band("aside" if beside else "sections", together, beside)
        elif shelf.kind in WIDE:
            yield from side_by_side(waiting)
            waiting = []
            yield Band("wide", [shelf])
        else:
            waiting.append(shelf)
        index += 1
    yield from side_by_side(waiting)


def side_by_side(shelves: list[Shelf]) -> Iterator[Band]:
    """Rows of three, and of two where that leaves nobody alone."""
    while shelves:
        count = 2 if len(shelves) in {2, 4} else min(3, len(shelves))
        yield Band(f"side-{count}", shelves[:count])
        shelves = shelves[count:]
