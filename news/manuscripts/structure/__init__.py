"""Structure: lines become articles with their parts, each decision with its reason; pure Python, no Django."""

from .parts import Article, Change, Decision, Edit, Genre, Notice, Part, Person, Structured
from .pipeline import STEPS, structure
from .typography import undo

__all__ = [
    "STEPS",
    "Article",
    "Change",
    "Decision",
    "Edit",
    "Genre",
    "Notice",
    "Part",
    "Person",
    "Structured",
    "structure",
    "undo",
]
