"""Ingesting a photo's file: its card filled from what the file says, its hash and main colour computed."""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from core.chinese.fold import fold
from media.embedded import EmbeddedCard, read_embedded
from media.image_features import main_colour, perceptual_hash, small_copy

if TYPE_CHECKING:
    from media.models import Photo

#: Field of the photo → field of the embedded card. Filled only where it is empty.
FILLED = {
    "description": "alt",
    "caption": "caption",
    "photographer": "photographer",
    "credit": "credit",
    "rights_note": "rights_note",
    "place_name": "place_name",
    "event_name": "event_name",
}


def ingest_file(photo: Photo) -> None:
    """Set what follows from the photo's file, in memory. What a person has written stays as it is."""
    with photo.open_file() as file:
        content = file.read()
    upload: Any = photo.file
    if not upload._committed:
        photo.original_name = shortened_name(upload.name)
    card = read_embedded(content)
    fill_card(photo, card)
    photo.embedded = card.values
    small = small_copy(io.BytesIO(content))
    photo.perceptual_hash = perceptual_hash(small)
    photo.main_colour = main_colour(small)


def fill_card(photo: Photo, card: EmbeddedCard) -> None:
    """Fill the empty fields of `photo`; a title that is only the file's name counts as empty."""
    for name, source in FILLED.items():
        if not getattr(photo, name):
            limit = photo._meta.get_field(name).max_length  # type: ignore[union-attr]
            setattr(photo, name, getattr(card, source)[:limit])
    if not photo.credit and photo.photographer:
        photo.credit = credit_line(photo.photographer)
    if not photo.taken_at:
        photo.taken_at, photo.taken_zone_missing = card.taken_at, card.taken_zone_missing
    if card.title and is_file_name(photo.title, photo.original_name):
        photo.title = card.title.splitlines()[0][:255]
    if not photo.people.all():
        add_people(photo, card.people)
    photo.embedded_keywords = [keyword[:100] for keyword in card.keywords]


def add_people(photo: Photo, names: list[str]) -> None:
    from media.models import PhotoPerson

    for order, name in enumerate(names):
        photo.people.add(PhotoPerson(name=name[:80], sort_order=order))


def credit_line(photographer: str) -> str:
    """As Chinese papers sign a photo: 岑望 摄."""
    return photographer[:120] if photographer.endswith("摄") else f"{photographer[:118]} 摄"


def is_file_name(title: str, file_name: str) -> bool:
    """Whether a title is empty or only what the upload form made of the file's name."""
    return _plain(title) in {"", _plain(file_name), _plain(PurePath(file_name).stem)}


def _plain(text: str) -> str:
    return re.sub(r"[\s_.\-]+", " ", fold(text)).strip()


def shortened_name(name: str) -> str:
    """A file's own name without folders, at most 255 characters, its extension kept."""
    path = PurePath(name.replace("\\", "/"))
    return path.stem[: 255 - len(path.suffix)] + path.suffix[:20]
