"""Writes on stories that touch more than one row, each one transaction."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from news.models.column import ColumnCounter, ColumnNumber
from news.models.identity import StoryIdentity
from news.models.story import StoryPage


class NewsError(Exception):
    """A write on stories that cannot be done; the message tells an editor what to do."""


class ColumnNumberTaken(NewsError):
    """The number wanted in a column belongs to another story: `held` says which."""

    def __init__(self, held: ColumnNumber) -> None:
        self.held = held
        super().__init__(str(held.taken))


def withdrawable(story: StoryPage) -> StoryPage:
    """The story itself; for a page that only repeats one, the one that it repeats: they go and come back together."""
    if story.alias_of_id is None:
        return story
    return StoryPage.objects.filter(pk=story.alias_of_id).first() or story


@transaction.atomic
def withdraw_story(*, story: StoryPage, user: Any, reason: str) -> StoryIdentity:
    """Take a story from the public in all its languages: its addresses answer 410 until it is restored.

    Raises NewsError without a reason, or when it is withdrawn already.
    """
    if not reason.strip():
        raise NewsError(_("请写明撤稿原因，它会留在记录里。"))
    story = withdrawable(story)
    identity = StoryIdentity.objects.select_for_update().get(number=story.assigned_number)
    if identity.is_withdrawn:
        raise NewsError(_("这篇稿件已经撤下。"))
    if not any(
        page.first_published_at or page.approved_schedule for page in StoryPage.objects.filter(number=identity.number)
    ):
        raise NewsError(_("这篇稿件没有发布过，不用撤：留作草稿或删除即可。"))
    identity.withdrawn_at = timezone.now()
    identity.withdrawn_by = user
    identity.withdrawal_reason = reason.strip()
    identity.save()
    for page in StoryPage.objects.filter(number=identity.number).specific():
        # Also what is only scheduled: no approved revision may bring the story back by itself.
        page.revisions.update(approved_go_live_at=None)
        if page.live:
            page.unpublish(user=user)
        log(instance=page, action="news.withdraw", user=user, data={"reason": reason.strip()})
    return identity


@transaction.atomic
def restore_story(*, story: StoryPage, user: Any) -> StoryIdentity:
    """End a withdrawal. The story stays unpublished; an editor publishes it when it is right."""
    story = withdrawable(story)
    identity = StoryIdentity.objects.select_for_update().get(number=story.assigned_number)
    if not identity.is_withdrawn:
        raise NewsError(_("这篇稿件没有撤下。"))
    identity.withdrawn_at, identity.withdrawn_by, identity.withdrawal_reason = None, None, ""
    identity.save()
    for page in StoryPage.objects.filter(number=identity.number).specific():
        log(instance=page, action="news.restore", user=user)
    return identity


@transaction.atomic
def give_column_number(*, column_key: uuid.UUID, story_number: int, wanted: int | None = None) -> int:
    """The number of a story in a column, given at the first call and the same ever after.

    `wanted` is a free number set by hand for an old issue; without it the next one. Raises ColumnNumberTaken when it
    belongs to another story. Runs in the transaction of the publication: a refused publication gives no number.
    """
    counter = ColumnCounter.objects.get_or_create(column_key=column_key)[0]
    counter = ColumnCounter.objects.select_for_update().get(pk=counter.pk)
    given = ColumnNumber.objects.filter(column_key=column_key)
    if held := given.filter(story_id=story_number).first():
        return held.number
    if wanted is not None:
        if held := given.filter(number=wanted).first():
            raise ColumnNumberTaken(held)
        number = wanted
    else:
        taken = set(given.filter(number__gt=counter.last).values_list("number", flat=True))
        number = counter.last + 1
        while number in taken:
            number += 1
        counter.last = number
        counter.save(update_fields=["last"])
    ColumnNumber.objects.create(column_key=column_key, number=number, story_id=story_number)
    return number
