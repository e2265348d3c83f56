"""Reading the archive: two published versions side by side, with their difference."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateTimeField, Field, ForeignKey, Model
from django.utils import timezone
from django.utils.choices import flatten_choices
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString
from modelcluster.models import get_all_child_relations
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ChooserBlock, ListBlock
from wagtail.blocks.field_block import BaseChoiceBlock

from core.blocks import StoryBody
from news.models import PublishedVersion, StoryPage

#: Fields first shown, in reading order; the rest follow in the order of their names.
READING_ORDER = ["kicker", "title", "subtitle", "summary", "byline", "body"]
#: Every type a story can have: a version may be of one that the story no longer has.
STORY_TYPES: list[type[Model]] = [model for model in apps.get_models() if issubclass(model, StoryPage)]
ROWS = {relation.get_accessor_name(): relation for model in STORY_TYPES for relation in get_all_child_relations(model)}
BLOCKS: dict[str, Block] = StoryBody().child_blocks


@dataclass(frozen=True)
class Line:
    """One line of a version: what it is (a field or a block), and its text."""

    label: str
    text: str


@dataclass(frozen=True)
class Row:
    """Two lines that stand side by side; one side may be empty. The HTML marks what differs."""

    label: str
    before: SafeString
    after: SafeString
    changed: bool


#: Keys that tie rows together and say nothing to a reader of the archive.
TIES = {"id", "type", "locale", "sort_order", "story", "slug", "number", "seo_title", "search_description"}


#: How the editor's rich text begins.
RICH_TEXT = re.compile(r"<(p|ul|ol)[ >]")


def lines_of(version: PublishedVersion) -> list[Line]:
    """The version's content as labelled lines. Reads the kept JSON alone, so that old block schemas still show."""
    content: dict[str, Any] = json.loads(version.content)
    names = [name for name in READING_ORDER if name in content] + sorted(set(content) - set(READING_ORDER) - TIES)
    return [line for name in names for line in field_lines(name, content[name])]


def field_lines(name: str, value: Any) -> Iterator[Line]:
    if value in (None, "", [], {}, False):
        return
    if name == "body":
        for block in value:
            definition = BLOCKS.get(block.get("type"))
            label = str(definition.label if definition else block.get("type"))
            yield from (Line(label, text) for text in leaf_texts(block.get("value"), definition))
    elif isinstance(value, list):
        relation = ROWS.get(name)
        texts = (row_text(relation.related_model, row) if relation else " ".join(leaf_texts(row)) for row in value)
        yield from (Line(field_label(name), text) for text in texts)
    else:
        yield Line(field_label(name), shown_value(story_field(name), value))


def row_text(model: type[Model], row: dict[str, Any]) -> str:
    """A link row or a byline in words: people and sections by name, roles as the form shows them."""
    parts = (shown_value(field_of(model, key), value) for key, value in row.items() if key not in TIES and value)
    return " ".join(parts)


def field_of(model: type[Model], name: str) -> Field[Any, Any] | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def shown_value(field: Field[Any, Any] | None, value: Any) -> str:
    """A stored value in words. What a key led to and is gone stays visible as the key."""
    if isinstance(field, ForeignKey):
        return shown_record(field.related_model, value)
    if isinstance(field, DateTimeField) and (moment := parse_datetime(str(value))):
        return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)


def shown_record(model: type[Model], key: Any) -> str:
    record = model._default_manager.filter(pk=key).first()
    return str(record) if record else f"#{key}"


def leaf_texts(value: Any, block: Block | None = None) -> Iterator[str]:
    """The texts inside a block's raw value, paragraphs apart; choices and records as the form shows them.

    `block` is today's definition, where there still is one: without it a choice stays as it was stored.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in TIES:
                yield from leaf_texts(inner, child_of(block, key, value))
    elif isinstance(value, list):
        for inner in value:
            yield from leaf_texts(inner, block)
    elif isinstance(block, ChooserBlock) and value:
        yield shown_record(block.model_class, value)
    elif isinstance(value, str):
        yield from (text for part in plain(shown_choice(block, value)).splitlines() if (text := part.strip()))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield f"#{value}"


def child_of(block: Block | None, key: str, value: dict[str, Any]) -> Block | None:
    """What defines `value[key]`, a part of what `block` defines. Items of a list or stream stand in `value`."""
    if isinstance(block, BaseStreamBlock):
        return block.child_blocks.get(value.get("type"))
    if isinstance(block, ListBlock):
        return block.child_block if key == "value" else None
    return block.child_blocks.get(key) if isinstance(block, BaseStructBlock) else None


def shown_choice(block: Block | None, value: str) -> str:
    if not isinstance(block, BaseChoiceBlock):
        return value
    return str(dict(flatten_choices(block.field.choices)).get(value, value))


def plain(value: str) -> str:
    """Rich text without its tags, a paragraph a line; plain text as it is, whatever it holds."""
    if not RICH_TEXT.match(value):
        return value
    return unescape(strip_tags(value.replace("</p>", "\n").replace("</li>", "\n")))


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
            before_html, after_html = marked(was.text if was else "", now.text if now else "")
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
