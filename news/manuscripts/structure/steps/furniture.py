"""Page furniture (page numbers, running heads, imprints, counters, QR prompts) goes to metadata and notices."""

from __future__ import annotations

import re

from ..draft import Block, Draft, Kind
from ..fields import STAFF, Field, read_fields
from ..names import read_names
from ..parts import Person
from ..patterns import COMMA, DATE_LINE, is_closed, is_short_line, near_end, numbering
from ..people import read_byline

PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第?\s*\d{1,4}\s*页?\s*(?:[/／|,，]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp](?:age)?\.?\s*\d{1,4}|第\s*[一二三四五六七八九十百]{1,4}\s*页)"
    r"[-—–－·\s]*"
)
PRINT_PAGE = re.compile(
    r"(?:[A-D]?\d{1,2}\s*版|第\s*[A-D]?[一二三四五六七八九十\d]{1,3}\s*版|[A-D]\d{1,2})(?:[\s\u3000·|｜/]*[\u4e00-\u9fff]{2,8})?"
)
DATED_HEAD = re.compile(
    rf"(?=.*(?:星期|版|期|总第)).{{0,20}}?{DATE_LINE.pattern}.{{0,40}}|(?:20|19)\d{{2}}\s*年?\s*第?\s*\d{{1,3}}\s*期.{{0,20}}"
)
JUMP_LINE = re.compile(
    r"[（(【]?\s*(?:下转|上接|转|接)\s*(?:第?\s*[A-D]?[\d一二三四五六七八九十]{1,3}\s*[版页]).{0,20}"
)
JUMP_AT_END = re.compile(
    r"\s*[（(【▶►→]\s*下转\s*第?\s*[A-D]?[\d一二三四五六七八九十]{1,3}\s*[版页][^（）()]{0,12}[)）】]?$"
)
JUMP_AT_START = re.compile(
    r"^[（(【◀◄←]\s*(?:紧)?[上]?接\s*第?\s*[A-D]?[\d一二三四五六七八九十]{1,3}\s*[版页][^（）()]{0,12}[)）】]\s*"
)
PROMPT = re.compile(
    r"扫一扫|扫码|扫描.{0,6}二维码|长按.{0,10}(?:二维码|识别|关注)|识别.{0,4}二维码|二维码|点击(?:上方|下方|左下角|右下角|蓝字|标题|“?阅读原文|关注).{0,20}|"
    r"阅读原文|(?:点|求|戳).{0,3}(?:在看|赞|关注)|关注我们|关注.{0,12}公众号|星标|分享.{0,6}(?:朋友圈|点赞|收藏|在看)|往期(?:推荐|回顾|精彩)|"
    r"^[-—=\s*·]*(?:END|The End|完)[-—=\s*·]*$|^(?:上|下)一[篇条页]|^.{0,8}位置\s*[:：]|"
    r"^(?:首页|主页|网站首页)\s*[>＞»/-]|^(?:打印|关闭|返回)(?:本页|窗口|顶部|列表)?$|"
    r"【(?:打印|关闭|字体)|发表于|^(?:预览时标签不可点|微信扫一扫|继续滑动看下一个|轻触阅读原文)|版权(?:所有|声明)|未经.{0,6}(?:授权|许可)|转载请注明|"
    r"^(?:首页|导航).{0,4}[>＞»]|^(?:投稿|新闻)(?:邮箱|热线)|^声明[:：]",
    re.IGNORECASE,
)
COUNTERS = re.compile(
    r"(?:(?:阅读|浏览|点赞|赞|在看|分享|收藏|评论|留言|转发|写留言)\s*[:：]?\s*[\d.万+wW]*[\s\u3000|·/]*)+"
)
DECORATIVE_NUMBER = re.compile(r"(?:NO\.?|PART\.?|Part\.?)?\s*0?\d{1,2}\s*[./]?")
BRACKETED_FURNITURE = re.compile(r"【\s*(?:字体|字号|打印|关闭|大|中|小|分享).{0,20}】?.{0,20}")
STAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
LONGEST_PROMPT = 60
FEWEST_REPEATS = 3
PAGED = re.compile(r"^[\s·—-]*\d{1,3}[\s·|｜—-]+\D|\D[\s·|｜—-]+\d{1,3}[\s·—-]*$")


def set_aside_furniture(draft: Draft) -> None:
    """Marks furniture; what it says of the article goes into metadata, its whole text into a notice."""
    repeated = _running_heads(draft)
    for block in draft.blocks:
        _take_jump(draft, block)
    for block in draft.blocks:
        if block.kind not in (Kind.TEXT, Kind.LINE) or block.level == 1:
            continue
        if _take_fields(draft, block):
            continue
        reason = _reason(block, repeated)
        if reason:
            draft.decide(block, Kind.FURNITURE, reason, 0.9)
            if DATED_HEAD.fullmatch(block.text.strip()):
                block.metadata["publication"] = block.text.strip()
            elif stamp := STAMP.search(block.text):
                block.metadata["published"] = stamp[0]
            draft.notice("furniture", block.line, reason, block.text)


