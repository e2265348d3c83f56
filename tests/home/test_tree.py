"""What may stand below what, in the admin and by code: a wrong tree is impossible."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from campaigns.models import CampaignPage
from core.models import BasePage
from core.tree import WrongPlace
from home.models import HomePage, StandardPage
from home.newsroom import ensure_section
from news.models import (
    ColumnEntryPage,
    ColumnPage,
    FeaturePage,
    NoticeIndexPage,
    NoticePage,
    PhotoStoryPage,
    ProfileIndexPage,
    ProfilePage,
    SectionPage,
    StoryPage,
)
from tests.factories.admin import superuser_client
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db

#: The whole tree: what may stand below each type. A type that is not named takes nothing.
TREE: dict[type[Page], set[type[Page]]] = {
    Page: {HomePage},
    HomePage: {SectionPage, ColumnPage, ProfileIndexPage, NoticeIndexPage, CampaignPage, StandardPage},
    SectionPage: {FeaturePage, PhotoStoryPage},
    ColumnPage: {ColumnEntryPage},
    ProfileIndexPage: {ProfilePage},
    NoticeIndexPage: {NoticePage},
    StandardPage: {StandardPage},
}


def test_each_type_stands_where_the_tree_has_it_and_nowhere_else() -> None:
    allowed = {parent: set(parent.creatable_subpage_models()) for parent in get_page_models()}
    assert {parent: below for parent, below in allowed.items() if below} == TREE


def test_story_of_no_type_is_made_nowhere() -> None:
    assert not StoryPage.is_creatable
    assert [parent for parent in get_page_models() if StoryPage in parent.allowed_subpage_models()] == []


def test_every_page_of_ours_keeps_to_the_tree() -> None:
    """The refusal by code stands in BasePage: a page type that is none would pass it."""
    assert [model for model in get_page_models() if model is not Page and not issubclass(model, BasePage)] == []


@pytest.mark.parametrize("live", [True, False])
def test_code_puts_no_page_below_one_that_takes_none_of_its_type(section: SectionPage, live: bool) -> None:
    with pytest.raises(WrongPlace, match="ColumnEntryPage cannot stand below a SectionPage"):
        section.add_child(instance=ColumnEntryPage(title="第一期", body=BODY, live=live))
    assert not ColumnEntryPage.objects.exists()


def test_code_moves_and_copies_no_page_there_either(section: SectionPage, column: ColumnPage) -> None:
    page = story(section)
    with pytest.raises(WrongPlace):
        page.move(column, pos="last-child")
    with pytest.raises(WrongPlace):
        page.copy(to=column)
    with pytest.raises(WrongPlace):
        page.create_alias(parent=column)
    assert [found.get_parent().pk for found in StoryPage.objects.filter(title=page.title)] == [section.pk]


def test_page_moves_to_another_place_of_its_kind_and_among_its_siblings(section: SectionPage) -> None:
    first, second = story(section, title="一"), story(section, title="二")
    second.move(first, pos="left")
    assert [page.title for page in section.get_children()] == ["二", "一"]
    other = ensure_section(home=section.get_parent().specific, slug="weiquan", title="维权")
    Page.objects.get(pk=first.pk).move(other, pos="last-child")
    assert FeaturePage.objects.child_of(other).get().title == "一"


def test_admin_offers_and_takes_no_other_place(section: SectionPage, column: ColumnPage) -> None:
    admin: Client = superuser_client()
    assert admin.get(reverse("wagtailadmin_pages:add", args=["news", "columnentrypage", section.pk])).status_code != 200
    offered = admin.get(reverse("wagtailadmin_pages:add_subpage", args=[section.pk])).content.decode()
    assert "news/featurepage" in offered
    assert "news/columnentrypage" not in offered
    page = story(section)
    admin.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, column.pk]))
    assert FeaturePage.objects.get(pk=page.pk).get_parent().pk == section.pk
