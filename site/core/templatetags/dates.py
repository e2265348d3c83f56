"""Template filters for dates known to the day, month, year or decade, and for moments as machines read them."""

from __future__ import annotations

from datetime import datetime

from django import template

from core import dates

register = template.Library()


@register.filter
def partial_date(text: str) -> str:
    """`2021-10` as papers set it: 2021年10月."""
    return dates.display_partial_date(text)


@register.filter
def iso_moment(moment: datetime | None) -> str:
    """`page.date_shown` for a `datetime` attribute: 2026-11-20T09:30:00+08:00."""
    return dates.iso_moment(moment)
