"""A story becomes one of another type: the same page, number, address, history and translations, another form.

Wagtail has no such action. A type is a table of its own beside those of the page and the story (multi-table
inheritance): its row goes, the new type's comes, and whatever points at the page by its type is pointed anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models, router, transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations, model_from_serializable_data
from wagtail.actions.move_page import MovePageAction
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState
from wagtail.search import index
from wagtail.signals import page_published
from wagtail_localize.models import TranslationSource

from core.gathering import gathered
from core.languages.conversion import TRADITIONAL
from core.languages.following import (
    FollowingFailed,
    is_covered,
    is_detached,
    is_followed,
    room_below,
    source_of,
    take_down,
)
from news.models import (
    ColumnEntryPage,
    FeaturePage,
    NoticePage,
    PhotoStoryPage,
    ProfilePage,
    StoryIdentity,
    StoryPage,
)
from news.publication import refuse_unless_publishable
from news.services import NewsError, withdrawable

#: The types that a story can change between.
TYPES: tuple[type[StoryPage], ...] = (FeaturePage, ProfilePage, PhotoStoryPage, NoticePage, ColumnEntryPage)
ACTION = "news.change_type"

#: Values of a type's own fields and child rows, as a revision holds them.
Own = dict[str, Any]


@dataclass(frozen=True)
class Loss:
    """Something that the story says and the new type has no place for: what it is called, and what it says."""

    label: str
    text: str


# What can be done -----------------------------------------------------------------------------------------------------
def languages_of(story: StoryPage) -> list[StoryPage]:
    """The story's page in each language, the given one first."""
    pages = StoryPage.objects.filter(number=story.number).select_related("locale").specific()
    return sorted(pages, key=lambda page: (page.pk != story.pk, page.pk))


def aliases_of(pages: Iterable[StoryPage]) -> list[StoryPage]:
    """The pages that repeat these in the same language elsewhere; they have numbers of their own."""
    found: dict[int, StoryPage] = {}
    level = {page.pk for page in pages}
    known = set(level)
    while level:
        aliases = StoryPage.objects.filter(alias_of__in=level).exclude(pk__in=known).select_related("locale").specific()
        found.update((alias.pk, alias) for alias in aliases)
        level = {alias.pk for alias in aliases}
        known |= level
    return list(found.values())


def stays(page: StoryPage, to: type[StoryPage]) -> bool:
    """Whether a story of type `to` may stand where `page` stands."""
    return bool(to.can_exist_under(page.get_parent()))


def places_for(story: StoryPage, to: type[StoryPage], user: Any) -> list[Page]:
    """The pages of the story's language under which `user` may put it as one of type `to`, in the order of the tree."""
    found: list[Page] = []
    for model in to.allowed_parent_page_models():
        found += model.objects.filter(locale=story.locale_id)
    return sorted((place for place in found if takes(place, story, user)), key=lambda place: place.path)


def takes(place: Page, story: StoryPage, user: Any) -> bool:
    if user is None:
        return True
    permissions = place.permissions_for_user(user)
    return bool(permissions.can_add_subpage() and (not story.live or permissions.can_publish_subpage()))


def follows(page: StoryPage) -> bool:
    """Is it a traditional copy that follows its source by itself, or did until it was taken down?

    It asks for nobody's permission, and room is made for it. One that editors ordered where no switch is on is theirs.
    """
    if page.locale.language_code != TRADITIONAL or is_detached(page.translation_key):
        return False
    was_taken_down = page.first_published_at and not page.live and not page.approved_schedule
    source = source_of(page.translation_key)
    return source is not None and bool(was_taken_down or is_followed(source))


def losses(story: StoryPage, to: type[StoryPage]) -> list[Loss]:
    """What the story's newest text says in fields that type `to` does not have. It is kept for the way back."""
    newest = story.get_latest_revision_as_object()
    names = [name for name in in_order(type(newest)) if name not in to.own_names()]
    return [loss for name in names if (loss := loss_of(newest, name)).text]


def in_order(page_type: type[StoryPage]) -> list[str]:
    """The type's own fields as they were declared, then its rows."""
    fields = [field.name for field in page_type._meta.local_fields]
    own = page_type.own_names()
    return [name for name in fields if name in own] + sorted(own - set(fields))


