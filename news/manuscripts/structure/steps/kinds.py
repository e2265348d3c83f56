"""What kind of piece an article is (feature, column, photo story, profile) and a guess at its genre."""

from __future__ import annotations

import re

from ..draft import Draft
from ..parts import Article, ArticleType, Genre

PHOTO_COLUMN = re.compile(r"图片|影像|光影|镜头|摄影|图说|看图|瞬间")
PROFILE_COLUMN = re.compile(r"劳模|工匠|人物|风采|先锋|榜样|匠人|最美")
PROFILE_SUBTITLE = re.compile(
    r"^记(?!者)|(?:劳模|劳动模范|工匠|奖章(?:获得者)?|先进个人|标兵|技术能手|带头人).{0,12}(?:的故事|侧记|小记|素描|风采|印象|速写)|人物(?:素描|特写)"
)
HONOUR = re.compile(r"劳动模范|劳模|五一劳动奖章|工匠|技术能手|先进工作者|首席技师|三八红旗手|最美")
PERSON_SENTENCE = re.compile(r"[他她]")
ADDRESS = re.compile(r"讲话|致辞|开幕词|贺信|倡议书")
PUBLIC_NOTICE = re.compile(r"公示|公告|通告|通知|征集|启事")
OPINION = re.compile(r"评论员|时评|短评|杂谈|有感|谈.{0,12}之|岂|莫让|别让|切莫|不妨|当以|贵在")
EXPERIENCE = re.compile(r"做法|经验|模式|机制|探索|实践|创新|打造|推进|推动|破解|构建|助力")
SUMMARY = re.compile(r"综述|纪实|巡礼|展示|侧记|回眸|篇章|答卷|走笔")
SHORT_NEWS = 300
NEWS = 900
MANY_PERSON_WORDS = 4


def name_kinds(draft: Draft, articles: list[Article]) -> None:
    """Sets `type` and `genre` of every article."""
    for number, article in enumerate(articles):
        article.type, reason, confidence = article_type(article)
        draft.record(article.type, article.lines[:1], reason, confidence, number)
        article.genre = guess_genre(article)


def article_type(article: Article) -> tuple[ArticleType, str, float]:
    """The page type, the reason, the confidence."""
    photos = [part for part in article.body if part.type == "photo"]
    texts = [part for part in article.body if part.type in ("paragraph", "list", "table")]
    if photos and not texts:
        return "photo_story", "只有图片说明，没有正文，是图片新闻。", 0.92
    if article.column and PHOTO_COLUMN.search(article.column) and photos:
        return "photo_story", f"栏目“{article.column}”是图片栏目。", 0.9
    if photos and len(photos) >= 2 and len(texts) == 1 and len(texts[0].text) <= SHORT_NEWS and not article.column:
        return "photo_story", "一小段文字配几张图片，是图片新闻。", 0.7
    if is_profile(article) and (not article.column or PROFILE_COLUMN.search(article.column)):
        return "profile", "写的是一位劳模、工匠或先进人物。", 0.75
    if article.column:
        return "column", f"属于栏目“{article.column}”。", 0.95
    return "feature", "没有栏目名，按专题报道。", 0.8


def is_profile(article: Article) -> bool:
    """True for a portrait: its subtitle says so (记……), or its lead names an honour and the text keeps to 他 or 她."""
    if any(PROFILE_SUBTITLE.search(line) for line in (article.subtitle, article.kicker) if line):
        return True
    paragraphs = [part.text for part in article.body if part.type == "paragraph"]
    if not paragraphs:
        return False
    lead = article.title + article.kicker + article.subtitle + "".join(paragraphs[:2])
    with_person = sum(bool(PERSON_SENTENCE.search(text)) for text in paragraphs)
    mentions = sum(len(PERSON_SENTENCE.findall(text)) for text in paragraphs)
    return bool(HONOUR.search(lead)) and mentions >= MANY_PERSON_WORDS and with_person * 2 >= len(paragraphs)


def guess_genre(article: Article) -> Genre:
    """The 体裁 that the title, the length and the opening suggest."""
    head = f"{article.kicker} {article.title} {article.subtitle}"
    length = sum(len(part.text) for part in article.body)
    opening = next((part.text for part in article.body if part.type == "paragraph"), "")
    if article.type == "photo_story":
        return Genre("图片新闻", "以图片和说明为主。", 0.9)
    if article.type == "profile":
        return Genre("人物通讯", "写一位人物的事迹。", 0.75)
    if PUBLIC_NOTICE.search(article.title):
        return Genre("公示", "标题里有公示、公告一类的字样。", 0.75)
    if ADDRESS.search(article.title):
        return Genre("讲话", "标题里有讲话、致辞一类的字样。", 0.7)
    if OPINION.search(head):
        return Genre("言论", "标题的口气是评论。", 0.6)
    if opening.startswith(("本报讯", "本网讯", "本刊讯")) or length <= NEWS:
        name = "短讯" if length <= SHORT_NEWS else "消息"
        return Genre(name, "有电头，或篇幅短。", 0.65)
    if SUMMARY.search(head):
        return Genre("专版", "标题写明是综述、纪实或展示。", 0.7)
    if article.author_affiliation or EXPERIENCE.search(article.title):
        return Genre("经验交流", "署名带单位职务，或标题讲做法和机制。", 0.6)
    return Genre("通讯", "篇幅较长的报道。", 0.5)
