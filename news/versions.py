"""Reading the archive: two published versions side by side, with their difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from modelcluster.models import get_all_child_relations

from core.blocks import StoryBody
from news.models import PublishedVersion, StoryPage
from news.version_texts import field_of, lines_in, record_in_words

#: Fields first shown, in reading order; the rest follow in the order of their names.
READING_ORDER = ["kicker", "title", "subtitle", "summary", "byline", "body"]
#: Every type a story can have: a version may be of one that the story no longer has.
STORY_TYPES: list[type[Model]] = [model for model in apps.get_models() if issubclass(model, StoryPage)]
ROWS = {relation.get_accessor_name(): relation for model in STORY_TYPES for relation in get_all_child_relations(model)}
BLOCKS = StoryBody().child_blocks


@dataclass(frozen=True)
class Line:
    """One line of a version: what it is (a field or a block), its text, and the same with what only tags say."""

    label: str
    text: str
    marked: str = ""

    @property
    def compared(self) -> str:
        """What is compared once two lines differ: with the marks, or a link that leads elsewhere would show nothing."""
        return self.marked or self.text


@dataclass(frozen=True)
class Row:
    """Two lines that stand side by side; one side may be empty. The HTML marks what differs."""

    label: str
    before: SafeString
    after: SafeString
    changed: bool


#: Keys that tie rows together and say nothing to a reader of the archive.
TIES = {"id", "type", "locale", "sort_order", "story", "slug", "number"}


def lines_of(version: PublishedVersion) -> list[Line]:
    """The version's content as labelled lines. Reads the kept JSON alone, so that old block schemas still show."""
    content: dict[str, Any] = json.loads(version.content)
    names = [name for name in READING_ORDER if name in content] + sorted(set(content) - set(READING_ORDER) - TIES)
    return [line for name in names for line in field_lines(name, content[name])]


def field_lines(name: str, value: Any) -> Iterator[Line]:
    if value in (None, "", [], {}, False):
        return
    if name == "body":
        for stored in value:
            block = BLOCKS.get(stored.get("type"))
            label = str(block.label if block else stored.get("type"))
            for text in lines_in(stored.get("value"), block):
                yield Line(f"{label}：{text.label}" if text.label else label, text.words, text.marked)
    elif isinstance(value, list):
        relation = ROWS.get(name)
        texts = (
            row_text(relation.related_model, row) if relation else " ".join(text.words for text in lines_in(row, None))
            for row in value
        )
        yield from (Line(field_label(name), text) for text in texts)
    else:
        yield Line(field_label(name), shown_value(story_field(name), value))


def row_text(model: type[Model], row: dict[str, Any]) -> str:
    """A link row or a byline in words: people and sections by name, roles as the form shows them."""
    parts = (shown_value(field_of(model, key), value) for key, value in row.items() if key not in TIES and value)
    return " ".join(parts)


def shown_value(field: Field[Any, Any] | None, value: Any) -> str:
    """A stored value in words. What a key led to and is gone stays visible as the key."""
    if isinstance(field, ForeignKey):
        return record_in_words(field.related_model, value)
    if isinstance(field, DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def story_field(name: str) -> Field[Any, Any] | None:
    """The field of this name in whichever type has it."""
    return next((field for model in STORY_TYPES if (field := field_of(model, name))), None)


def field_label(name: str) -> str:
    """What the field, or the rows of this name, are called in the story's form."""
    if relation := ROWS.get(name):
        return str(relation.related_model._meta.verbose_name)
    field = story_field(name)
    return str(field.verbose_name) if field else name


def compare(before: PublishedVersion, after: PublishedVersion) -> list[Row]:
    """Rows of the two versions in reading order; characters that differ stand in <del> and <ins>."""
    left, right = lines_of(before), lines_of(after)
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row(line.label, as_html(line.text), as_html(line.text), changed=False) for line in left[a:b]]
            continue
        old, new = left[a:b], right[c:d]
        for place in range(max(len(old), len(new))):
            was = old[place] if place < len(old) else None
            now = new[place] if place < len(new) else None
            shown = now or was
            assert shown is not None
            before_html, after_html = marked(was.compared if was else "", now.compared if now else "")
            rows.append(Row(shown.label, before_html, after_html, changed=True))
    return rows


def marked(was: str, now: str) -> tuple[SafeString, SafeString]:
    """Both texts as HTML, compared character by character: Chinese has no blanks to compare words by."""
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            before.append(("span", was[a:b]))
            after.append(("span", now[c:d]))
            continue
        if b > a:
            before.append(("del", was[a:b]))
        if d > c:
            after.append(("ins", now[c:d]))
    return joined(before), joined(after)


def joined(pieces: list[tuple[str, str]]) -> SafeString:
    return format_html_join("", "<{}>{}</{}>", ((tag, text, tag) for tag, text in pieces))


def as_html(text: str) -> SafeString:
    return joined([("span", text)])
