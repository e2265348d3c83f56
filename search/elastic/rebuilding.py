"""A new index for the cluster, filled from the database's entries beside the one that answers, then swapped for it.

What changes meanwhile is delivered to both (search.elastic.outbox), in a later version than the rebuild writes, which
therefore never overwrites it and never brings back what was deleted. A rebuild that was killed goes on where it was.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.elastic.client import REBUILDING, alias, is_wanted, next_alias, writers
from search.elastic.documents import ensure_template, upserts
from search.elastic.outbox import NotDelivered, note_error, note_refused, send, told
from search.errors import SearchError
from search.indexing import active_generation
from search.models import ENTRIES, ClusterState, Entry

#: Entries a step.
STEP = 500
#: A rebuild that was not seen for so long has died.
DEAD_AFTER = timedelta(seconds=60)
#: Seconds to wait after each failure of a step, for a node that went and whose work others take over.
PATIENCE = (1, 2, 4, 8)

Report = Callable[[int, int], None]


def rebuild_cluster(report: Report | None = None) -> int:
    """Make the cluster's index anew, or go on with a rebuild that was cut off. Returns how many entries it was given.

    Raises SearchError while another is running, when there is no cluster, and when it does not answer.
    """
    if not is_wanted():
        raise SearchError(_("没有设置 ELASTICSEARCH_URL，本站不用 Elasticsearch。"))
    owner = uuid.uuid4().hex
    client = writers(REBUILDING)
    take(owner)
    try:
        cursor = begin(owner, client)
        given = fill(owner, client, cursor, report)
        finish(owner, client)
    except (NotDelivered, ApiError, TransportError) as error:
        reason = str(error) if isinstance(error, NotDelivered) else told(error)
        note_error(NotDelivered(reason))
        message = _("Elasticsearch 没有应答，重建停在中途，恢复后再运行会接着做：%(error)s")
        raise SearchError(message % {"error": reason}) from error
    finally:
        ClusterState.objects.filter(pk=1, owner=owner).update(owner="")
    return given


@transaction.atomic
def take(owner: str) -> None:
    state = ClusterState.locked()
    if is_under_way(state):
        raise SearchError(_("另一次重建正在进行，请等它结束。"))
    state.owner, state.beat_at = owner, timezone.now()
    state.save()


def is_under_way(state: ClusterState) -> bool:
    """Does a rebuild live? Counted both ways: a clock may have been put back."""
    if not state.owner or state.beat_at is None:
        return False
    return abs(timezone.now() - state.beat_at) < DEAD_AFTER


def begin(owner: str, client: Elasticsearch) -> int:
    """Let there be an index to fill, under `next_alias`. Returns the key of the last entry that is in it."""
    ensure_template(client)
    state = ClusterState.current()
    if state.building and client.indices.exists_alias(name=next_alias(), index=state.building):
        return state.cursor
    building = f"{alias()}-{timezone.now():%Y%m%d%H%M%S}-{owner[:6]}"
    client.indices.create(index=building)
    # Not with the index: of one that a killed rebuild left the name must go.
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": f"{alias()}-*", "alias": next_alias(), "must_exist": False}},
            {"add": {"index": building, "alias": next_alias()}},
        ]
    )
    with transaction.atomic():
        state = own(owner)
        state.building, state.cursor = building, -1
        state.save()
    return -1


def fill(owner: str, client: Elasticsearch, cursor: int, report: Report | None) -> int:
    entries = ENTRIES[active_generation()]
    total, done = entries.objects.count(), entries.objects.filter(key__lte=cursor).count()
    while chunk := entries_behind(cursor):
        note_refused(patiently(owner, client, chunk))
        cursor, done = chunk[-1].key, done + len(chunk)
        beat(owner, cursor)
        if report:
            report(done, total)
    return done


def entries_behind(cursor: int) -> list[Entry]:
    """The next entries, of the generation that answers: once more where it was another before they were all read."""
    while True:
        generation = active_generation()
        chunk = list(ENTRIES[generation].objects.filter(key__gt=cursor).order_by("key")[:STEP])
        if active_generation() == generation:
            return chunk


def patiently(owner: str, client: Elasticsearch, chunk: Sequence[Entry]) -> dict[tuple[str, int], str]:
    """What of these entries the cluster refused. It is asked again while a node's work goes over to another."""
    for pause in PATIENCE:
        try:
            return send(client, upserts(next_alias(), chunk, {}))
        except NotDelivered:
            if not client.ping():
                raise
            time.sleep(pause)
            beat(owner)
    return send(client, upserts(next_alias(), chunk, {}))


def beat(owner: str, cursor: int | None = None) -> None:
    """Say that the rebuild lives, and how far it is."""
    with transaction.atomic():
        state = own(owner)
        state.beat_at = timezone.now()
        if cursor is not None:
            state.cursor = cursor
        state.save()


def finish(owner: str, client: Elasticsearch) -> None:
    """Let the new index answer in place of the old, in one step of the cluster's."""
    beat(owner)
    building = ClusterState.current().building
    if not building:
        raise NotDelivered(_("集群丢了正在建的索引。"))
    # Its shards may be moving to another node at this moment.
    client.cluster.health(index=building, wait_for_status="yellow", timeout="20s")
    client.indices.refresh(index=building)
    old = [name for name in client.indices.get(index=f"{alias()}-*", features="aliases") if name != building]
    beat(owner)
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": f"{alias()}-*", "aliases": [alias(), next_alias()], "must_exist": False}},
            {"add": {"index": building, "alias": alias()}},
        ]
    )
    with transaction.atomic():
        state = own(owner)
        state.answering, state.building, state.cursor, state.owner = building, "", -1, ""
        state.rebuilt_at, state.error = timezone.now(), ""
        state.save()
    for name in old:
        client.indices.delete(index=name, ignore_unavailable=True)


def own(owner: str) -> ClusterState:
    """The state, locked; raises SearchError when another process took the rebuild over."""
    state = ClusterState.locked()
    if state.owner != owner:
        raise SearchError(_("另一个进程接手了重建。"))
    return state
