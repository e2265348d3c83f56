"""后台任务 in the admin: who may see it, who may let a failed job run again, what it shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.jobs import JobContext, queue, schedule
from core.jobs.models import Job
from core.jobs.testing import run_jobs
from media.jobs import make_renditions
from tests.core.jobs import sample_jobs
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db

INDEX = "/admin/reports/jobs/"


def client_with(*codenames: str, name: str = "bianji") -> Client:
    """A browser logged in as a person who may enter the admin and holds these permissions."""
    user = User.objects.create_user(name, password="irrelevant-here")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def failed() -> Job:
    stored = sample_jobs.hopeless.enqueue()
    run_jobs(raise_errors=False)
    return Job.objects.select_related("result").get(pk=stored.pk)


def addresses(job: Job) -> list[str]:
    return [INDEX, f"{INDEX}results/", f"{INDEX}{job.pk}/", f"{INDEX}{job.pk}/state/"]


def test_without_the_permission_nothing_is_shown(failed):
    client = client_with("retry_job")
    for address in addresses(failed):
        assert client.get(address).status_code == 302
    assert "后台任务" not in client.get("/admin/").content.decode()


def test_with_the_permission_report_and_job_are_shown(failed):
    client = client_with("view_job")
    for address in addresses(failed):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "原件已经删除" in answer.content.decode()
        assert "重试</button>" not in answer.content.decode()
    assert INDEX in client.get("/admin/").content.decode()


def test_logged_out_visitor_is_sent_to_log_in(failed):
    assert "/admin/login/" in Client().get(INDEX)["Location"]


def test_retry_needs_its_permission(failed):
    address = reverse("core_jobs:retry", args=[failed.pk])
    client_with("view_job").post(address)
    assert Job.objects.get(pk=failed.pk).state == Job.State.FAILED


def test_retry_lets_a_failed_job_run_again(failed):
    client = client_with("view_job", "retry_job")
    page = client.get(f"{INDEX}{failed.pk}/").content.decode()
    address = re.search(r'<form method="post"\s+action="([^"]+)"', page)
    assert address is not None
    answer = client.post(address[1], {"next": "https://evil.example/"}, follow=True)
    assert answer.request["PATH_INFO"] == f"{INDEX}{failed.pk}/"
    assert "已重新排队" in answer.content.decode()
    assert Job.objects.get(pk=failed.pk).state == Job.State.WAITING
    assert run_jobs(raise_errors=False) == 1


def test_retry_is_no_matter_of_a_link(failed):
    assert client_with("view_job", "retry_job").get(reverse("core_jobs:retry", args=[failed.pk])).status_code == 405


def test_retry_without_token_is_refused(failed):
    client = client_with("view_job", "retry_job")
    client.handler.enforce_csrf_checks = True
    assert client.post(reverse("core_jobs:retry", args=[failed.pk])).status_code == 403
    assert Job.objects.get(pk=failed.pk).state == Job.State.FAILED


def test_job_that_has_not_failed_is_not_retried():
    stored = sample_jobs.add_collection.enqueue(name="一")
    run_jobs()
    client = client_with("view_job", "retry_job")
    answer = client.post(reverse("core_jobs:retry", args=[stored.pk]), {"next": INDEX}, follow=True)
    assert "没有失败，不用重试" in answer.content.decode()
    assert Job.objects.get(pk=stored.pk).state == Job.State.DONE


def test_running_job_shows_its_progress_and_asks_to_be_fetched_again(admin_client):
    stored = sample_jobs.slow_steps.enqueue(name="一", steps=3, seconds=0, marks="-")
    claimed = queue.claim_next()
    assert claimed is not None
    JobContext(job_id=stored.pk, lease=claimed.lease, attempt=1).progress(2, 3, "<b>第2步</b>")
    page = admin_client.get(f"{INDEX}{stored.pk}/state/").content.decode()
    assert re.search(r'<progress value="2"\s+max="3"', page)
    assert "&lt;b&gt;第2步" in page and "<b>第2步" not in page
    assert "data-refresh-again" in page
    assert re.search(r'<progress value="2"\s+max="3"', admin_client.get(INDEX).content.decode())


def test_finished_job_is_not_fetched_again(admin_client, failed):
    assert "data-refresh-again" not in admin_client.get(f"{INDEX}{failed.pk}/state/").content.decode()


def test_report_narrows_down_by_state(admin_client, failed):
    sample_jobs.add_collection.enqueue(name="一")
    shown = {
        state: admin_client.get(f"{INDEX}results/", {"state": state}).content.decode() for state in Job.State.values
    }
    assert "不必再试" in shown["failed"] and "新建图集" not in shown["failed"]
    assert "新建图集" in shown["waiting"] and "不必再试" not in shown["waiting"]
    for state in ("running", "done", "retrying"):
        assert "没有符合条件的任务" in shown[state]


def test_report_shows_what_the_timetable_said(admin_client):
    schedule.run_due()
    assert "按时发布" in admin_client.get(INDEX).content.decode()


@pytest.mark.sqlite
def test_report_costs_the_same_for_any_number_of_jobs(admin_client, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as captured:
            admin_client.get(INDEX)
        return len(captured)

    sample_jobs.add_collection.enqueue(name="一")
    admin_client.get(INDEX)
    few = queries()
    for number in range(30):
        sample_jobs.always_fails.enqueue(reason=str(number))
    run_jobs(raise_errors=False, now=timezone.now() + timedelta(hours=1))
    assert queries() == few


def test_report_can_be_downloaded(admin_client, failed):
    answer = admin_client.get(INDEX, {"export": "csv"})
    table = b"".join(answer.streaming_content).decode()
    assert "不必再试" in table and "失败" in table and "原件已经删除" in table


def test_report_names_the_record_that_a_job_is_about(admin_client, photo):
    stored = make_renditions.enqueue(photo_id=photo.pk, presets=["body"])
    edit = reverse("wagtailimages:edit", args=[photo.pk])
    for address in (INDEX, f"{INDEX}{stored.pk}/"):
        assert re.search(rf'<a href="{edit}">\s*{photo.title}\s*</a>', admin_client.get(address).content.decode())
        shown = client_with("view_job", name=address).get(address).content.decode()
        assert photo.title in shown and edit not in shown
    table = b"".join(admin_client.get(INDEX, {"export": "csv"}).streaming_content).decode()
    assert photo.title in table


def test_record_that_is_gone_is_named_by_its_key(admin_client):
    make_renditions.enqueue(photo_id=4711, presets=["body"])
    assert re.search(r"<td>\s*照片 4711\s*</td>", admin_client.get(INDEX).content.decode())


def test_records_of_many_jobs_cost_as_much_as_one(admin_client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            admin_client.get(INDEX)
        return len(captured)

    make_renditions.enqueue(photo_id=make_photo().pk, presets=["body"])
    admin_client.get(INDEX)
    few = queries()
    for _number in range(5):
        make_renditions.enqueue(photo_id=make_photo().pk, presets=["body"])
    assert queries() == few
