"""Names of places, and words met in the names of units, that the phrase table of pypinyin misreads or lacks."""

from __future__ import annotations

#: Word → syllables, parted by blanks.
PLACES = {
    "单县": "shan xian",
    "六合区": "lu he qu",
    "长治": "chang zhi",
    "长垣": "chang yuan",
    "长三角": "chang san jiao",
    "长途": "chang tu",
    "洪洞": "hong tong",
    "繁峙": "fan shi",
    "荥经": "ying jing",
    "浚县": "xun xian",
    "涡阳": "guo yang",
    "大城县": "dai cheng xian",
    "朝阳": "chao yang",
    "珲春": "hun chun",
    "穆棱": "mu ling",
    "绥棱": "sui ling",
    "解州": "xie zhou",
    "会稽": "kuai ji",
    "宕昌": "tan chang",
    "太行": "tai hang",
    "都匀": "du yun",
    "曾都": "zeng du",
}
