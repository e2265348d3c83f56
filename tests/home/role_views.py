"""Which role may open which page of the admin: the matrix that test_role_views.py walks and docs/roles.md shows.

Roles by one character each: 通讯员 记者 编辑 部门主任 总编 图片编辑 翻译 站点管理员.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Workflow

from home.roles import RECORDS, REVIEW, ROLES
from tests.factories import records
from tests.home.role_world import World

ALL = "通记编主总图译管"
ROLE_OF = {letter: role.name for letter, role in zip(ALL, ROLES, strict=True)}
WRITERS = "通记编主总"
EDITORS = "编主总"
TRANSLATORS = "编主总译"
CHANGERS = "编主总图"  # may change every story of the source language
PUBLISHERS = "主总"
CHIEF = "总"
ADMIN = "管"
UPLOADERS = "通记编主总图"
DOCUMENT_UPLOADERS = "记编主总图"
LIBRARIANS = "总图"  # may change every photo and document; with Wagtail that is to delete as well
NOBODY = ""


@dataclass(frozen=True)
class View:
    """A page of the admin: its URL name, its arguments, who gets in; `what` tells apart two rows of one name."""

    name: str
    may: str
    args: Callable[[World], tuple[Any, ...]] = lambda world: ()
    what: str = ""
    data: Callable[[World], dict[str, Any]] | None = None  # POSTed; None is a GET
    query: Callable[[World], str] = lambda world: ""
    leads_elsewhere: bool = False  # lets people in by sending them on

    @property
    def expects_redirect(self) -> bool:
        return self.leads_elsewhere or self.data is not None

    def __str__(self) -> str:
        return f"{self.name} {self.what}".strip()


def add_to(parent: Callable[[World], Page], model: str) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (*model.split("."), parent(world).pk)


def page(name: str) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (getattr(world, name).pk,)


def home(world: World) -> Page:
    return world.newsroom.home


def nothing(world: World) -> dict[str, Any]:
    return {}


PAGES = "wagtailadmin_pages:"
PAGE_VIEWS = [
    View("wagtailadmin_home", ALL),
    View("wagtailadmin_account", ALL),
    View("wagtailadmin_explore", "通记编主总图", lambda world: (home(world).pk,), "原文"),
    View(
        "wagtailadmin_explore",
        "编主总图译",
        lambda world: (world.section.get_translation(Locale.objects.get(language_code="zh-hant")).pk,),
        "译文",
    ),
    View(PAGES + "search", "通记编主总图译"),
    View(PAGES + "add_subpage", WRITERS, page("section"), "栏目下"),
    View(PAGES + "add_subpage", CHIEF, lambda world: (home(world).pk,), "首页下"),
    View(PAGES + "add", WRITERS, add_to(lambda world: world.section, "news.featurepage"), "专题报道"),
    View(PAGES + "add", WRITERS, add_to(lambda world: world.column, "news.columnentrypage"), "专栏文章"),
    View(PAGES + "add", CHIEF, add_to(home, "news.sectionpage"), "栏目"),
    View(PAGES + "add", CHIEF, add_to(home, "news.columnpage"), "专栏"),
    View(PAGES + "add", CHIEF, add_to(home, "home.standardpage"), "固定页面"),
    View(PAGES + "add", CHIEF, add_to(home, "news.profileindexpage"), "风采栏目"),
    View(PAGES + "add", CHIEF, add_to(home, "news.noticeindexpage"), "公示栏目"),
    View(PAGES + "add", CHIEF, add_to(home, "campaigns.campaignpage"), "专题活动"),
    View(PAGES + "add", WRITERS, add_to(lambda world: world.profiles, "news.profilepage"), "风采稿件"),
    View(PAGES + "add", WRITERS, add_to(lambda world: world.notices, "news.noticepage"), "公告公示"),
    View(PAGES + "edit", "通记编主总图", page("own"), "自己的草稿"),
    View(PAGES + "edit", CHANGERS, page("draft"), "别人的草稿"),
    View(PAGES + "edit", CHANGERS, page("live"), "已发布的稿件"),
    View(PAGES + "edit", CHANGERS + "译", page("translated_draft"), "译文"),
    View(PAGES + "edit", CHIEF, page("section"), "栏目"),
    View(PAGES + "edit", CHIEF, page("column"), "专栏"),
    View(PAGES + "edit", CHIEF, page("profiles"), "风采栏目"),
    View(PAGES + "edit", CHIEF, page("notices"), "公示栏目"),
    View(PAGES + "edit", CHIEF, page("campaign"), "专题活动"),
    View(PAGES + "edit", PUBLISHERS, lambda world: (home(world).pk,), "首页"),
    View("front_page_composition", PUBLISHERS, lambda world: (home(world).pk,)),
    View(PAGES + "edit", CHIEF, page("translated_home"), "跟随的首页"),
    View("front_page_compose", PUBLISHERS, page("translated_home")),
    View(PAGES + "view_draft", CHANGERS, page("draft")),
    View(PAGES + "history", CHANGERS, page("draft")),
    View(PAGES + "usage", CHANGERS, page("draft")),
    View(PAGES + "copy", CHANGERS, page("draft")),
    View(PAGES + "move", CHANGERS, page("draft"), "草稿"),
    View(PAGES + "move", PUBLISHERS, page("live"), "已发布的稿件"),
    View(PAGES + "delete", "通记编主总", page("own"), "自己的草稿"),
    View(PAGES + "delete", EDITORS, page("draft"), "别人的草稿"),
    View(PAGES + "delete", CHIEF, page("live"), "已发布的稿件"),
    View(PAGES + "unpublish", PUBLISHERS, page("live"), "已发布的稿件"),
    View(PAGES + "unpublish", CHIEF, page("section"), "栏目"),
    View(PAGES + "unpublish", CHIEF, lambda world: (home(world).pk,), "首页"),
    View(PAGES + "set_privacy", PUBLISHERS, page("draft"), "稿件"),
    View(PAGES + "set_privacy", CHIEF, lambda world: (home(world).pk,), "首页"),
    View(PAGES + "lock", EDITORS, page("draft"), data=nothing),
    View(PAGES + "unlock", PUBLISHERS, page("locked"), "别人锁的", data=nothing),
    View(
        PAGES + "workflow_action",
        EDITORS,
        lambda world: (world.submitted.pk, "approve", world.task_state(world.submitted).pk),
        "编辑审",
        data=nothing,
    ),
    View(
        PAGES + "workflow_action",
        PUBLISHERS,
        lambda world: (world.edited.pk, "approve", world.task_state(world.edited).pk),
        "签发",
        data=nothing,
    ),
    View("wagtailadmin_choose_page", ALL),
    View("story_chooser:choose", ALL),
    View("story_chooser:choose_results", ALL),
    # Like every chooser it opens to all who may open the admin; drafts it lists for those only who may open them.
    View("story_chooser:chosen", ALL, page("live"), "已发布的稿件"),
    View("story_chooser:chosen", CHANGERS, page("draft"), "别人的草稿"),
    View("story_chooser:chosen_multiple", ALL),
    View("wagtail_localize:submit_page_translation", "编主总译", page("live")),
    View("update_translations", "编主总译", lambda world: (world.translation.source.pk,)),
    View("convert_to_alias", PUBLISHERS, lambda world: (world.translation.get_target_instance().pk,)),
    View("wagtail_localize:translations_report", ALL),
    View("news_versions", CHANGERS, page("live")),
    View("news_problems", CHANGERS, page("draft")),
    View("news_withdraw", PUBLISHERS, page("live")),
    View("news_change_type", CHANGERS, page("draft"), "草稿"),
    View("news_change_type", PUBLISHERS, page("live"), "已发布的稿件"),
    View(
        "news_change_type",
        PUBLISHERS,
        page("live"),
        "已发布的稿件，确认",
        data=lambda world: {"to": "noticepage", "parent": world.notices.pk},
    ),
    View(
        "news_change_type",
        EDITORS,
        page("draft"),
        "草稿换栏目，确认",
        data=lambda world: {"to": "noticepage", "parent": world.notices.pk},
    ),
]

LIBRARY_VIEWS = [
    View("wagtailimages:index", UPLOADERS),
    View("wagtailimages:index_results", UPLOADERS),
    View("photo_add", UPLOADERS),
    View("wagtailimages:add_multiple", UPLOADERS),
    View("wagtailimages:edit", UPLOADERS, page("own_photo"), "自己传的"),
    View("wagtailimages:edit", LIBRARIANS, page("photo"), "别人传的"),
    View("wagtailimages:image_usage", LIBRARIANS, page("photo")),
    # Off for everybody: no public address makes renditions to order.
    View("wagtailimages:url_generator", NOBODY, page("photo")),
    View("wagtailimages:url_generator_output", NOBODY, page("photo")),
    View("wagtailimages:delete", UPLOADERS, page("own_photo"), "自己传的"),
    View("wagtailimages:delete", LIBRARIANS, page("photo"), "别人传的"),
    # A chooser opens to all who may open the admin; it lists only what the person may choose.
    View("wagtailimages_chooser:choose", ALL),
    View("wagtailimages_chooser:choose_results", ALL),
    View("wagtailimages_chooser:chosen", UPLOADERS + "译", page("photo")),
    View("wagtailimages_chooser:chosen_multiple", ALL),
    View("wagtailimages_chooser:select_format", UPLOADERS + "译", page("photo")),
    View("wagtailimages_chooser:create", UPLOADERS),
    View("wagtailadmin_api:images:listing", ALL),
    View("wagtailadmin_api:images:detail", UPLOADERS + "译", page("photo")),
    View(
        "wagtailadmin_api:images:find",
        UPLOADERS + "译",
        query=lambda world: f"?id={world.photo.pk}",
        leads_elsewhere=True,
    ),
    View("wagtailadmin_api:documents:listing", ALL),
    View("wagtailadmin_api:documents:detail", DOCUMENT_UPLOADERS, page("document")),
    View(
        "wagtailadmin_api:documents:find",
        DOCUMENT_UPLOADERS,
        query=lambda world: f"?id={world.document.pk}",
        leads_elsewhere=True,
    ),
    View("photo_original", UPLOADERS + "译", page("photo")),
    View("wagtaildocs:index", DOCUMENT_UPLOADERS),
    View("wagtaildocs:index_results", DOCUMENT_UPLOADERS),
    View("wagtaildocs:add", DOCUMENT_UPLOADERS),
    View("wagtaildocs:edit", LIBRARIANS, page("document")),
    View("wagtaildocs:document_usage", LIBRARIANS, page("document")),
    View("wagtaildocs:delete", LIBRARIANS, page("document")),
    View("wagtaildocs_chooser:choose", ALL),
]


def of_record(kind: str) -> Callable[[World], tuple[Any, ...]]:
    return lambda world: (world.records[kind].pk,)


def registry_views(kind: str) -> list[View]:
    """The pages of one kind of record. Choosing is open to everybody who writes: names are no secret."""
    pages, chooser = f"wagtailsnippets_core_{kind}:", f"wagtailsnippetchoosers_core_{kind}:"
    one = of_record(kind)
    return [
        View(pages + "list", "记编主总图译"),
        View(pages + "list_results", "记编主总图译"),
        View(pages + "add", EDITORS),
        View(pages + "edit", "编主总译", one),
        View(pages + "delete", CHIEF, one),
        View(pages + "usage", "编主总译", one),
        View(pages + "history", "编主总译", one),
        View(pages + "history_results", "编主总译", one),
        View(chooser + "choose", ALL),
        View(chooser + "choose_results", ALL),
        View(chooser + "chosen", ALL, one),
        View(chooser + "chosen_multiple", ALL),
        View(chooser + "create", EDITORS),
    ]


#: Pages of one kind of record only.
REGISTRY_VIEWS = [
    View("wagtailsnippets_core_organisation:tree", "记编主总图译"),
]

MERGING_VIEWS = [
    View("core_merging:list", EDITORS),
    View("core_merging:choose", EDITORS, lambda world: ("person", world.records["person"].pk)),
    View(
        "core_merging:confirm",
        EDITORS,
        lambda world: ("organisation", world.records["organisation"].pk, records.organisation("江北市总工会").pk),
        "对照",
    ),
    View(
        "core_merging:confirm",
        EDITORS,
        lambda world: ("topic", world.records["topic"].pk, records.topic("产改").pk),
        "确认",
        data=nothing,
    ),
    View("core_merging:undo", EDITORS, lambda world: ("person", world.merged_person.pk), "询问"),
    View("core_merging:undo", EDITORS, lambda world: ("person", world.merged_person.pk), "撤销", data=nothing),
]

ROLL_VIEWS = [
    View("core_rolls:list", EDITORS),
    View("core_rolls:new", EDITORS),
    View("core_rolls:columns", EDITORS, page("waiting_roll")),
    View("core_rolls:details", EDITORS, page("waiting_roll")),
    View("core_rolls:check", EDITORS, page("waiting_roll")),
    View("core_rolls:check", EDITORS, page("waiting_roll"), "确认导入", data=lambda world: {"go": "confirm"}),
    View("core_rolls:row", EDITORS, lambda world: (world.waiting_roll.pk, 1)),
    View("core_rolls:delete", EDITORS, page("waiting_roll")),
    View("core_rolls:outcome", EDITORS, page("imported_roll")),
    View("core_rolls:outcome", EDITORS, page("imported_roll"), "撤销导入", data=nothing),
]

JOB_VIEWS = [
    View("core_jobs:index", "编主总管"),
    View("core_jobs:results", "编主总管"),
    View("core_jobs:detail", "编主总管", page("job")),
    View("core_jobs:state", "编主总管", page("job")),
    View("core_jobs:retry", ADMIN, page("job"), data=nothing),
]


def language_views(name: str) -> list[View]:
    """The pages of what translations are made with."""
    one = page(name)
    return [
        View(f"{name}:index", TRANSLATORS),
        View(f"{name}:index_results", TRANSLATORS),
        View(f"{name}:add", TRANSLATORS),
        View(f"{name}:edit", TRANSLATORS, one),
        View(f"{name}:delete", TRANSLATORS, one),
        View(f"{name}:history", TRANSLATORS, one),
        View(f"{name}:history_results", TRANSLATORS, one),
        View(f"{name}:usage", TRANSLATORS, one),
    ]


LANGUAGE_VIEWS = [
    *language_views("glossary"),
    *language_views("protected_names"),
    View("languages_progress", TRANSLATORS),
    View("languages_progress_results", TRANSLATORS),
]

SEARCHERS = "编主总管"
LEXICOGRAPHERS = "主总管"  # may edit the dictionary of search, and its promotions


def correction_views() -> list[View]:
    """Readers' remarks: editors answer them, nobody writes or deletes one."""
    one, name = page("remark"), "reader_corrections"
    return [
        View(f"{name}:index", EDITORS),
        View(f"{name}:index_results", EDITORS),
        View(f"{name}:add", NOBODY),
        View(f"{name}:edit", EDITORS, one),
        View(f"{name}:delete", NOBODY, one),
        View(f"{name}:history", EDITORS, one),
        View(f"{name}:history_results", EDITORS, one),
        View(f"{name}:usage", EDITORS, one),
    ]


