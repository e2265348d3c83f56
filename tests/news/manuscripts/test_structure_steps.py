"""Each step by itself: what it takes for what, and why."""

from __future__ import annotations

import pytest

from news.manuscripts.reading import read
from news.manuscripts.structure import Article, Structured, structure
from news.manuscripts.structure.draft import Draft, Kind
from news.manuscripts.structure.fields import read_fields
from news.manuscripts.structure.leftovers import leftovers
from news.manuscripts.structure.names import is_name, read_names, split_names
from news.manuscripts.structure.patterns import is_closed, is_short_line, numbering, run_in_head
from news.manuscripts.structure.people import read_author, read_byline
from news.manuscripts.structure.steps.blocks import make_blocks
from news.manuscripts.structure.steps.captions import take_credit
from news.manuscripts.structure.steps.columns import mark_columns
from news.manuscripts.structure.steps.furniture import set_aside_furniture
from news.manuscripts.structure.steps.notes import find_notes
from news.manuscripts.structure.steps.run_ins import shape
from news.manuscripts.structure.steps.scenes import CAPTION_FROM, caption_score
from news.manuscripts.structure.steps.sources import find_sources
from news.manuscripts.structure.typography import tidy, unpaired_quotes

LEAD = "今年以来，泽川市总工会坚持把服务送到车间，组织开展各类活动一百二十场，参加职工三万多人次。"
MORE = "下一步，市总工会还将继续拓展阵地，完善机制，让更多职工享受到实实在在的服务，把好事办到心坎上。"


def draft_of(text: str) -> Draft:
    draft = Draft(read(text.encode(), "稿件.md"))
    make_blocks(draft)
    return draft


def parse(text: str) -> Structured:
    return structure(read(text.encode(), "稿件.md"))


def only(text: str) -> Article:
    (article,) = parse(text).articles
    return article


def shapes(article: Article) -> list[tuple[str, str]]:
    return [(part.type, part.text or part.caption or "".join(part.items)) for part in article.body]


# Lines and blocks


def test_hard_wrapped_lines_become_one_paragraph() -> None:
    text = "\n".join(["　　" + LEAD[:20], LEAD[20:42], LEAD[42:], "　　" + MORE[:20], MORE[20:42], MORE[42:]])
    assert [block.text for block in draft_of(text).blocks] == [LEAD, MORE]


def test_a_hard_break_keeps_lines_apart() -> None:
    assert [block.text for block in draft_of("课程有用  \n" + LEAD).blocks] == ["课程有用", LEAD]


def test_a_table_is_one_block_and_a_lone_tabbed_line_is_text() -> None:
    table, line = draft_of("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n本报记者\t林知远").blocks
    assert table.rows == [["甲", "乙"], ["1", "2"]]
    assert line.text == "本报记者 林知远"


# Words and shapes


@pytest.mark.parametrize("text", ["广受好评。", "他说：“好。”", "现予刊发。（附名单）", "主要做法如下：", "满意度98%."])
def test_closed(text: str) -> None:
    assert is_closed(text)


@pytest.mark.parametrize("text", ["工会组织职工", "被评为“先进”", "包括镇（街、区）", "工会、"])
def test_not_closed(text: str) -> None:
    assert not is_closed(text)


@pytest.mark.parametrize(
    ("text", "rank"), [("一、抓统筹", 1), ("（二）出题", 2), ("3. 考核", 3), ("3.5万人", 0), ("①选点", 4), ("一是", 0)]
)
def test_numbering(text: str, rank: int) -> None:
    assert numbering(text) == rank


def test_short_lines_are_one_sentence_without_a_full_stop() -> None:
    assert is_short_line("把窗口搬到楼下")
    assert is_short_line("让职工“有处说、有人听” 办好关键小事")
    assert not is_short_line("把窗口搬到楼下。")
    assert not is_short_line(LEAD)


def test_run_in_heads() -> None:
    assert run_in_head("摸清家底，分类建档。全县共有三百家。") == "摸清家底，分类建档。"
    assert run_in_head("1. 摸清家底。全县共有三百家。") == "1. 摸清家底。"
    assert run_in_head("只有一句。") == ""
    assert shape("摸清家底，分类建档。") == (4, 4)


