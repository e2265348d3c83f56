"""The parts of a story's body, in families: text, media, data, links."""

from core.blocks.body import StandingBody, StoryBody
from core.blocks.data import (
    KeyFigureBlock,
    KeyFiguresBlock,
    MeasuresBlock,
    StoryTableBlock,
    TimelineBlock,
    TranslatableTable,
)
from core.blocks.links import DocumentBlock, ProfileCardBlock, RelatedStoriesBlock
from core.blocks.media import GalleryBlock, PhotoBlock, PhotoChooserBlock, PicturePendingBlock, VideoBlock
from core.blocks.text import DividerBlock, EditorsNoteBlock, HeadingBlock, ParagraphBlock, PullQuoteBlock

__all__ = [
    "DividerBlock",
    "DocumentBlock",
    "EditorsNoteBlock",
    "GalleryBlock",
    "HeadingBlock",
    "KeyFigureBlock",
    "KeyFiguresBlock",
    "MeasuresBlock",
    "ParagraphBlock",
    "PhotoBlock",
    "PhotoChooserBlock",
    "PicturePendingBlock",
    "ProfileCardBlock",
    "PullQuoteBlock",
    "RelatedStoriesBlock",
    "StandingBody",
    "StoryBody",
    "StoryTableBlock",
    "TimelineBlock",
    "TranslatableTable",
    "VideoBlock",
]
