"""Public addresses of the media room, in front of Wagtail's own."""

from django.urls import path

from media import views

urlpatterns = [
    # The address that Wagtail's `wagtaildocs_serve` makes.
    path("<int:document_id>/<path:document_filename>", views.document),
]
