"""Bylines as newspapers print them, read into people with roles: 本报记者 甲 乙, □ 丁, 文/图 戊, （己 摄）."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .names import is_name, read_names
from .parts import Person
from .patterns import SUBTITLE_DASH

OUTLET = r"(?:[\u4e00-\u9fff]{2,8}(?:日报|晚报|晨报|时报|工人报|电视台|融媒|传媒|杂志)(?:社)?)"
REPORTER = (
    rf"(?:{OUTLET}|本报|本刊|本网|本台|本社|见习|实习|特约|特邀|首席|全媒体|融媒体|驻[\u4e00-\u9fff]{{2,4}})*"
    r"(?:记者|通讯员|评论员|实习生|特派员|撰稿人|信息员)"
)
WORDS_AND_PICTURES = (
    r"文\s*[/／、·]\s*(?:图|摄影?)|(?:图|摄影?)\s*[/／、·]\s*文|图文|摄影报道|文字|摄影|"
    r"撰文|撰稿|口述|整理|讲述|执笔|供稿|作者"
)
ROLE_BEFORE = re.compile(
    rf"(?P<role>{REPORTER}|{WORDS_AND_PICTURES}|[文图摄](?=\s*[/／:：丨|｜\s]))\s*[/／:：丨|｜]?\s*"
)
ROLE_AFTER = re.compile(
    r"\s*(?P<role>文\s*[/／、]\s*(?:图|摄影?)|(?:图|摄影?)\s*[/／、]\s*文|图文|摄影报道|(?:整理|供稿|撰文)(?:报道)?|[/／]\s*[文图摄]|摄影|摄|报道|文)$"
)
LONGEST_BYLINE = 80
BYLINE_MARK = re.compile(r"^[□■◎●○▲◇◆▢☐]\s*")
WRAPPING = {"（": "）", "(": ")", "【": "】", "[": "]"}

POSITION = (
    r"(?:主席|书记|常委|委员|部长|局长|主任|处长|科长|院长|校长|厂长|矿长|站长|所长|社长|队长|班长|组长|经理|董事长|会长|秘书长|理事长|"
    r"理事|干事|专员|代表|工程师|技师|教师|教授|医生|护士长|劳模|工匠|干部|科员|职工|调研员|巡视员|负责人)"
)
UNIT = (
    r"(?:工会|联合会|联盟|委员会|党委|党组|党校|局|厅|办|办公室|中心|公司|集团|厂|矿|院|学校|大学|学院|小学|中学|医院|银行|协会|学会|"
    r"商会|街道|社区|开发区|产业园|园区|镇|乡|村|部|站|所|社|支行|分行|车间|段|队)"
)
#: A worker's trade by its last word: 焊工, 面点师, 护理员, 修理工, 司机.
TRADE = r"(?:[\u4e00-\u9fff]{1,3}[工师员手]|司机)"
UNIT_OR_POSITION = re.compile(rf"[^。！？!?，,：:；;]{{2,60}}?(?:{POSITION}|{UNIT}|{TRADE})(?:[)）])?$")
SURE_UNIT = re.compile(r"(?:工会|委员会|联合会|主席|书记|部长|局长|主任|公司|集团)$")
WRITES = re.compile(r"记者|通讯员|作者")
SIGNING_BODY = re.compile(
    r"[\u4e00-\u9fff（）()]{2,20}(?:工会|联合会|工会委员会|党委|党组|管委会|有限公司|有限责任公司|集团|集团公司|人民医院|研究院|[市区县州省]局|课题组|编写组|调研组)"
)
AUTHOR_LINE = re.compile(r"^(?P<unit>.{3,60}?)[\s\u3000]+(?P<name>\S+(?:[\s\u3000]+\S+)*)$")
RUN_ON_AUTHOR = re.compile(rf"^(?P<unit>[^\s。，！？]{{3,50}}{POSITION})(?P<name>[\u4e00-\u9fff]{{2,4}})$")


@dataclass(frozen=True, slots=True)
class Byline:
    """The people of a byline, the unit and position as printed, and how sure the reading is."""

    people: tuple[Person, ...]
    affiliation: str = ""
    confidence: float = 0.9
    explicit: bool = field(default=True)


def read_byline(text: str) -> Byline | None:
    """The byline that makes up the whole of `text` and says so by a role or a mark (□); None otherwise."""
    bare, marked = _bare(text)
    if not bare or len(bare) > LONGEST_BYLINE:
        return None
    roles = list(ROLE_BEFORE.finditer(bare))
    if roles and (people := _by_roles(bare, roles, marked=marked)):
        return people
    if (after := ROLE_AFTER.search(bare)) and (names := read_names(bare[: after.start()])):
        role = re.sub(r"[\s]", "", after["role"]).lstrip("/／")
        return Byline(tuple(Person(role, name) for name in names))
    if marked and (author := read_author(bare)):
        return author
    if marked and (names := read_names(bare)):
        return Byline(tuple(Person("", name) for name in names))
    return None


def read_author(text: str) -> Byline | None:
    """An author line without a role: unit and position, then the name (“某县总工会主席 张三”)."""
    bare = text.strip()
    if len(bare) > LONGEST_BYLINE or SUBTITLE_DASH.match(bare):
        return None
    if match := AUTHOR_LINE.match(bare):
        for split in re.finditer(r"[\s\u3000]+", bare):
            unit, rest = bare[: split.start()], bare[split.end() :]
            names = read_names(rest, any_surname=bool(SURE_UNIT.search(unit)))
            if names and len(names) <= 4 and UNIT_OR_POSITION.fullmatch(unit):
                people = tuple(Person("", name, unit) for name in names)
                return Byline(people, unit, 0.9, explicit=False)
    if (match := RUN_ON_AUTHOR.match(bare)) and is_name(match["name"], common=True):
        return Byline((Person("", match["name"], match["unit"]),), match["unit"], 0.7, explicit=False)
    return None


def read_unit(text: str) -> Byline | None:
    """A line that is nothing but a body's name, which under a title signs for it (“某市总工会”)."""
    bare = text.strip()
    if len(bare) > 24 or not SIGNING_BODY.fullmatch(bare):
        return None
    return Byline((), bare, 0.8, explicit=False)


