"""What the screens of docs/admin-screens.md are about: accounts, stories in every state, records, a translation.

Made once in a running demo site: `manage.py shell -c "from tests.e2e.admin_world import prepare; prepare()"` prints it
as JSON: `places` are the words in braces that stand in the list's addresses, `accounts` maps a role to its name.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, Locale, Page, Task, Workflow

from core.jobs.models import Job
from core.languages.models import GlossaryTerm, ProtectedName, TraditionalChinese
from core.models import RollImport
from core.registry.models import Organisation, Person, Topic
from core.registry.rolls.services import confirm_roll, start_import
from home.models import StandardPage
from home.newsroom import Newsroom, build_newsroom
from home.roles import ADMINISTRATOR, CHIEF, EDITOR, REVIEW, ensure_roles
from news.models import ColumnEntryPage, ColumnPage, NoticePage, PhotoStoryPage, ProfilePage, SectionPage
from tests.factories.records import organisation
from tests.factories.stories import PENDING, story
from tests.home.role_world import World

#: Of the accounts made here; the site under test listens on this machine alone.
PASSWORD = "三人行必有我师焉"
ACCOUNTS = {CHIEF: "尤总编", EDITOR: "同事甲", ADMINISTRATOR: "管站长"}


@transaction.atomic
def prepare() -> None:
    """Make what is missing of the world and print it."""
    newsroom = build_newsroom()
    ensure_roles()
    people = {role: account(name, role) for role, name in ACCOUNTS.items()}
    world = World(
        newsroom=newsroom,
        section=SectionPage.objects.get(slug="yaowen", locale=newsroom.home.locale),
        column=ColumnPage.objects.filter(locale=newsroom.home.locale).earliest("path"),
        user=people[CHIEF],
    )
    world.colleague = people[EDITOR]
    hant = Locale.objects.get(language_code="zh-hant")
    for page in (newsroom.home, world.section):
        if not page.has_translation(hant):
            page.copy_for_translation(hant).save_revision().publish()
    places = {name: str(key) for name, key in keys(world, newsroom).items()}
    print(json.dumps({"places": places, "accounts": ACCOUNTS, "password": PASSWORD}))


def account(name: str, role: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, "", PASSWORD, first_name=name)
        user.groups.add(Group.objects.get(name=role))
    return user


def keys(world: World, newsroom: Newsroom) -> dict[str, Any]:
    """Primary keys by the names that the list uses."""
    rows = {
        "home": newsroom.home,
        "site": newsroom.site,
        "root": Page.get_first_root_node(),
        "hant": Locale.objects.get(language_code="zh-hant"),
        "standard": StandardPage.objects.earliest("pk"),
        "photo_story": PhotoStoryPage.objects.filter(live=True).earliest("pk"),
        "entry": ColumnEntryPage.objects.filter(live=True).earliest("pk"),
        "person": Person.objects.filter(public_page=True).earliest("pk"),
        "organisation": Organisation.objects.earliest("pk"),
        "topic": Topic.objects.earliest("pk"),
        **{name: world.records[name] for name in ("place", "event", "award", "conferralround", "conferral", "outlet")},
        "other_organisation": organisation("江北市总工会"),
        "merged": world.merged_person,
        "waiting": world.waiting_roll,
        "imported": imported_roll(world),
        "profile": ProfilePage.objects.filter(live=True).earliest("pk"),
        "notice": NoticePage.objects.filter(live=True).earliest("pk"),
        # Chinese, as everything on the screens that is not the product's own text.
        "term": GlossaryTerm.objects.create(source="劳动模范", target="勞模"),
        "name": ProtectedName.objects.create(text="刘里"),
        "wording": TraditionalChinese.load(),
        "search_word": world.search_words,
        "remark": world.remark,
        "synonyms": world.search_synonyms,
        "promoted": world.promoted,
        "job": Job.objects.earliest("pk"),
        "review": Workflow.objects.get(name=REVIEW),
        "task": Task.objects.earliest("pk"),
        "group": Group.objects.get(name=EDITOR),
        "me": world.user,
        "blocked": story(world.section, live=False, owner=world.user, title="还差一张图", body=[PENDING]),
        "scheduled": scheduled(world),
    }
    for name in (
        *("section", "column", "own", "draft", "live", "locked", "submitted", "translated_draft"),
        *("translation", "photo", "document", "redirect", "collection", "colleague"),
        *("profiles", "notices", "campaign", "translated_home"),
    ):
        rows[name] = getattr(world, name)
    give_history(world)
    found = {name: row.pk for name, row in rows.items()}
    source = world.translation.source
    return found | {
        "translated": source.get_translated_instance(world.translation.target_locale).pk,
        "source": source.pk,
        "first_revision": world.live.revisions.earliest("pk").pk,
        "scheduled_revision": rows["scheduled"].scheduled_revision.pk,
        "workflow_state": world.submitted.current_workflow_state.pk,
        "submitted_task": world.task_state(world.submitted).pk,
        "submitted_step": world.task_state(world.submitted).task_id,
    }


def imported_roll(world: World) -> RollImport:
    """A list that was brought in, beside the one that waits."""
    roll = start_import(table=[["姓名", "单位"], ["沈巧云", "东海造船厂"]], file_name="", user=world.user)
    roll.award, roll.year = world.records["award"], 2023
    roll.save()
    confirm_roll(roll=roll, user=world.user)
    return roll


def scheduled(world: World) -> Any:
    """A story whose hour has yet to come."""
    page = story(world.section, live=False, owner=world.user, title="明天见报的稿件")
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision(user=world.user).publish(user=world.user)
    return page


def give_history(world: World) -> None:
    """A live story with a changed draft, a comment, and both in the log of what was done."""
    page = world.live.specific
    page.title = "夜班岗位上的两碗热汤"
    Comment.objects.create(page=page, user=world.colleague, text="标题里的数字要核一遍", contentpath="title")
    page.save_revision(user=world.colleague, log_action=True)