# Names and bylines


def test_names() -> None:
    assert is_name("林知远")
    assert is_name("欧阳静文")
    assert not is_name("左二")
    assert not is_name("的确良")
    assert split_names("柳明远宋青") == ("柳明远", "宋青")
    assert read_names("夏 军 王 磊") == ("夏军", "王磊")
    assert read_names("夏军、王小磊") == ("夏军", "王小磊")
    assert read_names("亮点助力") == ()


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("本报记者 林知远 沈若溪", [("本报记者", "林知远"), ("本报记者", "沈若溪")]),
        ("本报记者林知远 通讯员 沈若溪", [("本报记者", "林知远"), ("通讯员", "沈若溪")]),
        ("□ 夏 朗", [("", "夏朗")]),
        ("□记者 夏朗", [("记者", "夏朗")]),
        ("文/图 温如许", [("文/图", "温如许")]),
        ("温如许 文/图", [("文/图", "温如许")]),
        ("文/温如许 图/罗小满", [("文", "温如许"), ("图", "罗小满")]),
        ("（林知远 沈若溪 整理）", [("整理", "林知远"), ("整理", "沈若溪")]),
        ("作者：林知远", [("作者", "林知远")]),
    ],
)
def test_bylines(text: str, people: list[tuple[str, str]]) -> None:
    byline = read_byline(text)
    assert byline is not None
    assert [(person.role, person.name) for person in byline.people] == people


@pytest.mark.parametrize("text", ["记者在现场看到，职工很多。", "图书馆开放", "文化活动丰富", LEAD])
def test_what_is_no_byline(text: str) -> None:
    assert read_byline(text) is None


@pytest.mark.parametrize("text", ["泽川市总工会党组书记、副主席 何一舟", "泽川市总工会党组书记、副主席何一舟"])
def test_author_lines_give_unit_and_name(text: str) -> None:
    author = read_author(text)
    assert author is not None
    assert (author.affiliation, author.people[0].name) == ("泽川市总工会党组书记、副主席", "何一舟")


def test_a_trade_before_a_name_signs_under_a_title_and_not_in_a_subtitle() -> None:
    author = read_author("泽川食品有限公司面点师 佟一禾")
    assert author is not None and (author.affiliation, author.people[0].name) == ("泽川食品有限公司面点师", "佟一禾")
    assert read_author("——记泽川造船厂焊工 贺兰舟") is None


def test_a_dateline_gives_its_names_to_the_byline() -> None:
    article = only(f"夜校开课\n\n本报讯（记者 林知远 通讯员 沈若溪）{LEAD}")
    assert [(p.role, p.name) for p in article.byline] == [("记者", "林知远"), ("通讯员", "沈若溪")]
    assert article.body[0].text == f"本报讯 {LEAD}"


def test_a_unit_and_a_date_at_the_end_sign_the_text() -> None:
    article = only(f"夜校开课\n\n{LEAD}\n\n泽川市总工会\n2023年5月6日")
    assert article.author_affiliation == "泽川市总工会"
    assert article.metadata["dated"] == "2023年5月6日"


# Furniture, marks, notes, sources


@pytest.mark.parametrize(
    "text",
    [
        "— 12 —",
        "第3页 共8页",
        "第六版  2022年5月1日 星期日",
        "长按识别二维码关注我们",
        "阅读 2043　在看 57",
        "责任编辑：顾长明 校对：白一诺",
        "您所在的位置：首页 > 工会新闻",
        "【打印】 【关闭】",
        "01",
        "（下转第三版）",
        "泽川工会 2024-03-18 18:06 浙江",
    ],
)
def test_furniture(text: str) -> None:
    draft = draft_of(f"{text}\n\n{LEAD}")
    set_aside_furniture(draft)
    assert draft.blocks[0].kind == Kind.FURNITURE
    assert draft.blocks[0].reason
    assert draft.notices[0].text == draft.blocks[0].text


