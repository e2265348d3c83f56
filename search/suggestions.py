"""What readers are offered while they type, and what they meant: words kept in each process.

They come from the dictionary, the registry (people with a public page only), columns, sections and topics. A process
makes them anew beside the requests that go on with the old ones; what names a person or a page is looked up again
before it is shown.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Count, Max, Sum
from django.db.models.functions import Length
from django.utils.functional import Promise
from wagtail.models import Page

from core.languages.conversion import in_script
from core.registry.models import Award, Event, Organisation, Person, Place, RegistryRecord, Topic
from core.visibility import open_to_everybody
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage
from search.models import SearchWord, SynonymGroup
from search.vocabulary import Vocabulary
from search.words import stored_version

logger = logging.getLogger("search")

#: Seconds after which a process looks whether its words still stand.
ASKED_EVERY = 5.0
MOST = 8
#: How likely a word is what somebody types, by where it comes from.
WORD, PAGE, TOPIC, PERSON, ORGANISATION, OTHER = 6.0, 8.0, 5.0, 4.0, 3.0, 2.0
_RECORDS: tuple[tuple[type[RegistryRecord], float], ...] = (
    (Person, PERSON),
    (Organisation, ORGANISATION),
    (Topic, TOPIC),
    (Award, OTHER),
    (Event, OTHER),
    (Place, OTHER),
)
_PLACES = (SectionPage, ColumnPage, ProfileIndexPage, NoticeIndexPage)
#: Languages whose words are the same: they are shown in the script of the reader.
_CHINESE = settings.LANGUAGE_CODE
_LETTERS = re.compile(r"[A-Za-z' ]{2,}")


class Said(NamedTuple):
    """A word, and how likely; `kind`: what it names; `person` or `page`: whose name it is, if it must be looked up."""

    text: str
    weight: float
    kind: str | Promise = ""
    person: int = 0
    page: int = 0


@dataclass(frozen=True)
class Words:
    """`sayings`: by word, all that it names."""

    vocabulary: Vocabulary
    sayings: dict[str, list[Said]]


@dataclass
class _Kept:
    mark: tuple[Any, ...]
    words: Words
    asked: float


_kept: dict[str, _Kept] = {}
_making = threading.Lock()


# What is offered ------------------------------------------------------------------------------------------------------
def suggestions(typed: str, language: str, most: int = MOST) -> list[dict[str, str]]:
    """Words that complete `typed`, each with what it names. Two queries at most."""
    words = current_words(language)
    found = words.vocabulary.completions(typed[:40], most * 2)
    shown = still_shown([said for word in found for said in words.sayings[word]])
    offered = []
    for word in found:
        if said := next((said for said in words.sayings[word] if said in shown), None):
            text = in_script(said.text, language, person=bool(said.person))
            offered.append({"text": text, "kind": str(said.kind)})
    return offered[:most]


def still_shown(sayings: Iterable[Said]) -> set[Said]:
    """Those that name no person without a public page, and no page that is gone, at this moment."""
    wanted = list(sayings)
    people = {said.person for said in wanted} - {0}
    pages = {said.page for said in wanted} - {0}
    public = set(_public_people().filter(pk__in=people).values_list("pk", flat=True)) if people else set()
    there = (
        set(open_to_everybody(Page.objects.live().filter(pk__in=pages)).values_list("pk", flat=True))
        if pages
        else set()
    )
    return {said for said in wanted if said.person in public | {0} and said.page in there | {0}}


def meant(words: str, language: str) -> str | None:
    """The words with a mistyped one put right, in the reader's script; None where nothing better is known.

    Letters that spell a Chinese word, or its initials, mean that word.
    """
    vocabulary = current_words(language).vocabulary
    spelled = vocabulary.completions(words, 1) if group_of(language) == _CHINESE and _LETTERS.fullmatch(words) else []
    put_right = spelled[0] if spelled else vocabulary.correction(words)
    return in_script(put_right, language) if put_right else None


# The words of a process -----------------------------------------------------------------------------------------------
def current_words(language: str) -> Words:
    """The words of a language, some seconds old at most; the first question of a process waits for them."""
    group = group_of(language)
    kept = _kept.get(group)
    if kept is None:
        with _making:
            return (_kept.get(group) or _make(group)).words
    if time.monotonic() - kept.asked > ASKED_EVERY:
        kept.asked = time.monotonic()
        threading.Thread(target=_look_beside, args=[group, kept.mark], daemon=True).start()
    return kept.words


def forget_words() -> None:
    """Read them anew at the next question."""
    _kept.clear()


def group_of(language: str) -> str:
    return _CHINESE if language.startswith("zh") else language


def _make(group: str) -> _Kept:
    mark = mark_of(group)
    kept = _kept[group] = _Kept(mark, read_words(group), time.monotonic())
    return kept


def _look_beside(group: str, mark: tuple[Any, ...]) -> None:
    if not _making.acquire(blocking=False):
        return
    try:
        if mark_of(group) != mark:
            _make(group)
    except Exception:
        logger.exception("suggestions stay as they were")
    finally:
        close_old_connections()
        _making.release()


def mark_of(group: str) -> tuple[Any, ...]:
    """Differs whenever words came, went or changed. A query for each table."""
    marks: list[Any] = [stored_version()]
    for model, _weight in _RECORDS:
        told = {"rows": Count("pk"), "last": Max("pk"), "names": Sum(Length("search_keys"))}
        told["others"] = Sum(Length("names_by_language"))
        records = _public_people() if model is Person else model.objects.current()
        marks.append(tuple(records.aggregate(**told).values()))
    pages = _places(group).aggregate(rows=Count("pk"), last=Max("latest_revision_created_at"), keys=Sum("pk"))
    return (*marks, tuple(pages.values()))


def read_words(group: str) -> Words:
    """The words of a group of languages as they stand at this moment."""
    sayings: dict[str, list[Said]] = defaultdict(list)
    for said in _all_said(group):
        sayings[said.text].append(said)
    for found in sayings.values():
        found.sort(key=lambda said: -said.weight)
    weights = {word: max(said.weight for said in found) for word, found in sayings.items()}
    return Words(Vocabulary(weights), dict(sayings))


def _all_said(group: str) -> Iterator[Said]:
    if group == _CHINESE:
        for text in SearchWord.objects.filter(kind=SearchWord.Kind.WHOLE).values_list("text", flat=True):
            yield Said(text, WORD)
        for synonyms in SynonymGroup.objects.all():
            yield from (Said(text, WORD) for text in synonyms.lines)
    for page in _places(group):
        yield Said(page.title, PAGE, page.content_type.model_class()._meta.verbose_name, page=page.pk)
    for model, weight in _RECORDS:
        records: Any = _public_people() if model is Person else model.objects.current()
        kind = model._meta.verbose_name or ""
        columns = ("pk", "name", "aliases", "names_by_language")
        for record in records.only(*columns).iterator():
            person = record.pk if model is Person else 0
            yield from (Said(name, weight, kind, person) for name in _names_of(record, group))


def _names_of(record: RegistryRecord, group: str) -> Iterable[str]:
    if group == _CHINESE:
        return [record.name, *record.alias_list]
    translated = record.translated(group)
    return [translated.name] if translated else []


def _public_people() -> Any:
    return Person.objects.current().filter(public_page=True)


def _places(group: str) -> Any:
    """Sections, columns and indexes that everybody may open."""
    pages = Page.objects.live().filter(locale__language_code=group).type(*_PLACES)
    return open_to_everybody(pages).select_related("content_type")
