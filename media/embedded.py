"""What a photo's file says of itself: EXIF, IPTC and XMP, read into the fields of its card.

Standards: IPTC Photo Metadata 2023.1 (which fields mean what), Exif 2.32 (times, offsets). IPTC text without a declared
character set is UTF-8 where it can be read as such, else GB18030, in which Chinese newsrooms wrote it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import exiv2
from django.conf import settings
from django.core.exceptions import ValidationError

from core.dates import parse_partial_date

#: Adobe's XMP toolkit inside exiv2 is not safe for threads.
_lock = Lock()
# It would write of every flaw in a file to the server's log, without the file's name.
exiv2.LogMsg.setLevel(exiv2.LogMsg.Level.mute)

#: Of one value and of all together (characters); some programs embed whole editing histories.
LONGEST_VALUE, LONGEST_ALL = 2_000, 60_000
#: Bulk that tells nothing: maker notes, thumbnails, edit histories, the XMP and IPTC packets that TIFF holds once more.
DULL = re.compile(
    r"^(Exif\.(?!Image|Photo|GPSInfo)|Exif\.Photo\.MakerNote|Exif\.Image\.(XMLPacket|IPTCNAA|PrintImageMatching|"
    r"ImageResources|StripOffsets|StripByteCounts|Tile\w+|SubIFDs|InterColorProfile)|Xmp\.xmpMM\.|Xmp\.crs\.|"
    r"Xmp\.photoshop\.(DocumentAncestors|History)|Xmp\.xmp\.Thumbnails|Exif\.Thumbnail)"
)
#: What cameras and phones write where a caption belongs.
NO_CAPTION = re.compile(
    r"^(OLYMPUS DIGITAL CAMERA|SAMSUNG( [A-Z ]+)?|SONY DSC|DCIM|DIGITAL CAMERA|KODAK|MINOLTA|Hisilicon|default|"
    r"untitled|oppo_\d*|_?(cuv|vivo|mtk|qrcode|filter|mde|sdr)\b.*|[A-Z]{0,6}[_-]?\d*)\s*$",
    re.IGNORECASE,
)

Values = dict[str, list[str]]


@dataclass
class EmbeddedCard:
    """What was found. Empty where the file says nothing. `values`: everything worth keeping, by key."""

    title: str = ""
    caption: str = ""
    alt: str = ""
    photographer: str = ""
    credit: str = ""
    rights_note: str = ""
    taken_at: str = ""
    taken_zone_missing: bool = False
    place_name: str = ""
    event_name: str = ""
    people: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    values: Values = field(default_factory=dict)


def read_embedded(content: bytes) -> EmbeddedCard:
    """The card embedded in a photo's file. A file without metadata, or with broken ones, gives an empty card."""
    try:
        with _lock:
            values = {key: found for key, found in _read_values(content).items() if any(found)}
    except Exception:  # noqa: BLE001  nor is a file without a readable card any reason to refuse the photo
        return EmbeddedCard()
    taken_at, zone_missing = _taken(values)
    return EmbeddedCard(
        title=_first(values, "Xmp.photoshop.Headline", "Iptc.Application2.Headline", "Xmp.dc.title",
                     "Iptc.Application2.ObjectName", "Exif.Image.XPTitle"),
        caption=_caption(values),
        alt=_first(values, "Xmp.iptc.AltTextAccessibility"),
        photographer=_joined(values, "Xmp.dc.creator", "Iptc.Application2.Byline", "Exif.Image.Artist",
                             "Exif.Image.XPAuthor"),
        credit=_first(values, "Xmp.photoshop.Credit", "Iptc.Application2.Credit"),
        rights_note=_first(values, "Xmp.dc.rights", "Iptc.Application2.Copyright", "Exif.Image.Copyright"),
        taken_at=taken_at,
        taken_zone_missing=zone_missing,
        place_name=_place(values),
        event_name=_first(values, "Xmp.iptcExt.Event"),
        people=_list(values, "Xmp.iptcExt.PersonInImage"),
        keywords=_list(values, "Xmp.dc.subject", "Iptc.Application2.Keywords", "Exif.Image.XPKeywords"),
        values=values,
    )  # fmt: skip


# Reading -------------------------------------------------------------------------------------------------------------
def _read_values(content: bytes) -> Values:
    image = exiv2.ImageFactory.open(content)
    image.readMetadata()
    values: Values = defaultdict(list)
    total = 0
    for kind in (image.xmpData(), image.iptcData(), image.exifData()):
        for datum in kind:
            key = datum.key()
            if DULL.match(key):
                continue
            try:
                texts = list(_texts(key, datum))
            except Exception:  # noqa: BLE001, S112  exiv2 raises nearly anything on a broken value; the others may be sound
                continue
            for text in texts:
                text = clean(text)[:LONGEST_VALUE]
                total += len(key) + len(text)
                if total > LONGEST_ALL:
                    return dict(values)
                values[key].append(text)
    return dict(values)