def test_running_heads_are_told_by_coming_back() -> None:
    draft = draft_of(f"泽川工运 11\n\n{LEAD}\n\n泽川工运 12\n\n{MORE}")
    set_aside_furniture(draft)
    assert [block.kind for block in draft.blocks] == [Kind.FURNITURE, Kind.TEXT] * 2


def test_a_byline_or_heading_that_comes_back_is_no_running_head() -> None:
    piece = f"夜校开课\n\n主要做法\n\n{LEAD}\n\n本报记者 林知远\n\n"
    draft = draft_of(piece * 3)
    set_aside_furniture(draft)
    assert all(block.kind == Kind.TEXT for block in draft.blocks)


def test_fields() -> None:
    fields = read_fields("发布时间：2023-11-02 09:15　信息来源：芦荡市总工会　浏览次数：1287")
    assert [(f.key, f.value) for f in fields] == [
        ("published", "2023-11-02 09:15"),
        ("source", "芦荡市总工会"),
        ("views", "1287"),
    ]
    assert read_fields("时间：六月一日") == []
    assert read_fields("浏览网页是很多人的习惯。") == []


def test_column_marks_need_a_title_behind_one_of_them() -> None:
    draft = draft_of(f"【主编絮语】\n\n夜校开课\n\n{LEAD}")
    mark_columns(draft)
    assert (draft.blocks[0].kind, draft.blocks[0].label) == (Kind.COLUMN, "主编絮语")
    sections = draft_of(f"# 夜校开课\n\n{LEAD}\n\n【课程】\n\n{MORE}\n\n【师资】\n\n{LEAD}")
    mark_columns(sections)
    assert [block.kind for block in sections.blocks if block.text.startswith("【")] == [Kind.HEADING, Kind.HEADING]


@pytest.mark.parametrize("label", ["编者按：", "【编者按】", "编者的话：", "小编说:", "**编者按**　", "编者按\n\n"])
def test_editors_notes_lose_their_label(label: str) -> None:
    draft = draft_of(label + LEAD)
    find_notes(draft)
    note = next(block for block in draft.blocks if block.kind == Kind.NOTE)
    assert note.text == LEAD


@pytest.mark.parametrize(
    ("text", "source", "rest"),
    [
        (f"{LEAD}来源：《劳动新报》", "《劳动新报》", LEAD),
        (f"{LEAD}（来源：劳动新报）", "劳动新报", LEAD),
        (f"{LEAD}（据《劳动新报》）", "《劳动新报》", LEAD),
        ("信息来源：泽川市总工会", "泽川市总工会", None),
        ("（泽川市总工会 供稿）", "泽川市总工会", None),
    ],
)
def test_sources(text: str, source: str, rest: str | None) -> None:
    draft = draft_of(text)
    find_sources(draft)
    assert draft.blocks[0].source == source
    assert (draft.blocks[0].kind == Kind.SOURCE) if rest is None else (draft.blocks[0].text == rest)


def test_a_sentence_about_sources_is_none() -> None:
    draft = draft_of("资金来源稳定可靠，职工来源广泛。")
    find_sources(draft)
    assert draft.blocks[0].source == ""


# Captions


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("职工在夜校上课 丁放 摄", "职工在夜校上课", "丁放"),
        ("图为开班现场。丁放 摄", "图为开班现场。", "丁放"),
        ("职工在夜校上课（本报记者 丁放 摄）", "职工在夜校上课", "丁放"),
        ("职工在夜校上课 （泽川市总工会供图）", "职工在夜校上课", "泽川市总工会供图"),
        ("职工在夜校上课 摄影：丁放", "职工在夜校上课", "丁放"),
        ("夜校开班 逯家明 摄", "夜校开班", "逯家明"),
        ("职工在夜校上课", "职工在夜校上课", ""),
    ],
)
def test_credits(text: str, caption: str, credit: str) -> None:
    assert take_credit(text)[:2] == (caption, credit)


