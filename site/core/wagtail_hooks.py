"""What core adds to Wagtail's admin."""

from __future__ import annotations

from wagtail.snippets.models import register_snippet

from core.jobs import wagtail_hooks as job_hooks  # noqa: F401  registers its hooks
from core.registry import deletion  # noqa: F401  registers its hook
from core.registry.viewsets import RegistryViewSetGroup

register_snippet(RegistryViewSetGroup)
