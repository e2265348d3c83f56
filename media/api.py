"""Photos in Wagtail's admin API, which would look for an address that originals do not have."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
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


class PhotosAdminAPIViewSet(ImagesAdminAPIViewSet):
    """Only the photos that the user may choose: Wagtail's lists every collection to everybody in the admin."""

    base_serializer_class = PhotoSerializer

    def get_queryset(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(Photo)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, ["choose", "change"])
        return super().get_queryset().filter(pk__in=allowed.values("pk"))
