"""Honours: the award, each round of it as a decision published it, and who received it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from core.dates import PartialDateField, in_english
from core.languages.conversion import in_script
from core.registry.models.record import RecordName, RegistryRecord


class Award(RegistryRecord):
    """An honour that is conferred again and again. Its rank orders a person's honours."""

    address = "awards"

    class Rank(models.IntegerChoices):
        NATIONAL = 1, _("全国级")
        PROVINCE = 2, _("省部级")
        CITY = 3, _("市级")
        DISTRICT = 4, _("区县级")
        UNIT = 5, _("基层单位")

    rank = models.PositiveSmallIntegerField(_("级别"), choices=Rank.choices, default=Rank.CITY, db_index=True)
    short_text = models.CharField(_("简介"), max_length=300, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("aliases"), FieldPanel("pinyin")], heading=_("名称")),
        FieldPanel("rank"),
        InlinePanel("bodies", heading=_("授予单位"), label=_("单位")),
        FieldPanel("short_text"),
        InlinePanel("names", heading=_("其他语言的名称"), label=_("名称")),
        FieldPanel("note"),
    ]

    class Meta(RegistryRecord.Meta):
        verbose_name = _("荣誉")
        verbose_name_plural = _("荣誉")

    @property
    def bodies_shown(self) -> str:
        """Who confers it. Listings prefetch `bodies__organisation`."""
        return "、".join(str(body) for body in self.bodies.all())


class AwardBody(Orderable, models.Model):
    """An organisation that confers an award."""

    award = ParentalKey(Award, on_delete=models.CASCADE, related_name="bodies")
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="awards_conferred"
    )

    panels = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = _("授予单位")
        verbose_name_plural = _("授予单位")

    def __str__(self) -> str:
        return str(self.organisation.resolved())


class AwardName(RecordName):
    award = ParentalKey(Award, on_delete=models.CASCADE, related_name="names")

    class Meta:
        verbose_name = _("荣誉的其他语言名称")
        verbose_name_plural = _("荣誉的其他语言名称")
        constraints = [models.UniqueConstraint(fields=["award", "language"], name="award_name_once_a_language")]

    def __str__(self) -> str:
        return self.name


class ConferralRound(index.Indexed, models.Model):
    """One round of an award, as a 表彰决定 published it. Its page is the roll of those honoured."""

    award = models.ForeignKey(Award, verbose_name=_("荣誉"), on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(
        _("年度"), db_index=True, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
    )
    label = models.CharField(
        _("届次或批次"), max_length=60, blank=True, help_text=_("如“第十五届”“第二批”，没有不填。")
    )
    conferred_on = PartialDateField(_("表彰日期"))
    document_number = models.CharField(_("文号"), max_length=80, blank=True, help_text=_("表彰决定的文号。"))
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("表彰决定"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.CharField(_("依据"), max_length=240, blank=True, help_text=_("没有文件时，写名单从哪里来。"))
    created_at = models.DateTimeField(_("建档时间"), auto_now_add=True)

    panels = [
        FieldRowPanel([FieldPanel("award"), FieldPanel("year"), FieldPanel("label")], heading=_("哪一次表彰")),
        FieldRowPanel([FieldPanel("conferred_on"), FieldPanel("document_number")]),
        FieldPanel("document"),
        FieldPanel("source"),
    ]
    search_fields = [index.SearchField("label"), index.SearchField("document_number"), index.FilterField("year")]

    class Meta:
        verbose_name = _("表彰批次")
        verbose_name_plural = _("表彰批次")
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["award", "year", "label"], name="award_round_once")]

    def __str__(self) -> str:
        return f"{self.year}年{self.label}{self.award.resolved().name}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """With what follows it, such as its place in the search index."""
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The roll's page in the active language."""
        return reverse("registry:roll", args=[self.award_id, self.pk])

    def clean(self) -> None:
        """Refuses a second round of one award, year and 届次: which of two that a merge brought together is meant, a
        label has to tell. Rounds that stand so already may be saved as they are.
        """
        super().clean()
        own = type(self).objects.filter(pk=self.pk, award=self.award_id, year=self.year, label=self.label)
        if (self.pk is None or not own.exists()) and (there := self.double()):
            raise ValidationError(
                {
                    "label": ValidationError(
                        _("“%(round)s”已有名单，请写明届次或批次，区别开来。"), params={"round": str(there)}
                    )
                }
            )

    def double(self) -> ConferralRound | None:
        """Another round of the same year and 届次, of this award or of what was merged with it."""
        if not self.award_id or not self.year:
            return None
        rounds = type(self).objects.filter(award__in=self.award.resolved().merged_keys(), year=self.year)
        return rounds.filter(label=self.label).exclude(pk=self.pk).first()

    @property
    def has_page(self) -> bool:
        """Whether readers may open the roll: always; only the lines that were revoked are left out of it."""
        return True

    @property
    def next_position(self) -> int:
        """The place of a further line, after the last of the roll."""
        last: int | None = self.conferrals.aggregate(last=models.Max("position"))["last"]
        return (last or 0) + 1

    @property
    def effective_on(self) -> str:
        """From when the honours of this round stand: the date of conferral, or the year."""
        return self.conferred_on or str(self.year)


