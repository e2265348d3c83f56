"""The award whose lists are imported."""

from __future__ import annotations

import pytest

from tests.factories.records import award


@pytest.fixture
def honour():
    return award("临港区劳动模范")
