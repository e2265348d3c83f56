"""What the job queue adds to Wagtail's admin; imported by core.wagtail_hooks."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.jobs import views


@hooks.register("register_admin_urls")
def job_urls() -> list[URLPattern | URLResolver]:
    urls = [
        path("", views.JobReportView.as_view(), name="index"),
        path("results/", views.JobReportView.as_view(results_only=True), name="results"),
        path("<uuid:pk>/", views.JobView.as_view(), name="detail"),
        path("<uuid:pk>/state/", views.JobStateView.as_view(), name="state"),
        path("<uuid:pk>/retry/", views.RetryView.as_view(), name="retry"),
    ]
    return [path("reports/jobs/", include((urls, "core_jobs"), namespace="core_jobs"))]


class JobsMenuItem(MenuItem):
    """报告 › 后台任务, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def jobs_menu_item() -> MenuItem:
    return JobsMenuItem(_("后台任务"), reverse("core_jobs:index"), name="jobs", icon_name="tasks", order=100)


@hooks.register("register_permissions")
def job_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="core", codename__in=["view_job", "retry_job"])