class Conferral(models.Model):
    """An honour that was conferred: in which round, to whom, as published; revoked ones stay on record."""

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        ORGANISATION = "organisation", _("单位")
        TEAM = "team", _("集体、班组")
        WORK = "work", _("作品、项目")

    #: Kinds that honour a part of the organisation that the line names, by the part's own name.
    PARTS = frozenset({Kind.TEAM, Kind.WORK})

    class Status(models.TextChoices):
        VALID = "valid", _("有效")
        REVOKED = "revoked", _("撤销")

    round = models.ForeignKey(
        ConferralRound, verbose_name=_("表彰批次"), on_delete=models.PROTECT, related_name="conferrals"
    )
    position = models.PositiveIntegerField(_("名单次序"), default=0)
    kind = models.CharField(_("对象"), max_length=20, choices=Kind.choices, default=Kind.PERSON)
    person = models.ForeignKey(
        "core.Person",
        verbose_name=_("人物"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferrals",
    )
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conferrals",
        help_text=_("受表彰的单位或集体；个人的所在单位写在下面。"),
    )
    published_name = models.CharField(_("名单上的名称"), max_length=120, help_text=_("照表彰决定的写法。"))
    published_unit = models.CharField(_("名单上的单位和职务"), max_length=200, blank=True)
    published_title = models.CharField(
        _("名单上的称号"), max_length=120, blank=True, help_text=_("与荣誉名称不同时填写，如“××省劳动模范（追授）”。")
    )
    status = models.CharField(_("状态"), max_length=20, choices=Status.choices, default=Status.VALID)
    revoked_on = PartialDateField(_("撤销日期"))
    revocation = models.CharField(_("撤销依据"), max_length=240, blank=True, help_text=_("文号或原因，只给编辑看。"))

    panels = [
        FieldRowPanel([FieldPanel("round"), FieldPanel("position")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("person"), FieldPanel("organisation")], heading=_("授予谁")),
        MultiFieldPanel(
            [FieldPanel("published_name"), FieldPanel("published_unit"), FieldPanel("published_title")],
            heading=_("名单上的写法"),
        ),
        FieldRowPanel(
            [FieldPanel("status"), FieldPanel("revoked_on"), FieldPanel("revocation")], heading=_("是否有效")
        ),
    ]

    class Meta:
        verbose_name = _("表彰")
        verbose_name_plural = _("表彰")
        ordering = ["round", "position", "pk"]
        indexes = [models.Index(fields=["round", "position"], name="conferral_in_order")]

    def __str__(self) -> str:
        return f"{self.published_name}：{self.round}"

    def clean(self) -> None:
        super().clean()
        if self.kind == self.Kind.PERSON and self.organisation_id:
            raise ValidationError({"organisation": _("授予个人的，这里不填单位。")})
        if self.kind != self.Kind.PERSON and self.person_id:
            raise ValidationError({"person": _("不是授予个人的，这里不填人物。")})
        if self.revoked_on and self.status == self.Status.VALID:
            raise ValidationError({"status": _("填了撤销日期，状态应是“撤销”。")})

    @property
    def recipient(self) -> str:
        """The record of whoever was honoured, with what tells it apart; `""` while the roll's line names none."""
        named = self.person or self.organisation
        return str(named.resolved()) if named else ""

    @property
    def shown_title(self) -> str:
        """What was conferred, as readers see it: the title as published; in English the award's name."""
        if self.published_title and not in_english():
            return in_script(self.published_title)
        return self.round.award.name_in()

    @property
    def shown_part(self) -> str:
        """The team or the work of a unit that was honoured; `""` where the unit itself or a person was."""
        return in_script(self.published_name) if self.kind in self.PARTS else ""

    @property
    def is_revoked(self) -> bool:
        return self.status == self.Status.REVOKED
