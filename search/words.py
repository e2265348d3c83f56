"""The newsroom's dictionary as it stands: read from the database, the same in every process within seconds.

A thread beside the requests asks every few seconds whether the dictionary changed, and makes the new one while they go
on with the old. It begins with the first question of a process, also of one that was forked.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import connections

from core.models import Organisation, Person
from search.dictionary import STOP_WORDS, Dictionary
from search.models import DictionaryVersion, SearchWord, SynonymGroup

logger = logging.getLogger("search")


@dataclass(frozen=True)
class _Kept:
    version: int
    dictionary: Dictionary


_kept: _Kept | None = None
_watcher: threading.Thread | None = None
_making = threading.Lock()
_tried: ContextVar[Dictionary | None] = ContextVar("search_dictionary_tried", default=None)


def current_dictionary() -> Dictionary:
    """The dictionary, at most a few seconds old; the first question of a process waits for it."""
    if tried := _tried.get():
        return tried
    kept = _kept
    if kept is None:
        with _making:
            kept = _kept or _make()
    _watch()
    return kept.dictionary


@contextmanager
def using(dictionary: Dictionary) -> Iterator[None]:
    """Inside, `current_dictionary()` of this thread is another one."""
    token = _tried.set(dictionary)
    try:
        yield
    finally:
        _tried.reset(token)


def read_dictionary() -> Dictionary:
    """The dictionary as it stands in the database at this moment."""
    words = dict(SearchWord.objects.values_list("text", "kind"))
    names = [
        name
        for model in (Person, Organisation)
        for record in model.objects.only("name", "aliases").iterator()
        for name in (record.name, *record.alias_list)
    ]
    return Dictionary.of(
        words=[*names, *(text for text, kind in words.items() if kind == SearchWord.Kind.WHOLE)],
        synonyms=[group.lines for group in SynonymGroup.objects.all()],
        stop_words=[*STOP_WORDS, *(text for text, kind in words.items() if kind == SearchWord.Kind.SILENT)],
    )


def stored_version() -> int:
    """Counts on with every change of the dictionary, and of the names of people and organisations."""
    return DictionaryVersion.stored()


def forget_dictionary() -> None:
    """Read it anew at the next question."""
    global _kept
    _kept = None


def renew_dictionary() -> bool:
    """Read it anew if it has changed since this process read it. False where it has not."""
    kept = _kept
    if kept is None or stored_version() == kept.version:
        return False
    with _making:
        _make()
    return True


def _make() -> _Kept:
    global _kept
    version = stored_version()
    dictionary = read_dictionary()
    dictionary.cutter.cut("")
    _kept = _Kept(version, dictionary)
    return _kept


def _watch() -> None:
    """See to it that this process has its watching thread; a fork leaves the parent's behind."""
    global _watcher
    if not settings.SEARCH_DICTIONARY_SECONDS or (_watcher is not None and _watcher.is_alive()):
        return
    with _making:
        if _watcher is None or not _watcher.is_alive():
            _watcher = threading.Thread(target=_keep_watching, name="search-dictionary", daemon=True)
            _watcher.start()


def _keep_watching() -> None:
    while seconds := settings.SEARCH_DICTIONARY_SECONDS:
        time.sleep(seconds)
        try:
            renew_dictionary()
        except Exception:  # the database is away or being migrated: the next round may find it
            logger.warning("the search dictionary could not be read", exc_info=True)
        finally:
            connections.close_all()
