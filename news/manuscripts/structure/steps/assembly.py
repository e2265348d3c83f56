"""Placed blocks become articles: fields filled, parts in order, typography put right with every change on record."""

from __future__ import annotations

from dataclasses import dataclass

from ..draft import Block, Draft, Kind
from ..parts import Article, Change, Part, Person
from ..patterns import bare_run_in_head, numbering, run_in_head
from ..typography import tidy, unpaired_quotes

FEWEST_RUN_INS = 2
FIELD_OF = {Kind.TITLE: "title", Kind.KICKER: "kicker", Kind.SUBTITLE: "subtitle"}


@dataclass(slots=True)
class Assembly:
    """One article in the making."""

    draft: Draft
    article: Article
    number: int
    changes: list[Change]

    def tidied(self, text: str, block: Block, field: str, *, part: int | None = None, keep_spaces: bool = False) -> str:
        """Typography put right; the edits go on record under the field they belong to."""
        result, edits = tidy(text.strip(), keep_spaces=keep_spaces)
        self.changes += [Change(self.number, part, field, edit, block.lines) for edit in edits]
        return result


def assemble(draft: Draft) -> tuple[list[Article], list[Change]]:
    """The articles in the order of the file; what has neither title nor text makes none."""
    articles: list[Article] = []
    changes: list[Change] = []
    for _, blocks in draft.articles():
        if not any(block.kind not in (Kind.FURNITURE, Kind.RULE) for block in blocks):
            _file_orphans(articles, blocks)
            continue
        work = Assembly(draft, Article(), len(articles), changes)
        _fill(work, blocks)
        articles.append(work.article)
    return articles, changes


def _file_orphans(articles: list[Article], blocks: list[Block]) -> None:
    """Furniture without an article of its own (a file's last lines) belongs to the one before."""
    for block in blocks:
        if articles:
            articles[-1].metadata = block.metadata | articles[-1].metadata


def _fill(work: Assembly, blocks: list[Block]) -> None:
    article = work.article
    has_text = any(b.kind in (Kind.TEXT, Kind.ITEM, Kind.TABLE) for b in blocks)
    affiliations: list[str] = []
    for block in blocks:
        _fill_field(work, block)
        if block.kind != Kind.CAPTION or not has_text:
            _add_people(work, block)
        if block.affiliation and block.affiliation not in affiliations:
            affiliations.append(block.affiliation)
        if block.source and not article.source:
            article.source = block.source
        elif block.source and block.source != article.source:
            work.draft.notice("second_source", block.line, "另有一处注明来源，请核对。", block.source)
        article.metadata = block.metadata | article.metadata
    article.author_affiliation = "；".join(affiliations)
    article.lines = tuple(sorted({line for block in blocks for line in block.lines}))
    _fill_body(work, blocks)


def _fill_field(work: Assembly, block: Block) -> None:
    article, text = work.article, block.text
    if block.kind in FIELD_OF:
        name = FIELD_OF[block.kind]
        value = work.tidied(text, block, name, keep_spaces=True)
        setattr(article, name, " ".join(filter(None, (getattr(article, name), value))))
    elif block.kind == Kind.COLUMN:
        article.column = block.label
    elif block.kind == Kind.NOTE:
        value = work.tidied(text, block, "editor_note")
        article.editor_note = "\n".join(filter(None, (article.editor_note, value)))


def _add_people(work: Assembly, block: Block) -> None:
    known = {person.name for person in work.article.byline}
    for person in block.people:
        if person.name not in known:
            work.article.byline.append(Person(person.role, person.name, person.affiliation))


def _fill_body(work: Assembly, blocks: list[Block]) -> None:
    texts = [b for b in blocks if b.kind == Kind.TEXT]
    heads = sum(bool(bare_run_in_head(b.text)) for b in texts)
    # A text without headings may have an opening and an end around its run-in heads.
    share = 2 if any(b.kind == Kind.HEADING for b in blocks) else 3
    run_ins = heads >= FEWEST_RUN_INS and heads * share >= len(texts)
    previous: Block | None = None
    for block in blocks:
        index = len(work.article.body)
        if (
            block.kind == Kind.ITEM
            and previous is not None
            and previous.kind == Kind.ITEM
            and previous.marker == block.marker
        ):
            part = work.article.body[-1]
            part.items.append(work.tidied(block.text, block, f"items.{len(part.items)}", part=index - 1))
            part.lines += block.lines
        elif made := _part(work, block, index, run_ins=run_ins):
            work.article.body.append(made)
        if block.kind not in (Kind.FURNITURE, Kind.RULE):
            previous = block


def _part(work: Assembly, block: Block, index: int, *, run_ins: bool) -> Part | None:
    trace = {"lines": block.lines, "reason": block.reason, "confidence": block.confidence}
    if block.kind == Kind.HEADING:
        text = work.tidied(block.text, block, "text", part=index, keep_spaces=True)
        return Part("heading", text=text, level=2 + max(numbering(block.text) - 1, 0), **trace)  # type: ignore[arg-type]
    if block.kind == Kind.TEXT:
        text = work.tidied(block.text, block, "text", part=index)
        if unpaired_quotes(text):
            work.draft.notice("unpaired_quote", block.line, "这一段的引号不成对，请核对。")
        head = run_in_head(text) if block.bold else bare_run_in_head(text) if run_ins else ""
        return Part("paragraph", text=text, run_in=len(head), **trace)  # type: ignore[arg-type]
    if block.kind == Kind.CAPTION:
        text = work.tidied(block.text, block, "caption", part=index, keep_spaces=True)
        return Part("photo", caption=text, credit=block.credit, file=block.file, **trace)  # type: ignore[arg-type]
    if block.kind == Kind.ITEM:
        text = work.tidied(block.text, block, "items.0", part=index)
        return Part("list", ordered=numbering(block.text) > 0, items=[text], **trace)  # type: ignore[arg-type]
    if block.kind == Kind.TABLE:
        return Part("table", rows=block.rows, **trace)  # type: ignore[arg-type]
    return None