def loss_of(story: StoryPage, name: str) -> Loss:
    field = type(story)._meta.get_field(name)
    if isinstance(field, models.ManyToOneRel):
        rows = getattr(story, name).all()
        return Loss(str(field.related_model._meta.verbose_name), "；".join(map(str, rows)))
    value = getattr(story, name)
    if value == field.get_default():
        return Loss(str(field.verbose_name), "")
    display = getattr(story, f"get_{name}_display", None)
    return Loss(str(field.verbose_name), str(display() if display else value))


def kept_values(story: StoryPage, to: type[StoryPage]) -> Own:
    """What the story's newest text said in the fields of type `to` when it last was of that type."""
    kept = last_kept(story.pk, to)
    return kept["draft"] if kept else {}


def left_place(story: StoryPage, to: type[StoryPage]) -> int | None:
    """Key of the page under which the story stood when it last was of type `to`."""
    kept = last_kept(story.pk, to)
    return kept["parent"] if kept else None


def last_kept(pk: int, page_type: type[StoryPage]) -> dict[str, Any] | None:
    """What was kept of a page when it last ceased to be of this type: `row`, `draft`, `parent`."""
    entries = PageLogEntry.objects.filter(page=pk, action=ACTION).order_by("-timestamp", "-pk")
    return next((entry.data for entry in entries if entry.data["from"] == page_type._meta.model_name), None)


def reasons_against(
    pages: list[StoryPage], aliases: list[StoryPage], to: type[StoryPage], parent: Page | None, user: Any
) -> Iterable[str]:
    """Why the change cannot be made, for an editor to act on. `pages`: the story in each of its languages."""
    if type(pages[0]) is to:
        yield _("这篇稿件已经是“%(type)s”。") % {"type": to._meta.verbose_name}
        return
    for page in pages:
        if page is not pages[0] and follows(page):
            continue
        yield from reasons_of_state(page, user)
        if stays(page, to):
            continue
        if parent is None:
            yield _("“%(type)s”不能放在现在的栏目里，请选择放到哪里。") % {"type": to._meta.verbose_name}
            return
        yield from reasons_of_place(page, to, parent, user)
    for alias in aliases:
        if not stays(alias, to):
            yield _("“%(place)s”里有这篇稿件的别名页，“%(type)s”不能放在那里：请先删除别名页。") % {
                "place": alias.get_parent().title,
                "type": to._meta.verbose_name,
            }


def reasons_of_state(page: StoryPage, user: Any) -> Iterable[str]:
    """What stands against changing the page, wherever it goes: its schedule, its lock, what `user` may do."""
    language = page.locale.get_display_name()
    permissions = page.permissions_for_user(user) if user else None
    if page.approved_schedule:
        yield _("%(language)s版已排定时发布，请先取消定时。") % {"language": language}
    elif permissions and permissions.page_locked():
        yield _("%(language)s版已锁定，请先解锁。") % {"language": language}
    if permissions and not (permissions.can_edit() and (not page.live or permissions.can_publish())):
        yield _("您没有修改%(language)s版的权限。") % {"language": language}


def reasons_of_place(page: StoryPage, to: type[StoryPage], parent: Page, user: Any) -> Iterable[str]:
    """Why the page, which cannot stay, cannot go under `parent` in its own language."""
    place = destination(page, parent)
    if place is None:
        yield _("“%(place)s”还没有%(language)s版，请先翻译这个栏目。") % {
            "place": parent.title,
            "language": page.locale.get_display_name(),
        }
    elif not to.can_exist_under(place):
        yield _("“%(type)s”不能放在“%(place)s”里。") % {"type": to._meta.verbose_name, "place": place.title}
    elif not takes(place, page, user):
        yield _("您没有在“%(place)s”里%(action)s的权限。") % {
            "place": place.title,
            "action": _("发布") if page.live else _("写稿"),
        }


def destination(page: StoryPage, parent: Page | None) -> Page | None:
    """`parent` in the page's own language; None when it has not been translated."""
    if parent is None or parent.locale_id == page.locale_id:
        return parent
    return parent.get_translation_or_none(page.locale)


