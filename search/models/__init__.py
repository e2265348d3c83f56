"""Tables of the search room."""

from search.models.asked import AskedQuery
from search.models.entry import ENTRIES, Entry, EntryA, EntryB
from search.models.index_state import IndexState
from search.models.outbox import ClusterState, OutboxItem
from search.models.words import DictionaryVersion, SearchWord, SynonymGroup

__all__ = [
    "ENTRIES",
    "AskedQuery",
    "ClusterState",
    "DictionaryVersion",
    "Entry",
    "EntryA",
    "EntryB",
    "IndexState",
    "OutboxItem",
    "SearchWord",
    "SynonymGroup",
]
