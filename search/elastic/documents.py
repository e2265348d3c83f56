"""Entries as documents: our tokens, parted at blanks by the cluster and left as they are.

The texts themselves are not kept there: what a hit shows comes from the database, a new index from its entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch.dsl import Document, Index, Keyword, Long, MetaField, Text, analyzer

from core.chinese.bigrams import TRADITIONAL
from search.elastic.client import alias
from search.models import Entry
from search.models.entry import COLUMNS

Name = tuple[str, int]
#: Of our template among others that may fit the same names.
PRIORITY = 500
_tokens = analyzer("gongxun_tokens", type="custom", tokenizer="whitespace")


class EntryDocument(Document):
    """One entry. `key` holds its language, kind and time (search.keys); its id is that of the object.

    `digest` is the entry's own, in hexadecimal: by it `search_check` compares the two.
    """

    key = Long()
    digest = Keyword()
    title = Text(analyzer=_tokens)
    names = Text(analyzer=_tokens)
    summary = Text(analyzer=_tokens)
    body = Text(analyzer=_tokens)
    typed = Text(analyzer=_tokens, norms=False)
    facets = Keyword()

    class Index:
        name = "gongxun-entries"  # a document class must have one; ours are named by settings

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField(enabled=False)


def document_name(name: Name) -> str:
    model, object_key = name
    return f"{model}:{object_key}"


def object_named(document: str) -> Name:
    """The object of a document's id."""
    model, _colon, object_key = document.rpartition(":")
    return model, int(object_key)


def source_of(entry: Entry) -> dict[str, Any]:
    """What the cluster is given of an entry."""
    columns = dict(zip(COLUMNS, entry.tokens, strict=True))
    texts = {name: text.replace(TRADITIONAL, "") for name, text in columns.items() if name != "facets" and text}
    return {"key": entry.key, "digest": bytes(entry.digest).hex(), **texts, "facets": columns["facets"].split()}


def ensure_template(client: Elasticsearch) -> None:
    """Let every index of ours have our analyser, shards and replicas; none is made by a delivery that finds none."""
    index = Index(f"{alias()}-*")
    index.document(EntryDocument)
    index.settings(
        number_of_shards=settings.ELASTICSEARCH_SHARDS,
        number_of_replicas=settings.ELASTICSEARCH_REPLICAS,
        refresh_interval="1s",
        # What was deleted is remembered so long: a rebuild that is late with it does not bring it back.
        gc_deletes="1h",
    )
    client.indices.put_index_template(
        name=alias(),
        index_patterns=[alias(), f"{alias()}-*"],
        template=index.to_dict(),
        priority=PRIORITY,
        allow_auto_create=False,
    )


def upserts(index: str, entries: Iterable[Entry], versions: Mapping[Name, int]) -> list[dict[str, Any]]:
    """Bulk operations that let the index hold these entries, unless it holds a later version. Without one it is 0."""
    return [
        {
            "_op_type": "index",
            "_index": index,
            "_id": document_name((entry.model, entry.object_key)),
            "version": versions.get((entry.model, entry.object_key), 0),
            "version_type": "external_gte",
            "_source": source_of(entry),
        }
        for entry in entries
    ]


def deletions(index: str, names: Iterable[Name], versions: Mapping[Name, int]) -> list[dict[str, Any]]:
    return [
        {
            "_op_type": "delete",
            "_index": index,
            "_id": document_name(name),
            "version": versions[name],
            "version_type": "external_gte",
        }
        for name in names
    ]
