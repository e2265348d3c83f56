"""The demo site: a newsroom that does not exist, with records, pages and a dozen stories, made from home/demo.

Everything goes the way that an editor's work goes: manuscripts through the importer, pictures into their 待配图, then
publication through the gate. A run that was cut off is taken up by the next; what an editor changed stays so.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.models import CampaignOrganiser, CampaignPage
from core.models import SiteIdentity
from core.registry.models import (
    Award,
    Event,
    Outlet,
    Place,
)
from home.demo_records import DemoError, DemoRecords, choice
from home.models import FrontKind, FrontModule, FrontPin, HomePage, StandardPage
from home.newsroom import Newsroom, build_newsroom, ensure_column, ensure_index, ensure_section
from media.models import Photo
from media.services import ingest_photo
from news.manuscripts.drafting import body_of
from news.manuscripts.linking import Registry
from news.manuscripts.models import Manuscript
from news.manuscripts.services import import_manuscript, read_manuscript
from news.models import (
    ColumnPage,
    Industry,
    NoticeIndexPage,
    NoticePage,
    PhotoStoryPage,
    ProfileAchievement,
    ProfileIndexPage,
    ProfilePage,
    SectionPage,
    StoryAward,
    StoryEvent,
    StoryOrganisation,
    StoryPage,
    StoryPerson,
    StoryPlace,
    StorySection,
    StoryTopic,
)
from news.publication import PublicationRefused

FOLDER = Path(__file__).parent / "demo"
PUBLISHED_AT = time(9, 30)

#: Indexes of one type of story each, as the manifest calls them.
INDEXES: dict[str, type[Any]] = {"风采": ProfileIndexPage, "公示": NoticeIndexPage}


@dataclass
class Loaded:
    """What `load_demo` has made in this call."""

    stories: list[StoryPage] = field(default_factory=list)
    photos: int = 0


def load_demo(*, folder: Path = FOLDER, say: Callable[[str], Any] = lambda line: None) -> Loaded:
    """Make what of the demo site is missing and return it. Once all stories have been out, nothing is made ever again.

    Raises DemoError when a story cannot be published as it is.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return Demo(folder).load(say)