def dictionary_views(name: str) -> list[View]:
    """The pages of one kind of what search is told."""
    one = page(name)
    return [
        View(f"{name}:index", LEXICOGRAPHERS),
        View(f"{name}:index_results", LEXICOGRAPHERS),
        View(f"{name}:add", LEXICOGRAPHERS),
        View(f"{name}:edit", LEXICOGRAPHERS, one),
        View(f"{name}:delete", LEXICOGRAPHERS, one),
        View(f"{name}:history", LEXICOGRAPHERS, one),
        View(f"{name}:history_results", LEXICOGRAPHERS, one),
        View(f"{name}:usage", LEXICOGRAPHERS, one),
    ]


SEARCH_VIEWS = [
    *dictionary_views("search_words"),
    *dictionary_views("search_synonyms"),
    View("search_promotions", LEXICOGRAPHERS),
    View("search_promotions_results", LEXICOGRAPHERS),
    View("search_promotions_add", LEXICOGRAPHERS),
    View("wagtailsearchpromotions:edit", LEXICOGRAPHERS, page("promoted")),
    View("wagtailsearchpromotions:delete", LEXICOGRAPHERS, page("promoted")),
    View("search_admin:try", SEARCHERS, query=lambda world: "?q=夜班"),
    View("search_admin:engines", LEXICOGRAPHERS),
    View("search_admin:state", LEXICOGRAPHERS),
    View("search_admin:rebuild", "总管", data=nothing),
    View("search_admin:check", "总管", data=nothing),
    *correction_views(),
    View("search_asked", SEARCHERS),
    View("search_asked_results", SEARCHERS),
]

