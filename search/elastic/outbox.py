"""Bringing the cluster what changed: in order for each object, nothing lost while it is down, nothing twice.

An item says that an object's entry changed, not how: what is delivered is the entry as it stands now, under the number
of the newest item that is known, as an external version. A delivery that comes late is refused by the cluster as old,
so it does no harm when two workers deliver at once or one is killed in between.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from elasticsearch import ApiError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.elastic.client import alias, is_wanted, writers
from search.elastic.documents import deletions, upserts
from search.indexing import active_generation, held_of
from search.models import ENTRIES, ClusterState, OutboxItem

logger = logging.getLogger("search")

#: Items a delivery; bytes a bulk request.
AT_A_TIME, MOST_BYTES = 500, 8 * 1024 * 1024
#: An item that is refused is tried again after twice as long each time, from the first to the last.
FIRST_PAUSE, LAST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
_CONFLICT, _NOT_FOUND = 409, 404

Name = tuple[str, int]


class NotDelivered(Exception):
    """The cluster did not take a request. The message is what it said."""


def deliver_all() -> int:
    """Deliver until nothing waits. Returns how many items that were; raises NotDelivered when the cluster is down."""
    total = 0
    while delivered := deliver():
        total += delivered
    return total


def deliver() -> int:
    """Deliver the oldest items. Returns how many were dealt with; 0 when nothing waits, or there is no index yet."""
    state = ClusterState.current()
    if not is_wanted() or not state.answering:
        return 0
    due = OutboxItem.objects.filter(Q(try_at=None) | Q(try_at__lte=timezone.now()))
    items = list(due.order_by("pk")[:AT_A_TIME])
    if not items:
        return 0
    versions: dict[Name, int] = {(item.model, item.object_key): item.pk for item in items}
    entries = {(entry.model, entry.object_key): entry for entry in held_of(ENTRIES[active_generation()], versions)}
    gone = [name for name in versions if name not in entries]
    operations = []
    for index in filter(None, (alias(), state.building)):
        operations += [*upserts(index, entries.values(), versions), *deletions(index, gone, versions)]
    refused = send(operations)
    done = [item.pk for item in items if document(item) not in refused]
    OutboxItem.objects.filter(pk__in=done).delete()
    for item in items:
        if reason := refused.get(document(item)):
            put_off(item, reason)
    note_delivery(next(iter(refused.values()), ""))
    return len(items)


def document(item: OutboxItem) -> str:
    return f"{item.model}:{item.object_key}"


def send(operations: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Ids of the documents that the cluster refused, with its reasons. What it holds in a later version is no refusal.

    Raises NotDelivered when the cluster cannot be asked at all.
    """
    refused: dict[str, str] = {}
    try:
        answers = streaming_bulk(
            writers(),
            operations,
            max_chunk_bytes=MOST_BYTES,
            chunk_size=AT_A_TIME,
            raise_on_error=False,
            raise_on_exception=True,
        )
        for succeeded, answer in answers:
            ((kind, told),) = answer.items()
            status = told.get("status")
            if succeeded or status == _CONFLICT or (kind == "delete" and status == _NOT_FOUND):
                continue
            refused[told["_id"]] = str(told.get("error", status))[:300]
    except (ApiError, TransportError) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}"[:500]) from error
    return refused


def put_off(item: OutboxItem, reason: str) -> None:
    item.refused += 1
    pause = min(FIRST_PAUSE * 2 ** min(item.refused - 1, 10), LAST_PAUSE)
    item.try_at, item.error = timezone.now() + pause, reason
    item.save(update_fields=["refused", "try_at", "error"])
    logger.warning("the cluster refused %s: %s", item, reason)


def note_delivery(error: str) -> None:
    changed: dict[str, Any] = {"delivered_at": timezone.now()}
    if error:
        changed |= {"error": error, "error_at": timezone.now()}
    ClusterState.objects.filter(pk=1).update(**changed)


def note_error(error: Exception) -> None:
    """For the admin: what was wrong last."""
    ClusterState.current()
    ClusterState.objects.filter(pk=1).update(error=str(error)[:500], error_at=timezone.now())
