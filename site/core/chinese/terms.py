"""Terms found in a running text: the longest at each place, none overlapping another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Terms are found by their first characters; one of a single character would be found everywhere.
SHORTEST = 2


@dataclass(frozen=True)
class Term:
    """A term and every translation of it that is right."""

    source: str
    targets: tuple[str, ...]


class TermIndex:
    """Terms by their first two characters, so that a text is read once however many terms there are."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """`pairs`: (term, translation); a term given twice has two translations."""
        targets: dict[str, dict[str, None]] = defaultdict(dict)
        for source, target in pairs:
            if len(source.strip()) >= SHORTEST and target.strip():
                targets[source.strip()][target.strip()] = None
        self._by_start: dict[str, list[Term]] = defaultdict(list)
        for source in sorted(targets, key=len, reverse=True):
            self._by_start[source[:SHORTEST]].append(Term(source, tuple(targets[source])))

    def __bool__(self) -> bool:
        return bool(self._by_start)

    def find(self, text: str) -> list[Term]:
        """The terms in `text`, each once, in the order of the text."""
        return list(dict.fromkeys(self._places(text)))

    def whole(self, text: str) -> Term | None:
        """The term that `text` is and nothing else."""
        starting = self._by_start.get(text[:SHORTEST], ())
        return next((term for term in starting if term.source == text), None)

    def missing(self, text: str, translation: str) -> list[Term]:
        """Terms of `text` none of whose translations stands in `translation`, in whatever case."""
        said = translation.casefold()
        return [term for term in self.find(text) if not any(target.casefold() in said for target in term.targets)]

    def _places(self, text: str) -> Iterator[Term]:
        place = 0
        while place < len(text):
            starting = self._by_start.get(text[place : place + SHORTEST], ())
            term = next((term for term in starting if text.startswith(term.source, place)), None)
            if term is not None:
                yield term
            place += len(term.source) if term else 1