def read_bare_names(text: str) -> Byline | None:
    """A line of nothing but names with common surnames, which counts only beside a title."""
    if len(text) > 16 or not (names := read_names(text, common=True)):
        return None
    return Byline(tuple(Person("", name) for name in names), "", 0.7, explicit=False)


def _bare(text: str) -> tuple[str, bool]:
    bare = text.strip().strip("\u3000")
    if bare[:1] in WRAPPING and bare.endswith(WRAPPING[bare[0]]) and len(bare) > 2:
        bare = bare[1:-1].strip()
    mark = BYLINE_MARK.match(bare)
    return (bare[mark.end() :] if mark else bare).strip(), bool(mark)


def _by_roles(text: str, roles: list[re.Match[str]], *, marked: bool) -> Byline | None:
    """`unit? role names role names …`: every passage between roles must be names, with a unit at most before."""
    affiliation = ""
    before = text[: roles[0].start()].strip(" \u3000:：/")
    people: list[Person] = []
    if before and marked and (first := read_names(before)):
        people += [Person("", name) for name in first]
    elif before:
        if not UNIT_OR_POSITION.fullmatch(before):
            return None
        affiliation = before
    for index, role in enumerate(roles):
        end = roles[index + 1].start() if index + 1 < len(roles) else len(text)
        passage = text[role.end() : end].strip(" \u3000:：/／")
        name_of_role = re.sub(r"\s", "", role["role"])
        passage, tail_role = _tail_role(passage) if index + 1 == len(roles) else (passage, "")
        if not passage and index + 1 < len(roles):
            continue  # “图/文 本报记者 张三”: of two words before one name the nearer is the role
        names = read_names(passage, any_surname=bool(WRITES.search(name_of_role)))
        if not names:
            author = read_author(passage)
            if author is None:
                return None
            names, affiliation = tuple(p.name for p in author.people), affiliation or author.affiliation
        people += [Person(name_of_role, name, affiliation) for name in names]
        if tail_role in ("摄", "摄影") and len(roles) == 1:
            people = [Person(tail_role, p.name, p.affiliation) for p in people]
    return Byline(tuple(people), affiliation) if people else None


def _tail_role(passage: str) -> tuple[str, str]:
    match = ROLE_AFTER.search(passage)
    if not match or not match.start():
        return passage, ""
    return passage[: match.start()], match["role"].strip(" /／")
