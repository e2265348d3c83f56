"""What a reader's browser would make of a page: its elements, with a complaint about every tag left open or crossed."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element with its attributes and all text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """A parsed page. Raises AssertionError at the first tag that closes what is not open."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, html: str) -> Document:
        document = cls()
        document.feed(html)
        document.close()
        assert not document._open, f"left open: {[element.tag for element in document._open]}"
        return document

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), f"attribute given twice: <{tag} {names}>"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes; `class_` asks for one of the classes."""
        wanted_class = attributes.pop("class_", None)
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attributes.get(name) == value for name, value in attributes.items())
            and (wanted_class is None or wanted_class in element.attributes.get("class", "").split())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}>"
        return found[0]

    def texts(self, tag: str, **attributes: str) -> list[str]:
        return ["".join(element.text.split()) for element in self.all(tag, **attributes)]

    def assert_sound(self) -> None:
        """One h1, one main, headings that skip no level, no id twice, an alternative text on each picture."""
        levels = [int(element.tag[1]) for element in self.elements if element.tag in {"h1", "h2", "h3", "h4"}]
        assert levels.count(1) == 1, f"{levels.count(1)} h1"
        in_main = levels[levels.index(1) :]
        skipped = [pair for pair in pairwise(in_main) if pair[1] > pair[0] + 1]
        assert not skipped, f"headings skip a level: {skipped}"
        assert len(self.all("main")) == 1
        ids = [element.attributes["id"] for element in self.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), f"id twice among {sorted(ids)}"
        assert all("alt" in image.attributes for image in self.all("img"))
        for element in self.elements:
            assert "style" not in element.attributes, f"inline style on <{element.tag}>"
            assert element.tag != "style"
            is_data = element.attributes.get("type") == "application/ld+json"
            assert element.tag != "script" or "src" in element.attributes or is_data
