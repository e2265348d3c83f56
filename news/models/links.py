"""Rows that tie a story to people, organisations, topics and further sections.

Rows, not ManyToMany fields: wagtail-localize passes over those in silence (FACTS).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin


class StoryByline(TranslatableMixin, Orderable):
    """One name of the byline: a registry person or free text. Its texts are translated, its person is the same row."""

    class Role(models.TextChoices):
        REPORTER = "reporter", _("记者")
        CORRESPONDENT = "correspondent", _("通讯员")
        AUTHOR = "author", _("作者")
        PHOTOGRAPHER = "photographer", _("摄影")
        COMPILER = "compiler", _("整理")
        EDITOR = "editor", _("编辑")

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="byline")
    role = models.CharField(
        _("身份"), max_length=20, choices=Role.choices, default=Role.REPORTER, help_text=_("归类和检索用。")
    )
    printed_role = models.CharField(
        _("身份写法"),
        max_length=40,
        blank=True,
        help_text=_("见报时的写法，如“本报记者”“本报通讯员”。不填则用“身份”。"),
    )
    person = models.ForeignKey(
        "core.Person", verbose_name=_("人物"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(
        _("姓名"), max_length=80, blank=True, help_text=_("人物库里没有的人写在这里；两处都填时，以这里为准。")
    )
    position = models.CharField(_("单位和职务"), max_length=160, blank=True, help_text=_("显示在姓名后面，可不填。"))

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("printed_role")]),
        FieldRowPanel([FieldPanel("person"), FieldPanel("name")]),
        FieldPanel("position"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("署名")
        verbose_name_plural = _("署名")

    def __str__(self) -> str:
        return f"{self.shown_role} {self.shown_name}"

    @property
    def shown_name(self) -> str:
        return self.name or (self.person.resolved().name_in() if self.person else "")

    @property
    def searched_names(self) -> list[str]:
        """By which a search finds what they wrote."""
        return [name for name in (self.name, *(self.person.names_to_find_by() if self.person else ())) if name]

    @property
    def shown_role(self) -> str:
        return self.printed_role or self.get_role_display()


class StoryLink(Orderable):
    """A tie between a story and a registry record; the same in every language. `names`: the field of the record."""

    names: ClassVar[str]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.names).resolved())


class StoryPerson(StoryLink):
    names = "person"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("core.Person", verbose_name=_("人物"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("person")]

    class Meta(StoryLink.Meta):
        verbose_name = _("文中人物")
        verbose_name_plural = _("文中人物")


class StoryOrganisation(StoryLink):
    names = "organisation"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [FieldPanel("organisation")]

    class Meta(StoryLink.Meta):
        verbose_name = _("文中单位")
        verbose_name_plural = _("文中单位")


class StoryEvent(StoryLink):
    names = "event"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="events")
    event = models.ForeignKey("core.Event", verbose_name=_("活动"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("event")]

    class Meta(StoryLink.Meta):
        verbose_name = _("活动")
        verbose_name_plural = _("活动")


class StoryPlace(StoryLink):
    names = "place"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey("core.Place", verbose_name=_("阵地"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("place")]

    class Meta(StoryLink.Meta):
        verbose_name = _("阵地")
        verbose_name_plural = _("阵地")


class StoryAward(StoryLink):
    names = "award"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="awards")
    award = models.ForeignKey("core.Award", verbose_name=_("荣誉"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("award")]

    class Meta(StoryLink.Meta):
        verbose_name = _("荣誉")
        verbose_name_plural = _("荣誉")


class StoryTopic(StoryLink):
    names = "topic"

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey("core.Topic", verbose_name=_("主题"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("topic")]

    class Meta(StoryLink.Meta):
        verbose_name = _("主题")
        verbose_name_plural = _("主题")


class StorySection(Orderable):
    """A further section that lists the story (also_in). Names one language's page; the others follow by key."""

    story = ParentalKey("news.StoryPage", on_delete=models.CASCADE, related_name="also_in")
    section = models.ForeignKey("news.SectionPage", verbose_name=_("栏目"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("section", "news.SectionPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("同时列入的栏目")
        verbose_name_plural = _("同时列入的栏目")

    def __str__(self) -> str:
        return str(self.section)
