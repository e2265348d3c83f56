"""A named column and its entries, numbered 第N期."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from core.models import StructurePage
from news.models.identity import StoryIdentity
from news.models.story import StoryPage
from news.publication import PublicationProblem, PublicationRefused


class ColumnPage(StructurePage):
    """A column such as 产改进行时: its promise, its host, and how its entries are numbered."""

    class Numbering(models.TextChoices):
        COUNTER = "counter", _("按期自动编号")
        EDITION = "edition", _("按报纸期号")
        OFF = "off", _("不编号")

    promise = models.CharField(_("栏目宗旨"), max_length=200, blank=True, help_text=_("一句话告诉读者这里写什么。"))
    host = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("主办单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    numbering = models.CharField(
        _("编号方式"),
        max_length=20,
        choices=Numbering.choices,
        default=Numbering.COUNTER,
        help_text=_("自动编号：首次发布时给出第N期；按报纸期号：用稿件“见报”里的期；不编号：只按日期排。"),
    )
    per_page = models.PositiveSmallIntegerField(
        _("每页篇数"), default=20, validators=[MinValueValidator(1)], help_text=_("一页列多少篇，多出的翻页。")
    )

    content_panels = [
        *StructurePage.content_panels,
        FieldPanel("promise"),
        FieldPanel("host", help_text=_("办这个专栏的单位，写在栏目名旁边；没有可不填。")),
        FieldRowPanel([FieldPanel("numbering"), FieldPanel("per_page")]),
    ]
    override_translatable_fields = [SynchronizedField("slug")]

    takes_stories = True
    shown_with = ("host__merged_into",)
    page_description = _("有名字、按期出的专栏，如产改进行时。")
    template = "news/column_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.ColumnEntryPage"]

    class Meta:
        verbose_name = _("专栏")
        verbose_name_plural = _("专栏")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.selectors import column_entries, page_of_stories

        context = super().get_context(request, *args, **kwargs)
        context["stories"] = page_of_stories(request, column_entries(self), self.per_page)
        return context


class ColumnCounter(models.Model):
    """The last number that a column gave by itself. Its row is the lock under which the next one is given."""

    column_key = models.UUIDField(_("专栏"), unique=True, help_text=_("专栏的翻译键：各语言共用一个计数。"))
    last = models.PositiveIntegerField(_("最近一期"), default=0)

    class Meta:
        verbose_name = _("专栏计数")
        verbose_name_plural = _("专栏计数")

    def __str__(self) -> str:
        return str(self.last)


class ColumnNumber(models.Model):
    """第N期: the number that a story holds in a column, for good. A withdrawn entry keeps it, so none gets it twice."""

    column_key = models.UUIDField(_("专栏"))
    number = models.PositiveIntegerField(_("期号"))
    story = models.ForeignKey(
        StoryIdentity, verbose_name=_("稿号"), on_delete=models.PROTECT, related_name="column_numbers"
    )
    given_at = models.DateTimeField(_("编号时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("专栏期号")
        verbose_name_plural = _("专栏期号")
        constraints = [
            models.UniqueConstraint(fields=["column_key", "number"], name="column_number_given_once"),
            models.UniqueConstraint(fields=["column_key", "story"], name="column_story_numbered_once"),
        ]

    def __str__(self) -> str:
        return issue_in_words(self.number)

    @property
    def taken(self) -> PublicationProblem:
        """What to tell whoever wants this number for another story."""
        return PublicationProblem(
            "column_number_taken",
            gettext("期号%(issue)s已经是稿件 %(story)s 的，请改一个空号，或不填让系统编号。")
            % {"issue": issue_in_words(self.number), "story": self.story_id},
        )


def issue_in_words(issue: int | str) -> str:
    """第3期, in the active language; `issue` is what stands between the two characters."""
    return gettext("第%(issue)s期") % {"issue": issue}


class ColumnEntryPage(StoryPage):
    """One entry of a column."""

    issue_number = models.PositiveIntegerField(
        _("期号"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("首次发布时自动编号，不用填。补录往期时可以手工写一个空号；发布后不再改变。"),
    )

    type_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("issue_number")], heading=_("期号"), classname="collapsed")
    ]
    exclude_fields_in_copy = [*StoryPage.exclude_fields_in_copy, "issue_number"]
    set_on_publication = (*StoryPage.set_on_publication, "issue_number")

    page_description = _("专栏里的一期文章。")
    template = "news/column_entry_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.ColumnPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("专栏文章")
        verbose_name_plural = _("专栏文章")

    @property
    def column(self) -> ColumnPage:
        return self.get_parent().specific

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.selectors import neighbours

        context = super().get_context(request, *args, **kwargs)
        context["previous_entry"], context["next_entry"] = neighbours(self)
        return context

    @property
    def issue_label(self) -> str:
        """第3期 where the column counts, the printed issue where it goes by edition, else nothing."""
        numbering = self.column.numbering
        if numbering == ColumnPage.Numbering.COUNTER and self.issue_number:
            return issue_in_words(self.issue_number)
        if numbering == ColumnPage.Numbering.EDITION and self.print_issue:
            return issue_in_words(self.print_issue) if self.print_issue.isascii() else self.print_issue
        return ""

    def held_number(self) -> int | None:
        """The number that this story already holds in its column, in whatever language."""
        if self.number is None:
            return None
        held = ColumnNumber.objects.filter(column_key=self.column.translation_key, story_id=self.number).first()
        return held.number if held else None

    def with_content_json(self, content: dict[str, Any]) -> StoryPage:
        """A number that was given stands, whatever a revision says."""
        entry = super().with_content_json(content)
        entry.issue_number = self.held_number() or entry.issue_number
        return entry

    def prepare_to_be_live(self) -> None:
        from news.services import ColumnNumberTaken, give_column_number

        super().prepare_to_be_live()
        column = self.column
        if column.numbering != ColumnPage.Numbering.COUNTER:
            return
        source = ColumnEntryPage.objects.filter(pk=self.alias_of_id).first()
        if source and source.column.translation_key == column.translation_key:
            self.issue_number = source.issue_number  # the same text in the same column is the same issue
            return
        # In another column the number that an alias copied from its source means nothing.
        wanted = None if source else self.issue_number
        try:
            self.issue_number = give_column_number(
                column_key=column.translation_key, story_number=self.assigned_number, wanted=wanted
            )
        except ColumnNumberTaken as error:  # by another process, after the gate looked
            raise PublicationRefused(self, [error.held.taken]) from error
