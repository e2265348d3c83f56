"""The site of a request is kept a moment, seen anew when it changes, and each request's own."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Site

from core import sites
from core.sites import site_of

pytestmark = pytest.mark.django_db


def test_a_site_is_asked_for_once_and_each_request_has_its_own(newsroom, django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        first, second = site_of(request), site_of(request)
    assert first == second == newsroom.site
    assert first is not second
    first.root_page.restricted = True
    first.site_name = "改了"
    again = site_of(request)
    assert "restricted" not in again.root_page.__dict__
    assert again.site_name == newsroom.site.site_name


def test_a_changed_site_is_seen_at_once_and_another_process_sees_it_in_time(newsroom, monkeypatch):
    request = RequestFactory().get("/")
    assert site_of(request).hostname == newsroom.site.hostname
    newsroom.site.site_name = "新名字"
    newsroom.site.save()
    assert site_of(request).site_name == "新名字"
    Site.objects.update(site_name="别处改的")
    assert site_of(request).site_name == "新名字"
    monkeypatch.setattr(sites, "KEPT_FOR", -1.0)
    assert site_of(request).site_name == "别处改的"


def test_addresses_that_nobody_has_fill_no_memory(newsroom, monkeypatch):
    monkeypatch.setattr(sites, "MOST_KEPT", 3)
    for number in range(20):
        site_of(RequestFactory(SERVER_NAME=f"host{number}.example.org").get("/"))
    assert len(sites._kept) <= 3


def test_without_a_site_readers_get_the_usual_answer(newsroom):
    Site.objects.all().delete()
    assert site_of(RequestFactory().get("/")) is None
    assert Client().get("/").status_code == 404
