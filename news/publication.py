"""The publication gate: what a story still lacks before readers may see it, asked wherever a story turns live.

Rooms add their checks with `register_publication_check`; a check gets the story as it would go out and yields what it
finds: problems, which hold the story back, and warnings, which an editor should know of and may pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusal import PublicationNotAllowed

if TYPE_CHECKING:
    from news.models import StoryPage

#: So many captions of pictures that are wanting are quoted, each so many characters long.
CAPTIONS_QUOTED, CAPTION_LENGTH = 3, 20

#: A caption is quoted in a message: the quotation marks it brings along become the inner ones.
INNER_QUOTES = str.maketrans("“”", "‘’")


#: For whoever writes code: a live story is no bare Page, and no StoryPage without what its type adds.
SAVED_AS_WHAT_IT_IS = "a story is published, and changed while live, as what it is: use page.specific"


class Severity(Enum):
    """What a finding means for the publication."""

    BLOCKS = "blocks"
    WARNS = "warns"


@dataclass(frozen=True)
class PublicationProblem:
    """What a check found: a stable code, and a sentence an editor can act on. It blocks unless it says otherwise."""

    code: str
    message: str
    severity: Severity = Severity.BLOCKS

    def __str__(self) -> str:
        return self.message


class PublicationRefused(PublicationNotAllowed):
    """A story was about to turn live and may not. Carries the story and its problems, in Chinese."""

    def __init__(self, story: StoryPage, problems: list[PublicationProblem]) -> None:
        self.story = story
        self.problems = problems
        reasons = "".join(str(problem) for problem in problems)
        super().__init__(_("《%(title)s》还不能发布：%(reasons)s") % {"title": story.title, "reasons": reasons})


class TypeChanged(PublicationRefused):
    """A story was about to be saved as what it no longer is: its type was changed after it was read."""

    def __init__(self, story: StoryPage) -> None:
        text = _("《%(title)s》刚刚改了类型，这次的修改没有保存。请重新打开稿件再改。") % {"title": story.title}
        super().__init__(story, [PublicationProblem("type_changed", text)])
        self.args = (text,)


Check = Callable[["StoryPage"], Iterable[PublicationProblem]]
_checks: list[Check] = []


def register_publication_check(check: Check) -> Check:
    """Add a check to the gate; usable as a decorator. A room registers its own from `ready()`."""
    if check not in _checks:
        _checks.append(check)
    return check


def publication_findings(story: StoryPage) -> list[PublicationProblem]:
    """All that the checks find in `story` as it stands in memory: problems and warnings, in the checks' order."""
    return [problem for check in _checks for problem in check(story)]


def publication_problems(story: StoryPage) -> list[PublicationProblem]:
    """All reasons why `story`, as it stands in memory, may not be live. Empty when it may."""
    return [found for found in publication_findings(story) if found.severity is Severity.BLOCKS]


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
            if isinstance(place, int) and is_wanting(story.body[place]):
                continue  # it has to go or be filled anyhow
            label = story.body[place].block.label if isinstance(place, int) else place
            yield PublicationProblem(
                "incomplete_block",
                _("正文第%(place)s块“%(label)s”没有填完整，或有一项太长。")
                % {"place": place + 1 if isinstance(place, int) else "", "label": label},
            )


def is_wanting(block: Any) -> bool:
    """Is this block of a body a 待配图 that nobody has filled?"""
    return block.block_type == "picture_pending" and not block.value["photo"]


@register_publication_check
def pictures_are_filled(story: StoryPage) -> Iterable[PublicationProblem]:
    pending = [block.value for block in story.body if is_wanting(block)]
    if pending:
        yield PublicationProblem(
            "picture_pending",
            ngettext(
                "还有 %(count)s 张待配图没有配上%(which)s。请选照片，或删掉这一块。",
                "还有 %(count)s 张待配图没有配上%(which)s。请选照片，或删掉这些块。",
                len(pending),
            )
            % {"count": len(pending), "which": quoted_captions([value["caption"] or "" for value in pending])},
        )


def quoted_captions(captions: list[str]) -> str:
    """`：“联席会议现场”、“夜班交接”等`: the first that are written, to tell the pictures by; empty when none is."""
    written = [caption.strip().translate(INNER_QUOTES) for caption in captions if caption.strip()]
    if not written:
        return ""
    short = (
        text if len(text) <= CAPTION_LENGTH else f"{text[: CAPTION_LENGTH - 1]}…" for text in written[:CAPTIONS_QUOTED]
    )
    more = _("等") if len(captions) > CAPTIONS_QUOTED or len(captions) > len(written) else ""
    return _("：%(captions)s") % {"captions": "、".join(f"“{text}”" for text in short) + more}


@register_publication_check
def photos_can_be_read_aloud(story: StoryPage) -> Iterable[PublicationProblem]:
    """A photo without alternative text, its own or its card's, says nothing to those who cannot see it."""
    silent = sum(not (alt.strip() or photo.default_alt_text.strip()) for photo, alt in photos_shown(story))
    if silent:
        yield PublicationProblem(
            "no_alternative_text",
            ngettext(
                "有 %(count)s 张照片没有替代文字，读屏的读者听不到画面。",
                "有 %(count)s 张照片没有替代文字，读屏的读者听不到画面。",
                silent,
            )
            % {"count": silent},
            Severity.WARNS,
        )


def photos_shown(story: StoryPage) -> Iterator[tuple[Any, str]]:
    """Each photo that speaks for itself in the story, with the alternative text written for it there."""
    if story.lead_photo:
        yield story.lead_photo, story.lead_alt
    for block in story.body:
        if block.block_type in {"photo", "picture_pending"}:
            places = [block.value]
        elif block.block_type == "gallery":
            places = list(block.value["photos"])
        else:
            continue
        yield from ((place["photo"], place["alt"] or "") for place in places if place["photo"])


@register_publication_check
def story_is_not_withdrawn(story: StoryPage) -> Iterable[PublicationProblem]:
    if story.is_withdrawn:
        yield PublicationProblem("withdrawn", _("这篇稿件已撤稿，先在“撤稿”页恢复才能再发布。"))
