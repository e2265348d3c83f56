"""A topic that stories, columns and campaigns share."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel

from core.registry.models.record import RecordName, RegistryRecord


class Topic(RegistryRecord):
    """A theme, a drive or a brand that comes back for years."""

    address = "topics"
    upward_fields = ("parent",)

    class Kind(models.TextChoices):
        THEME = "theme", _("主题")
        DRIVE = "drive", _("专项")
        BRAND = "brand", _("品牌")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.THEME)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级主题"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("parent"),
        FieldPanel("aliases"),
        FieldPanel("pinyin"),
        FieldPanel("short_text"),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("主题")
        verbose_name_plural = _("主题")

    def clean(self) -> None:
        super().clean()
        if self.leads_back("parent"):
            raise ValidationError({"parent": _("上级主题不能是它自己或它的下级。")})


class TopicName(RecordName):
    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("主题的其他语言名称")
        verbose_name_plural = _("主题的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="topic_name_once_a_language")]

    def __str__(self) -> str:
        return self.name
