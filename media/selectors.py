"""Who may see which file."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from media.models import LibraryDocument, Photo


def may_take_original(user: Any, photo: Photo) -> bool:
    """Whether `user` may have the original: whoever may choose or change photos of its collection."""
    policy = policy_registry.get_by_type(Photo)
    return policy.user_has_any_permission_for_instance(user, ["choose", "change"], photo)


def may_open_in_admin(user: Any, document: LibraryDocument) -> bool:
    policy = policy_registry.get_by_type(LibraryDocument)
    return policy.user_has_any_permission_for_instance(user, ["choose", "change", "delete"], document)


def live_pages_linking(document: LibraryDocument) -> QuerySet[Page]:
    """Live pages whose public text links the document: blocks, rich text, foreign keys. Drafts do not count."""
    links = ReferenceIndex.get_references_to(document).filter(base_content_type=ContentType.objects.get_for_model(Page))
    return Page.objects.live().filter(pk__in=links.annotate(page=Cast("object_id", IntegerField())).values("page"))


def may_read(request: HttpRequest, document: LibraryDocument) -> bool:
    """Whether the reader behind `request` may have the document: one live page that links it is open to them."""
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
        for page in live_pages_linking(document)
    )
