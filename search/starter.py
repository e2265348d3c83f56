"""Words that a union's newsroom begins with. Editors change them in the admin; nothing here is read again."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page

from search.indexing import active_generation
from search.jobs import rebuild_index
from search.models import ENTRIES, DictionaryVersion, SearchWord, SynonymGroup

#: Not cut when somebody asks for them.
WORDS = (
    *("产改", "产改办", "产业工人", "工匠精神", "劳模精神", "劳动精神", "大国工匠", "五一劳动奖章", "工人先锋号"),
    *("劳模创新工作室", "技能大师工作室", "劳动竞赛", "技能竞赛", "岗位练兵", "师带徒", "名师带徒", "首席技师"),
    *("集体协商", "集体合同", "职代会", "厂务公开", "民主管理", "劳动关系", "和谐劳动关系", "诉调对接", "法律援助"),
    *("工会驿站", "职工书屋", "职工之家", "职工夜校", "疗休养", "金秋助学", "送清凉", "送温暖", "困难帮扶", "母婴室"),
    *(
        "新就业形态",
        "灵活就业",
        "网约车",
        "货车司机",
        "外卖骑手",
        "快递员",
        "家政服务员",
        "农民工",
        "女职工",
        "劳务派遣",
    ),
    *("工会经费", "会员入会", "工会主席", "基层工会", "产业工会", "总工会", "行业工会", "联合工会", "小微企业工会"),
)
#: Each line means one thing.
SYNONYMS = (
    ("劳模", "劳动模范"),
    ("产改", "产业工人队伍建设改革"),
    ("职代会", "职工代表大会"),
    ("全总", "全国总工会", "中华全国总工会"),
    ("省总工会", "省总"),
    ("市总工会", "市总"),
    ("区总工会", "区总"),
    ("工会驿站", "职工驿站", "户外劳动者服务站点"),
    ("母婴室", "妈咪小屋", "爱心母婴室"),
    ("新就业形态劳动者", "新业态劳动者", "新就业群体"),
    ("外卖骑手", "外卖员", "外卖小哥", "送餐员"),
    ("快递员", "快递小哥"),
    ("网约车司机", "网约车驾驶员"),
    ("农民工", "进城务工人员"),
    ("女职工", "女工"),
    ("劳动争议", "劳动纠纷"),
    ("法律援助", "法援"),
    ("欠薪", "拖欠工资"),
    ("高温津贴", "高温补贴"),
    ("社保", "社会保险"),
    ("公积金", "住房公积金"),
    ("五一劳动奖章", "五一奖章"),
    ("劳动竞赛", "劳动和技能竞赛"),
    ("送清凉", "夏送清凉"),
    ("送温暖", "冬送温暖"),
    ("入会", "加入工会"),
    ("师带徒", "师徒结对"),
)


@transaction.atomic
def load_starter_dictionary() -> bool:
    """Fill a dictionary that nobody has ever touched. False where somebody has."""
    if DictionaryVersion.objects.filter(pk=DictionaryVersion.WORDS).exists():
        return False
    SearchWord.objects.bulk_create(SearchWord(text=text) for text in dict.fromkeys(WORDS))
    SynonymGroup.objects.bulk_create(SynonymGroup(texts="\n".join(group)) for group in SYNONYMS)
    DictionaryVersion.count_up()
    return True


def make_ready() -> None:
    """What search needs before the first page of a start: its first words, and an index where there is none yet.

    A site that is older than its index has it built by the worker.
    """
    load_starter_dictionary()
    if not ENTRIES[active_generation()].objects.exists() and Page.objects.filter(depth__gt=1).exists():
        rebuild_index.enqueue(key="first", engine="database")
