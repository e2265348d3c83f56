"""What readers looked for is counted: kept in the process, written off the request path.

Nothing that tells who asked is kept, and no text that may name somebody's number or mail address.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, IntegrityError, close_old_connections, transaction
from django.db.models import F, Sum

from core.dates import newsroom_today
from search.models import AskedQuery
from search.suggestions import current_words

logger = logging.getLogger("search")

#: Seconds between two writings; how many different texts wait until one is brought forward, and at most.
EVERY, MANY, MOST_WAITING = 10.0, 50, 1000
#: Characters of a text that is kept: a longer one is a paragraph that somebody pasted.
LONGEST = 60
#: Days for which a text is kept, and over which it counts as popular.
KEPT_DAYS, POPULAR_DAYS = 365, 30
#: What is offered to others was asked so often, and is a word that the newsroom knows.
OFTEN, MOST_POPULAR = 3, 8
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-.·()]+(?=\d)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d\s?[-~—–]\s?(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"\d{7,}")


class Asked(NamedTuple):
    day: date
    language: str
    text: str


@dataclass
class Times:
    """How often, and how much was found the last time."""

    asked: int = 0
    found: int = 0


class Log:
    """The texts that wait in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Asked, Times] = {}
        self._wake = threading.Event()
        self._writer: tuple[int, threading.Thread] | None = None

    def note(self, text: str, language: str, found: int) -> None:
        """Count one question. Never fails, never waits for the database."""
        text = " ".join(text.split())
        if not may_be_kept(text):
            return
        with self._lock:
            asked = Asked(newsroom_today(), language, text)
            if asked not in self._waiting and len(self._waiting) >= MOST_WAITING:
                return
            times = self._waiting.setdefault(asked, Times())
            times.asked += 1
            times.found = found
            many = len(self._waiting) >= MANY
        if settings.SEARCH_LOG_WRITES_BESIDE:
            self._begin_writing()
            if many:
                self._wake.set()

    def flush(self) -> int:
        """Write what waits. Returns how many texts; what could not be written waits on."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
        if not taken:
            return 0
        try:
            write(taken)
        except DatabaseError as error:
            logger.warning("what readers looked for waits to be written: %s", error)
            self._put_back(taken)
            return 0
        return len(taken)

    def _put_back(self, taken: Mapping[Asked, Times]) -> None:
        with self._lock:
            for asked, before in taken.items():
                times = self._waiting.setdefault(asked, Times(0, before.found))
                times.asked += before.asked

    def _begin_writing(self) -> None:
        """A process that was forked has a thread of its own."""
        with self._lock:
            if self._writer and self._writer[0] == os.getpid() and self._writer[1].is_alive():
                return
            if self._writer is None or self._writer[0] != os.getpid():
                atexit.register(self._at_exit)
            self._writer = os.getpid(), threading.Thread(target=self._write_on, daemon=True, name="search-log")
            self._writer[1].start()

    def _write_on(self) -> None:
        while True:
            self._wake.wait(EVERY)
            self._wake.clear()
            self._beside(self.flush)

    def _at_exit(self) -> None:
        self._beside(self.flush)

    def _beside(self, do: Callable[[], int]) -> None:
        try:
            do()
        except Exception:
            logger.exception("what readers looked for was not written")
        finally:
            close_old_connections()


log = Log()


def may_be_kept(text: str) -> bool:
    """Is it short, and holds no mail address and no number as long as a telephone's? However they are written."""
    plain = _BETWEEN_DIGITS.sub("", _YEARS.sub("", unicodedata.normalize("NFKC", text)))
    return 0 < len(text) <= LONGEST and "@" not in plain and not _NUMBER.search(plain)


@transaction.atomic
def write(taken: Mapping[Asked, Times]) -> None:
    for asked, times in taken.items():
        rows = AskedQuery.objects.filter(**asked._asdict())
        changes = {"asked": F("asked") + times.asked, "found": times.found}
        if rows.update(**changes):
            continue
        try:
            with transaction.atomic():
                AskedQuery.objects.create(**asked._asdict(), asked=times.asked, found=times.found)
        except IntegrityError:  # another process was quicker
            rows.update(**changes)


def prune() -> int:
    """Delete what is older than KEPT_DAYS. Returns how many rows."""
    return AskedQuery.objects.filter(day__lt=newsroom_today() - timedelta(days=KEPT_DAYS)).delete()[0]


def popular(language: str) -> list[str]:
    """What many looked for of late and found, the most often asked first; words that the newsroom knows, no others:
    what anybody may type is not shown to everybody.
    """
    since = newsroom_today() - timedelta(days=POPULAR_DAYS)
    asked = AskedQuery.objects.filter(language=language, day__gt=since, found__gt=0).values_list("text")
    often = asked.annotate(times=Sum("asked")).filter(times__gte=OFTEN).order_by("-times", "text")
    known = current_words(language).vocabulary
    return [text for text, _times in often[: MOST_POPULAR * 5] if text in known][:MOST_POPULAR]
