"""How long taking in a photo and making its renditions takes, and what they weigh; Wagtail's own way beside it.

    python -m tests.benchmarks.renditions [--photos 3] [--megapixels 24]

The photos are made here: blurred noise over a gradient, which weighs about what a real photo of that size does. Prints
milliseconds per photo: ingest (checks, card, features), the presets of a lead photo and of one in the text, and the
same files made by Wagtail and Willow.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from PIL import Image, ImageFilter

from tests.benchmarks.scratch import scratch_site


def camera_photo(megapixels: float, seed: int) -> bytes:
    """A JPEG of 3:2 with detail and noise, as a camera writes it."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    size = (round(height * 1.5), height)
    coarse = [Image.effect_noise((size[0] // 40, size[1] // 40), 90 + seed).resize(size) for _ in range(3)]
    detail = Image.effect_noise((size[0] // 2, size[1] // 2), 40).filter(ImageFilter.GaussianBlur(1)).resize(size)
    image = Image.merge("RGB", [Image.blend(band, detail, 0.4) for band in coarse])
    output = io.BytesIO()
    image.save(output, "JPEG", quality=92)
    return output.getvalue()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds, and what `work` gave."""
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1000, result


def measure(photos: int, megapixels: float) -> None:
    from django.core.files.base import ContentFile

    from core.pictures import PRESETS, presets_of_place
    from media.models import Photo
    from media.services import ingest_photo, make_missing_renditions

    figures: dict[str, list[float]] = {"ingest": [], "lead": [], "body": [], "wagtail": []}
    weights: list[int] = []
    for number in range(photos):
        content = camera_photo(megapixels, number)
        file = ContentFile(content, name=f"{number}.jpg")
        spent, photo = timed(partial(ingest_photo, file=file, card={"description": "一张照片"}))
        figures["ingest"].append(spent)
        for kind, presets in (("lead", presets_of_place("lead_photo")), ("body", ("body",))):
            fresh = Photo.objects.get(pk=photo.pk)
            spent, made = timed(
                lambda fresh=fresh, presets=presets: make_missing_renditions(photo=fresh, presets=presets)
            )
            figures[kind].append(spent)
            print(f"  photo {number}: {kind}: {made} renditions in {spent:.0f} ms")
        weights += [rendition.file.size for rendition in photo.renditions.all()]
        specs = [spec for name in presets_of_place("lead_photo") for spec in PRESETS[name].specs(photo)]
        figures["wagtail"].append(
            timed(lambda photo=photo, specs=specs: wagtails_own(photo, list(dict.fromkeys(specs))))[0]
        )
    print(f"{megapixels} MP, {len(content) / 1e6:.1f} MB a photo, medians of {photos}, ms a photo:")
    print(f"  ingest: {median(figures['ingest']):.0f}")
    print(f"  lead photo, all its presets: {median(figures['lead']):.0f}")
    print(f"  photo in the text: {median(figures['body']):.0f}")
    print(f"  lead photo by Wagtail and Willow: {median(figures['wagtail']):.0f}")
    print(f"  renditions weigh {sum(weights) / photos / 1000:.0f} kB a photo, the largest {max(weights) / 1000:.0f} kB")


def wagtails_own(photo: Any, specs: list[str]) -> None:
    """The same renditions through Filter.run, as a stock project makes them."""
    from wagtail.images.models import Filter

    for spec in specs:
        Filter(spec).run(photo, io.BytesIO())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--photos", type=int, default=3)
    parser.add_argument("--megapixels", type=float, default=24)
    options = parser.parse_args()
    with scratch_site():
        measure(options.photos, options.megapixels)


if __name__ == "__main__":
    main()
