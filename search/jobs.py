"""What follows a change by the worker: entries of pages far from it, the rebuild, deliveries to the cluster."""

from __future__ import annotations

import logging

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from core.jobs.context import JobContext
from core.jobs.schedule import every, should_stop
from core.jobs.task import job
from news.models import ProfilePage
from search.elastic import outbox
from search.elastic.client import is_wanted
from search.elastic.rebuilding import rebuild_cluster
from search.indexing import index
from search.models import ClusterState
from search.rebuilding import Report, rebuild

logger = logging.getLogger("search")

#: Pages indexed in one transaction.
STEP = 25


@job(title=gettext_lazy("更新栏目下稿件的搜索索引"))
def index_below(context: JobContext, *, page_id: int) -> str | None:
    """A page and all below it, since their addresses tell the section."""
    top = Page.objects.filter(pk=page_id).first()
    if top is None:
        return None
    keys = list(top.get_descendants(inclusive=True).values_list("pk", flat=True))
    return index_pages(context, keys)


@job(title=gettext_lazy("更新人物稿件的搜索索引"))
def index_profiles_of(context: JobContext, *, person_id: int | None, organisation_id: int | None) -> str | None:
    """Profiles of whoever received an honour."""
    about = Q(pk__in=[])
    if person_id:
        about |= Q(person=person_id)
    if organisation_id:
        about |= Q(organisation=organisation_id)
    return index_pages(context, list(ProfilePage.objects.filter(about).values_list("pk", flat=True)))


def index_pages(context: JobContext, keys: list[int]) -> str:
    for start in range(0, len(keys), STEP):
        index(Page.objects.filter(pk__in=keys[start : start + STEP]).specific())
        context.progress(min(start + STEP, len(keys)), len(keys))
    return _("更新了%(count)s页。") % {"count": len(keys)}


@job(title=gettext_lazy("重建搜索索引"), attempts=3)
def rebuild_index(context: JobContext, *, engine: str) -> str:
    """`engine`: "database", "elasticsearch" or "all", as `search_rebuild --engine`."""
    return _("索引已重建，共%(count)s条。") % {"count": rebuild_engines(engine, context.progress)}


def rebuild_engines(engine: str, report: Report | None = None) -> int:
    """Rebuild the database's index, the cluster's, or both where there is a cluster. Raises SearchError."""
    done = rebuild(report) if engine != "elasticsearch" else 0
    if engine == "elasticsearch" or (engine == "all" and is_wanted()):
        done = rebuild_cluster(report)
    return done


@every(seconds=1, name="search.deliver", title=gettext_lazy("把改动送到 Elasticsearch"))
def deliver() -> str | None:
    """Bring the cluster what changed; build its index where it has none yet."""
    if not is_wanted():
        return None
    if not ClusterState.current().answering:
        rebuild_index.enqueue(key="first", engine="elasticsearch")
        return None
    total = 0
    try:
        while not should_stop() and (delivered := outbox.deliver()):
            total += delivered
    except outbox.NotDelivered as error:
        outbox.note_error(error)
        raise
    return _("送出%(count)s条。") % {"count": total} if total else None
