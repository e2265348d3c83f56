"""What every environment shares. Values come from environment variables where a site may differ."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import ROOT
from config.env import LOG_LEVELS, Environment
from core.security import PUBLIC

env = Environment()

VAR = env.var
SITE_ROOT = ROOT / "site"

INSTALLED_APPS = [
    "core",
    "media",
    "news",
    "news.manuscripts",
    "campaigns",
    "search",
    "home",
    "wagtail_localize",
    "wagtail_localize.locales",  # instead of wagtail.locales
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "core.accounts.apps.AccountsConfig",  # wagtail.users with our accounts views
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # Wagtail uses its words for times
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.security.PolicyMiddleware",
    "core.large_type.LargeTypeMiddleware",  # outside all that reads the path
    "core.middleware.LanguageByAddressMiddleware",  # outside LocaleMiddleware, whose Vary header it corrects
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "news.middleware.PublicationOutcomeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "core.upstream.templates.Loader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "core.context.shell",
            ],
        },
    },
]

# No ATOMIC_REQUESTS: SQLite's immediate transactions take the write lock, so they are short and explicit.
DATABASES = {"default": env.database()}

# One for all processes: Wagtail keeps here where each language's pages begin, and the worker makes new front pages.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": VAR / "cache"},
    # Rankings that readers page through, apart so that many questions put nothing else out.
    "search": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache-search",
        "OPTIONS": {"MAX_ENTRIES": 3000},
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Ten wrong passwords for one name from one address lock that pair for a quarter of an hour. The name need not exist:
# the answers are the same. While the lock holds, further attempts neither count nor prolong it.
AXES_FAILURE_LIMIT = env.number("LOGIN_FAILURE_LIMIT", 10, low=1, high=1000)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOGIN_LOCK_MINUTES", 15, low=1, high=1440))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "core.accounts.login.locked_out"
AXES_CLIENT_IP_CALLABLE = "core.accounts.login.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False
# How many proxies of our own stand in front of the server; each adds one address to X-Forwarded-For.
PROXY_COUNT = env.number("PROXY_COUNT", 0, high=5)

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("zh-hans", _("简体中文")),
    ("zh-hant", _("繁體中文")),
    ("en", _("英文")),
]
# The second holds the Chinese that the packages' own catalogues lack or say badly; it wins over them.
LOCALE_PATHS = [SITE_ROOT / "locale", SITE_ROOT / "locale_upstream"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai", "Asia/Urumqi", "UTC"]
FORMAT_MODULE_PATH = ["core.formats"]
# Asks nobody outside: OpenCC, earlier translations and the glossary.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "core.languages.translator.HouseTranslator"}
# A page sent to be translated begins as a draft: nobody reads it before it is translated and published.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Files. MEDIA_ROOT holds public renditions only; originals are private (see media.storage).
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [SITE_ROOT / "static"]
MEDIA_URL = "/uploads/"
MEDIA_ROOT = VAR / "uploads"
PRIVATE_ROOT = VAR / "originals"
SERVE_UPLOADS = False  # in production the web server sends the public renditions
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "core.storage.PrivateStorage",
        "OPTIONS": {"location": PRIVATE_ROOT},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long story's StreamField has many

# Wagtail
WAGTAIL_SITE_NAME = "工讯"
WAGTAILADMIN_BASE_URL = env.url("SITE_URL", "http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "media.Photo"
WAGTAILDOCS_DOCUMENT_MODEL = "media.LibraryDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.PhotoForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "heif", "tif", "tiff", "gif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"tiff": "jpeg"}  # Wagtail's preview of a filter cannot write TIFF
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 120_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "doc", "wps", "xlsx", "xls", "pptx", "txt", "csv", "zip", "mp4", "mp3", "ofd"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILREDIRECTS_AUTO_CREATE = True
WAGTAIL_PASSWORD_RESET_ENABLED = env.flag("PASSWORD_RESET_ENABLED", default=False)
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "core.accounts.password_reset.LetterByWorkerForm"  # noqa: S105  a name
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "search.backends"}}
# Headlines hold marks where their lines may end.
HEADLINE_BREAKS = True
# How often every process asks whether the search dictionary changed.
SEARCH_DICTIONARY_SECONDS = 2.0
# Readers' searches go to a cluster where there is one; the database's index is always kept and answers without it.
ELASTICSEARCH_URLS: list[str] = env.urls("ELASTICSEARCH_URL") if env.text("ELASTICSEARCH_URL", "") else []
ELASTICSEARCH_USER, ELASTICSEARCH_PASSWORD = env.text("ELASTICSEARCH_USER", ""), env.text("ELASTICSEARCH_PASSWORD", "")
ELASTICSEARCH_PREFIX = env.text("ELASTICSEARCH_PREFIX", "gongxun")
ELASTICSEARCH_SHARDS = env.number("ELASTICSEARCH_SHARDS", 1, low=1, high=64)
ELASTICSEARCH_REPLICAS = env.number("ELASTICSEARCH_REPLICAS", 0, high=10)
# Each process writes what its readers looked for by a thread of its own (search.asked).
SEARCH_LOG_WRITES_BESIDE = True
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from the network
TAGGIT_CASE_INSENSITIVE = True

# Jobs: quick housekeeping of Wagtail's own runs at once, ours goes through the queue (core.jobs).
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

# Mail: none leaves the machine unless a site names its mail server (production.py).
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = env.mail_address("DEFAULT_FROM_EMAIL", "gongxun@localhost")
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# Cookies
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read it from the page, and some from the cookie
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC}
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
    # Lines for each of the dozens of index updates that one publication causes, what the audit log has anyway, and
    # axes' word of every pruning.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "wagtail", "axes")},
}
