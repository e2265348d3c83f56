"""What core adds to Wagtail's admin."""

from __future__ import annotations

from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static
from wagtail.snippets.models import register_snippet

from core.jobs import wagtail_hooks as job_hooks  # noqa: F401  registers its hooks
from core.languages import wagtail_hooks as language_hooks  # noqa: F401  registers its hooks
from core.registry import deletion  # noqa: F401  registers its hook
from core.registry.merging import wagtail_hooks as merging_hooks  # noqa: F401  registers its hooks
from core.registry.rolls import wagtail_hooks as roll_hooks  # noqa: F401  registers its hooks
from core.registry.viewsets import RegistryViewSetGroup

register_snippet(RegistryViewSetGroup)


@hooks.register("insert_global_admin_css")
def admin_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("css/admin/admin.css"))
