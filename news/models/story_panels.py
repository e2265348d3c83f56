"""The panels that every story's form shares, by tab."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from core.panels import RowsPanel
from news.panels import PublicationProblemsPanel

CONTENT_PANELS = [
    PublicationProblemsPanel(),
    MultiFieldPanel(
        [
            FieldPanel("kicker"),
            FieldPanel("title", classname="title"),
            FieldPanel("subtitle"),
            FieldPanel("summary"),
        ],
        heading=_("标题"),
    ),
    MultiFieldPanel(
        [FieldPanel("lead_photo"), FieldRowPanel([FieldPanel("lead_caption"), FieldPanel("lead_alt")])],
        heading=_("题图"),
        help_text=_("首页、列表和分享时用，多数类型也放在正文前面。"),
        classname="collapsed",
    ),
    FieldPanel("body"),
]
BYLINE_PANELS = [
    RowsPanel(
        "byline",
        heading=_("署名"),
        label=_("署名"),
        help_text=_("一人一行，按见报的次序；从人物库选，或直接写姓名。"),
    ),
    FieldRowPanel([FieldPanel("author_affiliation"), FieldPanel("responsible_editor")]),
    MultiFieldPanel(
        [
            FieldPanel("source_kind"),
            FieldRowPanel([FieldPanel("source_outlet"), FieldPanel("source_outlet_name")]),
            FieldRowPanel([FieldPanel("source_author"), FieldPanel("source_date")]),
            FieldPanel("source_title"),
            FieldPanel("source_url"),
        ],
        heading=_("来源"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("print_outlet"), FieldPanel("print_outlet_name")]),
            FieldRowPanel([FieldPanel("print_date"), FieldPanel("print_issue"), FieldPanel("print_page")]),
        ],
        heading=_("见报"),
        classname="collapsed",
    ),
]
LINK_PANELS = [
    RowsPanel(
        "topics", heading=_("主题"), label=_("主题"), help_text=_("稿件属于哪些主题、专项、品牌；主题页会列出它。")
    ),
    RowsPanel("people", heading=_("文中人物"), label=_("人物"), help_text=_("文中写到的人；人物页会列出这篇稿件。")),
    RowsPanel(
        "organisations",
        heading=_("文中单位"),
        label=_("单位"),
        help_text=_("文中写到的单位；单位页会列出这篇稿件。"),
    ),
    RowsPanel("events", heading=_("活动"), label=_("活动"), help_text=_("稿件报道的活动，如一届劳动节表彰大会。")),
    RowsPanel("places", heading=_("阵地"), label=_("阵地"), help_text=_("稿件写到的驿站、服务中心、展示馆、工作室。")),
    RowsPanel("awards", heading=_("荣誉"), label=_("荣誉"), help_text=_("稿件写到的荣誉称号。")),
    FieldRowPanel([FieldPanel("happened"), FieldPanel("place_name")]),
    RowsPanel(
        "also_in",
        heading=_("同时列入"),
        label=_("栏目"),
        help_text=_("除了所在的栏目，还列在哪些栏目里；网址不变。"),
    ),
]
PROMOTE_PANELS = [
    FieldPanel("short_title"),
    FieldPanel("genre"),
    MultiFieldPanel(
        [FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("搜索引擎"), classname="collapsed"
    ),
]
