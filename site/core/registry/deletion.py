"""A record that anything names cannot be deleted, nor can one that was merged: its address leads to the survivor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from core.registry.models import RegistryRecord
from core.registry.usage import uses_of

#: Places that a refusal lists.
MOST_PLACES = 5


def reason_to_keep(record: RegistryRecord) -> str:
    """Why the record cannot be deleted, for an editor to read; `""` when it can."""
    if record.merged_into_id:
        return _("“%(name)s”已并入“%(survivor)s”，不能删除：旧网址和旧稿件还要靠它找到新条目。") % {
            "name": record.name,
            "survivor": record.resolved().name,
        }
    uses = uses_of(record, MOST_PLACES + 1)
    if not uses:
        return ""
    places = "；".join(map(str, uses[:MOST_PLACES]))
    if len(uses) > MOST_PLACES:
        places = _("%(places)s等") % {"places": places}
    return _("“%(name)s”不能删除，下列内容用到了它：%(places)s。") % {"name": record, "places": places}


@hooks.register("before_delete_snippet")
def refuse_to_delete_what_is_named(request: HttpRequest, instances: Iterable[Any]) -> HttpResponse | None:
    """Asked by the single and the bulk deletion, before the question and before the deed."""
    kept = [
        (record, reason)
        for record in instances
        if isinstance(record, RegistryRecord) and (reason := reason_to_keep(record))
    ]
    if not kept:
        return None
    for record, reason in kept:
        where = reverse(record.snippet_viewset.get_url_name("usage"), args=[record.pk])  # type: ignore[attr-defined]
        messages.error(request, reason, buttons=[messages.button(where, _("在哪里用到"))])
    return redirect(kept[0][0].snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
