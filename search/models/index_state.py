"""Which generation of the index answers, and how far a rebuild is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexState(models.Model):
    """One row. `active` and `building` are places in ENTRIES.

    `cursor` is the last key that a rebuild has done, by model; `owner` the process that does it, `beat_at` when it was
    last seen.
    """

    active = models.PositiveSmallIntegerField(default=0)
    building = models.PositiveSmallIntegerField(null=True)
    cursor = models.JSONField(default=dict)
    owner = models.CharField(max_length=40, default="")
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("搜索引擎")
        verbose_name_plural = _("搜索引擎")
        default_permissions = ("view",)
        permissions = [("rebuild_indexstate", _("可以重建和核对搜索索引"))]

    def __str__(self) -> str:
        return f"{self.active}"

    @classmethod
    def locked(cls) -> IndexState:
        """The row, locked for the rest of the transaction."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)
