"""Several stylesheets as one file, so that a page waits for two: the site's own, and what its kind of page needs.

The address holds a digest of the text, so browsers keep it for good; nothing is built beforehand.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

NAMES = re.compile(r"[a-z-]+(\.[a-z-]+){0,11}")
FOR_GOOD = "public, max-age=31536000, immutable"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,]) ?")


class NoStylesheet(Exception):
    """There is no stylesheet of this name."""


@dataclass(frozen=True)
class Bundle:
    text: bytes
    packed: bytes
    digest: str


def bundle_address(names: str) -> str:
    """Address of the stylesheets of these names, parted by blanks, in their order."""
    joined = ".".join(names.split())
    # By the root: the large-type version takes the same files.
    return f"/{reverse('stylesheets', urlconf=__name__, args=[bundle(joined).digest, joined]).lstrip('/')}"


def bundle(names: str) -> Bundle:
    """`names`: parted by dots. Read once in a process; each time where a developer changes them."""
    return _read(names) if settings.DEBUG else _kept(names)


@cache
def _kept(names: str) -> Bundle:
    return _read(names)


def _read(names: str) -> Bundle:
    parts = []
    for name in names.split("."):
        found = finders.find(f"css/{name}.css")
        if not isinstance(found, str):
            raise NoStylesheet(name)
        with open(found, encoding="utf-8") as file:  # noqa: PTH123  finders give names
            parts.append(_slim(file.read()))
    text = "\n".join(parts).encode()
    return Bundle(text, gzip.compress(text, mtime=0), sha256(text).hexdigest()[:12])


def _slim(css: str) -> str:
    """Without comments and with single spaces."""
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", css))).strip()


@require_safe
def stylesheets(request: HttpRequest, digest: str, names: str) -> HttpResponse:
    """An older digest gets the present text, not to be kept: a page that was cached still looks as it should."""
    if not NAMES.fullmatch(names):
        raise Http404
    try:
        found = bundle(names)
    except NoStylesheet as error:
        raise Http404 from error
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(found.packed if packed else found.text, content_type="text/css; charset=utf-8")
    if packed:
        answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = FOR_GOOD if digest == found.digest else "no-cache"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


urlpatterns = [path("styles/<slug:digest>/<str:names>.css", stylesheets, name="stylesheets")]
