"""Tables of the search room."""

from search.models.entry import ENTRIES, Entry, EntryA, EntryB
from search.models.index_state import IndexState
from search.models.words import DictionaryVersion, SearchWord, SynonymGroup

__all__ = ["ENTRIES", "DictionaryVersion", "Entry", "EntryA", "EntryB", "IndexState", "SearchWord", "SynonymGroup"]
