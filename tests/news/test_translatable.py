"""Every text leaf of every block and inline child reaches translation and comes back from it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from campaigns.models import CampaignPage
from core.blocks import StandingBody, StoryBody, TranslatableTable
from core.blocks.data import PartialDateBlock
from core.models import Appointment, Organisation, Person
from core.translation import errors_of, texts_only_copied, untranslatable_blocks
from home.models import HomePage, StandardPage
from media.models import Photo
from news.models import (
    ColumnEntryPage,
    ColumnPage,
    FeaturePage,
    NoticeIndexPage,
    NoticePage,
    PhotoStoryPage,
    ProfileAchievement,
    ProfileIndexPage,
    ProfilePage,
    SectionPage,
    StoryByline,
    StoryPage,
)
from tests.factories.photos import make_photo
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

STORY_TYPES = [FeaturePage, ColumnEntryPage, PhotoStoryPage, ProfilePage, NoticePage]
STRUCTURE_TYPES = [
    HomePage, SectionPage, ColumnPage, ProfileIndexPage, NoticeIndexPage, CampaignPage, StandardPage,
]  # fmt: skip
#: Texts that are the same in every language, with the reason.
SAME_IN_EVERY_LANGUAGE = {
    "slug",  # the story's number, or a Latin word by hand
    "number", "content_json", "draft_title", "url_path", "path",  # housekeeping
    "source_url", "contact_email",  # addresses
    "source_date", "print_date", "happened", "when",  # dates
}  # fmt: skip


class Filled:
    """A value for every block, with a marked text in each text leaf."""

    def __init__(self) -> None:
        self.count = itertools.count(1)
        self.marks: list[str] = []
        document = get_document_model()
        self.chosen = {
            Photo: make_photo(),
            Person: Person.objects.create(name="梁某"),
            Organisation: Organisation.objects.create(name="某总工会"),
            document: document.objects.create(title="办法", file="a.pdf"),
        }

    def mark(self) -> str:
        self.marks.append(f"文{next(self.count)}字")
        return self.marks[-1]

    def value(self, block: blocks.Block) -> Any:
        """Raw data of `block`, as it stands in the database."""
        if isinstance(block, TranslatableTable):
            return {
                "data": [[self.mark(), self.mark()]],
                "first_row_is_table_header": True,
                "table_caption": self.mark(),
            }
        if isinstance(block, blocks.BaseStructBlock):
            return {name: self.value(child) for name, child in block.child_blocks.items()}
        if isinstance(block, blocks.ListBlock):
            ids = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")
            return [{"type": "item", "id": one, "value": self.value(block.child_block)} for one in ids]
        if isinstance(block, blocks.PageChooserBlock):
            return None
        if isinstance(block, blocks.ChooserBlock):
            return self.chosen[block.model_class].pk
        if isinstance(block, blocks.RichTextBlock):
            return f"<p>{self.mark()}</p>"
        if isinstance(block, PartialDateBlock):
            return "2021-10"
        if isinstance(block, blocks.ChoiceBlock | blocks.BooleanBlock | blocks.StaticBlock):
            return block.get_default()
        if isinstance(block, blocks.CharBlock | blocks.TextBlock):
            return self.mark()
        return block.get_default()


def body_of(filled: Filled, stream: blocks.StreamBlock | None = None) -> list[dict[str, Any]]:
    stream = stream or StoryBody()
    return [{"type": name, "value": filled.value(block)} for name, block in stream.child_blocks.items()]


def texts(segments: list[Any]) -> list[str]:
    return [segment.string.data for segment in segments if isinstance(segment, StringSegmentValue)]


@pytest.mark.parametrize("page_type", STORY_TYPES)
def test_each_text_leaf_of_each_block_yields_a_segment(page_type, section, column, profiles, notices):
    filled = Filled()
    parents = {ColumnEntryPage: column, ProfilePage: profiles, NoticePage: notices}
    page = story(parents.get(page_type, section), live=False, page_type=page_type, body=body_of(filled))
    found = texts(extract_segments(page_type.objects.get(pk=page.pk)))
    assert len(filled.marks) >= 45
    assert [mark for mark in filled.marks if mark not in found] == []


def test_each_text_leaf_of_a_campaigns_text_yields_a_segment(newsroom):
    filled = Filled()
    page = CampaignPage(title="一", slug="yi", body=body_of(filled, StandingBody()), locale=newsroom.home.locale)
    newsroom.home.add_child(instance=page)
    found = texts(extract_segments(CampaignPage.objects.get(pk=page.pk)))
    assert [mark for mark in filled.marks if mark not in found] == []


def test_each_text_of_a_profiles_rows_yields_a_segment(profiles):
    filled, locale = Filled(), profiles.locale
    byline = StoryByline(name=filled.mark(), printed_role=filled.mark(), position=filled.mark(), locale=locale)
    achievement = ProfileAchievement(text=filled.mark(), when="2013", locale=locale)
    page = story(profiles, live=False, byline=[byline], achievements=[achievement])
    found = texts(extract_segments(ProfilePage.objects.get(pk=page.pk)))
    assert [mark for mark in filled.marks if mark not in found] == []


def test_translated_text_of_each_leaf_comes_back_in_the_translated_page(section):
    filled = Filled()
    page = story(section, live=False, body=body_of(filled))
    english = Locale.objects.get(language_code="en")
    source, _ = TranslationSource.update_or_create_from_instance(page)
    page.copy_for_translation(english, copy_parents=True, alias=True)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": f"EN {segment.string.data}", "translation_type": "manual"},
        )
    source.create_or_update_translation(english, publish=False)
    translation = FeaturePage.objects.get(number=page.number, locale=english)
    stored = str(translation.get_latest_revision_as_object().body.get_prep_value())
    assert [mark for mark in filled.marks if f"EN {mark}" not in stored] == []


def text_fields(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if not isinstance(field, models.CharField | models.TextField) or not field.editable or field.choices:
            continue
        if field.name not in SAME_IN_EVERY_LANGUAGE:
            yield field.name


@pytest.mark.parametrize("page_type", [*STORY_TYPES, *STRUCTURE_TYPES])
def test_each_text_field_of_a_page_yields_a_segment(page_type):
    from wagtail_localize.fields import TranslatableField, get_translatable_fields

    translated = {f.field_name for f in get_translatable_fields(page_type) if isinstance(f, TranslatableField)}
    assert set(text_fields(page_type)) - translated == set()


def test_system_check_names_the_texts_of_rows_that_are_only_copied():
    assert texts_only_copied(Appointment) == ["title", "start", "end", "source"]
    assert texts_only_copied(StoryByline) == []
    assert list(errors_of(StoryPage)) == []
    as_if_translated = {error.msg.partition(",")[0] for error in errors_of(Person) if error.id == "core.E004"}
    assert as_if_translated == {"core.Appointment", "core.PersonName"}


def test_system_check_names_a_block_that_loses_its_texts():
    class Inner(blocks.StructBlock):
        text = blocks.CharBlock()

    class Outer(blocks.StructBlock):
        inner = Inner()

    from wagtail.contrib.table_block.blocks import TableBlock

    stream = blocks.StreamBlock([("outer", Outer()), ("table", TableBlock())])
    assert [path for path, _ in untranslatable_blocks(stream)] == ["outer.inner", "table"]
    assert list(untranslatable_blocks(StoryBody())) == []
