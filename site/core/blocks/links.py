"""Blocks that lead elsewhere: people, documents, other stories."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.blocks.media import PhotoChooserBlock
from core.blocks.records import RecordChooserBlock
from core.pictures import bring_renditions
from core.visibility import public_ones


class ProfileCardBlock(blocks.StructBlock):
    """A card on a person of the registry, with the words that this story has for them."""

    person = RecordChooserBlock("core.Person", label=_("人物"))
    portrait = PhotoChooserBlock(label=_("肖像"), required=False, help_text=_("不填则用人物档案里的肖像。"))
    position = blocks.CharBlock(label=_("单位和职务"), required=False, max_length=120)
    text = blocks.TextBlock(label=_("介绍"), required=False, max_length=300, rows=3)

    class Meta:
        icon = "user"
        label = _("人物卡")
        group = _("链接")
        template = "core/blocks/profile_card.html"
        preview_template = "core/blocks/previews/profile_card.html"
        preview_value = {"person": None, "portrait": None, "position": "临港重工焊工班长", "text": "带徒三十二人。"}
        description = _("介绍一位人物，链接到人物页。")

    def bulk_to_python(self, values: Any) -> list[Any]:
        """Cards with the portraits of their people, in two queries for all that need one."""
        cards = super().bulk_to_python(values)
        faceless = [card["person"] for card in cards if card["person"] and not card["portrait"]]
        prefetch_related_objects(faceless, "portrait")
        bring_renditions(person.portrait for person in faceless)
        return cards


class DocumentBlock(blocks.StructBlock):
    """A file for readers to download."""

    document = DocumentChooserBlock(label=_("文件"))
    title = blocks.CharBlock(label=_("显示名称"), required=False, max_length=120, help_text=_("不填则用文件名称。"))

    class Meta:
        icon = "doc-full"
        label = _("文件")
        group = _("链接")
        template = "core/blocks/document.html"
        preview_template = "core/blocks/previews/document.html"
        preview_value = {"document": None, "title": "职工互助保障办法"}
        description = _("供读者下载的文件。")


class RelatedStoriesBlock(blocks.StructBlock):
    """Other stories on the matter, chosen by hand."""

    title = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    stories = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="news.StoryPage"), label=_("稿件"), min_num=1, max_num=8
    )

    class Meta:
        icon = "link"
        label = _("相关报道")
        group = _("链接")
        template = "core/blocks/related_stories.html"
        preview_template = "core/blocks/previews/related_stories.html"
        preview_value = {"title": "相关报道", "stories": []}
        description = _("手工选几篇相关稿件。")

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "stories": public_ones(value["stories"])}
