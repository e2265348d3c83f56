"""公告公示: notices with a period, whose state follows from the day, in a list of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from core.dates import Stage, newsroom_today, stage_of
from core.models import StructurePage
from news.models.story import StoryPage
from news.publication import PublicationProblem, register_publication_check


class NoticeIndexPage(StructurePage):
    """The list of notices: those that are open, those to come, those without a period, those that have ended."""

    description = models.CharField(_("说明"), max_length=200, blank=True, help_text=_("一句话，写在栏目名下面。"))
    per_page = models.PositiveSmallIntegerField(
        _("每页篇数"), default=20, validators=[MinValueValidator(1)], help_text=_("一页列多少篇，多出的翻页。")
    )

    content_panels = [*StructurePage.content_panels, FieldPanel("description"), FieldPanel("per_page")]
    override_translatable_fields = [SynchronizedField("slug")]

    takes_stories = True
    page_description = _("公告公示的总目，按公示中、未开始、公告、已结束分列。")
    template = "news/notice_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NoticePage"]

    class Meta:
        verbose_name = _("公示栏目")
        verbose_name_plural = _("公示栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.notices import notice_index

        return {**super().get_context(request, *args, **kwargs), **notice_index(self, request)}


class NoticePage(StoryPage):
    """A notice: its period, and whom to ask."""

    class State(models.TextChoices):
        COMING = "coming", _("未开始")
        OPEN = "open", _("公示中")
        ENDED = "ended", _("已结束")
        STANDING = "standing", _("公告")

    opens_on = models.DateField(_("公示开始"), null=True, blank=True, help_text=_("不填则从发布之日起。"))
    closes_on = models.DateField(_("公示结束"), null=True, blank=True, help_text=_("含当日；没有期限的公告不填。"))
    contact_unit = models.CharField(_("受理单位"), max_length=120, blank=True)
    contact_person = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=80, blank=True)
    contact_email = models.EmailField(_("电子邮箱"), blank=True)
    contact_address = models.CharField(_("通信地址"), max_length=200, blank=True)

    type_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")])], heading=_("期限")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("contact_unit"), FieldPanel("contact_person")]),
                FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
                FieldPanel("contact_address"),
            ],
            heading=_("意见反映渠道"),
            help_text=_("有期限的公示，电话、信箱、地址至少写一项，才能发布。"),
        ),
    ]

    default_genre = StoryPage.Genre.NOTICE

    person_name_paths = StoryPage.person_name_paths | {"contact_person"}

    page_description = _("公告、公示，有期限和联系方式。")
    template = "news/notice_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.NoticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("公告公示")
        verbose_name_plural = _("公告公示")

    def state_on(self, day: date | None = None) -> NoticePage.State:
        """未开始, 公示中 or 已结束 on `day` (default: today where the newsroom is). Both ends of the period count.

        A notice without a period is a 公告, whatever the day.
        """
        states = {
            None: self.State.STANDING,
            Stage.BEFORE: self.State.COMING,
            Stage.WITHIN: self.State.OPEN,
            Stage.AFTER: self.State.ENDED,
        }
        return states[stage_of(self.opens_on, self.closes_on, day)]

    @property
    def state(self) -> NoticePage.State:
        return self.state_on()

    @property
    def has_channel(self) -> bool:
        """Whether it says how to reach those who take objections."""
        return any([self.contact_phone, self.contact_email, self.contact_address])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`as_of`: the day that the state holds for. It is printed beside the state, so that a kept page stays true."""
        as_of = newsroom_today()
        return {**super().get_context(request, *args, **kwargs), "as_of": as_of, "state": self.state_on(as_of)}


@register_publication_check
def notice_period_is_in_order(story: StoryPage) -> Iterable[PublicationProblem]:
    """A period ends after it begins, and whoever may object within it is told where."""
    if not isinstance(story, NoticePage):
        return
    if story.opens_on and story.closes_on and story.closes_on < story.opens_on:
        yield PublicationProblem("notice_period", gettext("公示结束早于公示开始，请改期限。"))
    if (story.opens_on or story.closes_on) and not story.has_channel:
        yield PublicationProblem(
            "notice_contact", gettext("有期限的公示要写明意见反映渠道：电话、信箱或地址，至少一项。")
        )
