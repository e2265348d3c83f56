"""A campaign: its period, its organisers, and the stories of its topic."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from core.blocks import StandingBody
from core.blocks.page_photos import bring_photos
from core.dates import Stage, newsroom_today, stage_of
from core.models import StructurePage
from core.registry.models import Organiser


class CampaignPage(StructurePage):
    """A campaign 专题活动. Its stories are those that carry its topic."""

    class State(models.TextChoices):
        COMING = "coming", _("即将开始")
        RUNNING = "running", _("进行中")
        ENDED = "ended", _("已结束")

    promise = models.CharField(_("一句话介绍"), max_length=200, blank=True)
    topic = models.ForeignKey(
        "core.Topic",
        verbose_name=_("主题"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("带有这个主题的稿件自动列在这里。"),
    )
    starts_on = models.DateField(_("开始"), null=True, blank=True)
    ends_on = models.DateField(_("结束"), null=True, blank=True, help_text=_("含当日。"))
    lead_photo = models.ForeignKey(
        "media.Photo", verbose_name=_("题图"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lead_alt = models.CharField(_("题图替代文字"), max_length=200, blank=True, help_text=_("画面上有什么。"))
    body = StreamField(StandingBody(), verbose_name=_("正文"), blank=True)
    per_page = models.PositiveSmallIntegerField(
        _("每页篇数"), default=20, validators=[MinValueValidator(1)], help_text=_("一页列多少篇，多出的翻页。")
    )

    content_panels: ClassVar[list[Any]] = [
        *StructurePage.content_panels,
        FieldPanel("promise"),
        FieldPanel("topic"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading=_("时间")),
        InlinePanel("organisers", heading=_("主办与承办"), label=_("单位")),
        MultiFieldPanel([FieldPanel("lead_photo"), FieldPanel("lead_alt")], heading=_("题图"), classname="collapsed"),
        FieldPanel("body"),
        FieldPanel("per_page"),
    ]
    override_translatable_fields = [SynchronizedField("slug")]

    page_description = _("有期限、有主办单位的专题活动，如“夏送清凉”。")
    template = "campaigns/campaign_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("专题活动")
        verbose_name_plural = _("专题活动")

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("结束不能早于开始。")})

    def state_on(self, day: date | None = None) -> CampaignPage.State | None:
        """即将开始, 进行中 or 已结束 on `day` (default: today where the newsroom is); None without dates."""
        states = {
            None: None,
            Stage.BEFORE: self.State.COMING,
            Stage.WITHIN: self.State.RUNNING,
            Stage.AFTER: self.State.ENDED,
        }
        return states[stage_of(self.starts_on, self.ends_on, day)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns.selectors import campaign_stories, organisers_of
        from news.selectors import page_of_stories

        bring_photos(self)
        context = super().get_context(request, *args, **kwargs)
        context["organisers"] = organisers_of(self)
        context["stories"] = page_of_stories(request, campaign_stories(self), self.per_page)
        # The state is printed with the day that it holds for, so that a page kept as a file stays true.
        context["as_of"] = newsroom_today()
        context["state"] = self.state_on(context["as_of"])
        return context


class CampaignOrganiser(Organiser):
    """An organisation that holds a campaign; the same in every language."""

    campaign = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )
