"""What readers looked for: by day and language, without anything that tells who asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AskedQuery(models.Model):
    """One question of one day, as it was asked: how often, and how much was found the last time."""

    day = models.DateField(_("日期"))
    language = models.CharField(_("语言"), max_length=12, choices=settings.LANGUAGES)
    text = models.CharField(_("搜索词"), max_length=60)
    asked = models.PositiveIntegerField(_("次数"), default=0)
    found = models.PositiveIntegerField(_("找到"), default=0)

    class Meta:
        verbose_name = _("读者搜索")
        verbose_name_plural = _("读者搜索")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "language", "text"], name="asked_once_a_day")]
        indexes = [models.Index(fields=["language", "text"], name="asked_by_text")]

    def __str__(self) -> str:
        return self.text
