"""Blocks that hold figures and lists: 数说, measures, tables, timelines."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock

from core.blocks.records import RecordChooserBlock
from core.dates import parse_partial_date


class KeyFigureBlock(blocks.StructBlock):
    """One figure with what it counts, when and for whom."""

    hedge = blocks.ChoiceBlock(
        label=_("约数"), choices=[("近", _("近")), ("超", _("超")), ("余", _("余")), ("约", _("约"))], required=False
    )
    value = blocks.CharBlock(label=_("数值"), max_length=24, help_text=_("只写数字，如 1320 或 98.5。"))
    unit = blocks.CharBlock(label=_("单位"), max_length=12, required=False, help_text=_("人、家、万元、%……"))
    label = blocks.CharBlock(label=_("数的是什么"), max_length=60)
    period = blocks.CharBlock(label=_("时间"), max_length=40, required=False, help_text=_("如“2026年上半年”。"))
    organisation = RecordChooserBlock("core.Organisation", label=_("单位"), required=False)

    class Meta:
        icon = "order"
        label = _("数字")


class KeyFiguresBlock(blocks.StructBlock):
    """数说: up to six figures side by side."""

    title = blocks.CharBlock(label=_("标题"), required=False, max_length=40)
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("数字"), min_num=1, max_num=6)
    source = blocks.CharBlock(label=_("数据来源"), required=False, max_length=120)

    class Meta:
        icon = "order"
        label = _("数说")
        group = _("数据")
        template = "core/blocks/key_figures.html"
        preview_value = {
            "title": "夜校一年",
            "figures": [
                {"hedge": "", "value": "36", "unit": "期", "label": "开班", "period": "", "organisation": None},
                {"hedge": "超", "value": "1200", "unit": "人", "label": "结业学员", "period": "", "organisation": None},
            ],
            "source": "",
        }
        description = _("几个关键数字，一眼看到。")


class MeasureBlock(blocks.StructBlock):
    """One measure: its name and one line on it."""

    title = blocks.CharBlock(label=_("举措"), max_length=60)
    text = blocks.TextBlock(label=_("说明"), required=False, max_length=300, rows=2)

    class Meta:
        icon = "check"
        label = _("举措")


class MeasuresBlock(blocks.StructBlock):
    """A numbered list of measures: 一 二 三 四."""

    title = blocks.CharBlock(label=_("标题"), required=False, max_length=60)
    ordered = blocks.BooleanBlock(label=_("编号"), required=False, default=True)
    measures = blocks.ListBlock(MeasureBlock(), label=_("举措"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("举措清单")
        group = _("数据")
        template = "core/blocks/measures.html"
        preview_value = {
            "title": "四项措施",
            "ordered": True,
            "measures": [
                {"title": "夜间驿站延长开放", "text": "二十二点后由值班职工轮守。"},
                {"title": "热餐到岗", "text": ""},
            ],
        }
        description = _("一条一条的举措或清单。")


class TranslatableTable(TableBlock):
    """Wagtail's table whose cells and caption reach wagtail-localize, which passes over the stock block in silence."""

    def get_translatable_segments(self, value: dict[str, Any] | None) -> list[Any]:
        from wagtail_localize.segments import StringSegmentValue

        segments = []
        if value and value.get("table_caption"):
            segments.append(StringSegmentValue("caption", value["table_caption"]))
        for row, cells in enumerate((value or {}).get("data") or []):
            for column, cell in enumerate(cells):
                if cell:
                    segments.append(StringSegmentValue(f"cell.{row}.{column}", str(cell)))
        return segments

    def restore_translated_segments(self, value: dict[str, Any], segments: list[Any]) -> dict[str, Any]:
        for segment in segments:
            kind, *place = segment.path.split(".")
            text = segment.render_text()
            if kind == "caption":
                value["table_caption"] = text
            else:
                row, column = map(int, place)
                value["data"][row][column] = text
        return value


class StoryTableBlock(blocks.StructBlock):
    """A table with its caption above and its source below."""

    caption = blocks.CharBlock(label=_("表题"), required=False, max_length=120)
    table = TranslatableTable(label=_("表格"), table_options={"minSpareRows": 0, "startRows": 3, "startCols": 3})
    source = blocks.CharBlock(label=_("资料来源"), required=False, max_length=120)

    class Meta:
        icon = "table"
        label = _("表格")
        group = _("数据")
        template = "core/blocks/table.html"
        preview_value = {
            "caption": "三年来入会人数",
            "table": {
                "data": [["年份", "新入会"], ["2024", "1860"], ["2025", "2315"]],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_header_choice": "row",
                "table_caption": "",
            },
            "source": "区总工会统计",
        }
        description = _("数据表格，手机上可以横向拖动。")


class PartialDateBlock(blocks.CharBlock):
    """A date as precise as it is known; see core.dates."""

    def clean(self, value: str) -> str:
        cleaned = super().clean(value)
        return parse_partial_date(cleaned) if cleaned else ""

    def get_translatable_segments(self, value: str) -> list[Any]:
        """A date is the same in every language."""
        return []


class TimelineEntryBlock(blocks.StructBlock):
    """One moment of a timeline."""

    date = PartialDateBlock(label=_("时间"), max_length=20, help_text=_("2021-10-12、2021-10、2021 或 1990年代。"))
    text = blocks.TextBlock(label=_("事情"), max_length=300, rows=2)

    class Meta:
        icon = "date"
        label = _("节点")


class TimelineBlock(blocks.StructBlock):
    """What happened when, in the order of the entries."""

    title = blocks.CharBlock(label=_("标题"), required=False, max_length=60)
    entries = blocks.ListBlock(TimelineEntryBlock(), label=_("节点"), min_num=1)

    class Meta:
        icon = "history"
        label = _("年表")
        group = _("数据")
        template = "core/blocks/timeline.html"
        preview_value = {
            "title": "孟长河年表",
            "entries": [{"date": "1998", "text": "进厂学徒。"}, {"date": "2016-05", "text": "带出第一批徒弟。"}],
        }
        description = _("按时间排列的大事。")
