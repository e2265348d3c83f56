"""A structured article becomes the fields and blocks of a story."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.db.models import Model
from django.utils.html import escape
from wagtail.models import Page

from news.manuscripts.linking import Linked, Registry
from news.manuscripts.structure import Article, Part, Structured
from news.models import (
    FeaturePage,
    PhotoStoryPage,
    StoryByline,
    StoryOrganisation,
    StoryPage,
    StoryPerson,
)

GENRES = {label: value for value, label in StoryPage.Genre.choices}
#: What papers print before a name, and the role that it means; the first that fits counts.
ROLES = [
    ("通讯员", StoryByline.Role.CORRESPONDENT),
    ("记者", StoryByline.Role.REPORTER),
    ("摄", StoryByline.Role.PHOTOGRAPHER),
    ("图", StoryByline.Role.PHOTOGRAPHER),
    ("整理", StoryByline.Role.COMPILER),
    ("编", StoryByline.Role.EDITOR),
]
#: The number of an item as it was typed: 1. 1、
NUMBER = re.compile(r"^(\d+)[.．、]\s*")
AFTER_THE_TEXT = re.compile("小编|编后")


def page_type_of(article: Article, parent: Page) -> type[StoryPage]:
    """The one type that stands below `parent`; in a section a photo story or a feature, as the article is."""
    types = type(parent).allowed_subpage_models()
    if len(types) == 1:
        return types[0]
    return PhotoStoryPage if article.type == "photo_story" else FeaturePage


def genre_of(article: Article) -> str:
    """The genre's key for what the structure guessed; what we have no word for is a 通讯."""
    name = article.genre.name if article.genre else ""
    for label, value in GENRES.items():
        if str(label) and str(label) in name:
            return value
    return StoryPage.Genre.FEATURE


def cut(text: str, field: str, model: type[Model] = StoryPage) -> str:
    """Text that fits the field; what is cut stands in the kept manuscript."""
    limit: int | None = getattr(model._meta.get_field(field), "max_length", None)
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"


def fields_of(article: Article) -> dict[str, Any]:
    """The story's plain fields."""
    reprinted = bool(article.source)
    return {
        "title": cut(article.title, "title") or "（无题）",
        "kicker": cut(article.kicker, "kicker"),
        "subtitle": cut(article.subtitle, "subtitle"),
        "genre": genre_of(article),
        "author_affiliation": cut(article.author_affiliation, "author_affiliation"),
        "source_kind": StoryPage.SourceKind.REPRINT if reprinted else StoryPage.SourceKind.ORIGINAL,
        "source_outlet_name": cut(article.source, "source_outlet_name"),
        "responsible_editor": cut(article.metadata.get("editors", ""), "responsible_editor"),
    }


def byline_of(article: Article, registry: Registry, locale: Any) -> list[StoryByline]:
    """Rows in print order; a name is tied to a person only when the unit agrees."""
    rows = []
    for person in article.byline:
        affiliation = person.affiliation or article.author_affiliation
        role = next((role for word, role in ROLES if word in person.role), StoryByline.Role.AUTHOR)
        rows.append(
            StoryByline(
                role=role,
                printed_role=cut(person.role, "printed_role", StoryByline) if person.role != str(role.label) else "",
                name=cut(person.name, "name", StoryByline),
                person=registry.author(person.name, affiliation),
                position=cut(affiliation, "position", StoryByline),
                locale=locale,
            )
        )
    return rows


def links_of(linked: Linked) -> dict[str, list[Any]]:
    return {
        "people": [StoryPerson(person=person) for person in linked.people],
        "organisations": [StoryOrganisation(organisation=organisation) for organisation in linked.organisations],
    }


def body_of(article: Article, structured: Structured) -> list[dict[str, Any]]:
    """Raw StreamField data: paragraphs that follow one another share a block, a caption without its file is 待配图."""
    blocks: list[dict[str, Any]] = []
    for part in article.body:
        name, value = block_of(part)
        if name == "paragraph" and blocks and blocks[-1]["type"] == "paragraph":
            blocks[-1]["value"] += value
        else:
            blocks.append({"type": name, "id": str(uuid.uuid4()), "value": value})
    if article.editor_note:
        after = note_follows_text(article, structured)
        note = {"label": "says" if after else "note", "text": f"<p>{escape(article.editor_note)}</p>"}
        blocks.insert(len(blocks) if after else 0, {"type": "editors_note", "id": str(uuid.uuid4()), "value": note})
    return blocks


def block_of(part: Part) -> tuple[str, Any]:
    if part.type == "heading":
        return "heading", part.text
    if part.type == "photo":
        return "picture_pending", {"caption": part.caption, "credit": part.credit, "photo": None, "alt": ""}
    if part.type == "table":
        width = max((len(row) for row in part.rows), default=0)
        rows = [row + [""] * (width - len(row)) for row in part.rows]
        table = {
            "data": rows,
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
            "table_caption": "",
        }
        return "table", {"caption": "", "table": table, "source": ""}
    if part.type == "list":
        return "paragraph", list_of(part)
    text = str(escape(part.text))
    if part.run_in:
        head = escape(part.text[: part.run_in])
        text = f"<b>{head}</b>{escape(part.text[part.run_in :])}"
    return "paragraph", f"<p>{text}</p>"


def list_of(part: Part) -> str:
    """A list as HTML. Numbers 1, 2, 3 … are those that a browser writes; any others stay as printed, a line each."""
    numbers = [NUMBER.match(item) for item in part.items]
    if not part.ordered:
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in part.items) + "</ul>"
    if all(found and int(found[1]) == place for place, found in enumerate(numbers, start=1)):
        return "<ol>" + "".join(f"<li>{escape(NUMBER.sub('', item))}</li>" for item in part.items) + "</ol>"
    return "".join(f"<p>{escape(item)}</p>" for item in part.items)


def note_follows_text(article: Article, structured: Structured) -> bool:
    """小编说 and 编后 close a text, 编者按 opens it: told by the label that the structure dropped."""
    lines = set(article.lines)
    labels = [
        notice.text for notice in structured.notices if notice.code == "label" and (not lines or notice.line in lines)
    ]
    return any(AFTER_THE_TEXT.search(label) for label in labels)


def text_of(article: Article) -> str:
    """All words of an article, for finding the names in them."""
    parts = [article.title, article.subtitle, article.editor_note]
    for part in article.body:
        parts += [part.text, part.caption, part.credit, *part.items, *(cell for row in part.rows for cell in row)]
    return "\n".join(parts)
