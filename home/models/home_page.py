"""The front page: composed by editors, filled by itself where they leave room."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.models.panels import CommentPanelPlaceholder
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import BaseTranslatableField
from wagtail_localize.models import Translation

from core.context import SiteShell
from core.models import StructurePage
from core.models.page_permissions import StructurePermissionTester
from home.forms import MANAGE, HomePageForm
from home.front_panels import CompositionPanel, TranslatedHomeFieldPanel
from news.selectors import story_below, withdrawn_story

#: The permission to compose front pages, which those who manage the structure have as well.
COMPOSE = "home.compose_homepage"
NOW, TOMORROW = "", "tomorrow"
MORNING = time(8)


def tomorrow_morning() -> datetime:
    """8:00 of the next day, in the newsroom's time zone."""
    zone = timezone.get_default_timezone()
    day = timezone.localdate(timezone=zone) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, MORNING), zone)


def as_shown(page: Page) -> Page:
    """`page.specific` with its language and what readers' pages of its type show beside it, in the same query."""
    model = cast(type[Page], page.specific_class or type(page))
    relations = getattr(model, "shown_with", ())
    shown = model._default_manager.select_related("locale", *relations).get(pk=page.pk)
    for name, value in page.__dict__.items():
        shown.__dict__.setdefault(name, value)  # as Wagtail's `specific`: what was found out about the page stays on it
    return shown


def composing_button(home: Page, kind: type[Button] = Button, **options: Any) -> Button:
    """The way to the screen on which a translated front page is composed; `kind`: as it is set where it stands."""
    address = reverse("front_page_compose", args=[home.pk])
    return kind(gettext("单独编排"), url=address, icon_name="list-ul", **options)


class FrontPagePermissionTester(StructurePermissionTester):
    """Composing asks for less than managing the structure: to edit, publish and lock, and nothing else of the page.

    The form of the edit screen keeps the page's own fields from those who only compose. wagtail-localize's editor of a
    translation has no such form: it is for those who manage the structure; a translation is composed on its own screen.
    """

    @property
    def manages_structure(self) -> bool:
        return bool(self.user.has_perm(MANAGE))

    @property
    def composes(self) -> bool:
        return self.manages_structure or bool(self.user.has_perm(COMPOSE))

    @cached_property
    def edits(self) -> bool:
        return self.manages_structure or (self.composes and not self.page.specific.is_synchronised)

    def can_compose(self) -> bool:
        """Modules and pins, whichever screen they stand on; what is composed goes public at once."""
        return (
            self.composes
            and super(StructurePermissionTester, self).can_edit()
            and super(StructurePermissionTester, self).can_publish()
        )

    def can_edit(self) -> bool:
        return self.edits and super(StructurePermissionTester, self).can_edit()

    def can_publish(self) -> bool:
        return self.edits and super(StructurePermissionTester, self).can_publish()

    def can_lock(self) -> bool:
        return self.edits and super(StructurePermissionTester, self).can_lock()

    def can_unlock(self) -> bool:
        return self.edits and super(StructurePermissionTester, self).can_unlock()

    def can_set_view_restrictions(self) -> bool:
        return self.manages_structure and super().can_set_view_restrictions()


