"""Names of permissions, which Django writes into the database in English, in the newsroom's language."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from django.utils.translation import override

#: As django.contrib.auth makes them of a model's name.
BY_DJANGO = re.compile(r"Can (add|change|delete|view) ")


def name_permissions() -> int:
    """Rename what is in English. Returns how many changed; a second call changes none."""
    with override(settings.LANGUAGE_CODE):
        changed = []
        for permission in Permission.objects.select_related("content_type"):
            name = chinese_name(permission)
            if name != permission.name:
                permission.name = name
                changed.append(permission)
        Permission.objects.bulk_update(changed, ["name"])
    return len(changed)


def chinese_name(permission: Permission) -> str:
    model = permission.content_type.model_class()
    made = BY_DJANGO.match(permission.name)
    if made is None or model is None:
        return _(permission.name)
    words = {
        "add": _("可以添加%(what)s"),
        "change": _("可以修改%(what)s"),
        "delete": _("可以删除%(what)s"),
        "view": _("可以查看%(what)s"),
    }
    return words[made[1]] % {"what": model._meta.verbose_name}
