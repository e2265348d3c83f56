"""Lines of labelled fields (发布时间：… 来源：… 浏览次数：…) read into keys; the labels are those of sites."""

from __future__ import annotations

import re
from dataclasses import dataclass

LABELS: dict[str, tuple[str, ...]] = {
    "published": ("发布时间", "发布日期", "发表时间", "发表日期", "发稿时间", "刊发时间", "发布于", "时间", "日期"),
    "updated": ("更新时间", "更新日期", "修改时间"),
    "views": (
        "浏览次数",
        "浏览量",
        "浏览数",
        "浏览",
        "点击次数",
        "点击数",
        "点击量",
        "点击率",
        "点击",
        "阅读次数",
        "阅读量",
        "阅读数",
        "阅读",
        "访问量",
        "人气",
    ),
    "source": (
        "信息来源",
        "稿件来源",
        "文章来源",
        "新闻来源",
        "内容来源",
        "资料来源",
        "供稿单位",
        "供稿",
        "来源",
        "稿源",
        "转自",
        "出处",
        "原载",
    ),
    "author": ("文章作者", "作者", "供稿人", "投稿人", "撰稿人"),
    "editors": (
        "责任编辑",
        "值班编辑",
        "本期编辑",
        "本版编辑",
        "微信编辑",
        "执行编辑",
        "美术编辑",
        "责编",
        "编辑",
        "编校",
        "编审",
    ),
    "reviewers": (
        "审核人",
        "审核",
        "初审",
        "复审",
        "终审",
        "一审",
        "二审",
        "三审",
        "审校",
        "审签",
        "审稿",
        "签发",
        "总监制",
        "监制",
        "值班主任",
        "值班总编",
        "主编",
        "总编",
    ),
    "proofreaders": ("责任校对", "本版校对", "校对", "校核"),
    "layout": ("版式设计", "版式", "排版", "制作", "美编", "版面设计", "版面", "视觉设计", "视觉", "组版"),
    "contact": (
        "新闻热线",
        "联系电话",
        "电话",
        "热线",
        "投稿邮箱",
        "邮箱",
        "电子邮箱",
        "联系人",
        "邮编",
        "地址",
        "网址",
    ),
    "font": ("字体大小", "字体", "字号"),
    "shared": ("分享到", "分享", "打印", "收藏"),
    "category": ("所属栏目", "栏目", "分类", "标签", "关键词", "关键字", "索引号", "访问来源"),
}
WEAK = {
    "时间",
    "日期",
    "电话",
    "地址",
    "联系人",
    "邮编",
    "网址",
    "栏目",
    "标签",
    "分类",
    "浏览",
    "阅读",
    "点击",
    "主编",
    "总编",
    "视觉",
    "制作",
    "版面",
    "分享",
    "打印",
    "收藏",
    "邮箱",
    "热线",
    "编辑",
    "人气",
}
STAFF = ("editors", "reviewers", "proofreaders", "layout")

KEY_OF = {label: key for key, labels in LABELS.items() for label in labels}
_ANY = "|".join(sorted(map(re.escape, KEY_OF), key=len, reverse=True))
_STAFF = "|".join(sorted((re.escape(label) for key in STAFF for label in LABELS[key]), key=len, reverse=True))
BEFORE = r"(?:^|(?<=[\s\u3000|｜丨/／;；,，、【\[（(\]】)）]))"
WITH_COLON = rf"{BEFORE}(?P<label>{_ANY})\s*[:：丨｜|]\s*"
WITHOUT_COLON = rf"{BEFORE}(?P<staff>{_STAFF})[\s\u3000/／]+(?=[\u4e00-\u9fff])"
FIELD = re.compile(f"{WITH_COLON}|{WITHOUT_COLON}")
TRIM = " \u3000\t|｜丨/／;；,，、【】[]（）()"
LONGEST_FIELD_LINE = 160
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key, its label and value as printed."""

    key: str
    label: str
    value: str


def read_fields(text: str) -> list[Field]:
    """The fields of a line that consists of nothing else; [] for any other line.

    A weak label (时间, 电话 …), which running text uses too, counts only beside another field.
    """
    bare = text.strip().strip("\u3000")
    if not bare or len(bare) > LONGEST_FIELD_LINE:
        return []
    marks = list(FIELD.finditer(bare))
    if not marks or bare[: marks[0].start()].strip(TRIM):
        return []
    fields = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(bare)
        value = bare[mark.end() : end].strip(TRIM if len(marks) > 1 else " \u3000")
        label = mark["label"] or mark["staff"]
        if len(value) > LONGEST_VALUE or "。" in value:
            return []
        fields.append(Field(KEY_OF[label], label, value))
    if len(fields) == 1 and fields[0].label in WEAK and fields[0].key not in STAFF:
        return []
    return fields
