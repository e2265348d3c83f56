"""Whether the cluster's index holds what the database's entries say, by their digests; what differs is told it anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.elastic.client import REBUILDING, alias, is_wanted, writers
from search.elastic.documents import Name, document_name, object_named
from search.elastic.outbox import NotDelivered, deliver_all, note_error, told
from search.elastic.rebuilding import rebuild_cluster
from search.errors import SearchError
from search.indexing import active_generation, held_of, tell_cluster
from search.models import ENTRIES, ClusterState, OutboxItem
from search.rebuilding import Drift, Report

#: Documents that are read at a time, and names that are looked at once more.
PAGE, NAMES = 2000, 500
#: The cluster keeps its view of the index so long from one page to the next.
KEPT = "2m"

#: key, whose entry, its digest in hexadecimal.
Held = tuple[int, Name, str]


def check_cluster(report: Report | None = None) -> Drift:
    """Compare every entry with its document, and mend what differs.

    Raises SearchError when there is no cluster, no index in it yet, or when it does not answer.
    """
    if not is_wanted():
        raise SearchError(_("没有设置 ELASTICSEARCH_URL，本站不用 Elasticsearch。"))
    if not ClusterState.current().answering:
        raise SearchError(_("集群里还没有本站的索引，请先运行 search_rebuild。"))
    client = writers(REBUILDING)
    try:
        settle(client)
        drift = confirmed(client, compare(client, report))
        mend(client, drift)
    except (NotDelivered, ApiError, TransportError) as error:
        note_error(error)
        reason = error if isinstance(error, NotDelivered) else told(error)
        raise SearchError(_("Elasticsearch 没有应答：%(error)s") % {"error": reason}) from error
    return drift


def settle(client: Elasticsearch) -> None:
    """Let the index hold, and show, what is under way to it."""
    deliver_all()
    client.indices.refresh(index=alias())


def compare(client: Elasticsearch, report: Report | None) -> set[Name]:
    """Whose documents differ from their entries, or seem to: the two are not read at the same moment."""
    total = ENTRIES[active_generation()].objects.count()
    there, here = documents(client), entries()
    wrong: set[Name] = set()
    document, entry, done = next(there, None), next(here, None), 0
    while document or entry:
        if document and (entry is None or document < entry):
            wrong.add(document[1])
            document = next(there, None)
            continue
        assert entry is not None
        if document is None or entry < document:
            wrong.add(entry[1])
        else:
            document = next(there, None)
        entry, done = next(here, None), done + 1
        if report and (done % PAGE == 0 or entry is None):
            report(done, max(done, total))
    return wrong


def documents(client: Elasticsearch) -> Iterator[Held]:
    """What the cluster holds, in the order of keys, as it was at one moment."""
    moment = client.open_point_in_time(index=alias(), keep_alive=KEPT)["id"]
    try:
        behind: list[Any] | None = None
        while True:
            view = {"id": moment, "keep_alive": KEPT}
            found = found_documents(client, pit=view, sort=[{"key": "asc"}], search_after=behind, size=PAGE)
            moment = found["pit_id"]
            hits = found["hits"]["hits"]
            if not hits:
                return
            # Of one key there are several only in an index that holds something wrong.
            yield from sorted(map(held_in, hits))
            behind = hits[-1]["sort"]
    finally:
        client.close_point_in_time(id=moment)


def found_documents(client: Elasticsearch, **asked: Any) -> Any:
    return client.search(
        docvalue_fields=[{"field": "key"}, {"field": "digest"}],
        track_total_hits=False,
        allow_partial_search_results=False,
        **asked,
    )


def held_in(hit: Any) -> Held:
    fields = hit["fields"]
    return fields["key"][0], object_named(hit["_id"]), fields["digest"][0]


def entries() -> Iterator[Held]:
    rows = ENTRIES[active_generation()].objects.order_by("key").values_list("key", "model", "object_key", "digest")
    behind = -1
    while some := list(rows.filter(key__gt=behind)[:PAGE]):
        yield from ((key, (model, object_key), bytes(digest).hex()) for key, model, object_key, digest in some)
        behind = some[-1][0]


def confirmed(client: Elasticsearch, seeming: Iterable[Name]) -> Drift:
    """What is wrong indeed, now that everything is delivered: looked at once more."""
    drift = Drift()
    if not (names := sorted(seeming)):
        return drift
    settle(client)
    for some in parts(names):
        there = documents_of(client, some)
        held = held_of(ENTRIES[active_generation()], some)
        here = {(entry.model, entry.object_key): (entry.key, bytes(entry.digest).hex()) for entry in held}
        for name in some:
            if there.get(name) != here.get(name):
                kind = drift.missing if name not in there else drift.extra if name not in here else drift.different
                kind.append(name)
    return drift


def documents_of(client: Elasticsearch, names: Sequence[Name]) -> dict[Name, tuple[int, str]]:
    ids = [document_name(name) for name in names]
    found = found_documents(client, index=alias(), query={"ids": {"values": ids}}, size=len(ids))
    return {name: (key, digest) for key, name, digest in map(held_in, found["hits"]["hits"])}


def parts(names: Sequence[Name]) -> Iterator[list[Name]]:
    left = iter(names)
    while some := list(islice(left, NAMES)):
        yield some


def mend(client: Elasticsearch, drift: Drift) -> None:
    """Tell the cluster of all that is wrong. What it goes on to hold differently, and does not refuse, it holds under
    later numbers than ours: from before the database was put back to an older state. Then its index is made anew.
    """
    wrong = [*drift.missing, *drift.different, *drift.extra]
    if not wrong:
        return
    tell_cluster(wrong)
    settle(client)
    refused = set(OutboxItem.objects.values_list("model", "object_key"))
    left = confirmed(client, wrong)
    if not refused.issuperset([*left.missing, *left.different, *left.extra]):
        rebuild_cluster()
