"""The dictionary with words that nobody has saved: for an editor who tries out what they would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from search.dictionary import Dictionary
from search.words import current_dictionary, using


@contextmanager
def with_synonyms(texts: Iterable[str]) -> Iterator[bool]:
    """Inside, what this thread asks for is planned as if these texts meant the same. False: they are no group."""
    groups = Dictionary.of(synonyms=[texts]).synonyms
    if not groups:
        yield False
        return
    with using(joined(current_dictionary(), groups[0])):
        yield True


def joined(dictionary: Dictionary, group: tuple[str, ...]) -> Dictionary:
    """The dictionary with the group, made one with the groups that hold a word of it already."""
    met = [other for other in dictionary.synonyms if set(other) & set(group)]
    whole = tuple(dict.fromkeys([*group, *(text for other in met for text in other)]))
    return replace(dictionary, synonyms=(*(other for other in dictionary.synonyms if other not in met), whole))
