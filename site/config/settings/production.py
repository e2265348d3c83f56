"""Production: nothing is guessed; what must be given and is missing stops the start with its name."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, WAGTAIL_PASSWORD_RESET_ENABLED, env

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.url("SITE_URL")
CSRF_TRUSTED_ORIGINS = env.urls("CSRF_TRUSTED_ORIGINS", WAGTAILADMIN_BASE_URL)

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# A closed network without certificates says so by name; everybody else gets HTTPS and nothing but HTTPS.
PLAIN_HTTP = env.flag("ALLOW_PLAIN_HTTP", default=False)
if WAGTAILADMIN_BASE_URL.startswith("http://") and not PLAIN_HTTP:
    raise ImproperlyConfigured(
        "环境变量 SITE_URL 应以 https:// 开头。内网没有证书、只能用 http:// 时，请另设 ALLOW_PLAIN_HTTP=true。"
    )
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=not PLAIN_HTTP)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 0 if PLAIN_HTTP else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=not PLAIN_HTTP)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", default=not PLAIN_HTTP)
if env.flag("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    PROXY_COUNT = env.number("PROXY_COUNT", 1, low=1, high=5)

# The admin shows previews of pages in a frame: X_FRAME_OPTIONS is SAMEORIGIN (base.py), not the DENY of this check.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

EMAIL_HOST = env.text("EMAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "core.accounts.mail.PatientEmailBackend"
    EMAIL_PORT = env.number("EMAIL_PORT", 25, low=1, high=65_535)
    EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
    EMAIL_TIMEOUT = 10
elif WAGTAIL_PASSWORD_RESET_ENABLED:
    raise ImproperlyConfigured("PASSWORD_RESET_ENABLED 打开后要能发信：请设置环境变量 EMAIL_HOST。")
