"""Pages below a front page as they will be at a later moment, by the schedule approved by now. In memory only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Revision

from core.chinese.traditional import Conversion
from core.languages.conversion import TRADITIONAL, load_conversion
from core.languages.following import is_detached, is_on_the_way, switched_on
from core.visibility import open_to_everybody
from news.models import ColumnEntryPage, ColumnPage, StoryPage
from news.models.column import ColumnCounter, ColumnNumber
from news.publication import publication_problems

if TYPE_CHECKING:
    from home.models import HomePage

#: What a page is listed with on a front page.
LISTED_TEXTS = ("title", "short_title", "kicker", "summary", "promise", "description")


def pages_due(home: HomePage, at: datetime) -> dict[int, Page]:
    """Stories below `home`, and pages right below it, as they will stand at `at` in place of what stands now; by key.

    What the publication gate would hold back is left out, and so is what stands under a restriction. The traditional
    edition has no schedule of its own: there, the pages are what they will be by following their sources.
    """
    due = scheduled(home, at)
    if home.locale.language_code == TRADITIONAL and (source := home_of_the_source(home)):
        due |= followed(home, scheduled(source, at).values())
    return due


def home_of_the_source(home: HomePage) -> HomePage | None:
    pages = type(home).objects.filter(translation_key=home.translation_key, alias_of=None)
    return pages.filter(locale__language_code=settings.LANGUAGE_CODE).first()


def scheduled(home: HomePage, at: datetime) -> dict[int, Page]:
    """The pages of this tree whose own versions are approved for a time up to `at`, in the order of publication."""
    approved = Revision.objects.filter(
        approved_go_live_at__lte=at, base_content_type=ContentType.objects.get_for_model(Page)
    )
    latest = {int(revision.object_id): revision for revision in approved.order_by("approved_go_live_at", "pk")}
    below = Page.objects.filter(pk__in=latest, path__startswith=home.path, locale=home.locale)
    below = below.filter(Q(storypage__isnull=False) | Q(depth=home.depth + 1))
    keys = set(open_to_everybody(below.exclude(alias_of__locale=home.locale)).values_list("pk", flat=True))
    due: dict[int, Page] = {}
    for revision in sorted(latest.values(), key=lambda revision: (revision.approved_go_live_at, revision.pk)):
        if int(revision.object_id) not in keys:
            continue
        page = revision.as_object()
        if isinstance(page, StoryPage):
            if publication_problems(page):
                continue
            page.date_shown = page.date_shown or page.date_of_going_live(revision.approved_go_live_at)
        due[page.pk] = page
    return numbered(due)


# Numbers of columns -------------------------------------------------------------------------------------------------
class Numbers:
    """The numbers of one counted column, given in memory as news.services.give_column_number gives them for good."""

    def __init__(self, column_key: UUID) -> None:
        counter = ColumnCounter.objects.filter(column_key=column_key)
        self.last: int = counter.values_list("last", flat=True).first() or 0
        self.taken = set(ColumnNumber.objects.filter(column_key=column_key).values_list("number", flat=True))

    def give(self, wanted: int | None) -> int | None:
        """The number set by hand, None when another story has it; without one, the next."""
        if wanted is None:
            self.last += 1
            while self.last in self.taken:
                self.last += 1
            wanted = self.last
        elif wanted in self.taken:
            return None
        self.taken.add(wanted)
        return wanted


def numbered(due: dict[int, Page]) -> dict[int, Page]:
    """The pages, in the order of publication, entries of counted columns with the numbers that they will get.

    An entry whose number, set by hand, goes to another one of them first will be held back.
    """
    columns: dict[UUID, Numbers] = {}
    going: dict[int, Page] = {}
    for key, page in due.items():
        if isinstance(page, ColumnEntryPage) and page.held_number() is None:
            column = page.column
            if column.numbering == ColumnPage.Numbering.COUNTER:
                numbers = columns.get(column.translation_key) or Numbers(column.translation_key)
                columns[column.translation_key] = numbers
                number = numbers.give(page.issue_number)
                if number is None:
                    continue
                page.issue_number = number
        going[key] = page
    return going


# The traditional edition --------------------------------------------------------------------------------------------
def followed(home: HomePage, sources: Iterable[Page]) -> dict[int, Page]:
    """What will stand in the traditional edition for these pages of the source language, by key.

    A page without a copy is there by its own key, at the place in the tree that its copy will have.
    """
    switches = switched_on()
    following = [
        page
        for page in sources
        if is_on_the_way(page.path, switches) and not page.alias_of_id and not is_detached(page.translation_key)
    ]
    if not following:
        return {}
    conversion = load_conversion()
    present = Page.objects.filter(translation_key__in=[page.translation_key for page in following])
    copies = {page.translation_key: page for page in present.filter(locale=home.locale).specific()}
    stored = {page.pk: page for page in present.filter(pk__in=[page.pk for page in following]).specific()}
    for page in following:
        if copy := copies.get(page.translation_key):
            say_in_traditional(page, conversion, before=stored[page.pk], copy=copy)
            page.pk, page.path, page.depth, page.url_path = copy.pk, copy.path, copy.depth, copy.url_path
            page.locale = home.locale
        else:
            say_in_traditional(page, conversion)
            page.path = place_of_copy(home, page)
    return {page.pk: page for page in following}


def say_in_traditional(
    page: Page, conversion: Conversion, *, before: Page | None = None, copy: Page | None = None
) -> None:
    """Convert what the page is listed with; where it stays as it was `before`, the copy's words stay, too."""
    for name in LISTED_TEXTS:
        text = getattr(page, name, "")
        if text and copy is not None and text == getattr(before, name):
            setattr(page, name, getattr(copy, name))
        elif text:
            setattr(page, name, conversion.text(text))


def place_of_copy(home: HomePage, page: Page) -> str:
    """A tree path below the copy of the page's parent, or below `home` as long as there is none."""
    above = Page.objects.filter(translation_key=page.get_parent().translation_key, locale=home.locale).first()
    return str((above or home).path + page.path[-Page.steplen :])
