"""Bringing the cluster what changed: in order for each object, nothing lost while it is down, nothing twice.

An item says that an object's entry changed, not how: what is delivered is the entry as it stands now, under the number
of the newest item that is known, as an external version. A delivery that comes late is refused by the cluster as old,
so it does no harm when two workers deliver at once or one is killed in between.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk

from search.elastic.client import alias, is_wanted, next_alias, writers
from search.elastic.documents import Name, deletions, object_named, upserts
from search.indexing import active_generation, held_of
from search.models import ENTRIES, ClusterState, OutboxItem

logger = logging.getLogger("search")

#: Items a delivery; bytes a bulk request.
AT_A_TIME, MOST_BYTES = 500, 8 * 1024 * 1024
#: An item that is refused is tried again after twice as long each time, from the first to the last.
FIRST_PAUSE, LAST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
#: What the cluster answers when a document itself is what it does not take; anything else is its own trouble.
_OF_THE_DOCUMENT = {400, 413}
_CONFLICT, _NOT_FOUND = 409, 404


class NotDelivered(Exception):
    """The cluster did not take a request. The message is what it said."""


def deliver_all() -> int:
    """Deliver until nothing waits. Returns how many items that were; raises NotDelivered when the cluster is down."""
    total = 0
    while delivered := deliver():
        total += delivered
    return total


def deliver() -> int:
    """Deliver the oldest items. Returns how many were dealt with; 0 when nothing waits, or there is no index yet.

    Raises NotDelivered when the cluster does not take them: all stay.
    """
    if not is_wanted():
        return 0
    items = list(due().order_by("pk")[:AT_A_TIME])
    # Read behind the items: a rebuild that begins later finds in the database what they tell.
    state = ClusterState.current()
    if not items or not state.answering:
        return 0
    versions: dict[Name, int] = {(item.model, item.object_key): item.pk for item in items}
    entries = {(entry.model, entry.object_key): entry for entry in held_of(ENTRIES[active_generation()], versions)}
    gone = [name for name in versions if name not in entries]
    client = writers()
    operations = []
    for index in indices_written(client, state):
        operations += [*upserts(index, entries.values(), versions), *deletions(index, gone, versions)]
    refused = send(client, operations)
    done = [item.pk for item in items if (item.model, item.object_key) not in refused]
    OutboxItem.objects.filter(pk__in=done).delete()
    for item in items:
        if reason := refused.get((item.model, item.object_key)):
            put_off(item, reason)
    note_delivery(next(iter(refused.values()), ""))
    return len(items)


def expect_answer() -> None:
    """Raises NotDelivered when the cluster does not answer at all."""
    try:
        writers().info()
    except (ApiError, TransportError) as error:
        raise NotDelivered(told(error)) from error


def due() -> Any:
    """Items whose time has come. One that is put off for longer than any is, was so before the clock was put back."""
    now = timezone.now()
    return OutboxItem.objects.filter(Q(try_at=None) | Q(try_at__lte=now) | Q(try_at__gt=now + LAST_PAUSE))


def indices_written(client: Elasticsearch, state: ClusterState) -> list[str]:
    """The alias, and that of a rebuild. Where the cluster lost one, the state says so from now on."""
    try:
        if not client.indices.exists_alias(name=alias()):
            ClusterState.objects.filter(pk=1, answering=state.answering).update(answering="")
            raise NotDelivered(_("集群里没有本站的索引，将重新建立。"))
        if not state.building:
            return [alias()]
        if not client.indices.exists_alias(name=next_alias()):
            ClusterState.objects.filter(pk=1, building=state.building).update(building="", cursor=-1)
            return [alias()]
    except (ApiError, TransportError) as error:
        raise NotDelivered(told(error)) from error
    return [alias(), next_alias()]


def send(client: Elasticsearch, operations: Iterable[dict[str, Any]]) -> dict[Name, str]:
    """Objects whose documents the cluster refused, with its reasons. What it holds in a later version is no refusal.

    Raises NotDelivered when it cannot take any now.
    """
    refused: dict[Name, str] = {}
    try:
        answers = streaming_bulk(
            client,
            operations,
            max_chunk_bytes=MOST_BYTES,
            chunk_size=AT_A_TIME,
            raise_on_error=False,
            # An index of ours or none: one that the cluster made by itself would have no analyser.
            require_alias=True,
            # Shorter than the client waits: who has to wait for a shard is told so.
            timeout="5s",
        )
        for succeeded, answer in answers:
            ((kind, told_of),) = answer.items()
            status, error = told_of.get("status"), told_of.get("error")
            if succeeded or status == _CONFLICT or (kind == "delete" and status == _NOT_FOUND and not error):
                continue
            reason = reason_of(error) or str(status)
            if status not in _OF_THE_DOCUMENT:
                raise NotDelivered(reason)
            refused[object_named(told_of["_id"])] = reason[:300]
    except (ApiError, TransportError) as error:
        raise NotDelivered(told(error)) from error
    return refused


def reason_of(error: Any) -> str:
    """The reasons that the cluster gives, the cause first: what follows quotes the document at length."""
    reasons: list[str] = []
    while isinstance(error, dict):
        reasons.insert(0, str(error.get("reason") or error.get("type") or ""))
        error = error.get("caused_by")
    return ": ".join(filter(None, reasons)) or (str(error) if error else "")


def told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def put_off(item: OutboxItem, reason: str) -> None:
    """Try it again later."""
    item.refused += 1
    pause = min(FIRST_PAUSE * 2 ** min(item.refused - 1, 10), LAST_PAUSE)
    item.try_at, item.error = timezone.now() + pause, reason
    item.save(update_fields=["refused", "try_at", "error"])
    logger.warning("the cluster refused %s: %s", item, reason)


def note_refused(refused: Mapping[Name, str]) -> None:
    """Keep what a rebuild could not bring, with the reason, unless it waits already."""
    for (model, object_key), reason in refused.items():
        if not OutboxItem.objects.filter(model=model, object_key=object_key).exists():
            put_off(OutboxItem.objects.create(model=model, object_key=object_key), reason)


def note_delivery(error: str) -> None:
    changed: dict[str, Any] = {"delivered_at": timezone.now()}
    if error:
        changed |= {"error": error, "error_at": timezone.now()}
    ClusterState.objects.filter(pk=1).update(**changed)


def note_error(error: Exception) -> None:
    """For the admin: what was wrong last."""
    ClusterState.current()
    ClusterState.objects.filter(pk=1).update(error=str(error)[:500], error_at=timezone.now())
