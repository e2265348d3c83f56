"""Entries as documents: our tokens, parted at blanks by the cluster and left as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.dsl import Document, Index, Keyword, Long, Text, analyzer

from core.chinese.bigrams import TRADITIONAL
from search.elastic.client import alias
from search.models import Entry
from search.models.entry import COLUMNS

_tokens = analyzer("gongxun_tokens", type="custom", tokenizer="whitespace")


def _text() -> Text:
    return Text(analyzer=_tokens, norms=True)


class EntryDocument(Document):
    """One entry. `key` holds its language, kind and time (search.keys); its id is that of the object."""

    key = Long()
    title = _text()
    names = _text()
    summary = _text()
    body = _text()
    typed = Text(analyzer=_tokens, norms=False)
    facets = Keyword()

    class Index:
        # Named by `settings_of` and the alias; a document class must have one.
        name = "gongxun-entries"


def document_name(model: str, object_key: int) -> str:
    return f"{model}:{object_key}"


def source_of(entry: Entry) -> dict[str, Any]:
    """What the cluster is given of an entry."""
    columns = dict(zip(COLUMNS, entry.tokens, strict=True))
    texts = {name: text.replace(TRADITIONAL, "") for name, text in columns.items() if name != "facets" and text}
    return {"key": entry.key, **texts, "facets": columns["facets"].split()}


def ensure_template(client: Elasticsearch) -> None:
    """Let every index of ours have our analyser, shards and replicas, also one that is made by hand."""
    index = Index(f"{alias()}-*", using=client)
    index.document(EntryDocument)
    index.settings(
        number_of_shards=settings.ELASTICSEARCH_SHARDS,
        number_of_replicas=settings.ELASTICSEARCH_REPLICAS,
        refresh_interval="1s",
        # Versions of deleted documents are kept so long: what is delivered late never brings one back.
        gc_deletes="1h",
        # A long text holds more tokens than the default allows a highlighter or a phrase to look at.
        max_result_window=10_000,
    )
    index.as_composable_template(alias(), pattern=f"{alias()}-*", priority=500).save()


def upserts(index: str, entries: Iterable[Entry], versions: dict[tuple[str, int], int]) -> list[dict[str, Any]]:
    """Bulk operations that let the index hold these entries, unless it holds a later version."""
    return [
        {
            "_op_type": "index",
            "_index": index,
            "_id": document_name(entry.model, entry.object_key),
            "version": versions.get((entry.model, entry.object_key), 0),
            "version_type": "external_gte",
            **source_of(entry),
        }
        for entry in entries
    ]


def deletions(index: str, names: Sequence[tuple[str, int]], versions: dict[tuple[str, int], int]) -> list[dict]:
    return [
        {
            "_op_type": "delete",
            "_index": index,
            "_id": document_name(*name),
            "version": versions[name],
            "version_type": "external_gte",
        }
        for name in names
    ]
