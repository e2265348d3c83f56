"""Photos and documents in Wagtail's admin API: only what the user may use, and photos without an address."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.serializers import AdminImageSerializer
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.api.v2.serializers import ImageDownloadUrlField
from wagtail.permissions import policy_registry

from media.models import Photo


class OriginalAddressField(ImageDownloadUrlField):
    def to_representation(self, image: Photo) -> str:
        return reverse("photo_original", args=[image.pk])


class PhotoSerializer(AdminImageSerializer):
    download_url = OriginalAddressField(read_only=True)


class AllowedOnlyMixin:
    """Only what the user may choose or change: Wagtail lists every collection to everybody in the admin."""

    model: type[Model]
    request: HttpRequest

    def get_queryset(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))  # type: ignore[misc]


class PhotosAdminAPIViewSet(AllowedOnlyMixin, ImagesAdminAPIViewSet):
    base_serializer_class = PhotoSerializer


class LibraryDocumentsAdminAPIViewSet(AllowedOnlyMixin, DocumentsAdminAPIViewSet):
    pass
