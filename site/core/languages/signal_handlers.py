"""When the traditional edition has to follow; registered from `ready()`. Jobs go into the caller's transaction."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.signals import post_page_move
from wagtail_localize.models import Translation

from core.languages import jobs
from core.languages.conversion import TRADITIONAL, forget_conversion
from core.languages.following import (
    begin_converted,
    holds_a_switch,
    is_covered,
    is_detached,
    is_followed,
    may_follow,
    source_of,
    was_taken_down,
)
from core.languages.memory import fill_from_memory
from core.languages.models import GlossaryTerm, ProtectedName, TraditionalChinese
from core.models.base_page import HOME_DEPTH, HOUSEKEEPING, lineage_of
from core.models.structure_page import StructurePage
from core.registry.models.record import RecordName

SWITCH = "follows_in_traditional"


def note_a_turned_switch(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Before a page of the structure is saved: whether its switch differs from what the database has."""
    fields = kwargs.get("update_fields")
    if raw or not isinstance(instance, StructurePage) or not (fields is None or SWITCH in fields):
        return
    stored = sender._default_manager.filter(pk=instance.pk).values_list(SWITCH, flat=True).first()
    instance._switch_was_turned = bool(stored) != instance.follows_in_traditional


def follow_a_saved_page(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A page went live, changed while live, or is live no longer, in whatever way."""
    fields = kwargs.get("update_fields")
    if raw or not isinstance(instance, Page) or (fields is not None and HOUSEKEEPING.issuperset(fields)):
        return
    if instance.__dict__.pop("_switch_was_turned", False) and may_follow(instance):
        jobs.follow_below.enqueue(key=str(instance.pk), page_id=instance.pk)
    elif may_follow(instance) and (instance.live or copies_of(instance).live().exists()) and is_followed(instance):
        request_page(instance)


def copies_of(page: Page) -> PageQuerySet:
    return Page.objects.filter(translation_key=page.translation_key, locale__language_code=TRADITIONAL)


def request_page(page: Page) -> None:
    key = str(page.translation_key)
    jobs.follow_page.enqueue(key=key, page_key=key)


def follow_a_moved_page(
    sender: Any, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """A page was moved, or took another place among its siblings; it may have left what follows or come into it."""
    page, left = Page.objects.get(pk=instance.pk), Page.objects.get(pk=parent_page_before.pk)
    if not may_follow(page) or not (is_followed(page) or is_covered(left)):
        return
    if page.is_leaf() or left.pk == parent_page_after.pk:
        request_page(page)
    else:
        jobs.follow_below.enqueue(key=str(page.pk), page_id=page.pk)
    if left.pk != parent_page_after.pk and holds_a_switch(page):
        request_pages_from(left)


def request_pages_from(page: Page) -> None:
    """A page and those above it: what they followed for may be gone."""
    for above in (page, *lineage_of(page)):
        if above.depth >= HOME_DEPTH:
            request_page(above)


def follow_a_deleted_page(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Asked while the page is still there: a copy goes with it that follows, or did until it was taken down. Any other
    stays; it was detached, or made by hand.
    """
    if not isinstance(instance, Page) or type(instance) is not Page or not may_follow(instance):
        return  # once a page, not once a table
    key = instance.translation_key
    copies = list(copies_of(instance))
    if copies and not is_detached(key) and (is_followed(instance) or any(map(was_taken_down, copies))):
        jobs.remove_page.enqueue(key=str(key), page_key=str(key))
    if holds_a_switch(instance) and instance.depth > HOME_DEPTH:
        request_pages_from(instance.get_parent())


def follow_a_restriction(sender: type[Model], instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()  # gone, when it was deleted with its restriction
    if page is not None and may_follow(page) and is_followed(page):
        request_page(page)


def follow_the_groups_of_a_restriction(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    if isinstance(instance, PageViewRestriction) and action.startswith("post_"):
        follow_a_restriction(PageViewRestriction, instance)


def follow_a_translation(sender: type[Model], instance: Translation, created: bool = False, **kwargs: Any) -> None:
    """A detached copy follows again; a new translation begins with what the newsroom has translated before, one into
    traditional characters, where none follows by itself, with the converted text.
    """
    if instance.source.locale.language_code != settings.LANGUAGE_CODE:
        return
    if instance.target_locale.language_code != TRADITIONAL:
        if created:
            fill_from_memory(translation=instance)
        return
    page = source_of(instance.source.object_id) if instance.enabled else None
    if page is None or is_followed(page) == created:
        return  # who makes the copy of a page that follows converts it as well
    if created:
        begin_converted(translation=instance)
    else:
        request_page(page)


def note_a_changed_name(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Before a name is saved: how it stands in the database."""
    if isinstance(instance, ProtectedName | RecordName):
        instance._stored = sender._default_manager.filter(pk=instance.pk).first()  # type: ignore[union-attr]


def convert_a_name_again(sender: type[Model], instance: ProtectedName, **kwargs: Any) -> None:
    forget_conversion()
    stored = instance.__dict__.pop("_stored", None)
    for text in {instance.text, stored.text if stored else instance.text}:
        jobs.convert_again.enqueue(key=text, text=text)


def convert_a_records_name_again(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """What a record is called in traditional characters was written, changed or deleted."""
    if not isinstance(instance, RecordName):
        return
    stored = instance.__dict__.pop("_stored", None)
    names = [row.name if row and row.language == TRADITIONAL else "" for row in (stored, instance)]
    if names[0] != names[1]:
        text = getattr(instance, instance.record_field().name).name
        jobs.convert_again.enqueue(key=text, text=text)


def convert_everything_again(sender: type[Model], instance: TraditionalChinese, **kwargs: Any) -> None:
    forget_conversion()
    jobs.convert_again.enqueue(key="*", text="")


def register_signal_handlers() -> None:
    for signal, handler, sender in (
        (pre_save, note_a_turned_switch, None),
        (post_save, follow_a_saved_page, None),
        (post_page_move, follow_a_moved_page, None),
        (pre_delete, follow_a_deleted_page, None),
        (post_save, follow_a_restriction, PageViewRestriction),
        (post_delete, follow_a_restriction, PageViewRestriction),
        (m2m_changed, follow_the_groups_of_a_restriction, PageViewRestriction.groups.through),
        (post_save, follow_a_translation, Translation),
        (pre_save, note_a_changed_name, None),
        (post_save, convert_a_name_again, ProtectedName),
        (post_delete, convert_a_name_again, ProtectedName),
        (post_save, convert_a_records_name_again, None),
        (post_delete, convert_a_records_name_again, None),
        (post_save, convert_everything_again, TraditionalChinese),
        (post_save, forget_conversion, GlossaryTerm),
        (post_delete, forget_conversion, GlossaryTerm),
    ):
        signal.connect(handler, sender=sender, dispatch_uid=f"core.languages.{handler.__name__}.{signal}")
