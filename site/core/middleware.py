"""Middleware of the whole site."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

LIST_DELIMITER = re.compile(r"\s*,\s*")


class LanguageByAddressMiddleware:
    """Takes `Accept-Language` out of `Vary`: here the address alone decides the language of a page.

    Django's LocaleMiddleware adds it to every address without a language prefix, although it ignores the header there
    (`prefix_default_language=False`). A cache would keep one copy of each page for every browser's language list.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.has_header("Vary"):
            kept = [name for name in LIST_DELIMITER.split(response["Vary"]) if name.lower() != "accept-language"]
            if kept:
                response["Vary"] = ", ".join(kept)
            else:
                del response["Vary"]
        return response