def _reason(block: Block, repeated: set[str]) -> str:
    text = block.text.strip()
    if PAGE_NUMBER.fullmatch(text) or PRINT_PAGE.fullmatch(text):
        return "单独成行的页码或版次，不是正文。"
    if DECORATIVE_NUMBER.fullmatch(text):
        return "装饰用的序号，不是正文。"
    if JUMP_LINE.fullmatch(text):
        return "转版说明，不是正文。"
    if len(text) <= LONGEST_PROMPT and DATED_HEAD.fullmatch(text) and not is_closed(text):
        return "报头的日期、期号或版次，不是正文。"
    if len(text) <= LONGEST_PROMPT and STAMP.search(text) and not COMMA.search(text) and not is_closed(text):
        return "网页的发布时间一行，记入稿件信息。"
    if COUNTERS.fullmatch(text):
        return "网页的阅读、点赞计数，不是正文。"
    if BRACKETED_FURNITURE.fullmatch(text):
        return "网页的字号、打印按钮，不是正文。"
    if len(text) <= LONGEST_PROMPT and PROMPT.search(text) and not _is_prose(text):
        return "扫码、关注一类的提示，不是正文。"
    if _pattern_of(text) in repeated:
        return "在稿件里多次出现的页眉或页脚，不是正文。"
    return ""


def _take_jump(draft: Draft, block: Block) -> None:
    """（下转第三版） at the end of a paragraph and （上接第一版） at the start of its other half."""
    for pattern in (JUMP_AT_END, JUMP_AT_START):
        start = near_end(block.text) if pattern is JUMP_AT_END else 0
        match = pattern.search(block.text, start) if block.kind == Kind.TEXT else None
        if match and match[0].strip() != block.text.strip():
            block.text = (block.text[: match.start()] + block.text[match.end() :]).strip()
            block.bold = ()
            draft.notice("furniture", block.line, "转版说明，不是正文。", match[0].strip())


def _is_prose(text: str) -> bool:
    """A sentence that only speaks of QR codes: it ends like one and has commas in it."""
    return text.endswith("。") and len(text) > 24


def _pattern_of(text: str) -> str:
    return re.sub(r"[\d\s]+", "", text)


def _running_heads(draft: Draft) -> set[str]:
    """Short lines that come back: with a page number each, or three times, cutting into text or beside one.

    A byline, a numbered heading or “主要做法” may come back too, but not in such places.
    """
    printed: dict[str, list[str]] = {}
    intrudes: set[str] = set()
    for index, block in enumerate(draft.blocks):
        text = block.text.strip()
        if block.kind != Kind.TEXT or len(text) > 30 or text.startswith(("【", "[", "［")) or numbering(text):
            continue
        pattern = _pattern_of(text)
        printed.setdefault(pattern, []).append(text)
        around = draft.blocks[max(index - 1, 0) : index] + draft.blocks[index + 1 : index + 2]
        cuts = (
            index > 0
            and not is_short_line(draft.blocks[index - 1].text)
            and not is_closed(draft.blocks[index - 1].text)
        )
        if cuts or any(PAGE_NUMBER.fullmatch(other.text.strip()) for other in around if other.text.strip()):
            intrudes.add(pattern)
    heads = set()
    for pattern, texts in printed.items():
        paged = len(set(texts)) == len(texts) >= 2 and all(PAGED.search(text) for text in texts)
        comes_back = pattern in intrudes and len(texts) >= FEWEST_REPEATS
        if len(pattern) >= 4 and not is_closed(pattern) and (paged or comes_back) and read_byline(texts[0]) is None:
            heads.add(pattern)
    return heads


def _take_fields(draft: Draft, block: Block) -> bool:
    fields = read_fields(block.text)
    keys = {field.key for field in fields}
    if not fields or keys <= {"author"}:
        return False
    if keys == {"source"} and len(fields) == 1:
        return False  # 来源 on a line of its own is the source step's
    _file_fields(block, fields)
    block.ends_article = bool(keys & set(STAFF))
    labels = "、".join(field.label for field in fields)
    draft.decide(block, Kind.FURNITURE, f"整行是“{labels}”这样的栏目信息，记入稿件信息。", 0.95)
    draft.notice("furniture", block.line, "页面信息，已记入稿件信息。", block.text)
    return True


def _file_fields(block: Block, fields: list[Field]) -> None:
    for item in fields:
        if not item.value:
            continue
        names = read_names(item.value)
        if item.key == "source" and not names:
            block.source = item.value
        elif item.key in ("author", "source") and names:
            block.people += [Person(item.label, name) for name in names]
        elif item.key not in ("font", "shared"):
            known = block.metadata.get(item.key)
            block.metadata[item.key] = f"{known} {item.value}" if known else item.value