def test_wording_tells_captions_from_headings() -> None:
    assert caption_score("讲师（左二）为职工讲解机床操作") >= CAPTION_FROM
    assert caption_score("夜校开班现场") >= CAPTION_FROM
    assert caption_score("聚焦急难愁盼 办好关键小事") < 0


def test_a_cluster_at_the_tail_is_captions() -> None:
    article = only(f"夜校开课\n\n{LEAD}\n\n夜校教室\n\n机床实训\n\n开班仪式")
    assert [kind for kind, _ in shapes(article)] == ["paragraph", "photo", "photo", "photo"]


def test_a_short_line_between_paragraphs_is_a_heading_and_in_a_cut_one_a_caption() -> None:
    cut = f"{LEAD[:-8]}\n\n夜校教室\n\n{LEAD[-8:]}"
    article = only(f"夜校开课\n\n{MORE}\n\n把窗口搬到楼下\n\n{cut}")
    assert shapes(article) == [
        ("paragraph", MORE),
        ("heading", "把窗口搬到楼下"),
        ("paragraph", LEAD),
        ("photo", "夜校教室"),
    ]


# Articles and titles


def test_a_title_may_stand_after_its_text() -> None:
    structured = parse(
        f"【主席之窗】\n\n{LEAD}\n\n# 先上门 再进门\n\n泽川市总工会 何一舟\n\n【他山石】\n\n# 夜校开课\n\n{MORE}"
    )
    first, second = structured.articles
    assert (first.title, first.author_affiliation) == ("先上门 再进门", "泽川市总工会")
    assert second.title == "夜校开课"
    assert "title_after_text" in [notice.code for notice in structured.notices]


def test_a_picture_story_without_a_column_stands_alone() -> None:
    story = "日前，泽川市总工会把课堂开进车间，三百名职工参加学习。图为讲师在讲解机床操作要领。丁放 摄"
    first, second = parse(f"【主席之窗】\n\n# 夜校开课\n\n{LEAD}\n\n### 课堂进车间\n\n{story}").articles
    assert (first.type, second.type) == ("column", "photo_story")
    assert [(p.role, p.name) for p in second.byline] == [("摄", "丁放")]
    assert second.body[0].credit == "丁放"


def test_kicker_title_and_subtitle() -> None:
    article = only(f"奋进新征程\n\n# 夜校点灯人\n\n——记省劳动模范何一舟\n\n{LEAD}")
    assert (article.kicker, article.title, article.subtitle) == ("奋进新征程", "夜校点灯人", "记省劳动模范何一舟")
    assert article.type == "profile"


def test_headings_of_one_level_do_not_make_articles() -> None:
    assert len(parse(f"# 夜校开课\n\n{LEAD}\n\n# 课程有用\n\n{MORE}\n\n# 师资过硬\n\n{LEAD}").articles) == 1


def test_a_byline_at_the_end_lets_the_next_title_begin_an_article() -> None:
    titles = [a.title for a in parse(f"夜校开课\n\n{LEAD}（林知远）\n\n驿站开门\n\n{MORE}（沈若溪）").articles]
    assert titles == ["夜校开课", "驿站开门"]


# Paragraphs and lists


def test_cut_paragraphs_are_joined_with_a_notice() -> None:
    structured = parse(f"# 夜校开课\n\n{LEAD[:30]}\n\n{LEAD[30:]}\n\n{MORE}")
    assert shapes(structured.articles[0]) == [("paragraph", LEAD), ("paragraph", MORE)]
    (notice,) = [notice for notice in structured.notices if notice.code == "joined_paragraph"]
    assert notice.line == 5


def test_parallel_run_in_heads_part_what_a_cut_ran_together() -> None:
    body = "\n\n".join(
        [
            f"摸清家底，分类建档。{LEAD}",
            f"搭好台子，请进师傅。{MORE}",
            "办好夜校，送课上门。各县区都把课堂办到厂里，由工会出钱请人，职工",
            f"下了班就能来听课。用好师傅，带出徒弟。{MORE}",
        ]
    )
    article = only(f"# 夜校开课\n\n{body}")
    assert [part.text[:10] for part in article.body] == [
        "摸清家底，分类建档。",
        "搭好台子，请进师傅。",
        "办好夜校，送课上门。",
        "用好师傅，带出徒弟。",
    ]


