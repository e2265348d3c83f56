"""WSGI entry point, for gunicorn and the like."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

# The code, addresses and hooks stay as long as the process: full passes of the garbage collector leave them out.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