def make_room(pages: Iterable[StoryPage], to: type[StoryPage], parent: Page | None) -> bool:
    """See to it that a traditional copy which follows can go where its source goes. False when nothing was to be done.

    Where the traditional edition does not follow, the copy is taken down; its page and all that people wrote stay.
    Raises NewsError.
    """
    copy = next((page for page in pages if follows(page) and not stays(page, to)), None)
    if copy is None:
        return False
    source = source_of(copy.translation_key)
    place = destination(source, parent) if source else None
    assert source is not None  # it follows one
    assert place is not None  # `reasons_against` asked
    try:
        room_below(place)
    except FollowingFailed as failure:
        raise NewsError(str(failure)) from failure
    if not is_covered(place):
        take_down(copy, source)
    return True


# The change -----------------------------------------------------------------------------------------------------------
@transaction.atomic
@gathered()
def change_type(
    *,
    story: StoryPage,
    to: type[StoryPage],
    user: Any,
    parent: Page | None = None,
    values: Mapping[str, Any] | None = None,
) -> StoryPage:
    """Make a story one of type `to`, in all its languages and with its aliases, and return it in its new form.

    It stays where it is when the tree allows; else it goes under `parent`, each language under that page's translation,
    and the old addresses lead to the new ones. `values` fill fields of the new type, by name. What the new type cannot
    hold is kept in the log, and comes back when the story is changed back. A live story stays live. A traditional copy
    that follows its source goes along, and is taken down where the traditional edition does not follow.

    Raises NewsError when it cannot be done, PublicationRefused when the story is live and could not be published as
    what it becomes; nothing is changed then.
    """
    story = withdrawable(story)
    StoryIdentity.objects.select_for_update().get(number=story.assigned_number)
    hold(story)
    pages = languages_of(story)
    aliases = aliases_of(pages)
    if reasons := list(reasons_against(pages, aliases, to, parent, user)):
        raise NewsError(" ".join(dict.fromkeys(reasons)))
    if make_room(pages, to, parent):
        pages = languages_of(story)  # the tree may be another now
        aliases = aliases_of(pages)
    changed = []
    for page in (*pages, *aliases):
        place = page.get_parent() if stays(page, to) else destination(page, parent)
        assert place is not None  # asked, or made
        changed.append((page, change_page(page, to, place, values or {}, user)))
    # After all gates: an engine outside the database takes nothing back.
    for before, page in changed:
        index.remove_object(before)
        index.insert_or_update_object(page)
        if page.live:
            page_published.send(sender=to, instance=page, revision=page.live_revision)
    return changed[0][1]


def hold(story: StoryPage) -> None:
    """Lock the rows of the story's pages for the rest of the transaction: nobody saves them meanwhile."""
    own = StoryPage.objects.filter(number=story.assigned_number).values("pk")
    list(Page.objects.select_for_update().filter(pk__in=own).values_list("pk"))


def change_page(page: StoryPage, to: type[StoryPage], place: Page, values: Mapping[str, Any], user: Any) -> StoryPage:
    """One page of the story, with its draft if there is one, to stand under `place`."""
    parent = page.get_parent()
    kept = {"row": own_data(page), "draft": own_data(page.get_latest_revision_as_object()), "parent": parent.pk}
    former = last_kept(page.pk, to)
    replace_row(page, to)
    if place.pk != parent.pk:
        fresh = Page.objects.get(pk=place.pk)  # moving needs the tree as it now is
        MovePageAction(to.objects.get(pk=page.pk), fresh, pos="last-child", user=user).execute(
            skip_permission_checks=True
        )
    story = to.objects.get(pk=page.pk)
    if former and issubclass(to, ColumnEntryPage) and former["parent"] != place.pk:
        former = None  # a number of one column means nothing in another
    fill(story, former["row"] if former else {}, values)
    if story.live:
        refuse_unless_publishable(story)
    story.save(clean=False)
    revision = carry_draft(story, former["draft"] if former else {}, values, user)
    renew_segments(story)
    ReferenceIndex.create_or_update_for_object(story)
    log(
        instance=story,
        action=ACTION,
        user=user,
        revision=revision,
        content_changed=True,
        data={"from": page._meta.model_name, "to": to._meta.model_name, **kept},
    )
    return story


