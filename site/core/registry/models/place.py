"""A place that workers use: a rest station, a service centre, an exhibition hall, a studio."""

from __future__ import annotations

import re

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.registry.known_values import KnownValues
from core.registry.models.record import RecordName, RegistryRecord

#: Digits of the shortest number that anybody dials: 12351, the workers' hotline.
SHORTEST_NUMBER = 5


def telephone_address(written: str) -> str:
    """`0512-8765 4321转8001` as `tel:051287654321;ext=8001`; `""` for what holds no telephone number."""
    number, _extension, extension = written.partition("转")
    digits = re.sub(r"[^\d+]", "", number)
    if len(digits) < SHORTEST_NUMBER:
        return ""
    inside = re.sub(r"\D", "", extension)
    return f"tel:{digits};ext={inside}" if inside else f"tel:{digits}"


class Place(RegistryRecord):
    """阵地: where it is, when it is open, what it offers, and who runs it."""

    address = "places"

    class Kind(models.TextChoices):
        STATION = "station", _("驿站")
        SERVICE = "service", _("服务中心")
        EXHIBITION = "exhibition", _("展示馆")
        STUDIO = "studio", _("工作室")
        CULTURE = "culture", _("文化宫、职工之家")
        SCHOOL = "school", _("职工学校")
        OTHER = "other", _("其他")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.STATION)
    district = models.CharField(
        _("所在区县"), max_length=60, blank=True, db_index=True, help_text=_("阵地列表按它分组，写法要一致。")
    )
    street_address = models.CharField(_("地址"), max_length=200, blank=True)
    hours = models.TextField(_("开放时间"), blank=True, help_text=_("一行一条，如“周一至周五 8:30—17:30”。"))
    services = models.TextField(_("服务项目"), blank=True, help_text=_("一行一项，如“饮水热饭”“手机充电”。"))
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    operator = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("运营单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
    )
    photo = models.ForeignKey(
        "media.Photo", verbose_name=_("照片"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("aliases"), FieldPanel("pinyin")], heading=_("名称")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("operator")], heading=_("类别")),
        MultiFieldPanel(
            [
                FieldPanel("district", widget=KnownValues("core.Place", "district")),
                FieldPanel("street_address"),
                FieldPanel("phone"),
            ],
            heading=_("在哪里"),
        ),
        MultiFieldPanel([FieldPanel("hours"), FieldPanel("services")], heading=_("服务")),
        MultiFieldPanel([FieldPanel("photo"), FieldPanel("short_text")], heading=_("阵地页")),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("阵地")
        verbose_name_plural = _("阵地")

    @property
    def hour_lines(self) -> list[str]:
        return [line.strip() for line in self.hours.splitlines() if line.strip()]

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Each number as written, with its `tel:` address (RFC 3966); the address is `""` for what is no number."""
        written = [part.strip() for part in re.split(r"[、，,;；/\n]", self.phone) if part.strip()]
        return [(part, telephone_address(part)) for part in written]

    @property
    def service_lines(self) -> list[str]:
        return [line.strip() for line in self.services.splitlines() if line.strip()]


class PlaceName(RecordName):
    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("阵地的其他语言名称")
        verbose_name_plural = _("阵地的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["place", "language"], name="place_name_once_a_language")]

    def __str__(self) -> str:
        return self.name
