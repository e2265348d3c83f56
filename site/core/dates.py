"""Dates known to the day, month, year or decade, kept as text in ISO 8601-2 (EDTF) form; moments as machines read them.

`2021-10-12T09:30`, `2021-10-12`, `2021-10`, `2021`, `202X`: the text sorts in time order within one precision.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

SHAPE = re.compile(
    r"^(?P<decade>\d{3})(?:X|(?P<year>\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d))?)?)?)$",
    re.ASCII,
)
CHINESE = re.compile(r"^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?$", re.ASCII)
DECADE = re.compile(r"^(\d{3})0年代$", re.ASCII)


def parse_partial_date(text: str) -> str:
    """Normal form of `text`, which may also be written 2021年10月12日, 2021年10月, 2021年 or 1990年代.

    Full-width digits and hyphens count as plain ones. Raises ValidationError with a Chinese message for anything else
    and for days that do not exist.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if found := DECADE.match(text):
        text = f"{found[1]}X"
    elif found := CHINESE.match(text):
        text = "-".join(part.zfill(2) for part in found.groups() if part)
    found = SHAPE.match(text.upper())
    if not found:
        raise ValidationError(_("请写成 2021-10-12、2021-10、2021 或 1990年代。"), code="partial_date")
    if found["year"]:
        try:
            date(int(found["decade"] + found["year"]), int(found["month"] or 1), int(found["day"] or 1))
            if found["time"]:
                datetime.strptime(found["time"], "%H:%M")  # noqa: DTZ007  only checked, never used as a time
        except ValueError as error:
            raise ValidationError(_("没有“%(text)s”这个日期。"), code="partial_date", params={"text": text}) from error
    return text.upper()


def display_partial_date(text: str) -> str:
    """As papers of the active language set it: 2021年10月12日, 2021年10月, 2021年, 1990年代. Other text stays."""
    found = SHAPE.match(text or "")
    if not found:
        return text or ""
    if not found["year"]:
        return gettext("%(decade)s年代") % {"decade": f"{found['decade']}0"}
    year = found["decade"] + found["year"]
    if not found["month"]:
        return gettext("%(year)s年") % {"year": year}
    try:
        day = date(int(year), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return text
    if not found["day"]:
        return date_format(day, "YEAR_MONTH_FORMAT")
    shown = date_format(day, "DATE_FORMAT")
    return f"{shown} {found['time']}" if found["time"] else shown


def iso_moment(moment: datetime | None) -> str:
    """A moment for machines, in the site's time zone, to the second: 2026-11-20T09:30:00+08:00; empty without one.

    HTML takes no microseconds, which `date:"c"` would write.
    """
    if moment is None:
        return ""
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds")


class PartialDateField(models.CharField):
    """A date as precise as it is known. Python value: the EDTF text, `""` when unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("知道多少写多少：2021-10-12、2021-10、2021 或 1990年代。"))
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return parse_partial_date(text) if text else ""

    def get_prep_value(self, value: Any) -> str:
        return self.to_python(value)
