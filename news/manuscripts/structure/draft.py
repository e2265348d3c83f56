"""The working copy the steps pass on: blocks with a kind each, and the record of what was decided and set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ..reading import Line, Source, Span
from .parts import Decision, Notice, Person


class Kind(StrEnum):
    """What a block is taken for; `LINE` is a short line nobody has placed yet."""

    LINE = "line"
    TEXT = "paragraph"
    TITLE = "title"
    KICKER = "kicker"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    CAPTION = "photo"
    COLUMN = "column"
    NOTE = "editor_note"
    SOURCE = "source"
    BYLINE = "byline"
    ITEM = "list"
    TABLE = "table"
    PICTURE = "picture"
    RULE = "rule"
    FURNITURE = "furniture"


CONTENT = (Kind.TEXT, Kind.ITEM, Kind.TABLE)


@dataclass(eq=False, slots=True)
class Block:
    """One or more lines that belong together."""

    text: str
    lines: tuple[int, ...]
    kind: Kind = Kind.TEXT
    gap: int = 0
    level: int | None = None
    marker: str = ""
    indent: int = 0
    bold: tuple[Span, ...] = ()
    rows: list[list[str]] = field(default_factory=list)
    picture: int | None = None
    first: Line | None = None
    people: list[Person] = field(default_factory=list)
    affiliation: str = ""
    credit: str = ""
    file: str = ""
    source: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    label: str = ""
    joints: list[int] = field(default_factory=list)
    article: int = 0
    ends_article: bool = False
    starts_article: bool = False
    reason: str = ""
    confidence: float = 1.0

    @property
    def line(self) -> int:
        """The first source line, which notices name."""
        return self.lines[0] if self.lines else 0

    @property
    def all_bold(self) -> bool:
        """True when the whole text is bold."""
        return any(span.start == 0 and span.end >= len(self.text.rstrip()) for span in self.bold) and bool(self.text)


@dataclass(slots=True)
class Draft:
    """Blocks in reading order; `step` is the name of the step at work, for the record."""

    source: Source
    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    step: str = ""

    def decide(self, block: Block, kind: Kind, reason: str, confidence: float) -> None:
        """Gives a block its kind, for a reason in one Chinese sentence."""
        block.kind, block.reason, block.confidence = kind, reason, confidence
        self.record(kind.value, block.lines, reason, confidence, block.article)

    def record(
        self, kind: str, lines: tuple[int, ...], reason: str, confidence: float, article: int | None = None
    ) -> None:
        """Notes a decision that gives no block a kind (a join, a split, a boundary)."""
        self.decisions.append(Decision(self.step, kind, lines, reason, confidence, article))

    def notice(self, code: str, line: int, message: str, text: str = "") -> None:
        """Tells the editor something; `text` is a passage that from now on stands in no part."""
        self.notices.append(Notice(code, line, message, text))

    def articles(self) -> Iterator[tuple[int, list[Block]]]:
        """The blocks of each article in turn."""
        grouped: dict[int, list[Block]] = {}
        for block in self.blocks:
            grouped.setdefault(block.article, []).append(block)
        yield from sorted(grouped.items())

    def drop(self, gone: list[Block]) -> None:
        """Takes blocks out whose text went into others."""
        ids = {id(block) for block in gone}
        if ids:
            self.blocks = [block for block in self.blocks if id(block) not in ids]

    def neighbours(self) -> Iterator[tuple[Block | None, Block, Block | None]]:
        """Every block with the one before and the one after it, furniture, rules and pictures left out."""
        seen = [b for b in self.blocks if b.kind not in (Kind.FURNITURE, Kind.RULE, Kind.PICTURE)]
        for index, block in enumerate(seen):
            yield (seen[index - 1] if index else None, block, seen[index + 1] if index + 1 < len(seen) else None)
