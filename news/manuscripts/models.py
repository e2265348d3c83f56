"""Manuscripts as they came in, kept privately with the stories they became."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.storage import private_storage
from news.models import StoryIdentity


def manuscript_path(manuscript: Manuscript, name: str) -> str:
    """By checksum: the name as it came may hold anything and is kept in the row instead."""
    return f"manuscripts/{manuscript.sha256[:2]}/{manuscript.sha256}"


class Manuscript(models.Model):
    """One file that was imported. Identical bytes are one row, however often they come."""

    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(_("校验值"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("字节"))
    file = models.FileField(_("原件"), storage=private_storage, upload_to=manuscript_path, max_length=120)
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    structured = models.JSONField(_("结构"), help_text=_("导入时识别的各部分、提示和理由。"))

    class Meta:
        verbose_name = _("来稿")
        verbose_name_plural = _("来稿")
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ManuscriptStory(models.Model):
    """One article of a manuscript and the story it became."""

    manuscript = models.ForeignKey(Manuscript, verbose_name=_("来稿"), on_delete=models.PROTECT, related_name="stories")
    article = models.PositiveSmallIntegerField(_("第几篇"), help_text=_("从 0 数起，与结构里的顺序一致。"))
    story = models.OneToOneField(
        StoryIdentity, verbose_name=_("稿号"), on_delete=models.PROTECT, related_name="manuscript_story"
    )

    class Meta:
        verbose_name = _("来稿与稿件")
        verbose_name_plural = _("来稿与稿件")
        ordering = ["manuscript", "article"]
        constraints = [models.UniqueConstraint(fields=["manuscript", "article"], name="manuscript_article_once")]

    def __str__(self) -> str:
        return f"{self.manuscript} → {self.story_id}"
