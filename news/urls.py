"""Addresses of news that hang on no page: the permanent address of a story."""

from django.urls import path

from news import views

app_name = "news"
urlpatterns = [path("s/<int:number>/", views.permanent_address, name="permanent")]
