"""我要纠错: what a reader found wrong in a story, waiting for an editor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ReaderCorrection(models.Model):
    """A reader's remark. `contact` is theirs to give or not; nothing else is kept of who wrote."""

    class State(models.TextChoices):
        NEW = "new", _("待处理")
        DONE = "done", _("已更正")
        DECLINED = "declined", _("不需更正")

    story_number = models.PositiveBigIntegerField(_("稿号"), db_index=True)
    story_title = models.CharField(_("稿件"), max_length=255)
    address = models.CharField(_("页面"), max_length=255)
    passage = models.CharField(_("原文"), max_length=200, blank=True, help_text=_("有误的那句话，可以直接抄下来。"))
    remark = models.TextField(_("哪里有误"), max_length=1000, help_text=_("错在哪里，应该是什么。"))
    contact = models.CharField(_("联系方式"), max_length=100, blank=True, help_text=_("可以不填；填了，编辑会回复您。"))
    created_at = models.DateTimeField(_("收到"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(_("处理说明"), blank=True, help_text=_("怎样核实的，改了哪里；只有编辑看得到。"))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("读者纠错")
        verbose_name_plural = _("读者纠错")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.story_title}：{self.remark[:30]}"

    @property
    def permanent_path(self) -> str:
        return reverse("news:permanent", args=[self.story_number])
