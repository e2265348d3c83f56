"""The story: one concrete model that every listing, feed and search hit reads, whatever the type."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from core.blocks import StoryBody
from core.blocks.page_photos import bring_photos
from core.dates import PartialDateField
from core.models import BasePage
from core.models.base_page import HOUSEKEEPING
from core.registry.models import Outlet
from news.forms import StoryForm
from news.models.identity import StoryIdentity
from news.models.published_version import record_published_version
from news.models.story_panels import BYLINE_PANELS, CONTENT_PANELS, LINK_PANELS, PROMOTE_PANELS
from news.publication import SAVED_AS_WHAT_IT_IS, TypeChanged, refuse_unless_publishable


def shown_outlet(by_hand: str, outlet: Outlet | None) -> str:
    """An outlet as readers see it: as written by hand, or as the registry names it; `""` for neither."""
    return by_hand or (outlet.resolved().name_in() if outlet else "")


class StoryPage(BasePage):
    """A story of any type. Never created by itself: the types below inherit from it and add few fields.

    Its number comes from one sequence at the first save and is its slug. The gate, the archive and whatever hangs on
    publication run in `save()`, at the moment `live` turns true, since publish(), add_child(), copies, aliases and
    translations all pass there and nothing else does.
    """

    class Genre(models.TextChoices):
        NEWS = "news", _("消息")
        BRIEF = "brief", _("短讯")
        FEATURE = "feature", _("通讯")
        COMMENT = "comment", _("言论")
        SPECIAL = "special", _("专版")
        EXPERIENCE = "experience", _("经验交流")
        PROFILE = "profile", _("人物")
        PHOTO = "photo", _("图片新闻")
        NOTICE = "notice", _("公示")

    class SourceKind(models.TextChoices):
        ORIGINAL = "original", _("原创")
        REPRINT = "reprint", _("转载")
        CONTRIBUTED = "contributed", _("供稿")

    number = models.PositiveBigIntegerField(_("稿号"), null=True, editable=False, db_index=True)
    kicker = models.CharField(_("引题"), max_length=80, blank=True, help_text=_("标题上方的一行，不加句号。"))
    subtitle = models.CharField(_("副题"), max_length=160, blank=True, help_text=_("前面不用加破折号。"))
    short_title = models.CharField(
        _("短标题"), max_length=20, blank=True, help_text=_("列表和手机上用，20 字以内；不填则用标题。")
    )
    summary = models.TextField(_("摘要"), max_length=300, blank=True, help_text=_("两三句话，列表和分享时用。"))
    genre = models.CharField(
        _("体裁"), max_length=20, choices=Genre.choices, default=Genre.NEWS, help_text=_("检索和统计用，读者看不到。")
    )
    lead_photo = models.ForeignKey(
        "media.Photo", verbose_name=_("题图"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lead_caption = models.CharField(_("题图图说"), max_length=300, blank=True, help_text=_("不填则用图片库里的图说。"))
    lead_alt = models.CharField(
        _("题图替代文字"),
        max_length=200,
        blank=True,
        help_text=_("写画面上有什么，读给看不见图的人。不填则用图片库里的。"),
    )
    body = StreamField(
        StoryBody(), verbose_name=_("正文"), blank=True, help_text=_("点“＋”加段落、照片、数说等，一块一块地写。")
    )

    author_affiliation = models.CharField(
        _("作者单位"), max_length=160, blank=True, help_text=_("显示在标题下面；署名里写了同样的单位，这里就不再显示。")
    )
    responsible_editor = models.CharField(_("责任编辑"), max_length=80, blank=True, help_text=_("显示在文末的括号里。"))
    source_kind = models.CharField(
        _("来源类型"),
        max_length=20,
        choices=SourceKind.choices,
        default=SourceKind.ORIGINAL,
        help_text=_("本社采写的选原创，别家发表过的选转载，外单位送来的选供稿。"),
    )
    source_outlet = models.ForeignKey(
        "core.Outlet",
        verbose_name=_("来源媒体"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("转载、供稿时选择，如《工人日报》。"),
    )
    source_outlet_name = models.CharField(
        _("来源写法"), max_length=120, blank=True, help_text=_("资料库里没有的媒体写在这里；两处都填时，以这里为准。")
    )
    source_url = models.URLField(_("原文网址"), blank=True, help_text=_("转载时填写，文末给出链接。"))
    source_title = models.CharField(
        _("原标题"), max_length=255, blank=True, help_text=_("转载时改过标题的，这里写原来的标题。")
    )
    source_author = models.CharField(_("原作者"), max_length=120, blank=True, help_text=_("转载时填写，原文的作者。"))
    source_date = PartialDateField(_("原发表时间"))
    print_outlet = models.ForeignKey(
        "core.Outlet",
        verbose_name=_("见报"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("登在哪份报刊上，如《工人日报》。"),
    )
    print_outlet_name = models.CharField(
        _("报刊写法"), max_length=120, blank=True, help_text=_("资料库里没有的报刊写在这里；两处都填时，以这里为准。")
    )
    print_date = PartialDateField(_("见报日期"))
    print_issue = models.CharField(_("期"), max_length=40, blank=True, help_text=_("如“总第1024期”。"))
    print_page = models.CharField(_("版"), max_length=40, blank=True, help_text=_("如“第3版”。"))
    happened = PartialDateField(_("发生时间"))
    place_name = models.CharField(_("地点"), max_length=120, blank=True, help_text=_("事情发生在哪里。"))
    date_shown = models.DateTimeField(
        _("显示日期"), null=True, blank=True, db_index=True, help_text=_("不填则为首次发布的时间。列表按它排序。")
    )
    updated_shown = models.DateTimeField(
        _("更新时间"), null=True, blank=True, help_text=_("有重要更新时填写，会显示给读者。")
    )

    # Panels -----------------------------------------------------------------------------------------------------------
    content_panels = CONTENT_PANELS
    byline_panels = BYLINE_PANELS
    link_panels = LINK_PANELS
    promote_panels = PROMOTE_PANELS
    settings_panels = [
        *BasePage.settings_panels,
        FieldRowPanel([FieldPanel("date_shown"), FieldPanel("updated_shown")]),
    ]

    #: What a type adds to the tab 内容, before and after the shared panels.
    type_panels: ClassVar[list[Any]] = []
    #: The genre that a new story of the type begins with.
    default_genre: ClassVar[str] = Genre.NEWS
    #: Fields of the type that an editor fills in when a story of another type becomes one of it.
    asked_at_type_change: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args:  # a row of the database comes as positional arguments
            kwargs.setdefault("genre", self.default_genre)
        super().__init__(*args, **kwargs)

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Tabs as an editor works: 内容 / 署名与来源 / 关联 / 推广 / 设置."""
        handler = TabbedInterface(
            [
                ObjectList([*cls.content_panels, *cls.type_panels], heading=_("内容")),
                ObjectList(cls.byline_panels, heading=_("署名与来源")),
                ObjectList(cls.link_panels, heading=_("关联")),
                ObjectList(cls.promote_panels, heading=_("推广")),
                ObjectList(cls.settings_panels, heading=_("设置")),
            ],
            base_form_class=cls.base_form_class,
        )
        return handler.bind_to_model(cls)

    search_fields = [
        *Page.search_fields,
        index.SearchField("short_title", boost=8),
        index.AutocompleteField("short_title"),
        index.AutocompleteField("number"),
        index.SearchField("byline_names", boost=5),
        index.SearchField("kicker"),
        index.SearchField("subtitle"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("number"),
        index.FilterField("date_shown"),
    ]
    #: What these fields read of other rows: brought for many stories at once (search.indexing).
    search_related: ClassVar[tuple[str, ...]] = ("byline__person__merged_into",)
    # What is the same in every language, though it is kept as text.
    override_translatable_fields = [
        SynchronizedField(name) for name in ("slug", "source_date", "print_date", "happened")
    ]
    # A copy is a story of its own: it takes a number, and with it a slug, at its first save.
    exclude_fields_in_copy = ["number", "slug", "date_shown", "updated_shown"]

    base_form_class = StoryForm
    is_creatable = False
    parent_page_types: ClassVar[list[str]] = []
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")

    # Identity ---------------------------------------------------------------------------------------------------------
    @property
    def byline_names(self) -> list[str]:
        """Who wrote it, by all their names."""
        return [name for row in self.byline.all() for name in row.searched_names]

    @property
    def assigned_number(self) -> int:
        """The number; raises ValueError on a story that was never saved."""
        if self.number is None:
            raise ValueError("a story has its number from its first save on")
        return self.number

    @property
    def identity(self) -> StoryIdentity:
        """The story's row for good. Raises ValueError before the first save."""
        return StoryIdentity.objects.get(number=self.assigned_number)

    @property
    def is_withdrawn(self) -> bool:
        """Was the story withdrawn? An alias is when the story that it repeats was."""
        if self.number is None:
            return False
        numbers = [self.number]
        if self.alias_of_id:
            numbers += [n for n in StoryPage.objects.filter(pk=self.alias_of_id).values_list("number", flat=True) if n]
        return StoryIdentity.objects.filter(number__in=numbers, withdrawn_at__isnull=False).exists()

    @property
    def permanent_path(self) -> str:
        """The address on printed pages and QR codes; it never changes."""
        return f"/s/{self.number}/"

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail would make a slug of the Chinese title. The number is taken at the first save only, so that a form
        # which fails its validation takes none; until then a slug that collides with nothing stands in for it.
        self.slug = str(self.number) if self.number else f"new-{self.translation_key}"
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.slug = str(self.number) if self.number else f"new-{self.translation_key}"
        super().minimal_clean()

    @classmethod
    def own_names(cls) -> frozenset[str]:
        """Fields and child rows that the type adds to those of every story."""
        fields = {field.name for field in cls._meta.local_fields if not field.primary_key}
        rows = {relation.get_accessor_name() for relation in get_all_child_relations(cls)}
        shared = {relation.get_accessor_name() for relation in get_all_child_relations(StoryPage)}
        return frozenset(fields | (rows - shared))

    def with_content_json(self, content: dict[str, Any]) -> StoryPage:
        """A revision's content never brings back another number or slug.

        What the revision does not know, since the story was of another type then, stays as the page has it.
        """
        if unknown := self.specific_class.own_names() - content.keys():
            present = self.specific.serializable_data()
            content = {**content, **{name: present[name] for name in unknown}}
        story = super().with_content_json(content)
        story.number, story.slug = self.number, self.slug
        return story

    #: Fields that hold names of people and nothing else, as wagtail-localize names them: see core.languages.following.
    person_name_paths: ClassVar[frozenset[str]] = frozenset({"byline.name", "responsible_editor", "source_author"})

    #: Fields that going live may set, and that are therefore saved with any choice of fields.
    set_on_publication: ClassVar[tuple[str, ...]] = ("date_shown",)

    # Going live -------------------------------------------------------------------------------------------------------
    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save; take a number the first time; pass the gate when turning live, enter the archive while live.

        Raises PublicationRefused when the story turns live and may not, TypeChanged when it has become one of another
        type since it was read, TypeError when it is live and was read without what its type adds, WrongPlace as every
        page; nothing is saved then.
        """
        self.refuse_wrong_place()
        self.refuse_in_a_former_type()
        fields = kwargs.get("update_fields")
        if fields is not None:
            if HOUSEKEEPING.issuperset(fields):
                return super().save(*args, **kwargs)
            kwargs["update_fields"] = {*fields, *self.set_on_publication}
        if self.live and self.specific_class is not type(self):
            # Its type's checks, its column's number and half of its archive entry would be left out.
            raise TypeError(SAVED_AS_WHAT_IT_IS)
        if self._state.adding or self.number is None:
            # By its translation key: translations share it, a copy and an alias of their own key get their own.
            self.number = StoryIdentity.for_key(self.translation_key).number
            self.slug = str(self.number)
        turning_live = self.live and self.turns_live()
        if turning_live:
            refuse_unless_publishable(self)
        if self.live:
            self.prepare_to_be_live()
        result = super().save(*args, **kwargs)
        if self.live:
            record_published_version(self, reason=gettext("发布") if turning_live else gettext("在线修改"))
        return result

    @transaction.atomic
    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """As Wagtail's, in one transaction. Raises TypeChanged as `save` does, before it keeps anything."""
        self.refuse_in_a_former_type()
        return super().save_revision(*args, **kwargs)

    def refuse_in_a_former_type(self) -> None:
        """A row or a revision of the type that the story had would make the page one that cannot be read."""
        stored = Page.objects.select_for_update().filter(pk=self.pk).values_list("content_type_id", flat=True)
        if not self._state.adding and stored.first() not in {None, self.content_type_id}:
            raise TypeChanged(self)

    def turns_live(self) -> bool:
        """Does saving make the story live, or show another revision of it?

        A story that is live already and only changes (an alias following its source, a move) is not asked again, so
        that a check added later never holds up what readers have long seen.
        """
        stored = StoryPage.objects.filter(pk=self.pk).values_list("live", "live_revision_id").first()
        return self._state.adding or stored is None or stored != (True, self.live_revision_id)

    def prepare_to_be_live(self) -> None:
        """Defaults of a story about to be saved live. The date is shared by translations."""
        if self.date_shown is None:
            self.date_shown = self.date_of_going_live(timezone.now())

    def date_of_going_live(self, at: datetime) -> datetime:
        """The date that the story, which has none yet, will show when it goes live at `at`."""
        shown = StoryPage.objects.filter(number=self.number).exclude(date_shown=None).exclude(pk=self.pk)
        earliest = shown.order_by("date_shown").values_list("date_shown", flat=True).first()
        moment: datetime = earliest or self.first_published_at or at
        # To the millisecond, as JSON keeps it: the translations, made from JSON, share the very same moment.
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    # Serving ----------------------------------------------------------------------------------------------------------
    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """A withdrawn story answers 410 at its own address instead of 404."""
        if not path_components and not self.live and self.is_withdrawn:
            return RouteResult(self, kwargs={"withdrawn": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, withdrawn: bool = False, **kwargs: Any) -> HttpResponse:
        if withdrawn:
            # A browser keeps a bare 410 for good, and a story can be restored.
            fresh = {"Cache-Control": "no-cache"}
            return TemplateResponse(request, "410.html", {"page": self}, status=410, headers=fresh)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from news.selectors import bring_outlets, registry_links

        context = super().get_context(request, *args, **kwargs)
        context.update(registry_links(self))
        bring_outlets(self)
        bring_photos(self)
        return context

    @property
    def source_name(self) -> str:
        """The outlet it comes from, as readers see it; `""` without one."""
        return shown_outlet(self.source_outlet_name, self.source_outlet)

    @property
    def print_name(self) -> str:
        """The outlet it was printed in, as readers see it; `""` without one."""
        return shown_outlet(self.print_outlet_name, self.print_outlet)

    @property
    def listed_title(self) -> str:
        return self.short_title or self.title

    @property
    def signed_rows(self) -> list[Any]:
        """The rows of the byline that name somebody; what a draft still leaves open is for editors alone."""
        return [row for row in self.byline.all() if row.shown_name]

    @cached_property
    def shown_summary(self) -> str:
        """The summary, or the beginning of the first paragraph (≤ 90 characters)."""
        if self.summary:
            return self.summary
        for block in self.body:
            if block.block_type == "paragraph":
                return Truncator(get_text_for_indexing(block.value.source)).chars(90)
        return ""
