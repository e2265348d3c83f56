"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from home.newsroom import Newsroom, build_newsroom, ensure_column, ensure_section
from media.models import Photo
from news.models import ColumnPage, SectionPage
from tests.factories.photos import make_photo

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session", autouse=True)
def _temporary_files() -> Iterator[None]:
    """Files of a test run live in one temporary folder and go with it."""
    yield
    shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """../shared: the given manuscripts and scoring tools. Always there on CI; left out elsewhere when absent."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared 不在，CI 上必须有它。")
        pytest.skip("../shared 不在，略过用到给定稿件的测试。")
    return SHARED


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    """Locales, front page and site."""
    return build_newsroom()


@pytest.fixture
def section(newsroom: Newsroom) -> SectionPage:
    return ensure_section(home=newsroom.home, slug="yaowen", title="要闻")


@pytest.fixture
def column(newsroom: Newsroom) -> ColumnPage:
    return ensure_column(home=newsroom.home, slug="changai", title="产改进行时")


@pytest.fixture
def photo(db: None) -> Photo:
    """A small photo in the library."""
    return make_photo()
