"""Which site a request is for, kept a moment: Wagtail asks it anew for every request, which took a tenth of a page."""

from __future__ import annotations

import copy
import time
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site

#: Seconds for which a process takes what it read before: another process may have changed it.
KEPT_FOR = 10.0
#: Addresses that are kept: anybody may ask by any.
MOST_KEPT = 100
_kept: dict[tuple[str, str], tuple[float, Site]] = {}
_asked = Site._find_for_request


def site_of(request: HttpRequest) -> Site | None:
    """What `Site.find_for_request` finds, at most KEPT_FOR seconds old; an instance of the request's own."""
    host: str = request._get_raw_host()  # type: ignore[attr-defined]
    name = (split_domain_port(host)[0], request.get_port())
    now = time.monotonic()
    kept = _kept.get(name)
    if kept is None or now - kept[0] > KEPT_FOR:
        found: Site | None = _asked(request)
        if found is None:
            return None
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        kept = _kept[name] = now, found
    # Requests write on the pages that they are given.
    site = copy.copy(kept[1])
    site.root_page = copy.copy(kept[1].root_page)
    return site


def forget_sites(**kwargs: Any) -> None:
    """Ask the database at the next request; also a signal handler."""
    _kept.clear()


def connect() -> None:
    """Let Wagtail ask here, and a process that changes a site see it at once."""
    Site._find_for_request = staticmethod(site_of)
    for signal in (post_save, post_delete):
        signal.connect(forget_sites, sender=Site)
