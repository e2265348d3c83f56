"""The steps from lines to parts in their order; a new step is a function in `steps/` and a line here."""

from __future__ import annotations

from collections.abc import Callable

from ..reading import Source
from .draft import Draft
from .leftovers import leftovers
from .parts import Structured
from .steps.articles import split_articles
from .steps.assembly import assemble
from .steps.blocks import make_blocks
from .steps.bylines import find_bylines
from .steps.captions import mark_captions
from .steps.columns import mark_columns
from .steps.furniture import set_aside_furniture
from .steps.headings import place_short_lines
from .steps.joins import join_cut_paragraphs
from .steps.kinds import name_kinds
from .steps.lists import gather_lists
from .steps.notes import find_notes
from .steps.run_ins import split_run_together
from .steps.short_lines import sort_short_lines
from .steps.sources import find_sources
from .steps.titles import name_titles

Step = Callable[[Draft], None]

STEPS: tuple[Step, ...] = (
    make_blocks,
    set_aside_furniture,
    mark_columns,
    find_notes,
    find_sources,
    mark_captions,
    find_bylines,
    sort_short_lines,
    split_articles,
    name_titles,
    gather_lists,
    place_short_lines,
    join_cut_paragraphs,
    split_run_together,
)


def structure(source: Source, steps: tuple[Step, ...] = STEPS) -> Structured:
    """Takes a manuscript apart. Raises nothing: what cannot be placed is a paragraph, a notice or both."""
    draft = Draft(source)
    for warning in source.warnings:
        draft.notice("reading", len(source.lines), warning)
    for step in steps:
        draft.step = step.__name__
        step(draft)
    articles, changes = assemble(draft)
    draft.step = name_kinds.__name__
    name_kinds(draft, articles)
    notices = sorted([*draft.notices, *leftovers(source, articles, draft.notices)], key=lambda notice: notice.line)
    return Structured(articles, notices, draft.decisions, changes)
