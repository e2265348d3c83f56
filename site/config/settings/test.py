"""Tests: fast hashing, files in a folder of their own, jobs run when a test asks for it."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, STORAGES, WAGTAILSEARCH_BACKENDS, env

DEBUG = False
SECRET_KEY = "for tests only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
# Tests look for titles in pages as they were written; tests/search/test_headlines.py turns the marks on.
HEADLINE_BREAKS = False
# A thread of its own does not see what a test's transaction holds.
SEARCH_DICTIONARY_SECONDS = 0.0
# Tests that search ask for the index by the fixture `search_index`: keeping it takes a tenth of every save.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False

VAR = Path(tempfile.mkdtemp(prefix="gongxun-test-"))
MEDIA_ROOT = VAR / "uploads"
PRIVATE_ROOT = VAR / "originals"
STATIC_ROOT = VAR / "static"
STORAGES["private"]["OPTIONS"] = {"location": PRIVATE_ROOT}

CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "search")
}
# What readers look for is written when a test asks for it, not by a thread beside it.
SEARCH_LOG_WRITES_BESIDE = False

if "DATABASE_URL" not in env.values:
    DATABASES["default"]["NAME"] = VAR / "gongxun.sqlite3"
    # A file, not memory: threads and processes of a test share it.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"handlers": [], "level": "WARNING"}}