def _texts(key: str, datum: Any) -> Iterator[str]:
    value = datum.value()
    if isinstance(value, exiv2.LangAltValue):
        yield _preferred_language(value)
    elif isinstance(value, exiv2.XmpArrayValue):
        yield from (value.toString(index) for index in range(value.count()))
    elif key.startswith("Exif.Image.XP") and hasattr(value, "data"):
        yield bytes(value.data()).decode("utf-16-le", errors="replace")
    elif key.startswith("Xmp."):
        yield value.toString()
    elif isinstance(value, exiv2.AsciiValue | exiv2.StringValue):
        yield decode(bytes(value.data()))
    elif datum.size() <= LONGEST_VALUE:
        yield datum.print() if key.startswith("Exif.Photo.UserComment") else value.toString()


def _preferred_language(value: Any) -> str:
    """The Chinese text of a language alternative, else its default, else the first."""
    languages = list(value)
    chinese = [language for language in languages if language.lower().startswith("zh")]
    for language in [*chinese, "x-default", *languages]:
        if language in languages and (text := value[language]):
            return str(text)
    return ""


def decode(raw: bytes) -> str:
    """Text of unknown encoding: UTF-8, else GB18030, else UTF-8 with the unreadable left out."""
    raw = raw.split(b"\0")[0] if b"\0" in raw.rstrip(b"\0") else raw.rstrip(b"\0")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="ignore")


def clean(text: str) -> str:
    """Without control characters and lone surrogates, which no database takes; lines kept, ends trimmed."""
    text = text.encode("utf-8", errors="ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]", "", text).strip()


# Meaning -------------------------------------------------------------------------------------------------------------
def _first(values: Values, *keys: str) -> str:
    return next((text for key in keys for text in values.get(key, ()) if text), "")


def _list(values: Values, *keys: str) -> list[str]:
    """The items of the first key that has any; one text may hold several, parted by ; or ；."""
    for key in keys:
        items = [part.strip() for text in values.get(key, ()) for part in re.split(r"[;；]", text)]
        if any(items):
            return list(dict.fromkeys(item for item in items if item))
    return []


def _joined(values: Values, *keys: str) -> str:
    return " ".join(_list(values, *keys))


def _caption(values: Values) -> str:
    for key in (
        "Xmp.dc.description",
        "Iptc.Application2.Caption",
        "Exif.Image.ImageDescription",
        "Exif.Image.XPComment",
    ):
        text = _first(values, key)
        if text and not NO_CAPTION.match(text):
            return text
    return ""


def _place(values: Values) -> str:
    """Province, city and spot as Chinese says them: from large to small, nothing twice."""
    parts: Iterable[str] = (
        _first(values, "Xmp.photoshop.State", "Iptc.Application2.ProvinceState"),
        _first(values, "Xmp.photoshop.City", "Iptc.Application2.City"),
        _first(values, "Xmp.iptc.Location", "Iptc.Application2.SubLocation"),
    )
    place = ""
    for part in parts:
        place = part if place and part.startswith(place) else place if part in place else place + part
    return place


def _taken(values: Values) -> tuple[str, bool]:
    """When it was taken, as a partial date in the newsroom's time zone, and whether its zone is missing.

    A time with its offset is converted. One without is kept as the camera wrote it. A mere date needs no zone.
    """
    exif = _first(values, "Exif.Photo.DateTimeOriginal", "Exif.Photo.DateTimeDigitized")
    offset = _first(values, "Exif.Photo.OffsetTimeOriginal", "Exif.Photo.OffsetTimeDigitized", "Exif.Photo.OffsetTime")
    iptc = _first(values, "Iptc.Application2.DateCreated")
    iptc_time = _first(values, "Iptc.Application2.TimeCreated")
    for text in (
        f"{exif.replace(':', '-', 2)}{offset}",
        _first(values, "Xmp.exif.DateTimeOriginal", "Xmp.photoshop.DateCreated"),
        f"{iptc}T{iptc_time}" if iptc_time and "00:00:00" not in iptc_time[:8] else iptc,
    ):
        if found := _moment(text):
            return found
    return "", False


MOMENT = re.compile(
    r"^(?P<date>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?$"
)


def _moment(text: str) -> tuple[str, bool] | None:
    found = MOMENT.match(text.strip())
    if not found or found["date"].startswith("0000"):
        return None
    if not found["time"]:
        return _partial(found["date"], zone_missing=False)
    if len(found["date"]) < len("2021-10-12"):
        return None
    if not found["zone"]:
        return _partial(f"{found['date']}T{found['time']}", zone_missing=True)
    try:
        naive = datetime.strptime(f"{found['date']} {found['time']}", "%Y-%m-%d %H:%M")  # noqa: DTZ007  zone follows
        local = naive.replace(tzinfo=_zone(found["zone"])).astimezone(ZoneInfo(settings.TIME_ZONE))
    except (ValueError, OverflowError):
        return None
    return _partial(f"{local:%Y-%m-%dT%H:%M}", zone_missing=False)


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if text[0] == "-" else span)


def _partial(text: str, *, zone_missing: bool) -> tuple[str, bool] | None:
    try:
        return parse_partial_date(text), zone_missing
    except ValidationError:
        return None