class HomePage(StructurePage):
    """The front page of one language."""

    composed_apart = models.BooleanField(
        _("单独编排"),
        default=False,
        help_text=_("不打开则跟随简体首页的版块和置顶，只显示有本语言版本的稿件。"),
    )

    #: A language follows the source's modules and pins by reading them, and its own are nobody else's.
    override_translatable_fields: ClassVar[list[Any]] = [
        BaseTranslatableField(name) for name in ("composed_apart", "modules", "pins")
    ]

    composition_panels: ClassVar[list[Any]] = [
        TranslatedHomeFieldPanel("composed_apart"),
        CompositionPanel(heading=_("现在的首页")),
        InlinePanel(
            "pins",
            heading=_("置顶"),
            label=_("置顶"),
            help_text=_("拖动排顺序；同一版块里按这里的先后排。没有置顶的位置自动补上最新的稿件。"),
        ),
        CommentPanelPlaceholder(),
    ]
    module_panels: ClassVar[list[Any]] = [
        HelpPanel(
            content=_(
                "首页从上到下按这里的顺序排，拖动可以调换；头条总在最前面。一个版块也没有时，首页按常例编排。"
                "没有稿件可放的版块不显示；同一篇稿件只出现一次。"
            )
        ),
        InlinePanel("modules", heading=_("版块"), label=_("版块")),
    ]
    # Comments stand on the tab that everybody gets who may compose; Wagtail's script fails without their panel.
    settings_panels = [
        panel for panel in StructurePage.settings_panels if not isinstance(panel, CommentPanelPlaceholder)
    ]

    base_form_class = HomePageForm

    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "news.SectionPage",
        "news.ColumnPage",
        "news.ProfileIndexPage",
        "news.NoticeIndexPage",
        "campaigns.CampaignPage",
        "home.StandardPage",
    ]

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")
        permissions = [("compose_homepage", _("可以编排首页"))]

    @classmethod
    def get_edit_handler(cls) -> Any:
        """Tabs: 编排 for the day's work; 版块, 推广, 设置 for those who manage the structure."""
        handler = TabbedInterface(
            [
                ObjectList(cls.composition_panels, heading=_("编排")),
                ObjectList(cls.module_panels, heading=_("版块")),
                ObjectList([*cls.content_panels, *cls.promote_panels], heading=_("推广"), permission=MANAGE),
                ObjectList(cls.settings_panels, heading=_("设置"), permission=MANAGE),
            ],
            base_form_class=cls.base_form_class,
        )
        return handler.bind_to_model(cls)

    @classmethod
    def get_composing_panel(cls) -> Any:
        """The tabs 编排 and 版块 alone, for the screen on which a translation is composed."""
        of_the_day = [panel for panel in cls.composition_panels if not isinstance(panel, CommentPanelPlaceholder)]
        tabs = [ObjectList(of_the_day, heading=_("编排")), ObjectList(cls.module_panels, heading=_("版块"))]
        return TabbedInterface(tabs, base_form_class=cls.base_form_class).bind_to_model(cls)

    @property
    def is_synchronised(self) -> bool:
        """Is it a translation that follows its source, so that wagtail-localize's editor opens instead of our form?"""
        translations = Translation.objects.filter(source__object_id=self.translation_key, enabled=True)
        return (
            self.locale.language_code != settings.LANGUAGE_CODE
            and translations.filter(target_locale=self.locale_id).exists()
        )

    @property
    def translation_buttons(self) -> list[Button]:
        """What stands in the head of wagtail-localize's editor: the way to modules and pins."""
        return [composing_button(self, HeaderButton)]

    def permissions_for_user(self, user: Any) -> FrontPagePermissionTester:
        return FrontPagePermissionTester(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's; what a language does not have is found at the source's own address, where its readers are sent.

        In a language without a live front page Wagtail asks the source's, and would answer with the source's text under
        the other language's address.
        """
        language = get_language() or settings.LANGUAGE_CODE
        if language == settings.LANGUAGE_CODE:  # the site's root page is the source's
            return self.route_below(request, path_components)
        SiteShell.for_request(request).children_of(self)  # which brings the language as well
        try:
            if language == self.locale.language_code:
                return self.route_below(request, path_components)
        except Http404:
            pass
        source = self if self.locale.language_code == settings.LANGUAGE_CODE else self.source_home
        if source is None:
            raise Http404
        found = source.route_below(request, path_components)
        return RouteResult(self, kwargs={"source_url": found.page.get_url(request)})

    @property
    def source_home(self) -> HomePage | None:
        """The live front page of the source language."""
        source = HomePage.objects.filter(
            translation_key=self.translation_key, locale__language_code=settings.LANGUAGE_CODE
        )
        return source.live().first()

    def serve(self, request: HttpRequest, *args: Any, source_url: str = "", **kwargs: Any) -> HttpResponse:
        return redirect(source_url) if source_url else super().serve(request, *args, **kwargs)

    def route_below(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The first step takes its page from the navigation, which every page needs anyway."""
        children = SiteShell.for_request(request).children_of(self)
        if not path_components:
            return super().route(request, path_components)
        for child in children:
            if child.slug == path_components[0]:
                child._cached_parent_obj = self
                further = path_components[1:]
                if len(further) == 1 and (story := story_below(child, further[0])):
                    return story.route(request, [])
                # On the way to another page the section's own fields are not read.
                return (child.specific_deferred if further else as_shown(child)).route(request, further)
        # Wagtail leaves redirects for live pages only: the addresses of a withdrawn story outlive its section's slug.
        if len(path_components) == 2 and (story := withdrawn_story(path_components[1], self.locale)):
            return RouteResult(story, kwargs={"withdrawn": True})
        raise Http404

    def get_context(
        self, request: HttpRequest, *args: Any, at: datetime | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """`at`: the moment to show the page at, for a preview; without it, now."""
        from home.front_page import front_page

        context = super().get_context(request, *args, **kwargs)
        below = SiteShell.for_request(request).children_of(self)
        public = [child for child in below if child.live and not child.restricted]
        context["front"] = front_page(self, at=at, children=public)
        context["shown_at"] = at
        return context

    @property
    def preview_modes(self) -> list[Any]:
        morning = tomorrow_morning()
        words = gettext("明天（%(month)s月%(day)s日）8:00") % {"month": morning.month, "day": morning.day}
        return [(NOW, gettext("现在")), (TOMORROW, words)]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return self.get_context(request, at=tomorrow_morning() if mode_name == TOMORROW else None)
