"""How search is: which engine answers readers, how much it holds, how far it is behind, what went wrong last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from core.jobs.models import Job
from search.elastic.breaker import EngineDown, breaker
from search.elastic.client import alias, is_wanted, readers
from search.indexing import KINDS, active_generation
from search.jobs import check_index, rebuild_index
from search.keys import Kind
from search.models import ENTRIES, ClusterState, IndexState, OutboxItem

#: Refused items, and jobs, that are shown.
MOST_REFUSED, MOST_JOBS = 20, 5
_NAMES = {
    Kind.LIVE_PAGE: _("页面"),
    Kind.PERSON: _("人物"),
    Kind.ORGANISATION: _("单位"),
    Kind.PLACE: _("阵地"),
    Kind.EVENT: _("活动"),
    Kind.AWARD: _("荣誉"),
    Kind.TOPIC: _("主题"),
    Kind.ROUND: _("表彰批次"),
    Kind.PHOTO: _("照片"),
    Kind.DOCUMENT: _("文件"),
    Kind.OTHER: _("其他"),
}


@dataclass(frozen=True)
class Held:
    """How many entries of one kind the database's index holds."""

    name: str
    count: int


@dataclass(frozen=True)
class Cluster:
    """The cluster, asked at this moment in this process. `problem`: why it does not answer readers, `""` when it does.

    `waiting`: changes that it has still to be told, the oldest of `waiting_since`.
    """

    state: ClusterState
    problem: str
    health: str
    nodes: int
    entries: int
    waiting: int
    waiting_since: datetime | None
    refused: list[OutboxItem]

    @property
    def answers(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class Status:
    """`cluster`: None on a site that has none."""

    database: str
    state: IndexState | None
    held: list[Held]
    cluster: Cluster | None
    jobs: list[Job]

    @property
    def entries(self) -> int:
        return sum(kind.count for kind in self.held)

    @property
    def is_working(self) -> bool:
        """Is a rebuild or a check under way, or waiting for the worker?"""
        return any(not job.is_finished for job in self.jobs)


def status() -> Status:
    return Status(
        "PostgreSQL" if connection.vendor == "postgresql" else "SQLite",
        IndexState.objects.first(),
        held_by_kind(),
        cluster_status() if is_wanted() else None,
        latest_jobs(),
    )


def held_by_kind() -> list[Held]:
    rows = ENTRIES[active_generation()].objects.order_by().values_list("model").annotate(Count("pk"))
    counts: dict[Kind, int] = {}
    for model, count in rows:
        kind = Kind.LIVE_PAGE if model == "wagtailcore.page" else KINDS.get(model, Kind.OTHER)
        counts[kind] = counts.get(kind, 0) + count
    return [Held(str(name), counts[kind]) for kind, name in _NAMES.items() if kind in counts]


def cluster_status() -> Cluster:
    state = ClusterState.current()
    problem, health, nodes, entries = "", "", 0, 0
    try:
        told = breaker.call(lambda: readers().cluster.health())
        health, nodes = told["status"], told["number_of_nodes"]
        if state.answering:
            entries = breaker.call(lambda: readers().count(index=alias()))["count"]
        else:
            problem = str(_("集群里还没有建好的索引。"))
    except EngineDown as error:
        problem = str(error)
    waiting = OutboxItem.objects.aggregate(count=Count("pk"), since=Min("created_at"))
    refused = list(OutboxItem.objects.filter(refused__gt=0).order_by("pk")[:MOST_REFUSED])
    return Cluster(state, problem, health, nodes, entries, waiting["count"], waiting["since"], refused)


def latest_jobs() -> list[Job]:
    """Rebuilds and checks, the newest first."""
    paths = [rebuild_index.module_path, check_index.module_path]
    jobs = Job.objects.select_related("result").filter(result__task_path__in=paths)
    return list(jobs.order_by("-result__enqueued_at")[:MOST_JOBS])