class Demo:
    """One run of loading: the manifest, and what was found or made of it so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: dict[str, Any] = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
        self.loaded = Loaded()
        self.records = DemoRecords(self.manifest["registry"], self.portrait)
        self.places: dict[str, SectionPage | ColumnPage | ProfileIndexPage | NoticeIndexPage] = {}

    def load(self, say: Callable[[str], Any]) -> Loaded:
        stories = self.manifest["stories"]
        if self.is_complete(stories):
            return self.loaded
        newsroom = build_newsroom(name=self.manifest["site"]["name"])
        self.follow_in_traditional(newsroom)
        self.records.load()
        self.load_identity(newsroom)
        self.load_places(newsroom)
        for entry in self.manifest["pages"]:
            self.load_page(entry, newsroom)
        for entry in self.manifest["campaigns"]:
            self.load_campaign(entry, newsroom)
        # Oldest first, so that the numbers of stories and of column entries follow their dates.
        for place, entry in enumerate(sorted(stories, key=lambda entry: -entry["days_ago"]), start=1):
            say(f"{place}/{len(stories)}　{entry['title']}")
            self.load_story(entry)
        self.compose(newsroom.home)
        return self.loaded

    def is_complete(self, stories: list[dict[str, Any]]) -> bool:
        """Whether every manuscript came in and every story made of one was public once, or is gone."""
        digests = [hashlib.sha256(self.read(entry["file"])).hexdigest() for entry in stories]
        known = Manuscript.objects.filter(sha256__in=digests)
        numbers = known.values("stories__story_id")
        waiting = StoryPage.objects.filter(number__in=numbers, first_published_at=None, alias_of=None)
        source_only = waiting.filter(locale__language_code=settings.LANGUAGE_CODE)
        return known.count() == len(set(digests)) and not source_only.exists()

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    @staticmethod
    def follow_in_traditional(newsroom: Newsroom) -> None:
        """The whole site is read in traditional characters too, from its first story on."""
        if not StoryPage.objects.exists():
            newsroom.home.follows_in_traditional = True
            newsroom.home.save()

    # The site's frame ------------------------------------------------------------------------------------------------
    def load_identity(self, newsroom: Newsroom) -> None:
        if SiteIdentity.objects.filter(site=newsroom.site).exists():
            return
        names = self.manifest["site"]
        SiteIdentity.objects.create(
            site=newsroom.site,
            name=names["masthead"],
            # The page writes 主管 and 主办 itself.
            supervising_body=names["supervisor"].removeprefix("主管").strip(),
            issuing_body=names["publisher"].removeprefix("主办").strip(),
        )

    def load_places(self, newsroom: Newsroom) -> None:
        home = newsroom.home
        for entry in self.manifest["sections"]:
            self.places[entry["slug"]] = ensure_section(
                home=home, slug=entry["slug"], title=entry["name"], description=entry["description"]
            )
        for entry in self.manifest["columns"]:
            self.places[entry["slug"]] = ensure_column(
                home=home,
                slug=entry["slug"],
                title=entry["name"],
                promise=entry["promise"],
                host=self.records.organisations[entry["host"]],
            )
        for entry in self.manifest["indexes"]:
            self.places[entry["slug"]] = ensure_index(
                INDEXES[entry["kind"]],
                home=home,
                slug=entry["slug"],
                title=entry["name"],
                description=entry["description"],
            )

    @transaction.atomic
    def load_page(self, entry: dict[str, Any], newsroom: Newsroom) -> None:
        """A standing page; its text is read as a manuscript is."""
        home = newsroom.home
        if StandardPage.objects.child_of(home).filter(slug=entry["slug"]).exists():
            return
        body = self.body(entry["file"])
        page = StandardPage(title=entry["title"], slug=entry["slug"], body=body, locale=home.locale, live=False)
        home.add_child(instance=page)
        page.save_revision().publish()

    def body(self, path: str) -> list[dict[str, Any]]:
        structured = read_manuscript(self.read(path), path)
        return [block for article in structured.articles for block in body_of(article, structured)]

    @transaction.atomic
    def load_campaign(self, entry: dict[str, Any], newsroom: Newsroom) -> None:
        home = newsroom.home
        if CampaignPage.objects.child_of(home).filter(slug=entry["slug"]).exists():
            return
        page = CampaignPage(
            title=entry["title"],
            slug=entry["slug"],
            promise=entry["promise"],
            topic=self.records.topics[entry["topic"]],
            starts_on=date.fromisoformat(entry["starts_on"]),
            ends_on=date.fromisoformat(entry["ends_on"]),
            lead_photo=self.photo(entry["picture"]),
            lead_alt=entry["alt"],
            body=self.body(entry["file"]),
            locale=home.locale,
            live=False,
        )
        for role, name in entry["organisers"]:
            row = CampaignOrganiser(
                role=choice(CampaignOrganiser.Role, role), organisation=self.records.organisations[name]
            )
            page.organisers.add(row)
        home.add_child(instance=page)
        page.save_revision().publish()

    @transaction.atomic
    def compose(self, home: HomePage) -> None:
        """Arrange the front page and pin what the manifest says; once, since editors go on from there."""
        if home.pins.exists():
            return
        front = self.manifest["front"]
        home.modules = [
            FrontModule(
                kind=choice(FrontKind, entry["kind"]),
                source=self.places[entry["source"]] if "source" in entry else None,
                topic=self.records.topics[entry["topic"]] if "topic" in entry else None,
                count=entry.get("count"),
            )
            for entry in front["modules"]
        ]
        for entry in front["pins"]:
            if story := StoryPage.objects.filter(title=entry["title"], locale=home.locale).first():
                ends = timezone.now() + timedelta(days=entry["days"])
                home.pins.add(FrontPin(place=choice(FrontKind, entry["place"]), story=story, ends_at=ends))
        home.save_revision().publish()

    # Pictures --------------------------------------------------------------------------------------------------------
    @cached_property
    def cards(self) -> dict[str, dict[str, Any]]:
        """What is known of each picture, by its file: as the first story that shows it says."""
        cards: dict[str, dict[str, Any]] = {}
        for story in self.manifest["stories"]:
            for picture in story["pictures"]:
                cards.setdefault(picture["file"], picture)
        return cards

    def photo(self, path: str) -> Photo:
        """The photo of this very file, taken into the library at the first call."""
        content = self.read(path)
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()  # Wagtail's file_hash
        if found := Photo.objects.filter(file_hash=digest).first():
            return found
        picture = self.cards[path]
        card = {
            "caption": picture["caption"],
            "description": picture["alt"],
            "credit": picture["credit"],
            "photographer": self.manifest["site"]["credit"],
            "rights_category": Photo.Rights.OWN,
            "release_status": Photo.Release.NOT_NEEDED,
        }
        with (self.folder / path).open("rb") as file:
            photo = ingest_photo(
                file=File(file, name=Path(path).name),
                title=title_of(picture["caption"]),
                card=card,
                keywords=[self.manifest["site"]["image_label"]],
            )
        self.loaded.photos += 1
        return photo

    def portrait(self, entry: dict[str, Any]) -> Photo | None:
        return self.photo(entry["portrait"]) if entry.get("portrait") else None

    # Stories ---------------------------------------------------------------------------------------------------------
    def load_story(self, entry: dict[str, Any]) -> None:
        """Import the manuscript, unless it is known; finish and publish its story, unless it was public before."""
        place = self.places[entry.get("column") or entry["section"]]
        imported = import_manuscript(
            data=self.read(entry["file"]),
            name=Path(entry["file"]).name,
            section=None if isinstance(place, ColumnPage) else place,
            column=place if isinstance(place, ColumnPage) else None,
            registry=self.registry,
        )
        for story in imported.stories:
            if story.first_published_at is None and story.locale_id == place.locale_id:
                self.finish(story, entry)
                self.loaded.stories.append(story)

    @cached_property
    def registry(self) -> Registry:
        return Registry.read()

    @transaction.atomic
    def finish(self, story: StoryPage, entry: dict[str, Any]) -> None:
        story = story.get_latest_revision_as_object()
        self.place_pictures(story, entry["pictures"])
        add_rows(story, "topics", StoryTopic, "topic", [self.records.topics[name] for name in entry["topics"]])
        add_rows(story, "people", StoryPerson, "person", [self.records.people[name] for name in entry["people"]])
        units = [self.records.organisations[name] for name in entry["organisations"]]
        add_rows(story, "organisations", StoryOrganisation, "organisation", units)
        add_rows(story, "places", StoryPlace, "place", current(Place, entry.get("places", [])))
        add_rows(story, "events", StoryEvent, "event", current(Event, entry.get("events", [])))
        add_rows(story, "awards", StoryAward, "award", current(Award, entry.get("awards", [])))
        if "outlet" in entry:
            (story.source_outlet,) = current(Outlet, [entry["outlet"]])
        if genre := entry.get("genre"):
            story.genre = choice(StoryPage.Genre, genre)
        for slug in entry.get("also_in", []):
            story.also_in.add(StorySection(section=self.places[slug]))
        self.finish_profile(story, entry.get("profile"))
        self.finish_notice(story, entry.get("notice"))
        story.date_shown = self.date_of(entry["days_ago"])
        revision = story.save_revision()
        try:
            revision.publish()
        except PublicationRefused as refusal:
            raise DemoError(f"{entry['file']}：{refusal}") from refusal

    def finish_profile(self, story: StoryPage, entry: dict[str, Any] | None) -> None:
        """Whom a profile is about, and what they achieved."""
        if not isinstance(story, ProfilePage) or entry is None:
            return
        story.subject_kind = choice(ProfilePage.Subject, entry["kind"])
        story.person = self.records.people[entry["person"]] if entry["person"] else None
        story.organisation = self.records.organisations[entry["organisation"]]
        story.trade, story.region = entry["trade"], entry["region"]
        story.industry = choice(Industry, entry["industry"])
        story.achievements = [
            ProfileAchievement(when=when, text=text, locale=story.locale) for when, text in entry["achievements"]
        ]

    def finish_notice(self, story: StoryPage, entry: dict[str, Any] | None) -> None:
        """A notice's period, and whom to ask."""
        if not isinstance(story, NoticePage) or entry is None:
            return
        for name, value in entry.items():
            setattr(story, name, date.fromisoformat(value) if name.endswith("_on") else value)

    def date_of(self, days_ago: int) -> datetime:
        day = date.fromisoformat(self.manifest["reference_day"]) - timedelta(days=days_ago)
        return datetime.combine(day, PUBLISHED_AT, tzinfo=ZoneInfo(settings.TIME_ZONE))

    def place_pictures(self, story: StoryPage, pictures: list[dict[str, Any]]) -> None:
        """Put each picture where the manuscript has its caption; the lead picture stands at the top instead.

        A photo story tells itself in its pictures: there the lead picture keeps its place, and listings show it too.
        """
        waiting = {picture["caption"]: picture for picture in pictures}
        blocks = []
        for block in story.body.get_prep_value():
            if block["type"] == "picture_pending" and (picture := waiting.pop(block["value"]["caption"], None)):
                photo = self.photo(picture["file"])
                if picture["lead"]:
                    story.lead_photo, story.lead_caption, story.lead_alt = photo, picture["caption"], picture["alt"]
                    if not isinstance(story, PhotoStoryPage):
                        continue
                block = photo_block(photo, picture)
            blocks.append(block)
        if waiting:
            raise DemoError(
                _("《%(title)s》里没有这些图说：%(captions)s") % {"title": story.title, "captions": "、".join(waiting)}
            )
        story.body = blocks


def photo_block(photo: Photo, picture: dict[str, Any]) -> dict[str, Any]:
    """A photo in a story's body; one that is higher than wide stands as a portrait."""
    value = {
        "photo": photo.pk,
        "caption": picture["caption"],
        "credit": picture["credit"],
        "alt": picture["alt"],
        "preset": "portrait" if photo.height > photo.width else "body",
    }
    return {"type": "photo", "id": str(uuid.uuid4()), "value": value}


def add_rows(story: StoryPage, relation: str, row: type[Any], name: str, records: list[Any]) -> None:
    """Tie the story to records that it is not tied to yet."""
    tied = {getattr(link, f"{name}_id") for link in getattr(story, relation).all()}
    for record in records:
        if record.pk not in tied:
            getattr(story, relation).add(row(**{name: record}))


def current(model: type[Any], names: list[str]) -> list[Any]:
    """The records of these names, in the names' order."""
    return [model.objects.current().get(name=name) for name in names]


def title_of(caption: str) -> str:
    """A name for the library's list: the caption's first clause."""
    return caption.split("，")[0][:60]
