"""Development and `make run`: everything on this machine, the secret kept in var/."""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR, env
from core.secrets import stored_secret

# Off unless asked for: whoever tries the site gets its own pages for errors, and templates are read once.
DEBUG = env.flag("DEBUG", default=False)
SERVE_UPLOADS = True
SECRET_KEY = stored_secret(VAR / "secret-key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
WHITENOISE_USE_FINDERS = True  # with DEBUG=false too: nobody runs collectstatic here
