"""What is saved is found: the index follows objects in the transaction that saves them.

modelsearch indexes in `post_save`, when the rows of a page or record are not written yet. Here objects that are saved
with their rows are indexed once, when all of them stand (core.gathering), others at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Page
from wagtail.signals import post_page_move

from core.gathering import saved_together, waiting
from core.registry.merged import with_merged
from core.registry.models import Award, Conferral, Organisation, Person
from media.models import Photo
from news.models import ProfilePage, SectionPage, StoryPage
from news.models.links import StorySection
from search import names
from search.indexing import RECORDS, index_saved, remove, root_label
from search.jobs import index_award, index_below, index_profiles_of, index_stories


def index_gathered(sender: Any, instances: Iterable[Model], **kwargs: Any) -> None:
    saved = list(instances)
    index_saved(saved)
    index_about(Person, {record.resolved().pk for record in saved if isinstance(record, Person)})
    index_about(Organisation, {record.resolved().pk for record in saved if isinstance(record, Organisation)})


def index_about(model: type[Person] | type[Organisation], keys: set[int]) -> None:
    """Honours of a record, and of what was merged into it, have ranks: facets of the profiles about it."""
    if not keys:
        return
    name = "person" if model is Person else "organisation"
    about = ProfilePage.objects.filter(**{f"{name}__in": with_merged(model, keys)})
    for key in about.values_list(f"{name}_id", flat=True).distinct():
        arguments = {"person_id": None, "organisation_id": None} | {f"{name}_id": key}
        index_profiles_of.enqueue(key=f"{arguments['person_id']}:{arguments['organisation_id']}", **arguments)


def index_alone(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and waiting() is None:
        index_saved(sender._default_manager.filter(pk=instance.pk))


def index_renamed(sender: Any, instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """As for a move: a slug is a facet of what stands below. Wagtail tells of a new one only when it is published."""
    if raw or isinstance(instance, StoryPage) or instance.pk is None:
        return
    if Page.objects.filter(pk=instance.pk).exclude(slug=instance.slug).exists():
        index_below.enqueue(key=str(instance.pk), page_id=instance.pk)


def index_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page's section is among the facets of what stands below it, and of itself."""
    index_below.enqueue(key=str(instance.pk), page_id=instance.pk)


def index_honoured(sender: Any, instance: Conferral, **kwargs: Any) -> None:
    """An honour's rank is a facet of the profiles of whoever received it."""
    if instance.person_id or instance.organisation_id:
        person, unit = instance.person_id, instance.organisation_id
        index_profiles_of.enqueue(key=f"{person}:{unit}", person_id=person, organisation_id=unit)


def index_ranked(sender: Any, instance: Award, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """An award's rank is a facet of the stories that name it, and of the profiles of whoever received it."""
    if not created and not raw:
        index_award.enqueue(key=str(instance.pk), award_id=instance.pk)


def index_left(sender: Any, instance: Photo | SectionPage, **kwargs: Any) -> None:
    """A story whose lead photo or further section is deleted loses it without being saved."""
    if isinstance(instance, Photo):
        stories = StoryPage.objects.filter(lead_photo=instance.pk).values_list("pk", flat=True)
    else:
        stories = StorySection.objects.filter(section=instance.pk).values_list("story", flat=True)
    if keys := list(stories):
        index_stories.enqueue(key=f"{root_label(type(instance))}:{instance.pk}", stories=keys)


def forget(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    remove([(root_label(sender), instance.pk)])


def connect() -> None:
    """In place of modelsearch's own handlers."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)
        post_save.connect(index_alone, sender=model, dispatch_uid=f"search.index.{model._meta.label}")
        post_delete.disconnect(post_delete_signal_handler, sender=model)
        if issubclass(model, Page):
            pre_save.connect(index_renamed, sender=model, dispatch_uid=f"search.renamed.{model._meta.label}")
    for model in (*get_indexed_models(), *RECORDS):
        post_delete.connect(forget, sender=model, dispatch_uid=f"search.forget.{model._meta.label}")
    for left in (Photo, SectionPage):
        pre_delete.connect(index_left, sender=left, dispatch_uid=f"search.left.{left._meta.label}")
    saved_together.connect(index_gathered, dispatch_uid="search.index_gathered")
    post_page_move.connect(index_moved, dispatch_uid="search.index_moved")
    post_save.connect(index_ranked, sender=Award, dispatch_uid="search.index_ranked")
    post_save.connect(index_honoured, sender=Conferral, dispatch_uid="search.index_honoured")
    post_delete.connect(index_honoured, sender=Conferral, dispatch_uid="search.index_unhonoured")
    names.connect()


def disconnect() -> None:
    """For tests, which do without an index but where they ask for one."""
    for model in get_indexed_models():
        post_save.disconnect(sender=model, dispatch_uid=f"search.index.{model._meta.label}")
        pre_save.disconnect(sender=model, dispatch_uid=f"search.renamed.{model._meta.label}")
    for model in (*get_indexed_models(), *RECORDS):
        post_delete.disconnect(sender=model, dispatch_uid=f"search.forget.{model._meta.label}")
    for left in (Photo, SectionPage):
        pre_delete.disconnect(sender=left, dispatch_uid=f"search.left.{left._meta.label}")
    saved_together.disconnect(dispatch_uid="search.index_gathered")
    post_page_move.disconnect(dispatch_uid="search.index_moved")
    post_save.disconnect(sender=Award, dispatch_uid="search.index_ranked")
    for signal, name in ((post_save, "honoured"), (post_delete, "unhonoured")):
        signal.disconnect(sender=Conferral, dispatch_uid=f"search.index_{name}")
    names.disconnect()
