"""The publication gate: what a story still lacks before readers may see it, asked wherever a story turns live.

Rooms add their checks with `register_publication_check`; a check gets the story as it would go out and yields problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from news.models import StoryPage

#: A caption is quoted in a message: the quotation marks it brings along become the inner ones.
INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class PublicationProblem:
    """One reason why a story may not go out: a stable code, and a sentence an editor can act on."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


class PublicationRefused(Exception):
    """A story was about to turn live and may not. Carries the story and its problems, in Chinese."""

    def __init__(self, story: StoryPage, problems: list[PublicationProblem]) -> None:
        self.story = story
        self.problems = problems
        reasons = "；".join(str(problem) for problem in problems)
        super().__init__(_("《%(title)s》还不能发布：%(reasons)s") % {"title": story.title, "reasons": reasons})


Check = Callable[["StoryPage"], Iterable[PublicationProblem]]
_checks: list[Check] = []


def register_publication_check(check: Check) -> Check:
    """Add a check to the gate; usable as a decorator. A room registers its own from `ready()`."""
    if check not in _checks:
        _checks.append(check)
    return check


def publication_problems(story: StoryPage) -> list[PublicationProblem]:
    """All reasons why `story`, as it stands in memory, may not be live. Empty when it may."""
    return [problem for check in _checks for problem in check(story)]


def refuse_unless_publishable(story: StoryPage) -> None:
    """Raise PublicationRefused with every problem of `story`; return when there is none."""
    if problems := publication_problems(story):
        raise PublicationRefused(story, problems)


@register_publication_check
def title_is_written(story: StoryPage) -> Iterable[PublicationProblem]:
    if not story.title.strip():
        yield PublicationProblem("no_title", _("没有标题。"))


@register_publication_check
def body_says_something(story: StoryPage) -> Iterable[PublicationProblem]:
    if all(block.block_type == "divider" for block in story.body):
        yield PublicationProblem("no_body", _("正文是空的。"))


@register_publication_check
def blocks_are_complete(story: StoryPage) -> Iterable[PublicationProblem]:
    """What a draft may leave open in a block a published story may not: a photo block has its photo."""
    try:
        story.body.stream_block.clean(story.body)
    except ValidationError as error:
        for place in getattr(error, "block_errors", {}):
            label = story.body[place].block.label if isinstance(place, int) else place
            yield PublicationProblem(
                "incomplete_block",
                _("正文第%(place)s块“%(label)s”没有填完整，或有一项太长。")
                % {"place": place + 1 if isinstance(place, int) else "", "label": label},
            )


@register_publication_check
def pictures_are_filled(story: StoryPage) -> Iterable[PublicationProblem]:
    pending = [
        block.value for block in story.body if block.block_type == "picture_pending" and not block.value["photo"]
    ]
    for value in pending:
        yield PublicationProblem(
            "picture_pending",
            _("有待配图没有配上：“%(caption)s”。请选照片，或删掉这一块。")
            % {"caption": value["caption"][:40].translate(INNER_QUOTES)},
        )


@register_publication_check
def story_is_not_withdrawn(story: StoryPage) -> Iterable[PublicationProblem]:
    if story.is_withdrawn:
        yield PublicationProblem("withdrawn", _("这篇稿件已撤稿，先在“撤稿”页恢复才能再发布。"))
