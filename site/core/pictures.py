"""Named presets of pictures, and the renditions of a photo that exist for one.

A preset says at which ratio, widths and formats a picture is made; jobs make the renditions (`media.renditions`), pages
show those that are there (`{% picture %}`). Nothing here makes a rendition.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.core.files.storage import FileSystemStorage, default_storage
from wagtail.images import get_image_model

MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
#: Best first: a browser takes the first that it knows, and the last is what `<img>` falls back to.
FORMATS = ("avif", "webp", "jpeg")
#: What the formats can hold (pixels): a 长图 higher than that is left to the others.
LONGEST_SIDE = {"avif": 16_384, "webp": 16_383, "jpeg": 65_500}
NEUTRAL_COLOUR = "#dcdcdc"


class Rendition(NamedTuple):
    """A picture file of a photo: the columns of Wagtail's row that a page needs.

    Not the row itself: a page of photos has hundreds, and making model instances of them took a fifth of its time.
    """

    filter_spec: str
    focal_point_key: str
    width: int
    height: int
    file: str

    @property
    def url(self) -> str:
        # Addresses of local files never change; those of other storages may be signed for a while.
        return (
            local_address(self.file)
            if isinstance(default_storage, FileSystemStorage)
            else default_storage.url(self.file)
        )


@lru_cache(maxsize=16_384)
def local_address(file: str) -> str:
    return default_storage.url(file)


class Photo(Protocol):
    """What presets need of the photo model, which core names only by settings.WAGTAILIMAGES_IMAGE_MODEL."""

    pk: Any
    width: int
    height: int
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None
    main_colour: str

    @property
    def default_alt_text(self) -> str: ...


@dataclass(frozen=True)
class Preset:
    """One way of showing a photo. `ratio` None keeps the photo's own; else it is cropped around its focal point."""

    name: str
    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    #: The `sizes` attribute: how wide the picture stands on the page.
    sizes: str
    formats: tuple[str, ...] = FORMATS

    def shape(self, photo: Photo) -> tuple[int, int]:
        """Width and height of the picture in the preset's ratio; only their ratio means something."""
        return self.ratio or (max(photo.width, 1), max(photo.height, 1))

    def widths_for(self, photo: Photo) -> tuple[int, ...]:
        """The widths worth making: nothing is blown up, so one that reaches the photo's own width is the last."""
        available = float(photo.width)
        if self.ratio:
            available = min(available, photo.height * self.ratio[0] / self.ratio[1])
        smaller = tuple(width for width in self.widths if width < available)
        return self.widths[: len(smaller) + 1]

    def spec(self, width: int, picture_format: str) -> str:
        """The Wagtail filter of one rendition."""
        if self.ratio is None:
            return f"width-{width}|format-{picture_format}"
        return f"fill-{width}x{round(width * self.ratio[1] / self.ratio[0])}|format-{picture_format}"

    def specs(self, photo: Photo) -> list[str]:
        """All filters of the preset for this photo, smallest first within each format."""
        return [self.spec(width, form) for form in self.formats_for(photo) for width in self.widths_for(photo)]

    def formats_for(self, photo: Photo) -> tuple[str, ...]:
        across, down = self.shape(photo)
        highest = min(max(self.widths_for(photo)), photo.width) * down / across
        return tuple(form for form in self.formats if highest <= LONGEST_SIDE[form])


_PAGE = "(min-width: 80rem) 1248px, 100vw"
_PRESETS = (
    Preset("lead", (16, 9), (640, 960, 1248), _PAGE),
    Preset("wide", (16, 9), (640, 960, 1248), "(min-width: 60rem) 832px, 100vw"),
    Preset("body", None, (640, 960, 1248), "(min-width: 60rem) 832px, 100vw"),
    Preset("gallery", None, (640, 960, 1248), _PAGE),
    Preset("portrait", (4, 5), (336, 480, 720), "(min-width: 60rem) 480px, 100vw"),
    Preset("card", (3, 2), (336, 480, 720), "(min-width: 60rem) 360px, (min-width: 40rem) 50vw, 100vw"),
    Preset("teaser", (3, 2), (168, 336, 480), "(min-width: 60rem) 240px, 168px"),
    Preset("thumb", (3, 2), (168, 336), "168px"),
)
PRESETS: dict[str, Preset] = {preset.name: preset for preset in _PRESETS}

#: The presets that a place shows a photo in, by the name of the field or block that holds it.
PLACES: dict[str, tuple[str, ...]] = {
    "lead_photo": ("lead", "card", "teaser"),
    "portrait": ("portrait",),
    "poster": ("wide",),
}
ELSEWHERE = ("body",)


