"""What the queue keeps of a job beyond django-tasks' own row: lease, progress, steps done, runs; and the timetable."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

if TYPE_CHECKING:
    from core.jobs.subjects import Subject
    from core.jobs.task import JobTask

__all__ = ["Job", "JobRun", "JobStep", "Schedule"]


class Job(models.Model):
    """One piece of queued work. Function, arguments, status and times stand in django-tasks' row, `result`."""

    class State(models.TextChoices):
        """The state as an editor reads it: django-tasks' values, with waiting for another attempt told apart."""

        WAITING = "waiting", _("等待")
        RETRYING = "retrying", _("等待重试")
        RUNNING = "running", _("进行中")
        DONE = "done", _("完成")
        FAILED = "failed", _("失败")

    result = models.OneToOneField(
        DBTaskResult, verbose_name=_("任务"), primary_key=True, on_delete=models.CASCADE, related_name="job"
    )
    # Function and key of a job that has not begun; NULL once it has. Unique, so that two processes cannot both add one.
    waiting_key = models.CharField(_("去重键"), max_length=300, null=True, blank=True, unique=True, editable=False)
    attempts = models.PositiveIntegerField(_("次数"), default=0)
    # Whoever runs the job holds its lease: a new text at each claim, empty when nobody runs it.
    lease = models.CharField(_("执行者"), max_length=120, blank=True, default="")
    heartbeat_at = models.DateTimeField(_("最近心跳"), null=True, blank=True)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("总数"), default=0)
    note = models.CharField(_("进度说明"), max_length=200, blank=True)
    last_error = models.CharField(_("错误"), max_length=500, blank=True)

    #: Set by core.jobs.subjects.bring_subjects.
    subject: Subject | None = None

    class Meta:
        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        default_permissions = ("view",)
        permissions = [("retry_job", _("可以重试失败的后台任务"))]
        indexes = [models.Index(fields=["heartbeat_at"], condition=~Q(lease=""), name="job_leased_idx")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("core_jobs:detail", args=[self.pk])

    @property
    def task(self) -> JobTask | None:
        """The function in code; None when the code no longer has it."""
        from core.jobs.task import task_at

        return task_at(self.result.task_path)

    @property
    def title(self) -> str:
        task = self.task
        return str(task.title) if task else self.result.task_path

    @property
    def state(self) -> Job.State:
        status = self.result.status
        if status == TaskResultStatus.READY:
            return self.State.RETRYING if self.attempts else self.State.WAITING
        if status == TaskResultStatus.RUNNING:
            return self.State.RUNNING
        return self.State.DONE if status == TaskResultStatus.SUCCESSFUL else self.State.FAILED

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}

    @property
    def can_be_retried(self) -> bool:
        return self.state == self.State.FAILED

    @property
    def run_after(self) -> datetime | None:
        """When the job is due, None for at once."""
        return None if self.result.run_after == get_date_max() else self.result.run_after

    @property
    def arguments(self) -> dict[str, object]:
        return self.result.args_kwargs["kwargs"]

    @property
    def report(self) -> str:
        """What the function returned: one sentence for the person who waits."""
        return str(self.result.return_value or "")


class JobStep(models.Model):
    """An effect of a job that is done. Written in the effect's own transaction, so both stand or neither does."""

    job = models.ForeignKey(Job, verbose_name=_("任务"), on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(_("步骤"), max_length=200)
    done_at = models.DateTimeField(_("完成时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("任务步骤")
        verbose_name_plural = _("任务步骤")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="job_step_once")]

    def __str__(self) -> str:
        return self.key


class JobRun(models.Model):
    """One attempt at a job that has ended, and how."""

    class Outcome(models.TextChoices):
        DONE = "done", _("完成")
        FAILED = "failed", _("出错")
        LOST = "lost", _("中断")
        HANDED_BACK = "handed_back", _("交还")

    job = models.ForeignKey(Job, verbose_name=_("任务"), on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField(_("开始"), null=True)
    ended_at = models.DateTimeField(_("结束"), default=timezone.now)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome.choices)
    lease = models.CharField(_("执行者"), max_length=120)
    error = models.CharField(_("错误"), max_length=500, blank=True)
    traceback = models.TextField(_("技术细节"), blank=True)

    class Meta:
        verbose_name = _("任务执行记录")
        verbose_name_plural = _("任务执行记录")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.ended_at:%Y-%m-%d %H:%M:%S}"


class Schedule(models.Model):
    """When a periodic function is due next, kept here so that a restart neither forgets nor repeats it."""

    name = models.CharField(_("名称"), max_length=120, primary_key=True)
    due_at = models.DateTimeField(_("下次执行"), db_index=True)
    lease = models.CharField(_("执行者"), max_length=120, blank=True, default="")
    heartbeat_at = models.DateTimeField(_("最近心跳"), null=True, blank=True)
    began_at = models.DateTimeField(_("最近开始"), null=True, blank=True)
    ended_at = models.DateTimeField(_("最近结束"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    report = models.CharField(_("最近结果"), max_length=500, blank=True)
    traceback = models.TextField(_("技术细节"), blank=True)

    class Meta:
        verbose_name = _("定时任务")
        verbose_name_plural = _("定时任务")
        default_permissions = ()
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        from core.jobs.schedule import title_of

        return title_of(self.name)
