"""后台任务 in the admin: the report of all jobs, the page of one, and the button that lets a failed one run again."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import DetailView
from django_tasks.base import TaskResultStatus
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports.base import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core.jobs import queue
from core.jobs.models import Job, Schedule
from core.jobs.subjects import bring_subjects
from core.jobs.task import registry

policy = ModelPermissionPolicy(Job)


class TemplateColumn(Column):
    """A cell with a template of its own, which may hold a form."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_value(self, instance: Job) -> Job:
        return instance

    def get_cell_context_data(self, instance: Job, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "job": instance,
            "may_retry": policy.user_has_permission(request.user, "retry"),
            "csrf_token": get_token(request),
        }


class JobFilterSet(WagtailFilterSet):
    """Narrows the report down by state and by kind of job."""

    state = django_filters.ChoiceFilter(label=_("状态"), choices=Job.State.choices, method="in_state")
    task = django_filters.ChoiceFilter(
        label=_("任务"),
        field_name="result__task_path",
        choices=lambda: sorted((path, task.title) for path, task in registry.items()),
    )

    class Meta:
        model = Job
        fields: list[str] = []

    def in_state(self, jobs: QuerySet[Job], name: str, state: str) -> QuerySet[Job]:
        ready = jobs.filter(result__status=TaskResultStatus.READY)
        match state:
            case Job.State.WAITING:
                return ready.filter(attempts=0)
            case Job.State.RETRYING:
                return ready.filter(attempts__gt=0)
            case Job.State.RUNNING:
                return jobs.filter(result__status=TaskResultStatus.RUNNING)
            case Job.State.DONE:
                return jobs.filter(result__status=TaskResultStatus.SUCCESSFUL)
            case _failed:
                return jobs.filter(result__status=TaskResultStatus.FAILED)


class JobReportView(ReportView):
    """All jobs, the newest first, and the timetable below."""

    model = Job
    permission_policy = policy
    permission_required = "view"
    template_name = "core/jobs/report.html"
    results_template_name = "core/jobs/report_results.html"
    page_title = _("后台任务")
    header_icon = "tasks"
    index_url_name = "core_jobs:index"
    index_results_url_name = "core_jobs:results"
    filterset_class = JobFilterSet
    default_ordering = "-result__enqueued_at"
    list_export = [
        "title", "subject", "state.label", "attempts", "result.enqueued_at", "result.finished_at", "report",
        "last_error",
    ]  # fmt: skip
    export_headings = {
        "title": _("任务"),
        "subject": _("对象"),
        "state.label": _("状态"),
        "attempts": _("次数"),
        "result.enqueued_at": _("排队时间"),
        "result.finished_at": _("结束时间"),
        "report": _("结果"),
        "last_error": _("错误"),
    }
    columns = [
        TitleColumn("title", label=_("任务"), url_name="core_jobs:detail"),
        TemplateColumn("subject", "core/jobs/_subject_cell.html", label=_("对象")),
        StatusTagColumn("state", label=_("状态"), accessor="state.label", primary=lambda job: not job.is_finished),
        TemplateColumn("progress", "core/jobs/_progress_cell.html", label=_("进度")),
        Column("attempts", label=_("次数")),
        TemplateColumn("outcome", "core/jobs/_outcome_cell.html", label=_("结果")),
        DateColumn("enqueued_at", label=_("排队时间"), accessor="result.enqueued_at", sort_key="result__enqueued_at"),
        TemplateColumn("retry", "core/jobs/_retry_cell.html", label=_("操作")),
    ]

    def get_base_queryset(self) -> QuerySet[Job]:
        return Job.objects.select_related("result")

    def decorate_paginated_queryset(self, object_list: QuerySet[Job]) -> QuerySet[Job]:
        bring_subjects(object_list, self.request.user)
        return object_list

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "timetable": Schedule.objects.all()}


class JobView(WagtailAdminTemplateMixin, PermissionCheckedMixin, DetailView[Job]):
    """One job: how far it is, its outcome, and every attempt at it."""

    model = Job
    permission_policy = policy
    permission_required = "view"
    template_name = "core/jobs/job.html"
    header_icon = "tasks"
    context_object_name = "job"
    _show_breadcrumbs = True

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.select_related("result").prefetch_related("runs")

    def get_page_title(self) -> str:
        return self.object.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("core_jobs:index"), "label": _("后台任务")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bring_subjects([self.object], self.request.user)
        may_retry = policy.user_has_permission(self.request.user, "retry")
        return {**super().get_context_data(**kwargs), "may_retry": may_retry}


class JobStateView(JobView):
    """The changing part of a job's page, fetched again while the job is under way."""

    template_name = "core/jobs/_state.html"


class RetryView(View):
    """Lets a failed job run again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        if not policy.user_has_permission(request.user, "retry"):
            raise PermissionDenied
        job = get_object_or_404(Job.objects.select_related("result"), pk=pk)
        if queue.retry(job):
            messages.success(request, _now("“%(title)s”已重新排队。") % {"title": job.title})
        else:
            messages.warning(request, _now("“%(title)s”没有失败，不用重试。") % {"title": job.title})
        return _back(request, job)


def _back(request: HttpRequest, job: Job) -> HttpResponseRedirect:
    """To the page with the button, or to the job's page."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else job.get_absolute_url())
