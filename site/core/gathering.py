"""One update of Wagtail's reference index for all that is saved together: see core.references.

Apart from it because models stand on this, which are loaded before Wagtail's signal handlers can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.local import Local
from django.dispatch import Signal

#: (application, model, key) of an object that was saved.
Saved = tuple[str, str, str]
_gathering = Local()
#: Sent at the end of an outermost `gathered()`, in its transaction, with `instances`: the pages and records that were
#: saved inside, as the database has them, each once, rows by what they belong to.
saved_together = Signal()
#: Sent by who makes records in bulk, which tells nobody else, in the same transaction, with `instances`.
made_in_bulk = Signal()


def waiting() -> dict[Saved, None] | None:
    """What waits for the end of the outermost `gathered()` of this thread; None outside of one."""
    return getattr(_gathering, "saved", None)


@contextmanager
def gathered() -> Iterator[None]:
    """Index what is saved inside once, at the end; inside another `gathered()`, at the end of that one.

    What raises indexes nothing: it is to be inside the transaction that is rolled back with it.
    """
    if waiting() is not None:
        yield
        return
    _gathering.saved = {}
    try:
        yield
        saved = list(_gathering.saved)
    finally:
        del _gathering.saved
    if saved:
        from core.references import index

        index(saved)
