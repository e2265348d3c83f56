"""What threads of a process do beside its requests: words made anew, questions written down."""

from __future__ import annotations

import threading
import time

import pytest

from search import asked as asked_module
from search import suggestions as suggestions_module
from search.asked import MANY, Log
from search.models import AskedQuery
from search.suggestions import suggestions
from tests.factories.records import topic

#: What a thread is to see is committed. All of the file are: such a test empties the database behind it.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def texts(typed: str) -> list[str]:
    return [offered["text"] for offered in suggestions(typed, "zh-hans")]


@pytest.mark.parametrize("count", [1, MANY])
def test_a_thread_of_its_own_writes_after_a_while_or_when_many_wait(newsroom, settings, monkeypatch, count):
    settings.SEARCH_LOG_WRITES_BESIDE = True
    monkeypatch.setattr(asked_module, "EVERY", 0.2 if count == 1 else 600.0)
    written_by: list[int] = []
    write = asked_module.write
    monkeypatch.setattr(asked_module, "write", lambda taken: written_by.append(threading.get_ident()) or write(taken))
    log = Log()
    for number in range(count):
        log.note(f"词{number}", "zh-hans", 0)
    until = time.monotonic() + 30
    while AskedQuery.objects.count() < count and time.monotonic() < until:
        time.sleep(0.05)
    assert AskedQuery.objects.count() == count
    assert threading.get_ident() not in written_by


def test_a_change_is_offered_beside_the_requests_that_go_on_with_the_old_words(newsroom, monkeypatch):
    topic("劳模工匠")
    assert texts("weiqi") == []
    monkeypatch.setattr(suggestions_module, "ASKED_EVERY", 0.0)
    topic("围棋")
    in_request = threading.get_ident()
    makers: list[int] = []
    read = suggestions_module.read_words
    monkeypatch.setattr(
        suggestions_module, "read_words", lambda group: makers.append(threading.get_ident()) or read(group)
    )
    until = time.monotonic() + 30
    while not texts("weiqi") and time.monotonic() < until:
        time.sleep(0.05)
    monkeypatch.setattr(suggestions_module, "ASKED_EVERY", float("inf"))
    assert texts("weiqi") == ["围棋"]
    assert makers
    assert in_request not in makers
