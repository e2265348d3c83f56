"""Pages of a listing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: Any, per_page: int) -> Page:
    """The page that `?page=` asks for; a number that is none or out of range gives the nearest page there is.

    `per_page` is what an editor wrote: nought counts as one.
    """
    return Paginator(rows, max(per_page, 1)).get_page(request.GET.get("page"))
