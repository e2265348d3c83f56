"""The body's validation when a server's threads save drafts and publish at the same time."""

from __future__ import annotations

import sys
import threading

import pytest
from django.core.exceptions import ValidationError

from core.blocks import StoryBody


def test_drafts_saved_at_once_neither_fail_nor_loosen_what_publication_asks():
    body = StoryBody()
    incomplete = body.to_python([{"type": "heading", "value": ""}] * 5)
    with pytest.raises(ValidationError):
        body.clean(incomplete)
    errors: list[str] = []
    let_through = []

    def save_drafts() -> None:
        try:
            for _ in range(150):
                body.clean_deferred(incomplete)
        except (AttributeError, ValidationError) as error:
            errors.append(repr(error))

    def publish() -> None:
        for _ in range(150):
            try:
                body.clean(incomplete)
            except ValidationError:
                continue
            let_through.append(1)

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads take turns often, as on a busy server
    threads = [threading.Thread(target=work) for work in [save_drafts] * 4 + [publish] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(switch)
    assert errors == []
    assert let_through == []
    with pytest.raises(ValidationError):
        body.clean(incomplete)
