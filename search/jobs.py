"""What follows a change by the worker: entries of pages far from it, the rebuild, deliveries to the cluster."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from core.jobs.context import JobContext
from core.jobs.schedule import every, should_stop
from core.jobs.task import job
from core.registry.merged import with_merged
from core.registry.models import Organisation, Person
from media.models import LibraryDocument, Photo
from news.models import ProfilePage, StoryPage
from news.models.links import StoryAward, StorySection
from search import asked
from search.elastic import outbox
from search.elastic.checking import check_cluster
from search.elastic.client import is_wanted
from search.elastic.rebuilding import is_under_way, rebuild_cluster
from search.models import ClusterState
from search.rebuilding import Report, check, index_anew, rebuild, when_nobody_saves

logger = logging.getLogger("search")

#: Pages indexed in one transaction: it reads them as well, so that none is overwritten as it was before.
STEP = 10
#: Seconds between deliveries to a cluster that does not take them, and until one is tried to one without an index.
MOST_PAUSE, FIRST_PAUSE = 60.0, 10.0
#: What is found by the names of a kind of records: the model, that of its entries, the field that names the record.
NAMING: dict[str, list[tuple[type[Model], type[Model], str]]] = {
    "core.person": [(StoryPage, Page, "byline__person"), (Photo, Photo, "people__person")],
    "core.organisation": [(LibraryDocument, LibraryDocument, "issuer")],
    "core.place": [(Photo, Photo, "place")],
    "core.event": [(Photo, Photo, "event")],
}


@job(title=gettext_lazy("更新栏目下稿件的搜索索引"))
def index_below(context: JobContext, *, page_id: int) -> str | None:
    """A page and all below it, since their addresses tell the section, and what is sent to a section of these."""
    top = Page.objects.filter(pk=page_id).first()
    if top is None:
        return None
    keys = list(top.get_descendants(inclusive=True).values_list("pk", flat=True))
    return index_pages(context, [*keys, *StorySection.objects.filter(section__in=keys).values_list("story", flat=True)])


@job(title=gettext_lazy("更新稿件的搜索索引"))
def index_stories(context: JobContext, *, stories: list[int]) -> str:
    """Stories whose rows changed without them."""
    return index_pages(context, stories)


@job(title=gettext_lazy("更新人物稿件的搜索索引"))
def index_profiles_of(context: JobContext, *, person_id: int | None, organisation_id: int | None) -> str | None:
    """Profiles of whoever received an honour, under whatever row of theirs."""
    about = Q(pk__in=[])
    for model, name, key in ((Person, "person", person_id), (Organisation, "organisation", organisation_id)):
        if record := model.objects.filter(pk=key).first():
            about |= Q(**{f"{name}__in": record.resolved().merged_keys()})
    return index_pages(context, ProfilePage.objects.filter(about).values_list("pk", flat=True))


@job(title=gettext_lazy("更新荣誉相关稿件的搜索索引"))
def index_award(context: JobContext, *, award_id: int) -> str | None:
    """Stories that name an award, and profiles of whoever received it."""
    about = Q(pk__in=[])
    for model, name in ((Person, "person"), (Organisation, "organisation")):
        honoured = model.objects.filter(conferrals__round__award=award_id).distinct()
        if keys := {record.resolved().pk for record in honoured}:
            about |= Q(**{f"{name}__in": with_merged(model, keys)})
    stories = StoryAward.objects.filter(award=award_id).values_list("story", flat=True)
    return index_pages(context, [*stories, *ProfilePage.objects.filter(about).values_list("pk", flat=True)])


def index_pages(context: JobContext, pages: Iterable[int]) -> str:
    return _("更新了%(count)s页。") % {"count": index_objects(context, Page, pages)}


def index_objects(context: JobContext, model: type[Model], objects: Iterable[int]) -> int:
    """Objects of one root model, by their keys. Returns how many."""
    keys = list(dict.fromkeys(objects))
    for start in range(0, len(keys), STEP):
        when_nobody_saves(partial(index_anew, model, keys[start : start + STEP]))
        context.progress(min(start + STEP, len(keys)), len(keys))
    return len(keys)


@job(title=gettext_lazy("按新名称更新搜索索引"))
def index_what_names(context: JobContext, *, model: str, record_id: int) -> str | None:
    """Stories, photos and documents that are found by the name of a record, which is called otherwise now.

    They may name a row that was merged into it.
    """
    record: Any = apps.get_model(model)._default_manager.filter(pk=record_id).first()
    if record is None:
        return None
    keys = record.resolved().merged_keys()
    done = 0
    for named, root, field in NAMING[model]:
        found = named._default_manager.filter(**{f"{field}__in": keys}).values_list("pk", flat=True)
        done += index_objects(context, root, found)
    return _("更新了%(count)s条。") % {"count": done}


@job(title=gettext_lazy("重建搜索索引"), attempts=3)
def rebuild_index(context: JobContext, *, engine: str) -> str:
    """`engine`: "database", "elasticsearch" or "all", as `search_rebuild --engine`."""
    return _("索引已重建，共%(count)s条。") % {"count": rebuild_engines(engine, context.progress)}


@job(title=gettext_lazy("核对搜索索引"), attempts=3)
def check_index(context: JobContext) -> str:
    """As `search_check`: what the index lacks, holds wrongly or still holds is put right; the cluster's as well."""
    drifts = [check(context.progress)]
    if is_wanted():
        drifts.append(check_cluster(context.progress))
    if not any(map(len, drifts)):
        return _("索引与内容一致。")
    counts = {name: sum(len(getattr(drift, name)) for drift in drifts) for name in ("missing", "different", "extra")}
    return _("缺%(missing)s条，不一致%(different)s条，多余%(extra)s条，都已补正。") % counts


