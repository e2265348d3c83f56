"""What translations are made with: names that keep their characters, a glossary, the wording of traditional Chinese."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from core.languages.conversion import TRADITIONAL

__all__ = ["GlossaryTerm", "ProtectedName", "TraditionalChinese"]


class ProtectedName(models.Model):
    """A name that conversion to traditional characters leaves alone, or writes in a way of its own."""

    text = models.CharField(_("写法"), max_length=60, unique=True, help_text=_("转换繁体时原样保留，如“刘里”。"))
    traditional = models.CharField(
        _("繁体写法"), max_length=60, blank=True, help_text=_("本人惯用的繁体写法；不填则原样保留简体。")
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("text"), FieldPanel("traditional")]), FieldPanel("note")]

    class Meta:
        verbose_name = _("不转换的名称")
        verbose_name_plural = _("不转换的名称")
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text


class GlossaryTerm(models.Model):
    """A term and how the newsroom translates it. Names of registry records need no entry: their own rows count.

    Traditional Chinese is converted; what it is to leave alone is a ProtectedName.
    """

    source = models.CharField(_("中文"), max_length=120)
    language = models.CharField(
        _("语言"),
        max_length=12,
        choices=[
            (code, name) for code, name in settings.LANGUAGES if code not in {settings.LANGUAGE_CODE, TRADITIONAL}
        ],
        default="en",
        help_text=_("繁体由系统转换；要用别的写法，写进“不转换的名称”。"),
    )
    target = models.CharField(_("译法"), max_length=240)
    note = models.CharField(_("说明"), max_length=200, blank=True, help_text=_("什么场合用，出处。"))

    panels = [
        FieldRowPanel([FieldPanel("source"), FieldPanel("language")]),
        FieldPanel("target"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("译名表词条")
        verbose_name_plural = _("译名表")
        ordering = ["source"]
        constraints = [models.UniqueConstraint(fields=["source", "language"], name="glossary_term_once_a_language")]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


@register_setting(icon="globe")
class TraditionalChinese(BaseGenericSetting):
    """Whose wording the traditional pages use."""

    class Wording(models.TextChoices):
        TAIWAN = "s2twp", _("台湾用语（軟體、網路）")
        HONG_KONG = "s2hk", _("香港用字（不换词）")

    wording = models.CharField(_("繁体用语"), max_length=10, choices=Wording.choices, default=Wording.HONG_KONG)

    panels = [FieldPanel("wording")]

    class Meta:
        verbose_name = _("繁体版")

    def __str__(self) -> str:
        return self.get_wording_display()
