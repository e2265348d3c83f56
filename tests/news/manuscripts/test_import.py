"""Importing manuscripts: drafts in their place, the original kept, nothing twice."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from core.registry.models import Appointment, Organisation
from core.registry.models import Person as RegisteredPerson
from core.storage import private_storage
from home.newsroom import ensure_column
from news.manuscripts.drafting import byline_of, fields_of
from news.manuscripts.linking import Registry
from news.manuscripts.management.commands.import_manuscript import Command
from news.manuscripts.models import Manuscript, ManuscriptStory
from news.manuscripts.reading import ManuscriptError
from news.manuscripts.reading.registry import LARGEST_FILE
from news.manuscripts.services import import_manuscript
from news.manuscripts.structure import Article, Person
from news.models import ColumnEntryPage, FeaturePage, NoticePage, ProfilePage, StoryByline, StoryPage
from tests.factories.records import merged

pytestmark = pytest.mark.django_db

FEATURE = """# 零点以后，灯还亮着

本报记者 沈知秋

骑手老乔在驿站里喝姜茶

凌晨一点，江湾市临港区总工会的驿站里坐着六个人。骑手把头盔放在桌上，先喝一口姜茶，再给手机充电。

## 把门开到天亮

“以前路过只能看看。”许大江说。今年起，区里的十二个驿站通宵开放，每晚有职工志愿者轮守，热水和微波炉不断电。

区总工会主席顾明澜每周来两次，把骑手提的意见一条一条记在本子上，三天之内答复。
"""

#: Imported by no other test: originals of all tests lie in one folder.
NOWHERE = FEATURE.replace("零点", "三点")

TWO = """【产改进行时】

# 一张废料表带出的改革

江湾重工工会主席 韩柏年

废料表贴上墙的第一个月，车间少扔了三吨钢。班组长们每天收工前把数字写上去，谁也不愿意排在末尾，老师傅开始教徒弟怎样下料。

【他山之石】

# 邻区这样做企业协商

临江区总工会 陆新禾

