"""Names in a caption as links to the people whom the photo shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from core.languages.conversion import in_script

register = template.Library()


@register.filter
def naming(caption: str, photo: Any) -> SafeString:
    """The caption, in which each of the people whom the photo shows leads to their public page, where first named.

    The people were read with the photo by `core.blocks.page_photos`; of one that was read otherwise nobody is asked
    for. A name says who is meant because the photo's card says so: the same name of somebody else is not linked.
    """
    addresses = dict(_addresses(photo))
    names = [name for name in addresses if name in caption]
    if not names:
        return conditional_escape(caption)
    # Of 王芳 and 王芳华 the longer one first.
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    linked: set[str] = set()

    def part(text: str) -> SafeString:
        address = addresses.get(text, "")
        if not address or address in linked:
            return conditional_escape(text)
        linked.add(address)
        return format_html('<a href="{}">{}</a>', address, text)

    return format_html_join("", "{}", ((part(text),) for text in re.split(f"({pattern})", str(caption))))


def _addresses(photo: Any) -> Iterator[tuple[str, str]]:
    """Each name of a person shown, as captions may write it, with the address of their page."""
    for row in getattr(photo, "people_shown", ()):
        person = row.person.resolved()
        if not person.has_page:
            continue
        address = person.get_absolute_url()
        for name in (row.name, row.person.name, person.name, person.name_in()):
            if name:
                yield name, address
                yield in_script(name, person=True), address
