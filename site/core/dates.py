"""Dates known to the day, month, year or decade, kept as text in ISO 8601-2 (EDTF) form; moments as machines read them.

`2021-10-12T09:30`, `2021-10-12`, `2021-10`, `2021`, `202X`: the text sorts in time order within one precision.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name, monthrange
from datetime import date, datetime
from enum import Enum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
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
    """As a paper of the active language sets it: 2021年10月12日 or 12 October 2021; 2021年10月, 2021年, 1990年代.

    Empty stays empty, and what is no date stays as it is.
    """
    found = SHAPE.match(text or "")
    if not found or (found["month"] and not 1 <= int(found["month"]) <= 12):
        return text or ""
    return _in_english(found) if in_english() else _in_chinese(found)


def _in_chinese(found: re.Match[str]) -> str:
    if not found["year"]:
        return f"{found['decade']}0年代"
    shown = f"{found['decade']}{found['year']}年"
    if found["month"]:
        shown += f"{int(found['month'])}月"
    if found["day"]:
        shown += f"{int(found['day'])}日"
    return f"{shown} {found['time']}" if found["time"] else shown


def _in_english(found: re.Match[str]) -> str:
    if not found["year"]:
        return f"{found['decade']}0s"
    parts = [str(int(found["day"]))] if found["day"] else []
    parts += [month_name[int(found["month"])]] if found["month"] else []
    shown = " ".join([*parts, f"{found['decade']}{found['year']}"])
    return f"{shown}, {found['time']}" if found["time"] else shown


def in_english() -> bool:
    """Is the active language no Chinese? Dates are then written as in English, the site's only other language."""
    return not (get_language() or settings.LANGUAGE_CODE).startswith("zh")


def display_period(start: str, end: str) -> str:
    """From when to when, as far as known: 2019年—2021年6月, 2019年起, 至2021年6月; one date when both are the same.

    In English: 2019–June 2021, since 2019, until June 2021.
    """
    if start == end or not (start or end):
        return display_partial_date(start)
    english, since, until = in_english(), display_partial_date(start), display_partial_date(end)
    if not end:
        return f"since {since}" if english else f"{since}起"
    if not start:
        return f"until {until}" if english else f"至{until}"
    return f"{since}–{until}" if english else f"{since}—{until}"


def span_of(text: str) -> tuple[date, date] | None:
    """First and last day of a partial date in its normal form: 2021-02 is from 1 to 28 February; None for no date."""
    found = SHAPE.match(text or "")
    if not found:
        return None
    if not found["year"]:
        return date(int(f"{found['decade']}0"), 1, 1), date(int(f"{found['decade']}9"), 12, 31)
    year, month = int(found["decade"] + found["year"]), int(found["month"] or 0)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if found["day"]:
        day = date(year, month, int(found["day"]))
        return day, day
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def ends_too_early(start: str, end: str) -> bool:
    """Would what ran from `start` to `end` (partial dates) be over before it began? Unknown ends are open.

    The last day of the end counts against the first day of the start: 1990年代 to 1995 is possible. Within one day the
    clock decides, where both tell the time.
    """
    begun, ended = span_of(start), span_of(end)
    if begun is None or ended is None:
        return False
    if begun == ended and "T" in start and "T" in end:
        return end < start
    return ended[1] < begun[0]


def newsroom_today() -> date:
    """Today where the newsroom is, whatever zone an editor has set for the admin."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class Stage(Enum):
    """Where a day lies to a period."""

    BEFORE = "before"
    WITHIN = "within"
    AFTER = "after"


def stage_of(start: date | None, end: date | None, day: date | None = None) -> Stage | None:
    """Where `day` (default: today where the newsroom is) lies to the period from `start` to `end`, which both count.

    An end that is not known is open; None for a period that has none.
    """
    if not (start or end):
        return None
    day = day or newsroom_today()
    if start and day < start:
        return Stage.BEFORE
    if end and day > end:
        return Stage.AFTER
    return Stage.WITHIN


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
