"""What a story is for good, in all languages and through every revision: its number, and whether it was withdrawn."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class StoryIdentity(models.Model):
    """A number from the one sequence, from 10001 on. Shared by translations (same key), never reused.

    Kept outside the page so that no revision, however old, can bring back a former state.
    """

    number = models.BigAutoField(_("稿号"), primary_key=True)
    translation_key = models.UUIDField(_("翻译键"), unique=True, editable=False)
    created_at = models.DateTimeField(_("取号时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤稿时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤稿人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawal_reason = models.CharField(_("撤稿原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("稿号")
        verbose_name_plural = _("稿号")

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @classmethod
    def for_key(cls, translation_key: uuid.UUID) -> StoryIdentity:
        """The identity of a translation key, made at the first call. Safe when two processes ask at once."""
        found = cls.objects.filter(translation_key=translation_key).first()
        if found:
            return found
        with transaction.atomic():
            return cls.objects.get_or_create(translation_key=translation_key)[0]