def presets_of_place(name: str) -> tuple[str, ...]:
    """Names of the presets that the field or block `name` needs."""
    return PLACES.get(name, ELSEWHERE)


def focal_point_key(photo: Photo) -> str:
    """The key under which Wagtail keeps renditions cropped around this focal point (`Filter.get_cache_key`).

    Computed here once a photo: Wagtail parses the filter anew for each of a page's hundreds of renditions.
    """
    point = (photo.focal_point_width, photo.focal_point_height, photo.focal_point_x, photo.focal_point_y)
    text = "-".join(str(value) for value in point)
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


def rendition_key(photo: Photo, spec: str) -> tuple[str, str]:
    """Filter and focal point key of a rendition; uncropped ones do not depend on the focal point."""
    return spec, focal_point_key(photo) if spec.startswith("fill-") else ""


def bring_renditions(photos: Iterable[Photo | None]) -> None:
    """Read the renditions of all these photos in one query and keep them on each, for `picture_of` to find.

    None stands for a missing photo and is passed over; nothing is asked when no photo is left.
    """
    by_key: dict[Any, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo is not None:
            by_key[photo.pk].append(photo)
            photo._renditions = []  # type: ignore[attr-defined]
    if not by_key:
        return
    model = get_image_model().get_rendition_model()
    for key, *columns in model.objects.filter(image_id__in=by_key).values_list("image_id", *Rendition._fields):
        for photo in by_key[key]:
            photo._renditions.append(Rendition(*columns))  # type: ignore[attr-defined]


def existing_renditions(photo: Photo) -> list[Rendition]:
    """The photo's renditions: those that `bring_renditions` read, else read now and kept on the photo."""
    if not hasattr(photo, "_renditions"):
        bring_renditions([photo])
    return photo._renditions  # type: ignore[attr-defined]


def missing_specs(photo: Photo, presets: Iterable[str]) -> list[str]:
    """Filters of `presets` for which the photo has no rendition yet, each once. Unknown presets need none."""
    known = {(rendition.filter_spec, rendition.focal_point_key) for rendition in existing_renditions(photo)}
    wanted = (spec for name in presets if name in PRESETS for spec in PRESETS[name].specs(photo))
    return [spec for spec in dict.fromkeys(wanted) if rendition_key(photo, spec) not in known]


@dataclass
class Picture:
    """A photo in a preset, as far as it has been made: renditions by format, best format first, smallest first."""

    photo: Photo
    preset: Preset
    by_format: dict[str, list[Rendition]] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return bool(self.by_format)

    @property
    def sources(self) -> Iterator[tuple[str, str]]:
        """MIME type and `srcset` of every format but the last, which the `<img>` itself carries."""
        for name in list(self.by_format)[:-1]:
            yield MIME_TYPES[name], self.srcset(name)

    def srcset(self, picture_format: str) -> str:
        return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in self.by_format[picture_format])

    @property
    def fallback(self) -> list[Rendition]:
        return list(self.by_format.values())[-1]

    @property
    def fallback_srcset(self) -> str:
        return self.srcset(list(self.by_format)[-1])

    @property
    def largest(self) -> Rendition:
        return self.fallback[-1]

    @property
    def middle(self) -> Rendition:
        """For the few browsers that read no `srcset`."""
        return self.fallback[len(self.fallback) // 2]

    @property
    def width(self) -> int:
        """Width to state in HTML, with `height`, so that nothing moves when the picture arrives."""
        return self.largest.width if self.is_ready else max(self.preset.widths_for(self.photo))

    @property
    def height(self) -> int:
        if self.is_ready:
            return self.largest.height
        across, down = self.preset.shape(self.photo)
        return max(round(self.width * down / across), 1)

    @property
    def colour(self) -> str:
        return self.photo.main_colour or NEUTRAL_COLOUR


def picture_of(photo: Photo, preset_name: str) -> Picture:
    """What exists of `photo` for a preset. Raises KeyError for a preset that is none.

    While a crop around a new focal point is being made, the old crop is shown in its place.
    """
    preset = PRESETS[preset_name]
    current = focal_point_key(photo) if preset.ratio else ""
    found: dict[str, Rendition] = {}
    for rendition in existing_renditions(photo):
        if rendition.focal_point_key == current or rendition.filter_spec not in found:
            found[rendition.filter_spec] = rendition
    by_format: dict[str, list[Rendition]] = defaultdict(list)
    for form in preset.formats_for(photo):
        for width in preset.widths_for(photo):
            if rendition := found.get(preset.spec(width, form)):  # type: ignore[assignment]
                by_format[form].append(rendition)
    return Picture(photo, preset, dict(by_format))
