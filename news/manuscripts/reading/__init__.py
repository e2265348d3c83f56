"""Reading: the bytes of a manuscript become numbered lines and pictures; what they mean is `structure`'s business."""

from .errors import ManuscriptError
from .registry import Reader, read, readers, register, unregister
from .source import Box, Line, Picture, Source, Span
from .text import TextReader

register(TextReader())

__all__ = [
    "Box",
    "Line",
    "ManuscriptError",
    "Picture",
    "Reader",
    "Source",
    "Span",
    "TextReader",
    "read",
    "readers",
    "register",
    "unregister",
]
