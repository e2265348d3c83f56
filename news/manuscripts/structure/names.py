"""Chinese personal names: which strings may be one, and how several run together come apart."""

from __future__ import annotations

import re
from functools import lru_cache

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝"
    "孔白崔康毛邱秦江史顾侯邵孟龙万段章钱汤尹黎易常武乔贺赖龚文肖闫付覃季庞葛"
)
OTHER_SURNAMES = frozenset(
    "安敖班包鲍毕卞柏卜岑柴车成池褚楚储丛狄刁窦房费丰封凤符甘耿宫巩古谷关管桂国过海杭洪花华宦惠霍姬嵇纪简焦揭解靳荆景居"
    "鞠阚柯寇匡邝况蓝郎劳冷厉利郦连练廉凌令柳楼路鹿栾骆麻满茅梅蒙米苗闵明缪莫牟穆那南倪聂年牛农潘裴皮平蒲浦戚齐祁强"
    "屈曲瞿权冉饶荣容阮芮桑沙单尚佘申盛师施时舒束帅司水宿隋眭邰谈陶滕佟童屠涂危韦卫温闻翁乌巫伍奚席冼相项辛邢幸胥须"
    "宣荀鄢鲁樊薄卜车邓邸董段伏扶傅盖郜戈耿勾关衮郭杭郝赫衡侯扈花滑皇晁姬计暨冀稽籍贾江矫晋井景康亢库蒯雷黎李隶历栗林刘禄逯麻马门孟弥宓糜乜宁钮欧逄彭蓬濮朴漆祈綦钱谯钦仇璩阙阚壤茹撒赛佘莘盛石寿疏舒双松苏夙遂孙太檀唐訾邬邴吾夏鲜咸向萧肖谢解幸胥许薛胤阳养冶应雍勇於余於郁禹尉蔚袁昝笪查翟湛张赵钊仉钟仲訾邹禚鄢严颜晏燕羊仰伊印应尤游俞虞郁喻元岳云臧翟詹湛占展甄支植智仲诸竺祝庄卓宗左祖晋候仇"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "司空",
    "夏侯",
    "端木",
    "南宫",
    "百里",
)
SURNAMES = COMMON_SURNAMES | OTHER_SURNAMES
NOT_A_NAME = re.compile(
    r"[左右前后中上下][一二三四五六七八九十起图排]|.*(?:[，。、；：！？的了和与在]|工会|公司|日报|晚报|记者|通讯|报道|会议|现场|活动|职工|工人|时报|中心)"
)
FOREIGN_NAME = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•・][\u4e00-\u9fff]{1,6}){1,3}")
LONGEST_LIST_OF_NAMES = 120
HAN_ONLY = re.compile(r"[\u3400-\u9fff〇]{2,4}")


@lru_cache(maxsize=4096)
def is_name(text: str, *, common: bool = False) -> bool:
    """True when `text` may be one person's name; with `common`, only with a common surname."""
    if FOREIGN_NAME.fullmatch(text):
        return not common
    if not HAN_ONLY.fullmatch(text) or NOT_A_NAME.match(text):
        return False
    if text[:2] in COMPOUND_SURNAMES and len(text) >= 3:
        return True
    return len(text) <= 3 and text[0] in (COMMON_SURNAMES if common else SURNAMES)


@lru_cache(maxsize=4096)
def split_names(text: str) -> tuple[str, ...]:
    """Names run together taken apart, the fewest and longest first; () when the text is not names throughout."""
    if not text:
        return ()
    if is_name(text):
        return (text,)
    best: tuple[str, ...] = ()
    for length in (3, 2, 4):
        head, rest = text[:length], text[length:]
        if len(rest) < 2 or not is_name(head):
            continue
        if tail := split_names(rest):
            candidate = (head, *tail)
            if not best or _cost(candidate) < _cost(best):
                best = candidate
    return best


def _cost(names: tuple[str, ...]) -> tuple[int, int]:
    rare = sum(name[0] not in COMMON_SURNAMES for name in names)
    return (len(names) + rare, sum(len(name) == 2 for name in names))


def read_names(text: str, *, common: bool = False, any_surname: bool = False) -> tuple[str, ...]:
    """The names of a passage that holds nothing else, () otherwise.

    Splits at spaces and 、，/和; joins two-character names set with a space (“夏 军”); parts those run together.
    With `any_surname`, for places where nothing but a name can stand, a rare surname is a name too.
    """
    if len(text) > LONGEST_LIST_OF_NAMES:
        return ()
    tokens = [token for token in re.split(r"[\s\u3000、，,/／|｜丨]+", text.strip(" \u3000·:：")) if token]
    names: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if len(token) == 1 and index + 1 < len(tokens) and len(tokens[index + 1]) == 1:
            token, index = token + tokens[index + 1], index + 1
        index += 1
        rare = any_surname and len(token) <= 3 and HAN_ONLY.fullmatch(token) and not NOT_A_NAME.match(token)
        if rare or is_name(token, common=common):
            names.append(token)
        elif not common and len(token) >= 4 and (run := split_names(token)):
            names += run
        else:
            return ()
    return tuple(names)
