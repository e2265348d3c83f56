"""The newsroom's dictionary as it stands: read from the database, the same in every process within seconds.

A process asks at most every ASKED_EVERY seconds whether the dictionary changed, and makes the new one beside the
requests that go on with the old.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db import close_old_connections

from core.models import Organisation, Person
from search.dictionary import STOP_WORDS, Dictionary
from search.models import DictionaryVersion, SearchWord, SynonymGroup

ASKED_EVERY = 2.0


@dataclass
class _Kept:
    version: int
    dictionary: Dictionary
    asked: float


_kept: _Kept | None = None
_making = threading.Lock()


def current_dictionary() -> Dictionary:
    """The dictionary, at most a few seconds old; the first question of a process waits for it."""
    kept = _kept
    if kept is None:
        with _making:
            return (_kept or _make()).dictionary
    if time.monotonic() - kept.asked > ASKED_EVERY:
        kept.asked = time.monotonic()
        if stored_version() != kept.version and _making.acquire(blocking=False):
            threading.Thread(target=_make_beside, daemon=True).start()
    return kept.dictionary


def stored_version() -> int:
    """Counts on with every change of the dictionary, and of the names of people and organisations."""
    return DictionaryVersion.objects.values_list("number", flat=True).first() or 0


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


def forget_dictionary() -> None:
    """Read it anew at the next question."""
    global _kept
    _kept = None


def _make() -> _Kept:
    global _kept
    version = stored_version()
    dictionary = read_dictionary()
    dictionary.cutter.cut("")
    _kept = _Kept(version, dictionary, time.monotonic())
    return _kept


def _make_beside() -> None:
    try:
        _make()
    finally:
        close_old_connections()
        _making.release()
