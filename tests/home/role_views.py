"""Which role may open which page of the admin: the matrix that test_role_views.py walks and docs/roles.md shows.

Roles by one character each: 通讯员 记者 编辑 部门主任 总编 图片编辑 翻译 站点管理员.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, TaskState, Workflow
from wagtail_localize.models import Translation, TranslationSource

from core.jobs.models import Job
from home.newsroom import Newsroom
from home.roles import REVIEW, ROLES
from media.models import LibraryDocument, Photo
from news.models import ColumnPage, SectionPage
from tests.core.jobs import sample_jobs
from tests.factories import records
from tests.factories.photos import make_photo
from tests.factories.stories import story

ALL = "通记编主总图译管"
ROLE_OF = {letter: role.name for letter, role in zip(ALL, ROLES, strict=True)}
WRITERS = "通记编主总"
EDITORS = "编主总"
CHANGERS = "编主总图"  # may change every story of the source language
PUBLISHERS = "主总"
CHIEF = "总"
ADMIN = "管"
UPLOADERS = "通记编主总图"
DOCUMENT_UPLOADERS = "记编主总图"
LIBRARIANS = "总图"  # may change every photo and document; with Wagtail that is to delete as well
NOBODY = ""


@dataclass
class World:
    """One newsroom to knock on doors in; `user` is whoever knocks. What a page needs is made when first asked for."""

    newsroom: Newsroom
    section: SectionPage
    column: ColumnPage
    user: User

    @cached_property
    def colleague(self) -> User:
        return User.objects.create_user("colleague", "colleague@example.org", None)

    @cached_property
    def superuser(self) -> User:
        return User.objects.create_superuser("root", "root@example.org", None)

    @cached_property
    def own(self) -> Any:
        return story(self.section, live=False, owner=self.user)

    @cached_property
    def draft(self) -> Any:
        return story(self.section, live=False, owner=self.colleague)

    @cached_property
    def live(self) -> Any:
        return story(self.section, owner=self.colleague)

    @cached_property
    def locked(self) -> Any:
        page = story(self.section, live=False, owner=self.colleague)
        page.locked, page.locked_by, page.locked_at = True, self.colleague, timezone.now()
        page.save(update_fields=["locked", "locked_by", "locked_at"])
        return page

    @cached_property
    def submitted(self) -> Any:
        """A draft that waits for the first step of the review."""
        page = story(self.section, live=False, owner=self.colleague)
        Workflow.objects.get(name=REVIEW).start(page, self.colleague)
        return page

    @cached_property
    def edited(self) -> Any:
        """A draft that has passed the first step and waits for the last."""
        page = self.submitted
        page.current_workflow_task_state.approve(user=self.superuser)
        return page

    @staticmethod
    def task_state(page: Any) -> TaskState:
        return TaskState.objects.filter(workflow_state__object_id=str(page.pk), status="in_progress").latest("pk")

    @cached_property
    def translated_draft(self) -> Page:
        hant = Locale.objects.get(language_code="zh-hant")
        section = self.section.get_translation(hant)
        return story(section, live=False, owner=self.colleague, title="夜班崗位上的一碗熱湯")

    @cached_property
    def translation(self) -> Translation:
        """A translation by wagtail-localize, under way."""
        source, _created = TranslationSource.get_or_create_from_instance(self.live)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=Locale.objects.get(language_code="zh-hant")
        )
        translation.save_target(publish=False)
        return translation

    @cached_property
    def photo(self) -> Photo:
        return self.uploaded(self.colleague)

    @cached_property
    def own_photo(self) -> Photo:
        return self.uploaded(self.user)

    @staticmethod
    def uploaded(owner: User) -> Photo:
        photo = make_photo(width=64, height=48)
        photo.uploaded_by_user = owner
        photo.save(update_fields=["uploaded_by_user"])
        return photo

    @cached_property
    def document(self) -> LibraryDocument:
        return LibraryDocument.objects.create(title="通知", file=ContentFile(b"x", "a.txt"))

    @cached_property
    def job(self) -> Job:
        return sample_jobs.add_collection.enqueue(name="春天")

    @cached_property
    def records(self) -> dict[str, Any]:
        return {"person": records.person(), "organisation": records.organisation(), "topic": records.topic()}

    @cached_property
    def redirect(self) -> Redirect:
        return Redirect.objects.create(old_path="/old", redirect_link="https://example.org")

    @cached_property
    def collection(self) -> Collection:
        return Collection.get_first_root_node().add_child(name="资料")

    @cached_property
    def group(self) -> Group:
        return Group.objects.get(name=ROLES[0].name)


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
    View(PAGES + "edit", "通记编主总图", page("own"), "自己的草稿"),
    View(PAGES + "edit", CHANGERS, page("draft"), "别人的草稿"),
    View(PAGES + "edit", CHANGERS, page("live"), "已发布的稿件"),
    View(PAGES + "edit", CHANGERS + "译", page("translated_draft"), "译文"),
    View(PAGES + "edit", CHIEF, page("section"), "栏目"),
    View(PAGES + "edit", CHIEF, page("column"), "专栏"),
    View(PAGES + "edit", CHIEF, lambda world: (home(world).pk,), "首页"),
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
    View(PAGES + "set_privacy", PUBLISHERS, page("draft")),
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
    View("wagtail_localize:submit_page_translation", "编主总译", page("live")),
    View("update_translations", "编主总译", lambda world: (world.translation.source.pk,)),
    View("wagtail_localize:translations_report", ALL),
    View("news_versions", CHANGERS, page("live")),
    View("news_problems", CHANGERS, page("draft")),
    View("news_withdraw", PUBLISHERS, page("live")),
]

LIBRARY_VIEWS = [
    View("wagtailimages:index", UPLOADERS),
    View("wagtailimages:index_results", UPLOADERS),
    View("wagtailimages:add", UPLOADERS),
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


JOB_VIEWS = [
    View("core_jobs:index", "编主总管"),
    View("core_jobs:results", "编主总管"),
    View("core_jobs:detail", "编主总管", page("job")),
    View("core_jobs:state", "编主总管", page("job")),
    View("core_jobs:retry", ADMIN, page("job"), data=nothing),
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
    View("wagtailsettings:edit", "总管", lambda world: ("core", "siteidentity", world.newsroom.site.pk)),
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
    *(view for kind in ("person", "organisation", "topic") for view in registry_views(kind)),
    *JOB_VIEWS,
    *SITE_VIEWS,
]


def as_markdown() -> str:
    """The matrix as the table in docs/roles.md; the three kinds of records share their rows."""
    lines = [f"| 页面 | {' | '.join(ROLE_OF[letter] for letter in ALL)} |", f"|---|{':-:|' * len(ALL)}"]
    for view in VIEWS:
        name = view.name
        for kind in ("person", "organisation", "topic"):
            name = name.replace(f"core_{kind}:", "core_*:")
        marks = " | ".join("✓" if letter in view.may else "" for letter in ALL)
        line = f"| `{name}`{'（' + view.what + '）' if view.what else ''} | {marks} |"
        if line not in lines:
            lines.append(line)
    return "\n".join(lines)
