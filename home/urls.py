"""Addresses of registry pages, in every language."""

from django.urls import include, path

from home import views

registry_patterns = (
    [
        path("people/<int:number>/", views.person, name="people"),
        path("organisations/<int:number>/", views.organisation, name="organisations"),
        path("organisations/<int:number>/units/", views.units, name="units"),
        path("places/", views.places, name="place_list"),
        path("places/<int:number>/", views.place, name="places"),
        path("events/<int:number>/", views.event, name="events"),
        path("topics/<int:number>/", views.topic, name="topics"),
        path("awards/<int:number>/", views.award, name="awards"),
        path("awards/<int:number>/<int:round_number>/", views.roll, name="roll"),
    ],
    "registry",
)
urlpatterns = [path("sitemap/", views.site_map, name="site_map"), path("", include(registry_patterns))]
