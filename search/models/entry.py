"""What the index holds: one entry for each object, with the tokens that its engine was given."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, ClassVar

from django.db import models

#: The columns of the full text, in their order, with the weight of a word that stands there.
WEIGHTS = {"title": 8.0, "names": 5.0, "summary": 3.0, "body": 1.0, "typed": 1.0, "facets": 0.0}
COLUMNS = tuple(WEIGHTS)
_BETWEEN = "\n"


class Entry(models.Model):
    """`tokens` are kept since a full text without content is deleted only by what stood in it, and to be ranked by.

    `facets` once more by themselves, parted by blanks (search.facets): they are counted over thousands of entries.
    """

    key = models.BigIntegerField(primary_key=True)
    model = models.CharField(max_length=60)
    object_key = models.BigIntegerField()
    facets = models.TextField(default="")
    digest = models.BinaryField(max_length=16)
    packed = models.BinaryField()

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["model", "object_key"], name="%(class)s_once")]

    def __str__(self) -> str:
        return f"{self.model}:{self.object_key}"

    @property
    def tokens(self) -> list[str]:
        """The tokens of each column, parted by blanks."""
        return unpack(bytes(self.packed))


class EntryA(Entry):
    """One of two generations: while one answers, a rebuild fills the other."""


class EntryB(Entry):
    """The other."""


ENTRIES: tuple[type[Entry], type[Entry]] = (EntryA, EntryB)


def joined(tokens: Sequence[str]) -> str:
    return _BETWEEN.join(tokens)


def pack(tokens: Sequence[str]) -> bytes:
    return zlib.compress(joined(tokens).encode(), 1)


def unpack(packed: bytes) -> list[str]:
    return zlib.decompress(packed).decode().split(_BETWEEN)


def digest_of(key: int, tokens: Sequence[str]) -> bytes:
    """16 bytes that differ wherever what the engine holds of an entry would."""
    return blake2b(key.to_bytes(8, "big") + joined(tokens).encode(), digest_size=16).digest()
