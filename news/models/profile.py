"""劳模风采: a profile of a person, a team, a studio or a unit, and the index that they are found in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from core.dates import PartialDateField
from core.models import Organisation, Person, StructurePage
from news.models.story import StoryPage
from news.publication import PublicationProblem, register_publication_check


class Industry(models.TextChoices):
    """行业: the sections of GB/T 4754-2017, without those that no member of a district union works in."""

    AGRICULTURE = "A", _("农林牧渔业")
    MINING = "B", _("采矿业")
    MANUFACTURING = "C", _("制造业")
    ENERGY = "D", _("电力、热力、燃气及水")
    CONSTRUCTION = "E", _("建筑业")
    TRADE = "F", _("批发和零售业")
    TRANSPORT = "G", _("交通运输、仓储和邮政业")
    CATERING = "H", _("住宿和餐饮业")
    INFORMATION = "I", _("信息技术服务业")
    FINANCE = "J", _("金融业")
    PROPERTY = "K", _("房地产业")
    BUSINESS = "L", _("租赁和商务服务业")
    SCIENCE = "M", _("科研和技术服务业")
    ENVIRONMENT = "N", _("水利、环境和公共设施")
    HOUSEHOLD = "O", _("居民服务业")
    EDUCATION = "P", _("教育")
    HEALTH = "Q", _("卫生和社会工作")
    CULTURE = "R", _("文化、体育和娱乐业")
    PUBLIC = "S", _("公共管理和社会组织")


class ProfileIndexPage(StructurePage):
    """The list of profiles, found by rank of honour, year, trade, industry and region."""

    description = models.CharField(_("说明"), max_length=200, blank=True, help_text=_("一句话，写在栏目名下面。"))
    per_page = models.PositiveSmallIntegerField(
        _("每页篇数"), default=24, validators=[MinValueValidator(1)], help_text=_("一页列多少篇，多出的翻页。")
    )

    content_panels = [*StructurePage.content_panels, FieldPanel("description"), FieldPanel("per_page")]
    override_translatable_fields = [SynchronizedField("slug")]

    takes_stories = True
    page_description = _("劳模风采的总目，按荣誉、年度、工种、行业、地区查找。")
    template = "news/profile_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.ProfilePage"]

    class Meta:
        verbose_name = _("风采栏目")
        verbose_name_plural = _("风采栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.profiles import profile_index

        return {**super().get_context(request, *args, **kwargs), **profile_index(self, request)}


class ProfilePage(StoryPage):
    """A profile. Its honours are the registry's conferrals of its subject, never typed a second time."""

    class Subject(models.TextChoices):
        PERSON = "person", _("个人")
        COLLECTIVE = "collective", _("集体")
        STUDIO = "studio", _("工作室")
        UNIT = "unit", _("单位")

    subject_kind = models.CharField(_("写谁"), max_length=20, choices=Subject.choices, default=Subject.PERSON)
    person = models.ForeignKey(
        "core.Person",
        verbose_name=_("人物"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("写个人时选择；荣誉从资料库带出。"),
    )
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("写集体、工作室、单位时选择；写个人时是所在单位。"),
    )
    trade = models.CharField(_("工种"), max_length=60, blank=True, db_index=True, help_text=_("如“焊工”“公交驾驶员”。"))
    industry = models.CharField(_("行业"), max_length=2, choices=Industry.choices, blank=True, db_index=True)
    region = models.CharField(
        _("地区"), max_length=60, blank=True, db_index=True, help_text=_("区县一级，写法要一致。")
    )

    type_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                FieldPanel("subject_kind", help_text=_("写个人选下面的人物，写集体、工作室、单位选下面的单位。")),
                FieldRowPanel([FieldPanel("person"), FieldPanel("organisation")]),
                FieldRowPanel(
                    [FieldPanel("trade"), FieldPanel("industry", help_text=_("总目里按它查找。")), FieldPanel("region")]
                ),
            ],
            heading=_("人物与行业"),
        ),
        InlinePanel(
            "achievements", heading=_("主要业绩"), label=_("业绩"), help_text=_("一行一件：什么时候，做成了什么。")
        ),
    ]
    default_genre = StoryPage.Genre.PROFILE
    asked_at_type_change = ("subject_kind", "person", "organisation")
    shown_with = ("person__merged_into", "person__portrait", "organisation__merged_into")

    page_description = _("劳模、工匠、先进集体和工作室的人物稿。")
    template = "news/profile_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["news.ProfileIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("风采稿件")
        verbose_name_plural = _("风采稿件")

    @property
    def subject(self) -> Person | Organisation | None:
        """Whom the profile is about, as the page names it: a record that was merged is not resolved here."""
        return self.person if self.subject_kind == self.Subject.PERSON else self.organisation

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.profiles import profile_subject

        context = {**super().get_context(request, *args, **kwargs), **profile_subject(self)}
        for name, record in (("people", context["person"]), ("organisations", context["organisation"])):
            # Whom the profile is about is named in it, though no link row says so.
            context[name] = list(dict.fromkeys([*filter(None, [record]), *context[name]]))
        return context


class ProfileAchievement(TranslatableMixin, Orderable):
    """One thing that the subject achieved, with its year."""

    profile = ParentalKey(ProfilePage, on_delete=models.CASCADE, related_name="achievements")
    when = PartialDateField(_("时间"))
    text = models.CharField(_("业绩"), max_length=200)

    panels = [FieldRowPanel([FieldPanel("when"), FieldPanel("text")])]
    override_translatable_fields = [SynchronizedField("when")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("业绩")
        verbose_name_plural = _("业绩")

    def __str__(self) -> str:
        return self.text


@register_publication_check
def profile_names_its_subject(story: StoryPage) -> Iterable[PublicationProblem]:
    """The honours and the links of a profile come from the registry: its subject must stand there."""
    if not isinstance(story, ProfilePage) or story.subject is not None:
        return
    if story.subject_kind == ProfilePage.Subject.PERSON:
        yield PublicationProblem("profile_subject", gettext("没有选写的是谁：请在“人物与行业”里选人物。"))
    else:
        yield PublicationProblem("profile_subject", gettext("没有选写的是谁：请在“人物与行业”里选单位。"))
