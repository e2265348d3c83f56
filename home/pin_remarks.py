"""What editors are told about the pins of a front page: which do not show, and why; which have stood for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.visibility import open_to_everybody
from home.models.front import FrontKind, FrontPin
from news.models import StoryPage

if TYPE_CHECKING:
    from home.front_page import FrontPage, PinOutcome
    from home.models import HomePage


@dataclass(frozen=True)
class PinRemark:
    """One sentence about a pin. `shows`: the story stands where it was pinned all the same."""

    pin: FrontPin
    text: str
    shows: bool


def pin_remarks(home: HomePage, front: FrontPage, *, at: datetime) -> list[PinRemark]:
    """Remarks on the pins of `front`, in the order of the pins."""
    pins = [outcome.pin for outcome in front.pins]
    prefetch_related_objects(pins, Prefetch("story", StoryPage.objects.defer("body")))
    remarks = []
    for outcome in front.pins:
        if not outcome.shows:
            remarks.append(PinRemark(outcome.pin, why_not(home, front, outcome, at), shows=False))
        elif outcome.pin.stands_long(at):
            days = (at - (outcome.pin.begins_at or outcome.pin.pinned_at)).days
            text = _("已经置顶%(days)s天，没有写到期时间。") % {"days": days}
            remarks.append(PinRemark(outcome.pin, text, shows=True))
    return remarks


def why_not(home: HomePage, front: FrontPage, outcome: PinOutcome, at: datetime) -> str:
    """Why a pin does not show at `at`."""
    pin = outcome.pin
    if pin.begins_at and at < pin.begins_at:
        return _("还没到时间，%(when)s起。") % {"when": moment(pin.begins_at)}
    if pin.ends_at and pin.ends_at <= at:
        return _("已到期（%(when)s），可以删掉这一行。") % {"when": moment(pin.ends_at)}
    if outcome.key is None:
        return why_hidden(home, pin, at)
    if pin.place != FrontKind.LEAD and not front.of_kind(pin.place):
        return _("首页现在没有“%(place)s”这个版块。") % {"place": pin.get_place_display()}
    if outcome.slot is None and pin.place == FrontKind.COLUMN:
        return _("首页没有这篇所在专栏的版块。")
    if elsewhere := where(front, outcome.key):
        return _("已经出现在“%(place)s”里。") % {"place": elsewhere}
    return _("“%(place)s”的位置已经排满。") % {"place": pin.get_place_display()}


def why_hidden(home: HomePage, pin: FrontPin, at: datetime) -> str:
    """Why the story itself cannot be shown."""
    keys = StoryPage.objects.filter(pk=pin.story_id).values("translation_key")
    story = StoryPage.objects.filter(translation_key__in=keys, locale=home.locale).first()
    if story is None:
        return _("这篇稿件没有%(language)s版。") % {"language": home.locale.get_display_name()}
    if story.is_withdrawn:
        return _("稿件已撤稿。")
    if not story.live:
        if (schedule := story.scheduled_revision) and schedule.approved_go_live_at:
            return _("稿件定在%(when)s发布，到时出现。") % {"when": moment(schedule.approved_go_live_at)}
        return _("稿件已到期下线。") if story.expired else _("稿件还没有发布。")
    if story.expire_at and story.expire_at <= at:
        return _("稿件已到期下线。")
    if not open_to_everybody(StoryPage.objects.filter(pk=story.pk)).exists():
        return _("稿件设了访问限制，不是人人能看。")
    return _("稿件不在这个首页下面。")


def where(front: FrontPage, key: int) -> str:
    """Heading of the module that shows a story; empty when none does."""
    if front.lead is not None and front.lead.pk == key:
        return str(FrontKind.LEAD.label)
    return next((shelf.heading for shelf in front.shelves if any(s.pk == key for s in shelf.stories)), "")


def moment(when: datetime) -> str:
    return date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
