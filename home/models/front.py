"""What editors say about the front page: its modules in their order, and the stories pinned in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from campaigns.models import CampaignPage
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage

#: More than that makes a list of a front page.
MOST_IN_MODULE = 12


class FrontKind(models.TextChoices):
    """What a module shows; in this order modules choose their stories when they fill by themselves."""

    LEAD = "lead", _("头条")
    HEADLINES = "headlines", _("要闻")
    PHOTOS = "photos", _("图片新闻")
    COLUMN = "column", _("产改进行时等专栏")
    PROFILES = "profiles", _("劳模风采")
    PROJECTS = "projects", _("实事项目")
    SPECIALS = "specials", _("专题")
    NOTICES = "notices", _("公告公示")
    SECTIONS = "sections", _("各栏目")
    LATEST = "latest", _("最新")


@dataclass(frozen=True)
class Rule:
    """How many stories a module shows, and how old one may be that comes by itself; None: of any age."""

    count: int
    max_days: int | None = None

    @property
    def max_age(self) -> timedelta | None:
        return None if self.max_days is None else timedelta(days=self.max_days)


#: What a front page is made of before editors arrange it, and what a row means where it leaves a number out.
USUAL_RULES = {
    FrontKind.LEAD: Rule(1, 7),
    FrontKind.HEADLINES: Rule(6, 30),
    FrontKind.PHOTOS: Rule(3, 90),
    FrontKind.COLUMN: Rule(4),
    FrontKind.PROFILES: Rule(4),
    FrontKind.PROJECTS: Rule(4, 365),
    FrontKind.SPECIALS: Rule(3, 365),
    FrontKind.NOTICES: Rule(4, 90),
    FrontKind.SECTIONS: Rule(4),
    FrontKind.LATEST: Rule(8, 30),
}

#: The pages that a kind may take its stories from.
SOURCES: dict[str, tuple[type[Page], ...]] = {
    FrontKind.HEADLINES: (SectionPage,),
    FrontKind.PHOTOS: (SectionPage,),
    FrontKind.COLUMN: (ColumnPage,),
    FrontKind.PROFILES: (ProfileIndexPage,),
    FrontKind.PROJECTS: (SectionPage, CampaignPage),
    FrontKind.SPECIALS: (SectionPage, CampaignPage),
    FrontKind.NOTICES: (NoticeIndexPage,),
    FrontKind.SECTIONS: (SectionPage,),
}
WITH_TOPIC = (FrontKind.PROJECTS, FrontKind.SPECIALS)
#: Nothing tells by itself which stories these are about: a page or a topic must.
NEEDS_A_SUBJECT = (FrontKind.PROJECTS,)
#: A section's shelf shows what is newest in it.
PINNABLE = [choice for choice in FrontKind.choices if choice[0] != FrontKind.SECTIONS]
#: A pin without an end that stands longer than this is pointed out to editors.
LONG_PINNED = timedelta(days=7)


class FrontModule(Orderable):
    """One module of the front page."""

    home = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="modules")
    kind = models.CharField(_("版块"), max_length=20, choices=FrontKind.choices)
    source = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("取自"),
        # A module of a column that is gone would become one of all columns that have none of their own.
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "从哪个页面取稿件。专栏选专栏，劳模风采选风采栏目，实事项目、专题选栏目或专题活动。不选就从全站取；"
            "实事项目必须选页面或主题。页面删除后，这个版块随之去掉。"
        ),
    )
    topic = models.ForeignKey(
        "core.Topic",
        verbose_name=_("或主题"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("实事项目、专题可以取一个主题的稿件。"),
    )
    count = models.PositiveSmallIntegerField(
        _("篇数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_IN_MODULE)],
        help_text=_("不填按常例：头条1篇，要闻6篇，图片新闻、专题3篇，最新8篇，其余4篇。"),
    )
    max_days = models.PositiveSmallIntegerField(
        _("最多几天前的"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_(
            "自动补上的稿件不会比这更旧，置顶的不受此限。"
            "不填按常例：头条7天，要闻、最新30天，图片新闻、公告公示90天，实事项目、专题365天，其余不限。"
        ),
    )
    shown = models.BooleanField(_("显示"), default=True)

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("shown")]),
        FieldRowPanel([FieldPanel("count"), FieldPanel("max_days")]),
        PageChooserPanel("source", [SectionPage, ColumnPage, ProfileIndexPage, NoticeIndexPage, CampaignPage]),
        FieldPanel("topic"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("首页版块")
        verbose_name_plural = _("首页版块")

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def rule(self) -> Rule:
        usual = USUAL_RULES[FrontKind(self.kind)]
        return Rule(self.count or usual.count, self.max_days or usual.max_days)

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        fitting = SOURCES.get(self.kind, ())
        if self.source and not issubclass(self.source.specific_class or Page, fitting):
            names = "、".join(str(model._meta.verbose_name) for model in fitting)
            problems["source"] = (
                gettext("“%(kind)s”只能取自：%(names)s。") % {"kind": self, "names": names}
                if names
                else gettext("“%(kind)s”从全站取稿件，这里不用选。") % {"kind": self}
            )
        if self.topic_id and self.kind not in WITH_TOPIC:
            problems["topic"] = gettext("只有“实事项目”和“专题”可以取一个主题的稿件。")
        elif self.topic_id and self.source_id:
            problems["topic"] = gettext("页面和主题只选一个。")
        elif self.shown and self.kind in NEEDS_A_SUBJECT and not (self.source_id or self.topic_id):
            problems["topic"] = gettext("“%(kind)s”要选一个页面或主题，否则没有稿件可放。") % {"kind": self}
        if problems:
            raise ValidationError(problems)


class FrontPin(Orderable):
    """A story that an editor wants to see in a module, for a time. It names one language's page; the others follow."""

    home = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="pins")
    place = models.CharField(_("版块"), max_length=20, choices=PINNABLE, default=FrontKind.HEADLINES)
    #: A row that has none yet can be saved in a draft, not published.
    story = models.ForeignKey(
        "news.StoryPage", verbose_name=_("稿件"), on_delete=models.CASCADE, null=True, related_name="+"
    )
    story_id: int | None
    begins_at = models.DateTimeField(_("置顶从"), null=True, blank=True, help_text=_("不填则马上开始。"))
    ends_at = models.DateTimeField(
        _("置顶到"), null=True, blank=True, help_text=_("到这个时间自动撤下，由最新的稿件补上。请尽量填写。")
    )
    pinned_at = models.DateTimeField(_("置顶时间"), default=timezone.now, editable=False)

    panels: ClassVar[list[Any]] = [
        FieldPanel("story"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("begins_at"), FieldPanel("ends_at")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("置顶")
        verbose_name_plural = _("置顶")

    def __str__(self) -> str:
        return f"{self.get_place_display()} {self.story}"

    def is_due(self, at: datetime) -> bool:
        """Is `at` in the pin's time? The moment of its end is not."""
        return (self.begins_at is None or self.begins_at <= at) and (self.ends_at is None or at < self.ends_at)

    def stands_long(self, at: datetime) -> bool:
        """Does it stand for longer than a week by now, and has no end?"""
        return self.ends_at is None and at - (self.begins_at or self.pinned_at) > LONG_PINNED

    def clean(self) -> None:
        super().clean()
        if self.begins_at and self.ends_at and self.ends_at <= self.begins_at:
            raise ValidationError({"ends_at": gettext("结束不能早于开始。")})


def usual_modules() -> list[FrontModule]:
    """Modules of a front page that nobody has arranged, not saved: those that can be filled without being told."""
    usual = [(kind, rule) for kind, rule in USUAL_RULES.items() if kind not in NEEDS_A_SUBJECT]
    return [
        FrontModule(kind=kind, max_days=rule.max_days, sort_order=order) for order, (kind, rule) in enumerate(usual)
    ]
