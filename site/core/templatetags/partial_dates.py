"""Template filter for dates known to the day, month, year or decade."""

from __future__ import annotations

from django import template

from core.dates import display_partial_date

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """`2021-10` as a Chinese paper sets it: 2021年10月."""
    return display_partial_date(text)
