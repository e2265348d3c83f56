"""Addresses of news that hang on no page: a story's permanent address and what belongs to it, the feed."""

from django.urls import path

from news import correcting, feeds, views

app_name = "news"
urlpatterns = [
    path("s/<int:number>/", views.permanent_address, name="permanent"),
    path("s/<int:number>/qr.svg", views.qr_code, name="qr_code"),
    path("feed/", feeds.NewestStories(), name="feed"),
]
#: Those that have a language.
translated_urlpatterns = [path("correct/<int:number>/", correcting.correct, name="correct")]
