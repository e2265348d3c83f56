"""Addresses of registry pages, in every language."""

from django.urls import include, path

from home import views

registry_patterns = (
    [
        path("people/<int:number>/", views.person, name="people"),
        path("organisations/<int:number>/", views.organisation, name="organisations"),
        path("topics/<int:number>/", views.topic, name="topics"),
    ],
    "registry",
)
urlpatterns = [path("", include(registry_patterns))]