def replace_row(page: StoryPage, to: type[StoryPage]) -> None:
    """The row of the page's own type goes, one of type `to` comes; what names the page with its type follows."""
    left, content_type = type(page), ContentType.objects.get_for_model(to)
    ReferenceIndex.remove_for_object(page)
    for relation in own_relations(left):
        relation.related_model._base_manager.filter(**{relation.field.name: page.pk}).delete()
    # Neither Page.delete() nor Django's own keep_parents, which would take the revisions with it.
    left._base_manager.filter(pk=page.pk)._raw_delete(router.db_for_write(left))
    Page.objects.filter(pk=page.pk).update(content_type=content_type)
    shared = StoryPage.objects.get(pk=page.pk)
    columns = {field.attname: getattr(shared, field.attname) for field in StoryPage._meta.concrete_fields}
    bare = to(**columns, **{to._meta.pk.attname: page.pk})
    bare.save_base(raw=True, force_insert=True)  # the parents' rows are there
    ours = {"base_content_type": page.get_base_content_type(), "object_id": str(page.pk)}
    Revision.objects.filter(**ours).update(content_type=content_type)
    WorkflowState.objects.filter(**ours).update(content_type=content_type)
    PageLogEntry.objects.filter(page=page.pk).update(content_type=content_type)


def renew_segments(story: StoryPage) -> None:
    """What translators work on is of the new form, its text as they have it: nothing is brought up to date by this.

    A segment of a field that the type lacks would stop wagtail-localize at the next saving.
    """
    for source in TranslationSource.objects.filter(object_id=story.translation_key, locale=story.locale_id):
        source.specific_content_type = ContentType.objects.get_for_model(story)
        source.save(update_fields=["specific_content_type"])
        source.refresh_segments()


def carry_draft(story: StoryPage, own: Own, values: Mapping[str, Any], user: Any) -> Revision | None:
    """The newest draft as a revision in the new form; the revision that is live is succeeded by it where it was newest.

    An alias and a page without revisions have none.
    """
    newest = story.get_latest_revision()
    if newest is None or story.alias_of_id:
        return None
    draft = newest.as_object()
    fill(draft, own, values)
    revision = draft.save_revision(user=user, changed=False, clean=False)
    if story.live_revision_id == newest.pk:
        story.live_revision = revision
        story.save(update_fields=["live_revision"])
    waiting = TaskState.objects.filter(revision=newest, status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision=revision)
    story.latest_revision = revision
    return revision


# A type's own values --------------------------------------------------------------------------------------------------
def own_relations(page_type: type[StoryPage]) -> list[Any]:
    names = page_type.own_names()
    return [relation for relation in get_all_child_relations(page_type) if relation.get_accessor_name() in names]


def own_data(story: StoryPage) -> Own:
    """What the story says in its type's own fields and child rows."""
    names = type(story).own_names()
    return {name: value for name, value in story.serializable_data().items() if name in names}


def fill(story: StoryPage, own: Own, values: Mapping[str, Any]) -> None:
    """Put what was kept, then what an editor gave, into the fields of the story's type. Saves nothing."""
    for relation in own_relations(type(story)):
        rows = own.get(relation.get_accessor_name())
        if rows is not None:
            # Each a new row: the ones that they are copies of are gone.
            children = [model_from_serializable_data(relation.related_model, {**row, "pk": None}) for row in rows]
            setattr(story, relation.get_accessor_name(), children)
    for name in type(story).own_names() & own.keys():
        put(story, name, own[name])
    for name, value in values.items():
        setattr(story, name, value)
    if isinstance(story, ColumnEntryPage):
        story.issue_number = story.held_number() or story.issue_number


def put(story: StoryPage, name: str, value: Any) -> None:
    """One field from its stored form; a record that has been deleted since is left out."""
    try:
        field = story._meta.get_field(name)
    except FieldDoesNotExist:
        return
    if isinstance(field, models.ForeignKey):
        records = field.related_model._default_manager
        setattr(story, field.attname, value if records.filter(pk=value).exists() else None)
    elif isinstance(field, models.Field):
        setattr(story, name, field.to_python(value))
