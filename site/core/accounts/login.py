"""What the log-in throttle (django-axes) asks of the site: where a person comes from, and what a locked one is told."""

from __future__ import annotations

from math import ceil
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The address of the person's machine.

    Behind `settings.PROXY_COUNT` proxies of our own it is the last but that many in X-Forwarded-For: each proxy appends
    the address it was called from, and what stands further left was written by the caller, who may write anything.
    """
    direct: str = request.META.get("REMOTE_ADDR") or ""
    if settings.PROXY_COUNT:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(chain) >= settings.PROXY_COUNT:
            return chain[-settings.PROXY_COUNT]
    return direct or "0.0.0.0"  # noqa: S104  gunicorn on a Unix socket knows no address


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """429 with a page that names the waiting time, and neither the account nor whether there is one."""
    seconds = int(get_cool_off(request).total_seconds())
    response = render(request, "core/locked_out.html", {"minutes": ceil(seconds / 60)}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
