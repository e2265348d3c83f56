"""A new index for the cluster, filled from the database's entries beside the one that answers, then swapped for it.

What changes meanwhile is delivered to both (search.elastic.outbox), in a later version than the rebuild writes, which
therefore never overwrites it and never brings back what was deleted. A rebuild that was killed goes on where it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from elasticsearch import ApiError, TransportError

from search.elastic.client import alias, is_wanted, writers
from search.elastic.documents import ensure_template, upserts
from search.elastic.outbox import NotDelivered, note_error, send
from search.errors import SearchError
from search.indexing import active_generation
from search.models import ENTRIES, ClusterState

#: Entries a step.
STEP = 500
#: A rebuild that was not seen for so long has died.
DEAD_AFTER = timedelta(seconds=60)

Report = Callable[[int, int], None]


def rebuild_cluster(report: Report | None = None) -> int:
    """Make the cluster's index anew, or go on with a rebuild that was cut off. Returns how many entries it was given.

    Raises SearchError while another is running, when there is no cluster, and when it does not answer.
    """
    if not is_wanted():
        raise SearchError(_("没有设置 ELASTICSEARCH_URL，本站不用 Elasticsearch。"))
    owner = uuid.uuid4().hex
    try:
        building, cursor = begin(owner)
        given = fill(owner, building, cursor, report)
        finish(owner, building)
    except (NotDelivered, ApiError, TransportError) as error:
        note_error(error)
        release(owner)
        message = _("Elasticsearch 没有应答，重建停在中途，恢复后再运行会接着做：%(error)s")
        raise SearchError(message % {"error": error}) from error
    return given


def begin(owner: str) -> tuple[str, int]:
    """The index to fill, and the key of the last entry that is in it."""
    with transaction.atomic():
        state = ClusterState.locked()
        if state.owner and state.beat_at and timezone.now() - state.beat_at < DEAD_AFTER:
            raise SearchError(_("另一次重建正在进行，请等它结束。"))
        state.owner, state.beat_at = owner, timezone.now()
        state.save()
    client = writers()
    ensure_template(client)
    if state.building and client.indices.exists(index=state.building):
        return state.building, state.cursor
    building = f"{alias()}-{timezone.now():%Y%m%d%H%M%S}-{owner[:6]}"
    client.indices.create(index=building)
    with transaction.atomic():
        state = own(owner)
        state.building, state.cursor = building, -1
        state.save()
    return building, -1


def fill(owner: str, building: str, cursor: int, report: Report | None) -> int:
    entries = ENTRIES[active_generation()]
    total, done = entries.objects.count(), entries.objects.filter(key__lte=cursor).count()
    while chunk := list(entries.objects.filter(key__gt=cursor).order_by("key")[:STEP]):
        refused = send(upserts(building, chunk, {}))
        if refused:
            raise NotDelivered(next(iter(refused.values())))
        cursor, done = chunk[-1].key, done + len(chunk)
        with transaction.atomic():
            state = own(owner)
            state.cursor, state.beat_at = cursor, timezone.now()
            state.save()
        if report:
            report(done, total)
    return done


def finish(owner: str, building: str) -> None:
    """Let the new index answer in place of the old, in one step of the cluster's."""
    client = writers()
    client.indices.refresh(index=building)
    there = list(client.indices.get_alias(name=alias())) if client.indices.exists_alias(name=alias()) else []
    actions = [{"remove": {"index": name, "alias": alias()}} for name in there if name != building]
    client.indices.update_aliases(actions=[*actions, {"add": {"index": building, "alias": alias()}}])
    with transaction.atomic():
        state = own(owner)
        state.answering, state.building, state.cursor, state.owner = building, "", -1, ""
        state.rebuilt_at, state.error = timezone.now(), ""
        state.save()
    old = [name for name in client.indices.get(index=f"{alias()}-*") if name != building]
    for name in old:
        client.indices.delete(index=name, ignore_unavailable=True)


def own(owner: str) -> ClusterState:
    state = ClusterState.locked()
    if state.owner != owner:
        raise SearchError(_("另一个进程接手了重建。"))
    return state


def release(owner: str) -> None:
    ClusterState.objects.filter(pk=1, owner=owner).update(owner="")
