"""A newspaper, magazine, site or channel that stories come from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.registry.models.organisation import Organisation
from core.registry.models.record import RecordName, RegistryRecord


class Outlet(RegistryRecord):
    """媒体: what kind it is, of which level, and whether its stories may be reprinted. It has no page of its own."""

    address = ""

    class Kind(models.TextChoices):
        NEWSPAPER = "newspaper", _("报纸")
        MAGAZINE = "magazine", _("期刊")
        SITE = "site", _("网站")
        ACCOUNT = "account", _("公众号、客户端")
        BROADCAST = "broadcast", _("广播电视")
        AGENCY = "agency", _("通讯社")
        OTHER = "other", _("其他")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.NEWSPAPER)
    level = models.CharField(_("层级"), max_length=20, choices=Organisation.Level.choices, blank=True)
    website = models.URLField(_("网址"), blank=True)
    reprint_allowed = models.BooleanField(
        _("可以转载"), default=True, help_text=_("不勾选时，转载它的稿件发布前会提醒先取得授权。")
    )

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("aliases"), FieldPanel("pinyin")], heading=_("名称")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level")], heading=_("类别")),
        FieldPanel("website"),
        FieldPanel("reprint_allowed"),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("媒体")
        verbose_name_plural = _("媒体")

    @property
    def has_page(self) -> bool:
        return False

    def get_absolute_url(self) -> str:
        return ""


class OutletName(RecordName):
    outlet = ParentalKey(Outlet, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("媒体的其他语言名称")
        verbose_name_plural = _("媒体的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["outlet", "language"], name="outlet_name_once_a_language")]

    def __str__(self) -> str:
        return self.name
