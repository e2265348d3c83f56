"""An event that the news comes back to: a congress, a skills contest, a training course, a festival."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.dates import PartialDateField, display_partial_date, display_period, ends_too_early
from core.registry.models.organisation import Organiser
from core.registry.models.record import RecordName, RegistryRecord


class Event(RegistryRecord):
    """One event: its kind, its 届次, when and where it was, and who held it."""

    address = "events"

    class Kind(models.TextChoices):
        MEETING = "meeting", _("会议")
        CONTEST = "contest", _("竞赛")
        TRAINING = "training", _("培训")
        CULTURE = "culture", _("文体活动")
        SERVICE = "service", _("慰问服务")
        CEREMONY = "ceremony", _("典礼、仪式")
        OTHER = "other", _("其他")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices, default=Kind.MEETING)
    edition = models.CharField(_("届次"), max_length=40, blank=True, help_text=_("如“第十八届”“2025年”。"))
    start = PartialDateField(_("开始"))
    end = PartialDateField(_("结束"))
    place = models.ForeignKey(
        "core.Place", verbose_name=_("阵地"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    place_name = models.CharField(
        _("地点"), max_length=120, blank=True, help_text=_("资料库里没有的地点写在这里；两处都填时，以这里为准。")
    )
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("aliases"), FieldPanel("pinyin")], heading=_("名称")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("edition")], heading=_("类别")),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")], heading=_("时间")),
        FieldRowPanel([FieldPanel("place"), FieldPanel("place_name")], heading=_("地点")),
        InlinePanel("hosts", heading=_("主办与承办"), label=_("单位")),
        FieldPanel("short_text"),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("活动")
        verbose_name_plural = _("活动")

    def __str__(self) -> str:
        return f"{self.name}（{self.edition}）" if self.edition and self.edition not in self.name else self.name

    @property
    def period(self) -> str:
        """When it was, as far as known: the end only where it differs from the start."""
        return display_period(self.start, self.end) if self.end else display_partial_date(self.start)

    @property
    def where(self) -> str:
        """Where it was: as written by hand, or the name of the registry's place."""
        return self.place_name or (self.place.resolved().name if self.place else "")

    def clean(self) -> None:
        super().clean()
        if ends_too_early(self.start, self.end):
            raise ValidationError({"end": _("结束不能早于开始。")})


class EventHost(Organiser):
    """An organisation that held or helped to hold an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="events_held"
    )


class EventName(RecordName):
    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("活动的其他语言名称")
        verbose_name_plural = _("活动的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["event", "language"], name="event_name_once_a_language")]

    def __str__(self) -> str:
        return self.name
