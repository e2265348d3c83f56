"""From a drawing to an image file: rendered by Chromium, small enough to be committed, its caption inside."""

from __future__ import annotations

import io
from pathlib import Path

import exiv2
from PIL import Image
from playwright.sync_api import sync_playwright

from tools.illustrations.catalogue import Card
from tools.illustrations.scene import Scene

CHROMIUM = Path("/usr/bin/chromium")
#: The caption comes on top.
MOST_BYTES = 114_000
QUALITIES = range(90, 28, -4)
COLOURS = (128, 96, 64, 48, 32, 24)


def printed(scene: Scene, card: Card) -> bytes:
    suffix = Path(card.file).suffix
    return captioned(small_enough(rendered(scene), suffix), card, iptc=suffix == ".jpg")


def rendered(scene: Scene) -> Image.Image:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM if CHROMIUM.exists() else None, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": scene.width, "height": scene.height})
        page.set_content(f'<body style="margin:0">{scene.svg()}</body>')
        shot = page.screenshot()
        browser.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def small_enough(image: Image.Image, suffix: str) -> bytes:
    """The best of its kind that fits."""
    if suffix == ".png":
        tries = (
            encoded(
                image.quantize(count, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE),
                "PNG",
                optimize=True,
            )
            for count in COLOURS
        )
    elif suffix == ".webp":
        tries = (encoded(image, "WEBP", quality=quality, method=6) for quality in QUALITIES)
    else:
        tries = (encoded(image, "JPEG", quality=quality, optimize=True, progressive=True) for quality in QUALITIES)
    for content in tries:
        if len(content) <= MOST_BYTES:
            return content
    raise ValueError(f"{suffix}: {len(content)} bytes at the lowest quality")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def captioned(content: bytes, card: Card, *, iptc: bool) -> bytes:
    """The file with what an agency writes into it: XMP everywhere, IPTC as well where newsrooms expect it."""
    image = exiv2.ImageFactory.open(content)
    image.readMetadata()
    xmp = exiv2.XmpData()
    for key, text in {
        "photoshop.Headline": card.title,
        "photoshop.Credit": card.credit,
        "photoshop.City": card.city,
        "photoshop.Country": card.country,
        "photoshop.DateCreated": card.date,
        "xmp.CreateDate": card.date,
        "iptc.Location": card.district,
        "iptc.AltTextAccessibility": f"lang=x-default {card.alt}",
        "iptcExt.DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
        "dc.description": f"lang=x-default {card.caption}",
        "dc.title": f"lang=x-default {card.title}",
        "dc.rights": f"lang=x-default {card.rights}",
    }.items():
        xmp[f"Xmp.{key}"] = text
    xmp["Xmp.dc.creator"] = exiv2.XmpArrayValue([card.by], exiv2.TypeId.xmpSeq)
    xmp["Xmp.dc.subject"] = exiv2.XmpArrayValue(card.keywords, exiv2.TypeId.xmpBag)
    image.setXmpData(xmp)
    if iptc:
        image.setIptcData(iptc_of(card))
    image.writeMetadata()
    source = image.io()
    source.open()
    return bytes(source.read(source.size()))


def iptc_of(card: Card) -> exiv2.IptcData:
    data = exiv2.IptcData()
    data["Iptc.Envelope.CharacterSet"] = "\x1b%G"
    for key, text in {
        "Caption": card.caption,
        "Headline": card.title,
        "ObjectName": card.title[:21],
        "Byline": card.by,
        "BylineTitle": "本报记者",
        "Credit": card.credit,
        "Copyright": card.rights,
        "City": card.city,
        "SubLocation": card.district,
        "CountryName": card.country,
    }.items():
        data[f"Iptc.Application2.{key}"] = text
    day = exiv2.DateValue()
    day.read(card.date)
    data.add(exiv2.IptcKey("Iptc.Application2.DateCreated"), day)
    for keyword in card.keywords:
        data.add(exiv2.IptcKey("Iptc.Application2.Keywords"), exiv2.StringValue(keyword))
    return data
