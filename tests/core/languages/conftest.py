"""A section that the traditional edition follows, and a story in it."""

from __future__ import annotations

import pytest

from core.jobs.testing import run_jobs
from news.models import FeaturePage, SectionPage
from tests.core.languages.copies import BODY, turn_on
from tests.factories.stories import story


@pytest.fixture
def followed(section: SectionPage) -> SectionPage:
    turn_on(section)
    run_jobs()
    return section


@pytest.fixture
def original(followed: SectionPage) -> FeaturePage:
    page = story(followed, title="劳模的头发", body=BODY, short_title="后来")
    run_jobs()
    return page
