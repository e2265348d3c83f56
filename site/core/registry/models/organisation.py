"""An organisation named in the news: a union, a unit, a company, a department."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from core.dates import in_english
from core.languages.conversion import in_script
from core.registry.known_values import KnownValues
from core.registry.models.record import RecordName, RegistryRecord


class Organisation(RegistryRecord):
    """An organisation by its full name; `市总工会` is a different body in each city."""

    address = "organisations"
    key_fields = RegistryRecord.key_fields | {"short_name"}
    upward_fields = ("parent", "successor")

    class Kind(models.TextChoices):
        UNION = "union", _("工会")
        COMPANY = "company", _("企业")
        GOVERNMENT = "government", _("党政机关")
        INSTITUTION = "institution", _("事业单位")
        SOCIETY = "society", _("社会组织")
        STUDIO = "studio", _("工作室、班组")
        OTHER = "other", _("其他")

    class Level(models.TextChoices):
        NATIONAL = "national", _("全国")
        PROVINCE = "province", _("省")
        CITY = "city", _("市")
        DISTRICT = "district", _("区县")
        GRASSROOTS = "grassroots", _("基层")

    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.UNION)
    level = models.CharField(_("层级"), max_length=20, choices=Level.choices, blank=True)
    region = models.CharField(_("地区"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("后身"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("更名或撤并后的单位。"),
    )
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name", heading=_("全称")),
                FieldPanel("short_name"),
                FieldPanel("aliases"),
                FieldPanel("pinyin"),
            ],
            heading=_("名称"),
        ),
        FieldRowPanel(
            [
                FieldPanel("kind"),
                FieldPanel("level"),
                FieldPanel("region", widget=KnownValues("core.Organisation", "region")),
            ],
            heading=_("类别"),
        ),
        MultiFieldPanel([FieldPanel("parent"), FieldPanel("successor")], heading=_("沿革")),
        FieldPanel("short_text"),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("单位")
        verbose_name_plural = _("单位")

    def own_names(self) -> Iterator[str]:
        yield self.name
        if self.short_name:
            yield self.short_name
        yield from self.alias_list
        yield from (row.name for row in self.names.all())

    @property
    def shown_short_name(self) -> str:
        """The 简称 as readers see it, where it is another one than the name; there is none in English."""
        return "" if in_english() or self.short_name == self.name else in_script(self.short_name)

    def clean(self) -> None:
        super().clean()
        if self.leads_back("parent"):
            raise ValidationError({"parent": _("上级单位不能是它自己或它的下级。")})
        if self.leads_back("successor"):
            raise ValidationError({"successor": _("后身不能是它自己或它的前身。")})


class OrganisationName(RecordName):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("单位的其他语言名称")
        verbose_name_plural = _("单位的其他语言名称")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "language"], name="organisation_name_once_a_language")
        ]

    def __str__(self) -> str:
        return self.name


class Organiser(Orderable, models.Model):
    """An organisation's part in what it holds: a row of an event or a campaign; the same in every language."""

    class Role(models.TextChoices):
        HOST = "host", _("主办")
        ORGANISER = "organiser", _("承办")
        SUPPORTER = "supporter", _("协办")

    role = models.CharField(_("身份"), max_length=20, choices=Role.choices, default=Role.HOST)
    organisation: models.ForeignKey

    panels = [FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")])]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("主办单位")
        verbose_name_plural = _("主办单位")

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.organisation.resolved()}"
