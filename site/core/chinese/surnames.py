"""Surnames that are read otherwise than the same characters are elsewhere, and the compound ones."""

from __future__ import annotations

#: Surname → readings as a surname, the usual one first, syllables parted by blanks. One character: only where the
#: reading differs from the common one or families differ among themselves. 复姓 are there for their length as well.
SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan",), "仇": ("qiu",), "解": ("xie",), "曾": ("zeng",), "区": ("ou",), "翟": ("zhai", "di"),
    "查": ("zha",), "盖": ("ge", "gai"), "朴": ("piao",), "尉": ("wei", "yu"), "种": ("chong",), "员": ("yun",),
    "覃": ("qin", "tan"), "缪": ("miao",), "乐": ("yue", "le"), "召": ("shao",), "折": ("she",), "黑": ("he", "hei"),
    "秘": ("bi",), "洗": ("xian",), "繁": ("po",), "郇": ("xun", "huan"), "郗": ("xi", "chi"), "都": ("du",),
    "车": ("che",), "牟": ("mu", "mou"), "隗": ("wei", "kui"), "宓": ("mi", "fu"), "祭": ("zhai",),
    "谌": ("chen", "shen"), "句": ("gou",), "藏": ("zang",), "柏": ("bai", "bo"), "薄": ("bo",),
    "行": ("xing", "heng"), "佴": ("nai",), "么": ("yao",), "能": ("nai",), "角": ("jue", "jiao"), "重": ("chong",),
    "长": ("zhang", "chang"), "不": ("fou",), "阚": ("kan",), "莘": ("shen", "xin"), "费": ("fei", "bi"),
    "那": ("na",), "纪": ("ji",), "宿": ("su",), "沈": ("shen",),
    # 复姓
    "尉迟": ("yu chi",), "万俟": ("mo qi",), "长孙": ("zhang sun",), "单于": ("chan yu",), "澹台": ("tan tai",),
    "令狐": ("ling hu",), "呼延": ("hu yan",), "皇甫": ("huang fu",), "鲜于": ("xian yu",), "独孤": ("du gu",),
    "南宫": ("nan gong",), "夏侯": ("xia hou",), "亓官": ("qi guan",), "司空": ("si kong",), "子车": ("zi ju",),
    "颛孙": ("zhuan sun",), "宰父": ("zai fu",), "谷梁": ("gu liang",), "公冶": ("gong ye",), "太叔": ("tai shu",),
    "申屠": ("shen tu",), "仲孙": ("zhong sun",), "轩辕": ("xuan yuan",), "钟离": ("zhong li",), "宇文": ("yu wen",),
    "慕容": ("mu rong",), "司徒": ("si tu",), "东方": ("dong fang",), "赫连": ("he lian",), "闻人": ("wen ren",),
    "公羊": ("gong yang",), "宗政": ("zong zheng",), "濮阳": ("pu yang",), "淳于": ("chun yu",),
    "上官": ("shang guan",), "欧阳": ("ou yang",), "诸葛": ("zhu ge",), "拓跋": ("tuo ba",), "百里": ("bai li",),
    "东郭": ("dong guo",), "西门": ("xi men",), "公孙": ("gong sun",), "司马": ("si ma",), "端木": ("duan mu",),
    "巫马": ("wu ma",), "漆雕": ("qi diao",), "乐正": ("yue zheng",), "左丘": ("zuo qiu",), "闾丘": ("lv qiu",),
    "完颜": ("wan yan",), "耶律": ("ye lv",), "纳兰": ("na lan",),
}  # fmt: skip


def surname_of(name: str) -> str:
    """The surname of a name of two to four characters: a known compound one, else the first character.

    `""` for what is no such name: one written out from another language, for example.
    """
    if not 2 <= len(name) <= 4:
        return ""
    return name[:2] if len(name) > 2 and name[:2] in SURNAMES else name[:1]