SITE_VIEWS = [
    View("wagtailusers_users:index", ADMIN),
    View("wagtailusers_users:add", ADMIN),
    View("wagtailusers_users:edit", ADMIN, page("colleague"), "一般账号"),
    View("wagtailusers_users:edit", NOBODY, page("superuser"), "超级用户"),
    View("wagtailusers_users:delete", ADMIN, page("colleague"), "一般账号"),
    View("wagtailusers_users:delete", NOBODY, page("superuser"), "超级用户"),
    View("wagtailusers_groups:index", ADMIN),
    View("wagtailusers_groups:add", ADMIN),
    View("wagtailusers_groups:edit", ADMIN, page("group")),
    View("wagtailredirects:index", ADMIN),
    View("wagtailredirects:add", ADMIN),
    View("wagtailredirects:edit", ADMIN, page("redirect")),
    View("wagtailsettings:edit", "总管", lambda world: ("core", "siteidentity", world.newsroom.site.pk), "站点名称"),
    View("wagtailsettings:edit", CHIEF, lambda world: ("core", "traditionalchinese", world.wording.pk), "繁体版"),
    View("wagtailsites:index", ADMIN),
    View("wagtailsites:edit", ADMIN, lambda world: (world.newsroom.site.pk,)),
    View("wagtaillocales:index", ADMIN),
    View("wagtaillocales:edit", ADMIN, lambda world: (world.section.locale_id,)),
    View("wagtailadmin_collections:index", ADMIN),
    View("wagtailadmin_collections:edit", ADMIN, page("collection")),
    View("wagtailadmin_workflows:index", ADMIN),
    View("wagtailadmin_workflows:edit", ADMIN, lambda world: (Workflow.objects.get(name=REVIEW).pk,)),
    View("wagtailadmin_workflows:task_index", ADMIN),
    View("wagtailadmin_reports:workflow", "通记编主总图译"),
    View("wagtailadmin_reports:workflow_tasks", "通记编主总图译"),
    View("wagtailadmin_reports:aging_pages", "通记编主总图译"),
    View("wagtailadmin_reports:page_types_usage", "通记编主总图译"),
    View("wagtailadmin_reports:locked_pages", PUBLISHERS),
    View("wagtailadmin_reports:site_history", ALL),
]

VIEWS = [
    *PAGE_VIEWS,
    *LIBRARY_VIEWS,
    *(view for kind in RECORDS for view in registry_views(kind)),
    *REGISTRY_VIEWS,
    *MERGING_VIEWS,
    *ROLL_VIEWS,
    *JOB_VIEWS,
    *LANGUAGE_VIEWS,
    *SEARCH_VIEWS,
    *SITE_VIEWS,
]


def as_markdown() -> str:
    """The matrix as the table in docs/roles.md; the kinds of records share their rows."""
    lines = [f"| 页面 | {' | '.join(ROLE_OF[letter] for letter in ALL)} |", f"|---|{':-:|' * len(ALL)}"]
    for view in VIEWS:
        name = view.name
        if view not in REGISTRY_VIEWS:
            for kind in RECORDS:
                name = name.replace(f"core_{kind}:", "core_*:")
        marks = " | ".join("✓" if letter in view.may else "" for letter in ALL)
        line = f"| `{name}`{'（' + view.what + '）' if view.what else ''} | {marks} |"
        if line not in lines:
            lines.append(line)
    return "\n".join(lines)
