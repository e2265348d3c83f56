"""A reader opens an address of the site."""

from __future__ import annotations

from django.test import Client


def read(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, answer.get("Location", "")
    return answer.content.decode()
