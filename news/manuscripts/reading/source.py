"""What every reader hands on: numbered lines with optional layout, and pictures. Knows nothing of newspapers."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in `Line.text`, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in 0–1 coordinates from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a manuscript, as printed (`original`) and with its markup read into attributes (`text`).

    Attributes that a format cannot know are None or empty: plain text has no size, page or box.
    """

    number: int
    text: str
    original: str
    indent: int = 0
    heading: int | None = None
    marker: str = ""
    ordered: bool = False
    quote: bool = False
    hard_break: bool = False
    rule: bool = False
    bold: tuple[Span, ...] = ()
    cells: tuple[str, ...] | None = None
    picture: int | None = None
    markup: tuple[str, ...] = ()
    size: float | None = None
    alignment: str | None = None
    page: int | None = None
    column: int | None = None
    box: Box | None = None

    @property
    def blank(self) -> bool:
        """True for a line that holds nothing a reader would see."""
        return not (self.text.strip() or self.rule or self.cells is not None or self.markup or self.picture is not None)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the manuscript: its bytes where the format holds them, or the name it is called by."""

    number: int
    line: int
    name: str = ""
    description: str = ""
    content: bytes | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A manuscript as read: file name, format, encoding, lines in reading order, pictures, and warnings in Chinese."""

    name: str
    lines: tuple[Line, ...]
    pictures: tuple[Picture, ...] = ()
    format: str = "text"
    encoding: str = ""
    warnings: tuple[str, ...] = field(default=())
