"""The texts of a published version's body: what stands in its kept JSON, in words and with what only tags say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents import get_document_model
from wagtail.models import Page

#: How the editor's rich text begins.
RICH_TEXT = re.compile(r"<(p|ul|ol)[ >]")
#: Keys of stored lists and blocks that say nothing to a reader of the archive.
KEYS = {"id", "type"}
#: What a tag inside a line does to the words between it and its end.
MARKS = {
    "b": gettext_lazy("加粗"),
    "strong": gettext_lazy("加粗"),
    "sup": gettext_lazy("上标"),
    "sub": gettext_lazy("下标"),
}
#: How the lines of a list begin.
LISTS = {"ul": "• ", "ol": "1. "}


@dataclass(frozen=True)
class Text:
    """One line: the name of its part of the block, its words, and these with the marks if there are any."""

    label: str
    words: str
    marked: str = ""


def lines_in(value: Any, block: blocks.Block | None, label: str = "") -> Iterator[Text]:
    """The lines of a block's stored value. `block` is None where it is no longer known: keys and texts come bare."""
    if isinstance(value, dict) and isinstance(block, TableBlock):
        yield from lines_of_text(str(value.get("table_caption") or ""), label)
        for cells in value.get("data") or ():
            yield Text(label, "｜".join(str(cell or "") for cell in cells))
    elif isinstance(value, dict):
        children = getattr(block, "child_blocks", {})
        for key, inner in value.items():
            if key not in KEYS:
                child = children.get(key)
                yield from lines_in(inner, child, str(child.label) if child else label)
    elif isinstance(value, list):
        for item in value:
            yield from lines_in(
                item["value"] if is_list_item(item) else item, getattr(block, "child_block", None), label
            )
    elif isinstance(value, bool):
        if block is not None:
            yield Text(label, _("是") if value else _("否"))
    elif isinstance(value, int):
        model = getattr(block, "model_class", None)
        yield Text(label, record_in_words(model, value) if model else f"#{value}")
    elif isinstance(value, str):
        choices = dict(block.field.choices) if isinstance(block, blocks.ChoiceBlock) else {}
        if value in choices:
            yield Text(label, str(choices[value]))
        else:
            yield from lines_of_text(value, label)


def is_list_item(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


def lines_of_text(value: str, label: str) -> Iterator[Text]:
    """Rich text a paragraph a line; plain text as it is, whatever it holds."""
    if RICH_TEXT.match(value):
        reader = RichText()
        reader.feed(value)
        reader.close()
        found = reader.lines
    else:
        found = [(line, line) for line in value.splitlines()]
    for words, marked in found:
        if words.strip():
            yield Text(label, words.strip(), "" if marked == words else marked.strip())


class RichText(HTMLParser):
    """Reads the editor's rich text into pairs: a line's words, and the same with marks for links, bold and lists."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []
        self._words = self._marked = self._bullet = ""
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._targets.append(target_in_words(dict(attrs)))
        elif tag in LISTS:
            self._bullet = LISTS[tag]
        elif tag == "li":
            self._marked += self._bullet
        elif tag in MARKS:
            self._marked += f"〔{MARKS[tag]}〕"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._targets:
            self._marked += f"〔→{self._targets.pop()}〕"
        elif tag in MARKS:
            self._marked += f"〔/{MARKS[tag]}〕"
        if tag in {"p", "li"}:
            self._end_line()

    def handle_data(self, data: str) -> None:
        self._words += data
        self._marked += data

    def close(self) -> None:
        super().close()
        self._end_line()

    def _end_line(self) -> None:
        if self._words:
            self.lines.append((self._words, self._marked))
        self._words = self._marked = ""


def target_in_words(attributes: dict[str, str | None]) -> str:
    """Where a link leads: an address, or the name of a page or document."""
    models: dict[str | None, type[Model]] = {"page": Page, "document": get_document_model()}
    key, model = attributes.get("id") or "", models.get(attributes.get("linktype"))
    if model and key.isdecimal():
        return f"《{record_in_words(model, int(key))}》"
    return unescape(attributes.get("href") or "")


def record_in_words(model: type[Model], key: Any) -> str:
    """The record's name. What a key led to and is gone stays visible as the key."""
    record = model._default_manager.filter(pk=key).first()
    return str(record) if record else f"#{key}"


def field_of(model: type[Model], name: str) -> Field[Any, Any] | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None
