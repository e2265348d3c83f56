"""What a structured manuscript consists of: articles with their parts, and what was noticed, decided and changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ArticleType = Literal["feature", "column", "photo_story", "profile"]
PartType = Literal["heading", "paragraph", "photo", "list", "table"]


@dataclass(frozen=True, slots=True)
class Person:
    """One name of a byline: the role as printed ("" when only a unit stood before the name) and the unit if any."""

    role: str
    name: str
    affiliation: str = ""

    def to_json(self) -> dict[str, str]:
        return {"role": self.role, "name": self.name}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of wording-free typography: `text[start:start + len(after)] == after`, and it was `before`."""

    start: int
    before: str
    after: str
    code: str


@dataclass(slots=True)
class Part:
    """One part of an article's body; which fields count depends on `type`. Confidence runs from 0 to 1."""

    type: PartType
    text: str = ""
    level: int = 2
    run_in: int = 0
    caption: str = ""
    credit: str = ""
    file: str = ""
    ordered: bool = False
    items: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lines: tuple[int, ...] = ()
    reason: str = ""
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """The contract's shape for this type, with the lines it came from, the reason and the confidence."""
        shapes: dict[str, dict[str, Any]] = {
            "heading": {"text": self.text, "level": self.level},
            "paragraph": {"text": self.text} | ({"run_in": self.run_in} if self.run_in else {}),
            "photo": {"caption": self.caption, "credit": self.credit} | ({"file": self.file} if self.file else {}),
            "list": {"ordered": self.ordered, "items": self.items},
            "table": {"rows": self.rows},
        }
        trace = {"lines": list(self.lines), "confidence": self.confidence, "reason": self.reason}
        return {"type": self.type} | shapes[self.type] | trace


@dataclass(frozen=True, slots=True)
class Genre:
    """A guess at the 体裁 (消息, 通讯, 言论 …) with its reason."""

    name: str
    reason: str
    confidence: float

    def to_json(self) -> dict[str, Any]:
        return {"type": self.name, "reason": self.reason, "confidence": self.confidence}


@dataclass(slots=True)
class Article:
    """One article of a manuscript. `metadata` holds what furniture said, as printed (published, views, editors …)."""

    type: ArticleType = "feature"
    column: str = ""
    kicker: str = ""
    title: str = ""
    subtitle: str = ""
    byline: list[Person] = field(default_factory=list)
    author_affiliation: str = ""
    source: str = ""
    editor_note: str = ""
    body: list[Part] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    genre: Genre | None = None
    lines: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's shape; further keys are the metadata and the genre."""
        fields = {
            "type": self.type,
            "column": self.column,
            "kicker": self.kicker,
            "title": self.title,
            "subtitle": self.subtitle,
            "byline": [person.to_json() for person in self.byline],
            "author_affiliation": self.author_affiliation,
            "source": self.source,
            "editor_note": self.editor_note,
            "body": [part.to_json() for part in self.body],
            "lines": list(self.lines),
        }
        return fields | self.metadata | ({"genre": self.genre.to_json()} if self.genre else {})


@dataclass(frozen=True, slots=True)
class Notice:
    """Something an editor should know; `text` is the passage itself where it stands in no part."""

    code: str
    line: int
    message: str
    text: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "line": self.line, "message": self.message, "text": self.text}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a step took some lines for, why (one Chinese sentence) and how sure it was. `article` counts from 0."""

    step: str
    kind: str
    lines: tuple[int, ...]
    reason: str
    confidence: float
    article: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.step,
            "type": self.kind,
            "lines": list(self.lines),
            "reason": self.reason,
            "confidence": self.confidence,
            "article": self.article,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """An edit and where it stands: `part` is the index in the body (None: a field of the article itself)."""

    article: int
    part: int | None
    field: str
    edit: Edit
    lines: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.edit.code,
            "article": self.article,
            "part": self.part,
            "field": self.field,
            "start": self.edit.start,
            "before": self.edit.before,
            "after": self.edit.after,
            "lines": list(self.lines),
        }


@dataclass(slots=True)
class Structured:
    """A manuscript taken apart."""

    articles: list[Article]
    notices: list[Notice]
    decisions: list[Decision] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The shape of ../shared/manuscripts/README.md: articles and notices, then decisions and changes."""
        return {
            "articles": [article.to_json() for article in self.articles],
            "notices": [notice.to_json() for notice in self.notices],
            "decisions": [decision.to_json() for decision in self.decisions],
            "changes": [change.to_json() for change in self.changes],
        }
