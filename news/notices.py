"""The list of notices: 公示中, 未开始, 公告, 已结束, by the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.http import HttpRequest

from core.dates import newsroom_today
from core.paging import page_of
from core.visibility import open_to_everybody
from news.models.notice import NoticeIndexPage, NoticePage
from news.selectors import NEWEST_FIRST

#: The groups in the order of the page.
ORDER = (NoticePage.State.OPEN, NoticePage.State.COMING, NoticePage.State.STANDING, NoticePage.State.ENDED)


@dataclass(frozen=True)
class Group:
    """Notices of one state on a page of the list, and how many there are on all its pages."""

    state: NoticePage.State
    notices: list[NoticePage]
    total: int


def notice_index(index: NoticeIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Template context of the list: `stories`, the page asked for; `groups` of its notices; `as_of`, the day.

    The state follows from the day of the request in the newsroom's time zone. The page prints that day beside the
    groups, so that one kept as a file never claims more than was true.
    """
    day = newsroom_today()
    notices = notices_of(index, day)
    page = page_of(request, notices, index.per_page)
    page.object_list = list(page.object_list)
    totals = dict(notices.order_by().values_list("state_then").annotate(count=Count("pk")))
    return {"stories": page, "groups": list(groups_of(page.object_list, totals)), "as_of": day}


def notices_of(index: NoticeIndexPage, day: date) -> QuerySet[NoticePage]:
    """The public notices of the list with `state_then`, their state on `day`: the groups in order, each newest first.

    The rule is that of `NoticePage.state_on`.
    """
    own = open_to_everybody(NoticePage.objects.child_of(index).live()).annotate(
        state_then=Case(
            When(opens_on=None, closes_on=None, then=Value(NoticePage.State.STANDING.value)),
            When(opens_on__gt=day, then=Value(NoticePage.State.COMING.value)),
            When(closes_on__lt=day, then=Value(NoticePage.State.ENDED.value)),
            default=Value(NoticePage.State.OPEN.value),
            output_field=CharField(),
        )
    )
    place = Case(*(When(state_then=state.value, then=n) for n, state in enumerate(ORDER)))
    return own.defer("body").select_related("locale").order_by(place, *NEWEST_FIRST)


def groups_of(notices: list[NoticePage], totals: dict[str, int]) -> Iterator[Group]:
    for state, of_state in groupby(notices, key=lambda notice: notice.state_then):
        yield Group(NoticePage.State(state), list(of_state), totals[state])
