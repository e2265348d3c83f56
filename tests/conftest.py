"""Fixtures that every room's tests share."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation
from wagtail.models import Page

from core.languages.conversion import forget_conversion
from core.sites import forget_sites
from home.newsroom import Newsroom, build_newsroom, ensure_column, ensure_index, ensure_section
from media.models import Photo
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage
from search import signal_handlers
from tests.elasticsearch_distribution import ElasticsearchMissing, distribution, java_home
from tests.elasticsearch_server import elasticsearch, shared_elasticsearch
from tests.factories.photos import make_photo
from tests.factories.stories import story
from tests.prepared import use_prepared_tables

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


# Collections of everything that a test process has loaded take a tenth of its time.
gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None) -> bool:
    """Whether the test database stands already: as a copy of what the run prepared, or by --reuse-db."""
    return use_prepared_tables(settings.DATABASES["default"]) or request.config.getvalue("reuse_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A newsroom's bones stand before every test, so that `newsroom` has nothing to make."""
    with django_db_blocker.unblock():
        build_newsroom()


@pytest.fixture(scope="session", autouse=True)
def _nothing_indexed() -> None:
    """An index that follows each save takes a part of it; `search_index` lets it follow."""
    signal_handlers.disconnect()


@pytest.fixture(scope="session", autouse=True)
def _temporary_files() -> Iterator[None]:
    """Files of a test run live in one temporary folder and go with it."""
    yield
    shutil.rmtree(settings.VAR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _read_anew() -> None:
    """What a process remembers of its sites and of the settings of traditional Chinese is another test's."""
    for cache in caches.all():
        cache.clear()
    forget_conversion()
    forget_sites()


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """A request leaves its language active in the thread, where the next test would find it."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """../shared: the given manuscripts and scoring tools. Always there on CI; left out elsewhere when absent."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("../shared 不在，CI 上必须有它。")
        pytest.skip("../shared 不在，略过用到给定稿件的测试。")
    return SHARED


@pytest.fixture(scope="session")
def elasticsearch_programs() -> None:
    """What a test that starts Elasticsearch itself needs. Always there on CI; elsewhere such tests are left out."""
    try:
        java_home()
        distribution()
    except ElasticsearchMissing as missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(str(missing))


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Elasticsearch: that of `make test`, that of ELASTICSEARCH_URL, or else one that is started for this run.

    Others may keep indices there: a test names its own so that it meets nobody else's, and removes them.
    """
    if given := os.environ.get("ELASTICSEARCH_TEST_URL") or os.environ.get("ELASTICSEARCH_URL"):
        yield given
        return
    request.getfixturevalue("elasticsearch_programs")
    if os.environ.get("PYTEST_XDIST_WORKER"):
        with shared_elasticsearch(tmp_path_factory.getbasetemp().parent) as url:
            yield url
    else:
        with elasticsearch(swift=True) as cluster:
            yield cluster.url


@pytest.fixture
def search_index(_nothing_indexed: None) -> Iterator[None]:
    """What is saved is found, as on a real site; elsewhere tests do without."""
    signal_handlers.connect()
    yield
    signal_handlers.disconnect()


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
def profiles(newsroom: Newsroom) -> ProfileIndexPage:
    return ensure_index(ProfileIndexPage, home=newsroom.home, slug="fengcai", title="劳模风采")


@pytest.fixture
def notices(newsroom: Newsroom) -> NoticeIndexPage:
    return ensure_index(NoticeIndexPage, home=newsroom.home, slug="gongshi", title="公告公示")


@pytest.fixture
def publish(section: SectionPage, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Makes a story, in the section unless told where, and lets Wagtail's reference index follow it."""

    def make(parent: Page | None = None, **fields: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return story(parent or section, **fields)

    return make


@pytest.fixture
def photo(db: None) -> Photo:
    """A small photo in the library."""
    return make_photo()
