"""Jobs of the traditional edition: one page, a part of the tree, pages that hold a name, a page that was deleted."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks.base import TaskResultStatus
from wagtail.models import Page
from wagtail_localize.models import String

from core.jobs import GiveUp, JobContext, JobTask, job
from core.jobs.models import Job
from core.languages.conversion import TRADITIONAL
from core.languages.following import (
    FollowingFailed,
    follow,
    keys_by_following,
    keys_of_followed,
    records_in_traditional,
    remove_copy,
)

logger = logging.getLogger("core.languages")

#: One page goes before ordinary jobs, a part of the tree after them.
SOON, LATER = 10, -10
#: So many reasons of refusals stand in the report on a part of the tree.
REASONS_SHOWN = 20
#: What tells whether a page that waits has changed since it was last brought up to date.
Standing = tuple[object, ...]


@job(title=gettext_lazy("更新繁体版"), priority=SOON, backoff=2.0)
def follow_page(context: JobContext, *, page_key: str) -> str:
    """`page_key`: the page's translation key, as text."""
    try:
        return follow(key=uuid.UUID(page_key), going=[key for key, _attempts in waiting_keys(remove_page)])
    except FollowingFailed as failure:
        raise GiveUp(str(failure)) from failure


@job(title=gettext_lazy("删除繁体版"), priority=SOON, backoff=2.0)
def remove_page(context: JobContext, *, page_key: str) -> str:
    return remove_copy(key=uuid.UUID(page_key), going=[key for key, _attempts in waiting_keys(remove_page)])


@job(title=gettext_lazy("更新一个栏目的繁体版"), priority=LATER)
def follow_below(context: JobContext, *, page_id: int) -> str:
    """A page with all below it, and the pages above it: its switch was turned, or it was moved.

    Copies are made from above; they come down from below, since one stays up while others stand under it.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return _("栏目已删除。")
    live = Page.objects.filter(locale__language_code=TRADITIONAL, live=True).values("translation_key")
    below = Page.objects.filter(path__startswith=page.path, locale_id=page.locale_id, alias_of=None)
    following, others = keys_by_following(below.filter(Q(live=True) | Q(translation_key__in=live)))
    above = page.get_ancestors().filter(depth__gt=1, live=True).order_by("-path")
    return follow_all(context, [*following, *reversed(others), *keys_of(above)])


@job(title=gettext_lazy("按新的名称和用语更新繁体版"), priority=LATER)
def convert_again(context: JobContext, *, text: str) -> str:
    """Pages whose source holds `text`, all for an empty text: a name on the list or the wording was changed."""
    records = records_in_traditional().filter(enabled=True)
    if text:
        strings = String.objects.filter(locale__language_code=settings.LANGUAGE_CODE, data__contains=text)
        records = records.filter(source__stringsegment__string__in=strings)
    sources = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    return follow_all(
        context, keys_of_followed(sources.filter(translation_key__in=records.values("source__object_id")))
    )


def keys_of(pages: Iterable[Page]) -> list[uuid.UUID]:
    return [page.translation_key for page in pages]


def follow_all(context: JobContext, keys: list[uuid.UUID]) -> str:
    """Bring the copies of these pages up to date, one after the other.

    What is wrong with one keeps none of the others back: a refusal is told in the report; an error of any other kind is
    raised again at the end, so that the job is tried once more.
    """
    refused: list[str] = []
    broken: list[Exception] = []
    served: dict[uuid.UUID, Standing] = {}

    def follow_one(key: uuid.UUID) -> None:
        try:
            follow(key=key)
        except FollowingFailed as failure:
            refused.append(str(failure))
        except Exception as error:
            logger.exception("the traditional copy of page %s could not be brought up to date", key)
            broken.append(error)

    for place, key in enumerate(keys):
        context.progress(place, len(keys))
        for urgent, standing in waiting_pages().items():  # who has just published does not wait for a whole section
            if served.get(urgent) != standing:
                served[urgent] = standing
                follow_one(urgent)
        follow_one(key)
    context.progress(len(keys), len(keys))
    if broken:
        raise broken[0]
    report = _("看过 %(count)s 页。") % {"count": len(keys)}
    if refused:
        reasons = list(dict.fromkeys(refused))
        words = {"count": len(reasons), "reasons": "；".join(reasons[:REASONS_SHOWN])}
        report += _("%(count)s 页没有更新：%(reasons)s") % words
    return report


def waiting_keys(task: JobTask) -> list[tuple[uuid.UUID, int]]:
    """Of the jobs of this kind that wait: the page, and how often it was tried."""
    waiting = Job.objects.filter(result__task_path=task.module_path, result__status=TaskResultStatus.READY)
    return [(uuid.UUID(str(job.arguments["page_key"])), job.attempts) for job in waiting.select_related("result")]


def waiting_pages() -> dict[uuid.UUID, Standing]:
    """The single pages that wait in the queue, none of them tried before, and how each stands: what is served already
    need not be served again until it changes. Their jobs will find them done.
    """
    keys = [key for key, attempts in waiting_keys(follow_page) if not attempts]
    if not keys:
        return {}
    pages = Page.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    standing = pages.values_list("translation_key", "live", "path", "last_published_at", "live_revision", "title")
    return dict.fromkeys(keys, ("deleted",)) | {key: tuple(rest) for key, *rest in standing}
