"""The body of a story: every block it may hold."""

from __future__ import annotations

import threading
from typing import Any

from wagtail import blocks

from core.blocks.data import KeyFiguresBlock, MeasuresBlock, StoryTableBlock, TimelineBlock
from core.blocks.links import DocumentBlock, ProfileCardBlock, RelatedStoriesBlock
from core.blocks.media import GalleryBlock, PhotoBlock, PicturePendingBlock, VideoBlock
from core.blocks.text import DividerBlock, EditorsNoteBlock, HeadingBlock, ParagraphBlock, PullQuoteBlock

#: Wagtail 8.0 lets a draft through by switching `required` off on the block definitions themselves, which all threads
#: of a server share (FieldBlock.defer_required_validation). Two drafts saved at once failed, or left it off for good.
_validating = threading.RLock()


class StoryBody(blocks.StreamBlock):
    """Parts of a story in reading order."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock()
    pull_quote = PullQuoteBlock()
    editors_note = EditorsNoteBlock()
    photo = PhotoBlock()
    picture_pending = PicturePendingBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    key_figures = KeyFiguresBlock()
    measures = MeasuresBlock()
    table = StoryTableBlock()
    timeline = TimelineBlock()
    profile_card = ProfileCardBlock()
    document = DocumentBlock()
    related_stories = RelatedStoriesBlock()
    divider = DividerBlock()

    class Meta:
        required = False

    def clean(self, value: Any) -> Any:
        with _validating:
            return super().clean(value)

    def clean_deferred(self, value: Any) -> Any:
        with _validating:
            return super().clean_deferred(value)


class StandingBody(StoryBody):
    """The body of a standing page, which no gate watches: nothing in it may wait for a picture."""

    picture_pending = None  # type: ignore[assignment]  # how a declared block is taken out again
