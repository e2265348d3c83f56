"""Every text of every page type arrives in the traditional copy, converted, and so does the page around it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin

from campaigns.models import CampaignPage
from core.chinese.traditional import KEPT_IN_NAMES, converter
from core.jobs.testing import run_jobs
from core.models import BasePage, Person
from home.models import HomePage, StandardPage
from media.models import Photo
from news.models import ColumnEntryPage, NoticePage, ProfilePage, StoryPage
from tests.factories.stories import story
from tests.news.test_translatable import SAME_IN_EVERY_LANGUAGE, Filled, text_fields

pytestmark = pytest.mark.django_db

PAGE_TYPES = [
    model for model in apps.get_models() if issubclass(model, BasePage) and model not in {StoryPage, HomePage}
]
#: `make test` asks the two that have most to say, `make test-long` all.
EACH_TYPE = [
    pytest.param(model, id=model.__name__, marks=() if model in {CampaignPage, ProfilePage} else pytest.mark.long)
    for model in PAGE_TYPES
]


class Chinese(Filled):
    """Texts that are written otherwise in traditional characters, each with a number of its own."""

    def __init__(self, story: StoryPage) -> None:
        super().__init__()
        self.story = story
        # The library has one card for all languages.
        card = {"caption": "干净的图说", "credit": "刘发 摄", "description": "头发上沾着雪"}
        Photo.objects.filter(pk=self.chosen[Photo].pk).update(**card)

    def value(self, block: blocks.Block) -> Any:
        return self.story.pk if isinstance(block, blocks.PageChooserBlock) else super().value(block)

    def mark(self) -> str:
        self.marks.append(f"发展{next(self.count)}号")
        return self.marks[-1]


def in_traditional(mark: str) -> str:
    return mark.replace("发展", "發展").replace("号", "號")


#: Characters that stand in traditional texts too, besides being the short form of another.
BOTH = KEPT_IN_NAMES


def left_in_simplified(html: str) -> list[str]:
    """What a page in traditional characters says in simplified ones, with what stands around it. The link that leads
    to the simplified page names it in its own way.
    """
    html = html.replace("简体中文", "")
    convert = converter("s2hk")
    left = {character for character in set(html) - BOTH if convert(character) != character}
    return [html[max(place - 20, 0) : place + 20] for place, character in enumerate(html) if character in left]


def fill(instance: models.Model, filled: Chinese) -> None:
    """Write a marked text into each text field, each block and a row of each translatable child."""
    for name in text_fields(type(instance)):
        setattr(instance, name, filled.mark())
    for field in instance._meta.get_fields():
        if isinstance(field, StreamField):
            children = field.stream_block.child_blocks.items()
            # What awaits its picture would keep the page from readers.
            shown = [(kind, block) for kind, block in children if kind != "picture_pending"]
            setattr(instance, field.name, [{"type": kind, "value": filled.value(block)} for kind, block in shown])
    for relation in get_all_child_relations(type(instance)):
        child = relation.related_model
        if issubclass(child, TranslatableMixin) and list(text_fields(child)):
            row = child(locale=instance.locale)  # type: ignore[attr-defined]
            fill(row, filled)
            getattr(instance, relation.get_accessor_name()).add(row)


@pytest.mark.parametrize("page_type", EACH_TYPE)
def test_no_text_of_a_page_is_lost_or_left_in_simplified_characters(
    page_type: type[Page], newsroom: Any, section: Any, column: Any, profiles: Any, notices: Any, client: Client
):
    parents = {ColumnEntryPage: column, ProfilePage: profiles, NoticePage: notices}
    parent = section if issubclass(page_type, StoryPage) else newsroom.home
    parent = parents.get(page_type, parent)
    newsroom.home.follows_in_traditional = True
    newsroom.home.save()
    filled = Chinese(story(section))
    page = page_type(locale=parent.locale, live=False, slug="mei-yi-ye")
    fill(page, filled)
    if isinstance(page, ProfilePage):
        page.person = Person.objects.create(name="梁某")
    parent.add_child(instance=page)
    page.save_revision().publish()
    run_jobs()
    copy = Page.objects.get(translation_key=page.translation_key, locale__language_code="zh-hant").specific
    assert copy.live
    kept = leaves(copy.serializable_data())
    text = "\n".join(value for _name, value in kept)
    lost = [mark for mark in filled.marks if in_traditional(mark) not in text]
    left = [name for name, value in kept if "发展" in value]
    print(f"{page_type.__name__}: {len(filled.marks)} text leaves, {len(lost)} lost, {len(left)} not converted")
    assert (lost, left) == ([], [])
    answer = client.get(copy.url)
    assert answer.status_code == 200
    assert left_in_simplified(answer.content.decode()) == []


def leaves(value: Any, name: str = "") -> list[tuple[str, str]]:
    """(field, text) of everything that is text in serialized data, StreamFields opened."""
    if isinstance(value, str) and value.startswith("["):
        value = json.loads(value)
    if isinstance(value, dict):
        return [
            leaf for key, inner in value.items() if key not in SAME_IN_EVERY_LANGUAGE for leaf in leaves(inner, key)
        ]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in leaves(inner, name)]
    return [(name, value)] if isinstance(value, str) else []


def test_front_page_itself_follows(newsroom: Any):
    home = newsroom.home
    home.title, home.search_description = "发展", "干净的头发"
    home.follows_in_traditional = True
    home.save()
    run_jobs()
    copy = HomePage.objects.get(locale__language_code="zh-hant")
    assert (copy.live, copy.title, copy.search_description) == (True, "發展", "乾淨的頭髮")
    home.title = "发展里程"
    home.save_revision().publish()
    run_jobs()
    assert HomePage.objects.get(locale__language_code="zh-hant").title == "發展里程"
    assert StandardPage.objects.count() == 0
