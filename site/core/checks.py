"""System checks: the architecture's rules that a machine can watch."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.compatibility)
def source_root_is_no_package(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """`site` and `locale` are modules of Python's own library: a package of that name breaks the interpreter."""
    return [
        checks.Error(f"{path} must not exist.", hint="Delete it: site/ is a source root.", id="core.E001")
        for path in (settings.SITE_ROOT / "__init__.py", settings.SITE_ROOT / "locale" / "__init__.py")
        if path.exists()
    ]


@checks.register(checks.Tags.models)
def every_text_reaches_translation(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    from core.translation import check_translatable_models

    return check_translatable_models()