def test_a_sentence_unlike_the_run_in_heads_parts_nothing() -> None:
    body = f"摸清家底，分类建档。{LEAD}\n\n搭好台子，请进师傅。{LEAD[:-9]}\n\n三万多人次。大家都说好。{MORE}"
    assert len(only(f"# 夜校开课\n\n{body}").body) == 2


def test_prose_whose_paragraphs_open_with_short_sentences_has_no_run_in_heads() -> None:
    opened = ["这条街他扫了九年。", "“先撒后扫。”", "9月8日落了雨。", "天还黑着。"]
    prose = only("# 扫街的人\n\n" + "\n\n".join(sentence + LEAD for sentence in opened))
    assert [part.run_in for part in prose.body] == [0, 0, 0, 0]
    heads = ["会议桌先摆废品。", "操作工先讲。", "省下的钱写清楚。"]
    article = only("# 摆一张桌子\n\n" + "\n\n".join(sentence + LEAD for sentence in ["这个厂做轴。", *heads]))
    assert [part.run_in for part in article.body] == [0, 8, 6, 8]


def test_a_short_line_of_speech_is_no_heading() -> None:
    article = only(f"# 桥吊\n\n{LEAD}\n\n对讲机里有人问：“七号，刚才谁开的？”\n\n{MORE}")
    assert [part.type for part in article.body] == ["paragraph", "paragraph", "paragraph"]


def test_short_numbered_lines_are_a_list_and_long_ones_paragraphs() -> None:
    items = only(f"# 夜校开课\n\n{LEAD}\n\n1. 摸清家底；\n2. 搭好台子；\n3. 请进师傅。").body[1]
    assert (items.type, items.ordered, items.items) == (
        "list",
        True,
        ["1. 摸清家底；", "2. 搭好台子；", "3. 请进师傅。"],
    )
    long = only(f"# 夜校开课\n\n- 1. 摸清家底。**{LEAD}\n- 2. 搭好台子。**{MORE}")
    assert [part.type for part in long.body] == ["paragraph", "paragraph"]
    assert [part.run_in for part in long.body] == [8, 8]


# Typography and the record


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("今年,市总工会(含县区)共办1,200场;职工说:好!", "今年，市总工会（含县区）共办1,200场；职工说：好！"),
        ("上午10:30开始,比分3:1.", "上午10:30开始，比分3:1."),
        ('他说"好"', "他说“好”"),
        ("夜校--职工的家", "夜校——职工的家"),
        ("好得很...真的", "好得很……真的"),
        ("参加 职工 ２０人", "参加职工 20人"),
        ("GDP, PMI (both)", "GDP, PMI (both)"),
    ],
)
def test_typography(before: str, after: str) -> None:
    assert tidy(before)[0] == after


def test_titles_keep_their_spaces() -> None:
    assert tidy("夜校开课 点亮一方", keep_spaces=True)[0] == "夜校开课 点亮一方"


def test_unpaired_quotes_are_noticed() -> None:
    assert unpaired_quotes("“好。“真的")
    assert not unpaired_quotes("“好。”")


def test_every_decision_says_why_and_how_sure() -> None:
    structured = parse(f"【主席之窗】\n\n# 夜校开课\n\n{LEAD}\n\n把窗口搬到楼下\n\n{MORE}")
    assert structured.decisions
    for decision in structured.decisions:
        assert decision.reason.endswith("。")
        assert 0 < decision.confidence <= 1
        assert decision.lines
    for part in structured.articles[0].body:
        assert part.lines and part.reason and 0 < part.confidence <= 1


def test_the_safety_net_gives_a_lost_line_whole() -> None:
    source = read(f"夜校开课\n\n{LEAD}".encode(), "a.md")
    found = leftovers(source, [Article(title="夜校开课")], [])
    assert [(notice.code, notice.line, notice.text) for notice in found] == [("leftover", 3, LEAD)]
