"""manage.py make_renditions: asks for every rendition that a page or record needs and does not have."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db.models import OuterRef, Subquery
from wagtail.models import Revision

from media.placement import Placement, child_relations, photo_fields, photos_in_content, photos_on, shows_photos
from media.services import request_renditions


class Command(BaseCommand):
    help = "为所有页面、草稿和档案用到的照片补做缺少的图片版本（排入任务队列）。改动版式、恢复备份以后用。"

    def handle(self, *args: Any, **options: Any) -> None:
        placement: Placement = defaultdict(set)
        for found in (*saved_placements(), *draft_placements()):
            for key, presets in found.items():
                placement[key].update(presets)
        self.stdout.write(f"用到 {len(placement)} 张照片，为其中 {request_renditions(placement)} 张排入任务。")


def saved_placements() -> list[Placement]:
    """What rows of all models show. Tables of inherited fields are read once, through the model that declares them."""
    return [
        photos_on(instance)
        for model in apps.get_models()
        if child_relations(model) or any(item.model is model for item in photo_fields(model))
        for instance in model._default_manager.iterator()
    ]


def draft_placements() -> list[Placement]:
    """What the newest draft of each page shows."""
    same = Revision.objects.filter(content_type=OuterRef("content_type"), object_id=OuterRef("object_id"))
    newest = Revision.objects.filter(pk=Subquery(same.order_by("-created_at", "-pk").values("pk")[:1]))
    found = []
    for revision in newest.select_related("content_type").iterator():
        model = revision.content_type.model_class()
        if model is not None and shows_photos(model):
            found.append(photos_in_content(model, revision.content))
    return found
