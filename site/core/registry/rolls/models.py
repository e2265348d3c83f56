"""A list on its way into the registry: what was read, what the editor decided, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.dates import PartialDateField
from core.registry.models.award import Award, Conferral, ConferralRound


class EntriesOf(models.Func):
    """How many entries a list holds that is stored as JSON, without reading it."""

    function = "JSON_ARRAY_LENGTH"
    arity = 1
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH", **context)


class RollImport(models.Model):
    """One list. It waits for its editor as long as it takes; the round is made when it is confirmed."""

    class State(models.TextChoices):
        OPEN = "open", _("待核对")
        DONE = "done", _("已导入")
        UNDONE = "undone", _("已撤销")

    class NewUnits(models.TextChoices):
        NAME = "name", _("只登名称")
        RECORD = "record", _("在资料库建为单位")

    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.OPEN, editable=False)
    file_name = models.CharField(_("文件"), max_length=255, blank=True, editable=False)
    #: Rows of cells, all text, as they were read; emptied with `left_out` once the list is imported.
    table = models.JSONField(_("表格"), default=list, editable=False)
    #: Field of a row → number of its column in `table`, from 0.
    columns = models.JSONField(_("各列"), default=dict, editable=False)
    #: Where in `table` the list begins, below titles and the header.
    first_row = models.PositiveIntegerField(_("从第几行起"), default=0, editable=False)
    #: {"line", "name", "unit", "title", "honour", "kind"} in published order; see rolls.columns.
    rows = models.JSONField(_("名单"), default=list, editable=False)
    #: Lines of `table` that hold no name: [line from 1, text].
    left_out = models.JSONField(_("略去的行"), default=list, editable=False)
    #: Place in `rows`, as text → what the editor decided; see rolls.matching.
    decisions = models.JSONField(_("决定"), default=dict, editable=False)

    award = models.ForeignKey(
        Award, verbose_name=_("荣誉"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    award_name = models.CharField(
        _("新荣誉的名称"), max_length=120, blank=True, help_text=_("资料库里还没有这个荣誉时，写在这里，导入时建档。")
    )
    award_rank = models.PositiveSmallIntegerField(
        _("新荣誉的级别"), choices=Award.Rank.choices, default=Award.Rank.CITY
    )
    year = models.PositiveSmallIntegerField(
        _("年度"), null=True, validators=[MinValueValidator(1900), MaxValueValidator(2200)]
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
    kind = models.CharField(
        _("名单上是"),
        max_length=20,
        choices=Conferral.Kind.choices,
        default=Conferral.Kind.PERSON,
        help_text=_("表里有“类别”一列时，以那一列为准。"),
    )
    new_units = models.CharField(
        _("资料库里没有的单位和集体"),
        max_length=20,
        choices=NewUnits.choices,
        default=NewUnits.NAME,
        help_text=_("受表彰的单位、班组、工作室；核对时可以逐条另选。"),
    )

    round = models.ForeignKey(
        ConferralRound,
        verbose_name=_("表彰批次"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    #: Keys of what the import made: {"people", "organisations", "conferrals": [...], "award": key or None}.
    made = models.JSONField(_("新建的条目"), default=dict, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("导入时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("导入的名单")
        verbose_name_plural = _("导入的名单")
        ordering = ["-pk"]

    def __str__(self) -> str:
        if self.year and self.award_title:
            return f"{self.year}年{self.label}{self.award_title}"
        return self.file_name or str(_("粘贴的名单"))

    @property
    def shown_award(self) -> Award | None:
        """The award, or what it was merged into meanwhile."""
        return self.award.resolved() if self.award else None

    @property
    def award_title(self) -> str:
        award = self.shown_award
        return award.name if award else self.award_name

    @property
    def has_columns(self) -> bool:
        return "name" in self.columns

    @property
    def has_details(self) -> bool:
        return bool(self.year and self.award_title)

    def decision(self, place: int) -> str:
        """What the editor decided for the row at `place` (from 0); `""` when nothing was decided."""
        decisions: dict[str, Any] = self.decisions
        return str(decisions.get(str(place), ""))
