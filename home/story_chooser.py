"""The chooser of a story: by title, pinyin, number or text, with its date, its state, its place on the front page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Locale, Page, Revision
from wagtail.permissions import page_permission_policy

from core.visibility import open_to_everybody
from home.front_page import FrontPage, front_page
from home.models import HomePage
from home.pin_remarks import moment, where
from news.models import StoryPage
from search.backends import typed_or_said


class StoryFilterForm(BaseFilterForm):
    """Looks for a title or a number, in one state and one language; first those readers see or soon will."""

    class State:
        OUT, DRAFT, ALL = "", "draft", "all"

    q = forms.CharField(
        label=gettext_lazy("查找"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("标题、拼音、稿号或正文"), "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[
            (State.OUT, gettext_lazy("已发布和定时")),
            (State.DRAFT, gettext_lazy("草稿")),
            (State.ALL, gettext_lazy("全部")),
        ],
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("语言"),
        required=False,
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        locales = {locale.language_code: locale.get_display_name() for locale in Locale.objects.all()}
        source = settings.LANGUAGE_CODE
        others = [(code, name) for code, name in locales.items() if code != source]
        field.choices = [("", locales.get(source, source)), *others]

    def filter(self, objects: QuerySet[StoryPage]) -> QuerySet[StoryPage]:
        asked = self.cleaned_data
        objects = objects.filter(locale__language_code=asked.get("language") or settings.LANGUAGE_CODE)
        out = Q(live=True) | Q(pk__in=scheduled_keys())
        if asked.get("state") == self.State.DRAFT:
            objects = objects.exclude(out)
        elif asked.get("state") != self.State.ALL:
            objects = objects.filter(out)
        if query := asked.get("q", "").strip():
            self.is_searching, self.search_query = True, query
            named = Q(title__icontains=query) | Q(draft_title__icontains=query) | Q(short_title__icontains=query)
            # What a draft is to be called is not in the index before it is published.
            named |= typed_or_said(StoryPage, query)
            objects = objects.filter(named | Q(number=int(query)) if query.isdecimal() else named)
        return objects


class StoryChooseMixin:
    """Results: the newest first; what waits for its time, by that time."""

    filter_form_class = StoryFilterForm
    ordering = ("-newest", "-number")
    per_page = 12

    def get_object_list(self) -> QuerySet[StoryPage]:
        stories = stories_shown_to(self.request.user).filter(alias_of__isnull=True).defer("body")  # type: ignore[attr-defined]
        when = Coalesce("go_live_at", "date_shown", "latest_revision_created_at")
        return stories.annotate(newest=when).select_related("locale")

    @cached_property
    def scheduled(self) -> set[int]:
        return scheduled_keys()

    @cached_property
    def front(self) -> FrontPage | None:
        """The front page as it stands now, for those who compose it."""
        home = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE, depth=2).first()
        composes = home is not None and home.permissions_for_user(self.request.user).composes  # type: ignore[attr-defined]
        return front_page(home) if home is not None and composes else None

    @property
    def title_column(self) -> Column:
        column = super().title_column  # type: ignore[misc]
        column.accessor, column.label = "get_admin_display_title", _("标题")
        return column

    @property
    def columns(self) -> list[Column]:
        columns = [
            self.title_column,
            Column("number", label=_("稿号")),
            Column("shown", label=_("日期"), accessor=date_of),
            Column("state", label=_("状态"), accessor=lambda story: state_of(story, self.scheduled)),
        ]
        if front := self.front:
            columns.append(Column("front", label=_("首页上"), accessor=lambda story: where(front, story.pk)))
        return columns


def stories_shown_to(user: Any) -> QuerySet[StoryPage]:
    """Stories that every reader may see, and of the others those that `user` may open in the admin."""
    public = open_to_everybody(StoryPage.objects.live())
    editable = page_permission_policy.instances_user_has_any_permission_for(user, {"change", "publish"})
    return StoryPage.objects.filter(Q(pk__in=public.values("pk")) | Q(pk__in=editable.values("pk")))


def date_of(story: StoryPage) -> str:
    """The day shown, or the moment that the story waits for."""
    if not story.live and story.go_live_at and story.go_live_at > timezone.now():
        return moment(story.go_live_at)
    return date_format(timezone.localtime(story.date_shown), "SHORT_DATE_FORMAT") if story.date_shown else ""


def scheduled_keys() -> set[int]:
    """Keys of the pages that wait for their time."""
    waiting = Revision.objects.filter(
        approved_go_live_at__isnull=False, base_content_type=ContentType.objects.get_for_model(Page)
    )
    return {int(key) for key in waiting.values_list("object_id", flat=True)}


def state_of(story: StoryPage, scheduled: set[int]) -> str:
    if not story.live and story.pk in scheduled:
        return _("定时发布")
    if story.live:
        return _("已发布，有改动未发布") if story.has_unpublished_changes else _("已发布")
    return _("草稿")


class StoryChooseView(StoryChooseMixin, ChooseView):
    pass


class StoryChooseResultsView(StoryChooseMixin, ChooseResultsView):
    pass


class StoryChosenView(ChosenView):
    def get_object(self, pk: str) -> StoryPage:
        return stories_shown_to(self.request.user).get(pk=pk)


class StoryChosenMultipleView(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[StoryPage]:
        return stories_shown_to(self.request.user).filter(pk__in=pks)


class StoryChooserViewSet(ChooserViewSet):
    """Opens for every form field that names a story, to all who may open the admin; lists what the person may know."""

    model = StoryPage
    icon = "doc-full"
    choose_one_text = gettext_lazy("选择稿件")
    choose_another_text = gettext_lazy("换一篇")
    edit_item_text = gettext_lazy("编辑这篇稿件")
    choose_view_class = StoryChooseView
    choose_results_view_class = StoryChooseResultsView
    chosen_view_class = StoryChosenView
    chosen_multiple_view_class = StoryChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        # A story is written where it belongs, not made in passing.
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


story_chooser_viewset = StoryChooserViewSet("story_chooser", url_prefix="stories/choose")
