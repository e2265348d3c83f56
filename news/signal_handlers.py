"""What news does when something happens elsewhere; registered from `ready()`."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from wagtail.models import Page
from wagtail.signals import post_page_move, task_approved, task_rejected

from news.middleware import note_decision
from news.models.column import ColumnEntryPage
from news.models.story import StoryPage
from news.publication import SAVED_AS_WHAT_IT_IS


def number_entry_in_its_new_column(
    sender: Any, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """A live entry moved to another column takes a number there; the one it had stays taken."""
    if parent_page_before == parent_page_after:
        return
    entry = ColumnEntryPage.objects.filter(pk=instance.pk, live=True).first()
    if entry:
        entry.issue_number = entry.held_number()
        entry.save(update_fields=["issue_number"])


#: What readers see of a page that Wagtail's own model holds.
SHOWN_OF_A_PAGE = ("live", "title", "slug", "seo_title", "search_description")


def refuse_unspecific_publication(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A story turned live or changed as a bare Page would pass no gate, take no number and enter no archive."""
    if not instance.pk or not instance.live or not issubclass(instance.specific_class or Page, StoryPage):
        return
    stored = Page.objects.filter(pk=instance.pk).values(*SHOWN_OF_A_PAGE).first() or {}
    saved = kwargs.get("update_fields") or SHOWN_OF_A_PAGE
    if any(getattr(instance, name) != value for name, value in stored.items() if name in saved):
        raise TypeError(SAVED_AS_WHAT_IT_IS)


def register_signal_handlers() -> None:
    pre_save.connect(refuse_unspecific_publication, sender=Page, dispatch_uid="news.refuse_unspecific_publication")
    for decided in (task_approved, task_rejected):
        decided.connect(note_decision, dispatch_uid="news.note_decision")
    post_page_move.connect(number_entry_in_its_new_column, dispatch_uid="news.number_entry_in_its_new_column")