def rebuild_engines(engine: str, report: Report | None = None) -> int:
    """Rebuild the database's index, the cluster's, or both where there is a cluster. Raises SearchError."""
    done = rebuild(report) if engine != "elasticsearch" else 0
    if engine == "elasticsearch" or (engine == "all" and is_wanted()):
        done = rebuild_cluster(report)
    return done


class Deliveries:
    """Called by the timetable every second; after a failure only after twice as long each time, up to MOST_PAUSE."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._not_before = 0.0
        self._said = ""

    def run(self) -> str | None:
        """Bring the cluster what changed; let its index be built where it has none. Returns what there is to say."""
        if self._clock() < self._not_before:
            return self._said
        try:
            total = self._deliver()
        except outbox.NotDelivered as error:
            if not self._failures:
                logger.warning("nothing is delivered to the cluster: %s", error)
            pause = min(2.0**self._failures, MOST_PAUSE)
            self._failures += 1
            self._not_before = self._clock() + pause
            outbox.note_error(error)
            self._said = _("没有送到：%(error)s") % {"error": error}
            return self._said
        self._failures, self._said = 0, ""
        return _("送出%(count)s条。") % {"count": total} if total else None

    def _deliver(self) -> int:
        state = ClusterState.current()
        if not state.answering:
            outbox.expect_answer()
            self._not_before = self._clock() + FIRST_PAUSE
            if not is_under_way(state):
                rebuild_index.enqueue(key="first", engine="elasticsearch")
            return 0
        total = 0
        while not should_stop() and (delivered := outbox.deliver()):
            total += delivered
        return total


if is_wanted():  # a site without a cluster is not asked every second whether it has one
    every(seconds=1, name="search.deliver", title=gettext_lazy("把改动送到 Elasticsearch"))(Deliveries().run)


@every(seconds=86_400, name="search.prune_asked", title=gettext_lazy("清理一年以前的读者搜索"))
def prune_asked() -> str | None:
    """Delete what readers looked for more than a year ago."""
    count = asked.prune()
    return _("删除了%(count)s条。") % {"count": count} if count else None
