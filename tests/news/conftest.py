"""What every test of news stands on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from news.models import StoryIdentity
from tests.factories.types import world_of

FIRST_NUMBER = 10_001


@pytest.fixture(autouse=True)
def _numbers_begin_anew(request: pytest.FixtureRequest) -> None:
    """PostgreSQL never takes numbers back; SQLite does, with the rest of a test's transaction."""
    if "db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("db" if "transactional_db" not in request.fixturenames else "transactional_db")
    if connection.vendor == "postgresql" and not StoryIdentity.objects.exists():
        with connection.cursor() as cursor:
            table = StoryIdentity._meta.db_table
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'number'), %s, false)", [table, FIRST_NUMBER])


@pytest.fixture
def world(section, column, profiles, notices) -> dict[str, Any]:
    """Where each type of story stands, and what the types alone hold."""
    return world_of(section, column, profiles, notices)