五轮协商之后，临江区的三百家小店第一次有了行业最低工资标准。协商代表里一半是店员，开会的时间定在打烊以后。
"""


def run(*args: str) -> str:
    out = StringIO()
    call_command("import_manuscript", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "来稿.md"
    path.write_text(FEATURE, encoding="utf-8")
    return path


def test_feature_becomes_a_structured_draft_in_its_section(section, file):
    run(str(file), "--section", "yaowen")
    page = FeaturePage.objects.get()
    assert (page.title, page.live, page.number) == ("零点以后，灯还亮着", False, 10001)
    assert page.get_parent().specific == section
    assert [row.name for row in page.byline.all()] == ["沈知秋"]
    assert page.byline.get().printed_role == "本报记者"
    assert [block.block_type for block in page.body] == ["picture_pending", "paragraph", "heading", "paragraph"]
    assert page.get_latest_revision_as_object().title == page.title


def test_original_is_kept_privately_with_the_story(section, file):
    run(str(file), "--section", "yaowen")
    kept = ManuscriptStory.objects.get(story_id=10001).manuscript
    assert kept.file.read().decode() == FEATURE
    assert kept.name == "来稿.md"
    with pytest.raises(NotImplementedError, match="不公开"):
        _ = kept.file.url


def test_same_file_again_makes_nothing_and_says_so(section, file):
    run(str(file), "--section", "yaowen")
    assert "导入过，稿号 10001" in run(str(file), "--section", "yaowen")
    assert StoryPage.objects.count() == 1


def test_draft_is_not_published_because_its_file_comes_again_and_that_is_said(section, file):
    run(str(file), "--section", "yaowen")
    assert "稿号 10001 还是草稿，这次没有发布" in run(str(file), "--section", "yaowen", "--publish")
    assert not StoryPage.objects.get().live


def test_articles_of_one_file_go_to_the_columns_they_name(section, column, tmp_path):
    path = tmp_path / "两篇.md"
    path.write_text(TWO, encoding="utf-8")
    output = run(str(path), "--section", "yaowen")
    [entry] = ColumnEntryPage.objects.all()
    assert (entry.title, entry.get_parent().specific) == ("一张废料表带出的改革", column)
    assert FeaturePage.objects.get().title == "邻区这样做企业协商"
    assert "没有名叫“他山之石”的专栏" in output


def test_manuscript_in_an_index_becomes_what_stands_there(profiles, notices, file, tmp_path):
    notice = tmp_path / "公示.md"
    notice.write_text("# 拟命名人选公示\n\n现将下列人选予以公示，听取职工意见，欢迎来信来电。\n", encoding="utf-8")
    run(str(file), "--section", "fengcai")
    run(str(notice), "--section", "gongshi")
    assert (ProfilePage.objects.get().title, ProfilePage.objects.get().genre) == ("零点以后，灯还亮着", "profile")
    assert (NoticePage.objects.get().title, NoticePage.objects.get().genre) == ("拟命名人选公示", "notice")


def test_typed_numbers_of_a_list_are_not_written_twice(section):
    names = "".join(f"{n}. {name}，结构工程师\n" for n, name in enumerate(("褚南星", "石满仓", "魏小川"), start=1))
    text = f"# 人选公示\n\n现将下列三名人选予以公示，听取职工意见，欢迎来信来电。\n\n{names}"
    story = import_manuscript(data=text.encode(), name="a.md", section=section).stories[0]
    assert "<li>褚南星，结构工程师</li>" in str(story.body)
    text = text.replace("1. ", "4. ").replace("2. ", "5. ").replace("3. ", "6. ")
    story = import_manuscript(data=text.encode(), name="b.md", section=section).stories[0]
    assert "4. 褚南星，结构工程师" in str(story.body)


def test_column_option_puts_all_articles_there(newsroom, section, file):
    ensure_column(home=newsroom.home, slug="zhuxi", title="主席之声")
    run(str(file), "--column", "zhuxi")
    assert ColumnEntryPage.objects.get().issue_number is None


def test_publish_leaves_what_the_gate_refuses_as_a_draft_and_says_why(section, file, tmp_path):
    plain = tmp_path / "短讯.txt"
    plain.write_text(
        "法律服务窗口开到夜里\n\n本报讯 11月12日起，区法律服务窗口每晚开到九点，职工下班后也能来咨询。\n",
        encoding="gb18030",
    )
    output = run(str(file), str(plain), "--section", "yaowen", "--publish")
    assert "待配图" in output
    assert [(s.title, s.live) for s in StoryPage.objects.order_by("number")] == [
        ("零点以后，灯还亮着", False),
        ("法律服务窗口开到夜里", True),
    ]


def test_dry_run_prints_the_contract_and_writes_nothing(section, file):
    shown = json.loads(run(str(file), "--dry-run", "--format", "json"))
    assert shown["articles"][0]["title"] == "零点以后，灯还亮着"
    assert not StoryPage.objects.exists()
    assert not Manuscript.objects.exists()


def test_json_of_an_import_is_refused_before_anything_is_written(section, file):
    with pytest.raises(CommandError, match="--dry-run"):
        run(str(file), "--section", "yaowen", "--format", "json")
    assert not Manuscript.objects.exists()


def test_explain_gives_a_reason_for_each_decision(section, file):
    assert "%]" in run(str(file), "--dry-run", "--explain")


def test_unreadable_file_is_named_and_fails_the_command_while_the_others_go_in(section, file, tmp_path, capsys):
    broken = tmp_path / "坏.txt"
    broken.write_bytes(b"\x00\x01\x02\xff\xfe\x00" * 50)
    with pytest.raises(CommandError, match="1 个文件没有处理成功"):
        run(str(broken), str(file), "--section", "yaowen")
    assert StoryPage.objects.count() == 1


@pytest.mark.parametrize("mode", [["--section", "yaowen"], ["--dry-run"]])
def test_file_that_cannot_be_read_is_named_in_chinese(section, file, monkeypatch, capsys, mode):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(CommandError, match="1 个文件没有处理成功"):
        run(str(file), *mode)
    assert "来稿.md：没有权限读这个文件" in capsys.readouterr().err


@pytest.mark.parametrize("mode", [["--section", "yaowen"], ["--dry-run"]])
def test_file_larger_than_any_manuscript_is_refused_unread(section, file, capsys, mode):
    os.truncate(file, LARGEST_FILE + 1)
    with pytest.raises(CommandError, match="1 个文件没有处理成功"):
        run(str(file), *mode)
    assert "文件超过" in capsys.readouterr().err


def test_what_is_no_file_is_refused(section):
    with pytest.raises(CommandError, match="/dev/zero 不是文件"):
        run("/dev/zero", "--dry-run")


def test_database_that_refuses_one_file_keeps_the_others_from_nothing(section, file, tmp_path, monkeypatch, capsys):
    def refuse_first(**arguments):
        if arguments["name"] == "来稿.md":
            raise OperationalError("database is locked")
        return import_manuscript(**arguments)

    monkeypatch.setattr(f"{Command.__module__}.import_manuscript", refuse_first)
    second = tmp_path / "第二篇.md"
    second.write_text("# 夜校开班\n\n本报讯 区总工会夜校开班，首批三十六名职工走进课堂。\n", encoding="utf-8")
    with pytest.raises(CommandError, match="1 个文件没有处理成功"):
        run(str(file), str(second), "--section", "yaowen")
    assert "来稿.md：数据库正忙" in capsys.readouterr().err
    assert StoryPage.objects.get().title == "夜校开班"


def test_words_longer_than_their_field_are_cut_and_stand_in_the_kept_original():
    person = Person(role="驻站记者" * 100, name="名" * 500, affiliation="单位" * 300)
    article = Article(title="题" * 900, byline=[person])
    assert len(fields_of(article)["title"]) <= 255
    [row] = byline_of(article, Registry({}, {}, {}, {}), None)
    for field in ("name", "printed_role", "position"):
        assert 0 < len(getattr(row, field)) <= StoryByline._meta.get_field(field).max_length


def test_unknown_section_is_answered_with_those_there_are(section, file):
    with pytest.raises(CommandError, match="yaowen（要闻）"):
        run(str(file), "--section", "none")


def test_article_without_a_place_imports_nothing(section):
    with pytest.raises(ManuscriptError, match="指明栏目"):
        import_manuscript(data=NOWHERE.encode(), name="来稿.md")
    assert not Manuscript.objects.exists()
    assert not StoryPage.objects.exists()
    digest = sha256(NOWHERE.encode()).hexdigest()
    assert not private_storage().exists(f"manuscripts/{digest[:2]}/{digest}")


def test_folder_is_imported_in_order_of_name(section, tmp_path):
    (tmp_path / "b.txt").write_text("乙\n\n本报讯 第二篇的内容在这里，写的是夜校开班。\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("甲\n\n本报讯 第一篇的内容在这里，写的是驿站开门。\n", encoding="utf-16")
    (tmp_path / "c.jpg").write_bytes(b"not a manuscript")
    run(str(tmp_path), "--section", "yaowen")
    assert StoryPage.objects.count() == 2


def test_file_name_in_gb18030_is_read_as_such(section, tmp_path):
    path = tmp_path / os.fsdecode("夜班.md".encode("gb18030"))
    path.write_text(FEATURE, encoding="utf-8")
    assert "夜班.md：10001" in run(str(path), "--section", "yaowen")
    assert Manuscript.objects.get().name == "夜班.md"


@pytest.fixture
def union(db):
    return Organisation.objects.create(name="江湾市临港区总工会", short_name="临港区总工会")


def person(name: str, organisation: Organisation) -> RegisteredPerson:
    made = RegisteredPerson.objects.create(name=name)
    Appointment.objects.create(person=made, organisation=organisation, title="主席")
    return made


def test_person_and_organisation_are_linked_when_name_and_unit_agree(section, union):
    chair = person("顾明澜", union)
    story = import_manuscript(data=FEATURE.encode(), name="a.md", section=section).stories[0]
    assert [row.person for row in story.people.all()] == [chair]
    assert [row.organisation for row in story.organisations.all()] == [union]


def test_office_that_came_with_a_merge_tells_who_is_meant(section, union):
    double, chair = person("顾主席", union), RegisteredPerson.objects.create(name="顾明澜")
    merged(double, chair)
    story = import_manuscript(data=FEATURE.encode(), name="a.md", section=section).stories[0]
    assert [row.person for row in story.people.all()] == [chair]


def test_organisation_whose_name_only_stands_inside_another_one_is_not_linked(section, union):
    Organisation.objects.create(name="临港区总工会")
    story = import_manuscript(data=FEATURE.encode(), name="a.md", section=section).stories[0]
    assert [row.organisation for row in story.organisations.all()] == [union]


def test_name_alone_links_nobody(section, union):
    person("许大江", Organisation.objects.create(name="别处一家公司"))
    story = import_manuscript(data=FEATURE.encode(), name="a.md", section=section).stories[0]
    assert list(story.people.all()) == []


def test_homonyms_of_the_same_unit_link_nobody(section, union):
    person("顾明澜", union)
    person("顾明澜", union)
    story = import_manuscript(data=FEATURE.encode(), name="a.md", section=section).stories[0]
    assert list(story.people.all()) == []


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("海州市总工会干部许大江说，驿站的灯亮到天明，来歇脚的人比去年多了一倍。", False),
        ("许大江从市总工会赶来，把新到的药箱摆上架，又把值班表重抄了一遍。", False),
        ("江湾市总工会干部许大江说，驿站的灯亮到天明，来歇脚的人比去年多了一倍。", True),
        ("澜桥重装的许大江说，驿站的灯亮到天明，来歇脚的人比去年多了一倍。", True),
    ],
)
def test_short_name_that_another_city_has_too_tells_nobody_apart(section, said, linked):
    """A 简称 such as 市总工会 counts with its region only; one of a single body counts by itself."""
    both = person(
        "许大江", Organisation.objects.create(name="江湾市工会联合总会", short_name="市总工会", region="江湾市")
    )
    factory = Organisation.objects.create(name="澜桥重装备制造有限公司", short_name="澜桥重装")
    Appointment.objects.create(person=both, organisation=factory, title="顾问")
    text = f"# 驿站夜话\n\n本报讯 {said}\n"
    story = import_manuscript(data=text.encode(), name="a.md", section=section).stories[0]
    assert [row.person for row in story.people.all()] == ([both] if linked else [])


def test_short_name_of_two_bodies_tells_nobody_apart(section):
    person("许大江", Organisation.objects.create(name="澜桥重装备制造有限公司", short_name="澜桥重装"))
    Organisation.objects.create(name="云汀澜桥重装维修有限公司", short_name="澜桥重装")
    text = "# 驿站夜话\n\n本报讯 澜桥重装的许大江说，驿站的灯亮到天明，来歇脚的人比去年多了一倍。\n"
    story = import_manuscript(data=text.encode(), name="a.md", section=section).stories[0]
    assert list(story.people.all()) == []


def test_markup_in_a_manuscript_stays_text(section):
    text = "# 标题\n\n本报讯 <script>alert(1)</script> 的写法应该当作文字，读者看到的是原样的尖括号。\n"
    story = import_manuscript(data=text.encode(), name="a.md", section=section).stories[0]
    assert "<script>" not in str(story.body)


def test_file_of_nothing_but_furniture_is_refused_with_a_reason(section):
    with pytest.raises(ManuscriptError, match="没有认出文章"):
        import_manuscript(data="第3页\n\n扫一扫 关注我们\n".encode(), name="a.txt", section=section)
    assert not Manuscript.objects.exists()


def test_editors_named_in_the_furniture_become_the_responsible_editor(section):
    text = "# 夜校开班\n\n本报讯 区总工会夜校开班，首批三十六名职工走进课堂。\n\n责任编辑：田一禾\n"
    story = import_manuscript(data=text.encode(), name="a.md", section=section).stories[0]
    assert story.responsible_editor == "田一禾"


def test_manuscript_whose_drafts_were_thrown_away_can_come_in_again(section, file):
    run(str(file), "--section", "yaowen")
    StoryPage.objects.get().specific.delete()
    run(str(file), "--section", "yaowen")
    assert StoryPage.objects.get().number == 10002
    assert ManuscriptStory.objects.get().story_id == 10002
