"""The newsroom's roles: groups with exactly these permissions, and the review that stories pass. See docs/roles.md.

`ensure_roles()` may run at every start. It restores the roles' own permissions and leaves every other group alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from core.upstream.permissions import name_permissions
from home.models import HomePage

CORRESPONDENT, REPORTER, EDITOR, DESK_HEAD, CHIEF = "通讯员", "记者", "编辑", "部门主任", "总编"
PICTURE_EDITOR, TRANSLATOR, ADMINISTRATOR = "图片编辑", "翻译", "站点管理员"

REVIEW = "审稿"
#: The steps of the review and who takes them: 初审, then 复审 and 终审. The last step's approval publishes.
REVIEW_STEPS = (
    ("编辑审", (EDITOR, DESK_HEAD, CHIEF)),
    ("签发", (DESK_HEAD, CHIEF)),
)


class RolesError(Exception):
    """The roles cannot be made; the message says what is missing."""


def permissions(app: str, actions: str, *models: str) -> tuple[str, ...]:
    """`permissions("core", "add change", "person")` → `("core.add_person", "core.change_person")`."""
    return tuple(f"{app}.{action}_{model}" for model in models for action in actions.split())


RECORDS = (
    "person",
    "organisation",
    "place",
    "event",
    "topic",
    "award",
    "conferralround",
    "conferral",
    "outlet",
)
STRUCTURE = (
    *permissions("home", "change", "homepage", "standardpage"),
    *permissions("news", "change", "sectionpage", "columnpage", "profileindexpage", "noticeindexpage"),
    *permissions("campaigns", "change", "campaignpage"),
)
#: Composing front pages asks for this alone; a front page's name, address and place stay with the structure.
COMPOSERS = permissions("home", "compose", "homepage")
JOBS = "core.view_job"
SUBMIT_TRANSLATION = "wagtail_localize.submit_translation"
SITE_IDENTITY = "core.change_siteidentity"
#: What readers found wrong, and what came of it.
CORRECTIONS = permissions("news", "change view", "readercorrection")
#: Who translates also keeps what translations are made with.
GLOSSARY = (SUBMIT_TRANSLATION, *permissions("core", "add change delete view", "glossaryterm", "protectedname"))
#: What readers look for, and the page on which searches are tried.
SEARCHES = "search.view_askedquery"
#: What search is told: its dictionary, and what it recommends.
SEARCH_WORDS = (
    SEARCHES,
    "search.view_indexstate",
    *permissions("search", "add change delete view", "searchword", "synonymgroup"),
    *permissions("wagtailsearchpromotions", "add change delete", "searchpromotion"),
)
REBUILD_SEARCH = "search.rebuild_indexstate"
#: Taiwan's or Hong Kong's wording of the traditional pages.
TRADITIONAL_WORDING = "core.change_traditionalchinese"


@dataclass(frozen=True)
class Role:
    """A group. `source_pages`: actions on the front page of the source language and all below it; `translated_pages`:
    on those of the other languages; `collections`: permissions on the root collection; `models`: everywhere.
    """

    name: str
    source_pages: tuple[str, ...] = ()
    translated_pages: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    models: tuple[str, ...] = ()

    @property
    def everywhere(self) -> tuple[str, ...]:
        return ("wagtailadmin.access_admin", *self.models)


def photos(actions: str) -> tuple[str, ...]:
    return permissions("wagtailimages", actions, "image")


def documents(actions: str) -> tuple[str, ...]:
    return permissions("wagtaildocs", actions, "document")


ROLES: Sequence[Role] = (
    Role(CORRESPONDENT, source_pages=("add",), collections=photos("add choose")),
    Role(
        REPORTER,
        source_pages=("add",),
        collections=(*photos("add choose"), *documents("add choose")),
        models=permissions("core", "view", *RECORDS),
    ),
    Role(
        EDITOR,
        source_pages=("add", "change", "lock"),
        translated_pages=("add", "change", "lock"),
        collections=(*photos("add choose"), *documents("add choose")),
        models=(*permissions("core", "add change view", *RECORDS), *GLOSSARY, *CORRECTIONS, SEARCHES, JOBS),
    ),
    Role(
        DESK_HEAD,
        source_pages=("add", "change", "publish", "lock", "unlock"),
        translated_pages=("add", "change", "publish", "lock", "unlock"),
        collections=(*photos("add choose"), *documents("add choose")),
        models=(
            *permissions("core", "add change view", *RECORDS),
            *COMPOSERS,
            *GLOSSARY,
            *CORRECTIONS,
            *SEARCH_WORDS,
            JOBS,
        ),
    ),
    Role(
        CHIEF,
        source_pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        translated_pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        collections=(*photos("add change choose"), *documents("add change choose")),
        models=(
            *permissions("core", "add change delete view", *RECORDS),
            *STRUCTURE,
            *COMPOSERS,
            *GLOSSARY,
            *CORRECTIONS,
            SITE_IDENTITY,
            TRADITIONAL_WORDING,
            *SEARCH_WORDS,
            REBUILD_SEARCH,
            JOBS,
        ),
    ),
    Role(
        PICTURE_EDITOR,
        source_pages=("change",),
        translated_pages=("change",),
        collections=(*photos("add change choose"), *documents("add change choose")),
        models=permissions("core", "view", *RECORDS),
    ),
    Role(
        TRANSLATOR,
        translated_pages=("change",),
        collections=photos("choose"),
        # Names in other languages are rows of the records.
        models=(*permissions("core", "change view", *RECORDS), *GLOSSARY),
    ),
    Role(
        ADMINISTRATOR,
        collections=permissions("wagtailcore", "add change delete", "collection"),
        models=(
            *permissions("auth", "add change delete", "user", "group"),
            *permissions("wagtailredirects", "add change delete", "redirect"),
            *permissions("wagtailcore", "add change delete", "site", "locale", "workflow", "task"),
            SITE_IDENTITY,
            *SEARCH_WORDS,
            REBUILD_SEARCH,
            JOBS,
            "core.retry_job",
        ),
    ),
)


@transaction.atomic
def ensure_roles() -> list[str]:
    """Make the roles and the review, restore what was changed in them. Returns the names of what changed, in order.

    Raises RolesError when a permission is unknown, which means that migrations have not run.
    """
    known = permission_ids()
    before = {group.name: group for group in Group.objects.filter(name__in=[role.name for role in ROLES])}
    changed = [] if before else drop_wagtails_own_groups()
    homes = list(front_pages())
    root_collection = Collection.get_first_root_node()
    for role in ROLES:
        group = before.get(role.name) or Group.objects.create(name=role.name)
        done = [
            set_model_permissions(group, {known[name] for name in role.everywhere}),
            set_page_permissions(group, role, homes, known),
            set_collection_permissions(group, root_collection, {known[name] for name in role.collections}),
        ]
        if role.name not in before or any(done):
            changed.append(role.name)
    if ensure_review(homes):
        changed.append(REVIEW)
    name_permissions()
    return changed


def permission_ids() -> dict[str, int]:
    """Primary keys of the permissions that the roles use, by `app.codename`."""
    wanted = {name for role in ROLES for name in (*role.everywhere, *role.collections)}
    wanted |= {page_permission(action) for role in ROLES for action in (*role.source_pages, *role.translated_pages)}
    rows = Permission.objects.filter(codename__in={name.partition(".")[2] for name in wanted})
    found = {f"{row.content_type.app_label}.{row.codename}": row.pk for row in rows.select_related("content_type")}
    if missing := sorted(wanted - found.keys()):
        raise RolesError(f"数据库里还没有这些权限：{'、'.join(missing)}。请先运行 manage.py migrate。")
    return found


def page_permission(action: str) -> str:
    return f"wagtailcore.{action}_page"


def front_pages() -> Iterable[HomePage]:
    """The front page of each language, also of a further site."""
    return HomePage.objects.filter(depth=2).select_related("locale").order_by("path")


def set_model_permissions(group: Group, wanted: set[int]) -> bool:
    """Give the group exactly these model permissions. True when that changed anything."""
    if set(group.permissions.values_list("pk", flat=True)) == wanted:
        return False
    group.permissions.set(wanted)
    return True


def set_page_permissions(group: Group, role: Role, homes: Iterable[HomePage], known: dict[str, int]) -> bool:
    """Give the group exactly its page permissions on the front pages."""
    wanted = {
        (home.pk, known[page_permission(action)])
        for home in homes
        for action in (
            role.source_pages if home.locale.language_code == settings.LANGUAGE_CODE else role.translated_pages
        )
    }
    held = {(row.page_id, row.permission_id): row.pk for row in GroupPagePermission.objects.filter(group=group)}
    missing = [
        GroupPagePermission(group=group, page_id=page, permission_id=permission)
        for page, permission in sorted(wanted - held.keys())
    ]
    surplus = [row for key, row in held.items() if key not in wanted]
    GroupPagePermission.objects.bulk_create(missing)
    if surplus:
        GroupPagePermission.objects.filter(pk__in=surplus).delete()
    return bool(missing or surplus)


def set_collection_permissions(group: Group, root: Collection, wanted: set[int]) -> bool:
    """Give the group exactly these permissions on the root collection, and none on another."""
    rows = GroupCollectionPermission.objects.filter(group=group)
    held = {(row.collection_id, row.permission_id): row.pk for row in rows}
    keys = {(root.pk, permission) for permission in wanted}
    missing = [
        GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
        for collection, permission in sorted(keys - held.keys())
    ]
    surplus = [row for key, row in held.items() if key not in keys]
    GroupCollectionPermission.objects.bulk_create(missing)
    if surplus:
        GroupCollectionPermission.objects.filter(pk__in=surplus).delete()
    return bool(missing or surplus)


def ensure_review(homes: Iterable[HomePage]) -> bool:
    """Make the review once and put it on front pages that have none.

    It is the newsroom's to rearrange: steps and people that were changed in the admin stay changed.
    """
    review, made = Workflow.objects.get_or_create(name=REVIEW)
    if made:
        for order, (name, roles) in enumerate(REVIEW_STEPS):
            task = GroupApprovalTask.objects.create(name=name)
            task.groups.set(Group.objects.filter(name__in=roles))
            WorkflowTask.objects.create(workflow=review, task=task, sort_order=order)
    taken = set(WorkflowPage.objects.values_list("page_id", flat=True))
    bare = [home for home in homes if home.pk not in taken]
    WorkflowPage.objects.bulk_create([WorkflowPage(page_id=home.pk, workflow=review) for home in bare])
    return made or bool(bare)


def drop_wagtails_own_groups() -> list[str]:
    """Delete Wagtail's Editors and Moderators with their review, when nobody is in them and nothing went through it.

    Asked once, on a site that has no roles yet: a group of that name made later is somebody's own.
    """
    unused = Group.objects.filter(name__in=["Editors", "Moderators"], user__isnull=True)
    dropped = sorted(unused.values_list("name", flat=True))
    if "Moderators" in dropped and not WorkflowState.objects.exists():
        for task in GroupApprovalTask.objects.filter(groups__name="Moderators"):
            Workflow.objects.filter(workflow_tasks__task=task).delete()
            task.delete()
    Group.objects.filter(name__in=dropped).delete()
    return dropped


def ensure_roles_on_new_front_page(sender: type[Page], instance: HomePage, created: bool, **kwargs: object) -> None:
    """A new language's front page gets the roles' permissions and the review at once."""
    if created and not kwargs.get("raw") and Group.objects.filter(name=CHIEF).exists():
        ensure_roles()
