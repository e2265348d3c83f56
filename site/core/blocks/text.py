"""Text blocks: headings, paragraphs, quotations, editor's notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.blocks.records import RecordChooserBlock

#: What an editor may do inside a paragraph. No italics: Chinese uses 《》 and “”.
PARAGRAPH_FEATURES = ["bold", "link", "document-link", "ol", "ul", "superscript", "subscript"]


class HeadingBlock(blocks.CharBlock):
    """A heading inside the text. One level is enough for a paper; the title is the page's only h1.

    Drawn here and not by a template: a story has many, and a template each cost more than the words.
    """

    def render(self, value: str, context: Mapping[str, Any] | None = None) -> SafeString:
        """`<h2>` with the block's id, where the context names one, for the table of contents to link to."""
        block_id = (context or {}).get("block_id")
        return (
            format_html('<h2 id="part-{}">{}</h2>', block_id, value) if block_id else format_html("<h2>{}</h2>", value)
        )

    class Meta:
        icon = "title"
        label = _("小标题")
        group = _("文字")
        max_length = 80
        preview_value = "把温度送到夜班岗位上"
        description = _("正文里的小标题。")


class ParagraphBlock(blocks.RichTextBlock):
    """One or more paragraphs of running text."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PARAGRAPH_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("段落")
        group = _("文字")
        preview_value = "<p>凌晨四点，江风还带着凉意。交接班的铃声一响，二号码头的灯一盏盏亮了起来。</p>"
        description = _("正文段落，可以连写几段。")


class PullQuoteBlock(blocks.StructBlock):
    """Words lifted from the story, with who said them: a person of the registry, or a name."""

    text = blocks.TextBlock(label=_("引语"), max_length=160, help_text=_("不用加引号，排版时自动加。"))
    person = RecordChooserBlock("core.Person", label=_("人物"), required=False)
    speaker = blocks.CharBlock(
        label=_("说话人"),
        max_length=40,
        required=False,
        help_text=_("人物库里没有的人写在这里；两处都填时，以这里为准。"),
    )
    position = blocks.CharBlock(label=_("单位和身份"), max_length=80, required=False)

    class Meta:
        icon = "openquote"
        label = _("引语")
        group = _("文字")
        template = "core/blocks/pull_quote.html"
        preview_value = {"text": "焊花落下来是热的，心里是静的。", "speaker": "孟长河", "position": "临港重工焊工班长"}
        description = _("把一句话提出来放大。")


class EditorsNoteBlock(blocks.StructBlock):
    """编者按 before the text or 小编说 after it: the newsroom's own voice, in this one home."""

    label = blocks.ChoiceBlock(
        label=_("标签"),
        choices=[("note", _("编者按")), ("says", _("小编说")), ("reader", _("致读者"))],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("内容"), features=["bold", "link"])

    class Meta:
        icon = "edit"
        label = _("编者按、小编说")
        group = _("文字")
        template = "core/blocks/editors_note.html"
        preview_value = {"label": "note", "text": "<p>夜里的城市靠谁运转？本报记者连续七个夜晚走进六个岗位。</p>"}
        description = _("编辑部的话：编者按、小编说、致读者。")


class DividerBlock(blocks.StaticBlock):
    """A pause between two parts of a text."""

    class Meta:
        icon = "minus"
        label = _("分隔")
        group = _("文字")
        template = "core/blocks/divider.html"
        preview_value = None
        admin_text = _("在这里隔开上下文。")
        description = _("两段内容之间的停顿。")
