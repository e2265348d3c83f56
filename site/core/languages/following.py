"""The traditional edition follows its source by itself: what one page's copy should be, made so.

A page follows when the switch is on at it or at any page above it; the pages above a switch follow as well, since the
copies below need them. Whoever stops the translation of a copy detaches it, and it is left alone from then on; so is a
translation that editors have ordered where no switch is on.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, ReferenceIndex, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationLog, TranslationSource

from core.chinese.surnames import surname_of
from core.chinese.traditional import HAN, Conversion, name_in_traditional
from core.gathering import gathered
from core.languages.conversion import TRADITIONAL, load_conversion
from core.models.base_page import HOME_DEPTH, lineage_of
from core.models.structure_page import StructurePage
from core.refusal import PublicationNotAllowed
from core.registry.models import RegistryRecord

#: What stands in the history of a segment that was converted.
TOOL = "OpenCC"
#: What a unit's name ends in; such a byline is no person's name.
UNIT = re.compile(r"[部处组会社室队办局院厂科站]$")
ONE = HAN.pattern.removesuffix("+")
#: A name as bylines print it: one of two characters is often set as wide as one of three, with a blank inside.
PRINTED_NAME = re.compile(rf"(?<!{ONE}){ONE}[ \u3000]+{ONE}(?!{ONE})|{HAN.pattern}")


class FollowingFailed(Exception):
    """A copy cannot be what its source is, and another attempt would fail too. Its text, in Chinese, says why."""


# Who follows --------------------------------------------------------------------------------------------------------
@cache
def structure_models() -> tuple[type[StructurePage], ...]:
    return tuple(model for model in apps.get_models() if issubclass(model, StructurePage))


def switched_on() -> list[str]:
    """Tree paths of the pages of the source language whose switch is on. One query."""
    first, *others = (
        model._default_manager.filter(follows_in_traditional=True, locale__language_code=settings.LANGUAGE_CODE)
        .order_by()
        .values_list("path", flat=True)
        for model in structure_models()
    )
    return list(first.union(*others))


def is_covered(page: Page) -> bool:
    """Is the switch on at the page or above it?"""
    return any(page.path.startswith(on) for on in switched_on())


def is_followed(page: Page) -> bool:
    """Should the page have a copy: is it covered, or does a covered page stand below it?"""
    return is_on_the_way(page.path, switched_on())


def is_on_the_way(path: str, switches: list[str]) -> bool:
    return any(path.startswith(on) or on.startswith(path) for on in switches)


def keys_of_followed(pages: QuerySet[Page]) -> list[uuid.UUID]:
    """Translation keys of those of the pages that should have a copy, in the order of the tree. Two queries."""
    return keys_by_following(pages)[0]


def keys_by_following(pages: QuerySet[Page]) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Translation keys of the pages that should have a copy, and of the others, in the order of the tree. Two queries.

    `pages`: pages of the source language.
    """
    switches = switched_on()
    following: list[uuid.UUID] = []
    others: list[uuid.UUID] = []
    for key, path in pages.order_by("path").values_list("translation_key", "path"):
        (following if is_on_the_way(path, switches) else others).append(key)
    return following, others


def holds_a_switch(page: Page) -> bool:
    """Is the switch on at the page or below it, so that the pages above it follow?"""
    return any(on.startswith(page.path) for on in switched_on())


def may_follow(page: Page) -> bool:
    """Is it a page of the source language of its own? A page that only repeats another has no copy."""
    return bool(page.depth and page.depth > 1 and not page.alias_of_id) and (
        page.locale.language_code == settings.LANGUAGE_CODE
    )


# What becomes of a copy ---------------------------------------------------------------------------------------------
def source_of(key: uuid.UUID) -> Page | None:
    found = Page.objects.filter(translation_key=key, locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    page = found.first()
    return page.specific if page else None


def copy_of(key: uuid.UUID) -> Page | None:
    page = Page.objects.filter(translation_key=key, locale__language_code=TRADITIONAL).first()
    return page.specific if page else None


def follow(*, key: uuid.UUID, going: Collection[uuid.UUID] = ()) -> str:
    """Make the copy of the page with this translation key what the page is now. Returns what was done, in Chinese.

    Doing it twice changes nothing more. Raises FollowingFailed, and then nothing has changed.
    """
    source = source_of(key)
    if source is None:
        return _("没有原文。")
    words = {"title": source.title}
    if is_detached(key):
        return _("《%(title)s》的繁体版已脱离跟随，没有改动。") % words
    if not source.live or not is_followed(source):
        copy = copy_of(key)
        stands = source.live and carries_others(copy, going)
        taken_down = not stands and take_down(copy, source)
        return (_("《%(title)s》的繁体版已下线。") if taken_down else _("《%(title)s》没有要改的。")) % words
    with whole_or_not_at_all(source):
        make_missing_copies(lineage_of(source))
        changed = bring_up_to_date(source)
    return (_("《%(title)s》的繁体版已更新。") if changed else _("《%(title)s》的繁体版已是最新。")) % words


@contextmanager
def whole_or_not_at_all(page: Page) -> Iterator[None]:
    """One transaction, in which what keeps the copy of the page from being made is raised as FollowingFailed."""
    try:
        with transaction.atomic():
            yield
    except PublicationNotAllowed as refusal:
        raise FollowingFailed(_("繁体版没有通过发布检查：%(reasons)s") % {"reasons": refusal}) from refusal
    except ValidationError as error:
        words = {"title": page.title, "reasons": "；".join(error.messages)}
        raise FollowingFailed(_("《%(title)s》的繁体版没法保存：%(reasons)s") % words) from error


def make_missing_copies(pages: Sequence[Page]) -> None:
    """Copies of those of the pages, one above the other and the lowest first, that have none.

    A page that is not followed gets one that is not published. Raises as `bring_up_to_date`.
    """
    for page in reversed(pages):
        if copy_of(page.translation_key) is None:
            bring_up_to_date(page.specific, publish=is_followed(page))


def room_below(page: Page) -> None:
    """See to it that the page and those above it have copies, for a copy to stand below. Raises FollowingFailed."""
    with whole_or_not_at_all(page):
        make_missing_copies([page, *lineage_of(page)])


def records_in_traditional() -> QuerySet[Translation]:
    return Translation.objects.filter(target_locale__language_code=TRADITIONAL)


def is_detached(key: uuid.UUID) -> bool:
    """Was the copy detached, or was it written by hand and never a translation?"""
    record = records_in_traditional().filter(source__object_id=key).first()
    if record is not None:
        return not record.enabled
    by_hand = Page.objects.filter(translation_key=key, locale__language_code=TRADITIONAL, alias_of=None)
    return by_hand.exists()


def carries_others(copy: Page | None, going: Collection[uuid.UUID] = ()) -> bool:
    """Do live pages stand below the copy that do not follow: made or ordered by editors, page by page?

    A copy that follows and still stands there is about to go where its source is.
    """
    if copy is None:
        return False
    below = copy.get_descendants().live().filter(alias_of=None)
    sources = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    following = keys_of_followed(sources.filter(translation_key__in=below.values("translation_key")))
    return bool(below.exclude(translation_key__in=[*following, *going]).exists())


@transaction.atomic
def take_down(copy: Page | None, source: Page) -> bool:
    """Unpublish a copy. False when it is not live. Pages below it may be, so that who may read it stays the same."""
    if copy is None:
        return False
    restrict_like(copy, source)
    if not copy.live:
        return False
    copy.unpublish()
    return True


def was_taken_down(copy: Page) -> bool:
    """Is the copy unpublished because it followed, and not by an editor? What editors unpublish is theirs."""
    if copy.live or copy.expired:
        return False
    entries = PageLogEntry.objects.filter(page_id=copy.pk, action="wagtail.unpublish")
    last = entries.order_by("-timestamp", "-pk").first()
    return last is not None and last.user_id is None


@transaction.atomic
def remove_copy(*, key: uuid.UUID, going: Collection[uuid.UUID]) -> str:
    """Delete the copy of a page that was deleted. Its published versions stay, as the source's do.

    `going`: the keys of all pages whose copies are still to be deleted. Where another page stands below the copy, such
    as one that an editor detached or wrote by hand, the copy is only unpublished.
    """
    if source_of(key) is not None:
        return _("原文还在，没有删除繁体版。")
    copy = copy_of(key)
    if copy is None:
        return _("没有繁体版。")
    words = {"title": copy.title}
    if copy.get_descendants().filter(alias_of=None).exclude(translation_key__in=going).exists():
        if copy.live:
            copy.unpublish()
        return _("原文已删除，繁体版《%(title)s》已下线；它下面还有要保留的页面，没有删除。") % words
    copy.delete()
    return _("原文已删除，繁体版《%(title)s》随之删除。") % words


@gathered()
def bring_up_to_date(source: Page, *, publish: bool = True) -> bool:
    """Make or renew the copy of a page whose parent has one. False when it is up to date.

    It is live when its source is, unless it is not to be published. Raises PublicationNotAllowed and ValidationError;
    the caller's transaction takes everything back.
    """
    locale = Locale.objects.get(language_code=TRADITIONAL)
    kept, _created = TranslationSource.update_or_create_from_instance(source)
    record, _created = Translation.objects.get_or_create(source=kept, target_locale=locale)
    converted = convert_strings(source=kept, locale=locale, conversion=conversion_for(source, kept))
    copy = copy_of(source.translation_key)
    if copy is not None:
        moved = move_copy(copy, source)
        restrict_like(copy, source)
        if copy.live == source.live and not converted and is_fresh(record, copy):
            return moved
        # wagtail-localize copies the schedule once, at the beginning, and then leaves it.
        Page.objects.filter(pk=copy.pk).update(go_live_at=source.go_live_at, expire_at=source.expire_at)
    kept.create_or_update_translation(locale, publish=False, fallback=True)
    copy = copy_of(source.translation_key)
    assert copy is not None  # just made
    restrict_like(copy, source)
    if source.live and publish:
        copy.get_latest_revision().publish()
    put_in_order(copy, source)
    if copy.depth == HOME_DEPTH:
        # Another process may have read where the languages begin since it was cleared, before this is committed.
        transaction.on_commit(Site.clear_site_root_paths_cache)
    return True


def is_fresh(record: Translation, copy: Page) -> bool:
    """Is the copy's newest revision the translation, made since the source's text was read and a segment changed?"""
    last = TranslationLog.objects.filter(source=record.source, locale=record.target_locale).order_by("-pk").first()
    if last is None or last.revision_id != copy.latest_revision_id:
        return False
    if last.created_at < record.source.last_updated_at:
        return False
    strings = StringTranslation.objects.filter(context__object_id=record.source.object_id, locale=record.target_locale)
    return not strings.filter(updated_at__gt=last.created_at).exists()


def restrict_like(copy: Page, source: Page) -> None:
    """Let the same people read the copy. wagtail-localize's own way leaves a new restriction without its groups."""
    wanted = source.view_restrictions.first()
    if wanted is None:
        copy.view_restrictions.all().delete()
        return
    own = copy.view_restrictions.first() or PageViewRestriction(page=copy)
    terms = (wanted.restriction_type, wanted.password)
    if own.pk is None or (own.restriction_type, own.password) != terms:
        own.restriction_type, own.password = terms
        own.save()
    own.groups.set(wanted.groups.all())


def move_copy(copy: Page, source: Page) -> bool:
    """Put the copy below the copy of its source's parent. False when it stands there."""
    parent = source.get_parent()
    if parent.is_root() or copy.get_parent().translation_key == parent.translation_key:
        return put_in_order(copy, source)
    there = copy_of(parent.translation_key)
    assert there is not None  # made before its children
    copy.move(there, pos="last-child")
    copy.refresh_from_db()
    put_in_order(copy, source)
    return True


def put_in_order(copy: Page, source: Page) -> bool:
    """Sections stand in the navigation as their sources do; stories are ordered by date. False when nothing moved."""
    if not isinstance(source, StructurePage) or source.get_parent().is_root():
        return False
    earlier = source.get_siblings(inclusive=False).filter(path__lt=source.path).order_by("-path")
    present = {page.translation_key: page for page in copy.get_siblings(inclusive=False)}
    before = next((present[key] for key in earlier.values_list("translation_key", flat=True) if key in present), None)
    neighbour = copy.get_prev_sibling()
    if (before.pk if before else None) == (neighbour.pk if neighbour else None):
        return False
    if before is not None:
        copy.move(before, pos="right")
    else:
        copy.move(copy.get_parent(), pos="first-child")
    copy.refresh_from_db()
    return True


# Its text -----------------------------------------------------------------------------------------------------------
def conversion_for(page: Page, kept: TranslationSource) -> Conversion:
    """The newsroom's conversion, with the names of the registry's records and of the people that the page names."""
    conversion = load_conversion()
    by_hand = {printed: name_as_printed(printed, conversion) for printed in names_by_hand(page, kept)}
    return conversion.with_names({**by_hand, **names_of_records(page, conversion.wording)})


def names_of_records(page: Page, wording: str) -> dict[str, str]:
    """Names of the records that the page refers to: as written in traditional characters, and of all people."""
    models = [model for model in apps.get_models() if issubclass(model, RegistryRecord)]
    types = ContentType.objects.get_for_models(*models)
    base = ContentType.objects.get_for_model(Page)
    rows = ReferenceIndex.objects.filter(
        base_content_type=base, object_id=str(page.pk), to_content_type__in=types.values()
    ).values_list("to_content_type_id", "to_object_id")
    keys: dict[int, set[str]] = {}
    for content_type, key in rows:
        keys.setdefault(content_type, set()).add(key)
    names: dict[str, str] = {}
    for model in models:
        records: QuerySet[Any] = model._default_manager.filter(pk__in=keys.get(types[model].pk, ()))
        for record in records:
            own = record.translated(TRADITIONAL)
            if own or record.has_surname:
                names[record.name] = own.name if own else name_in_traditional(record.name, wording)
    return names


def names_by_hand(page: Page, kept: TranslationSource) -> set[str]:
    """Names of people in the fields that hold nothing else, such as a byline's."""
    texts = kept.stringsegment_set.filter(context__field_path__in=name_paths(page)).values_list(
        "string__data", flat=True
    )
    return {name for text in texts for name in PRINTED_NAME.findall(text) if is_persons_name(name)}


def name_paths(page: Page) -> frozenset[str]:
    """The fields of the page's type that hold names of people, as wagtail-localize names them: `byline.name`."""
    return getattr(page, "person_name_paths", frozenset())


def is_persons_name(printed: str) -> bool:
    return bool(surname_of("".join(printed.split()))) and not UNIT.search(printed)


def name_as_printed(printed: str, conversion: Conversion) -> str:
    """A person's name converted as a name; the blank inside stays where it was."""
    letters = "".join(printed.split())
    converted = conversion.name(letters)
    return converted if letters == printed else converted[:1] + printed[1:-1] + converted[1:]


def begin_converted(*, translation: Translation) -> int:
    """Begin a translation that an editor has ordered with the converted text. Returns how many segments were filled."""
    source = translation.source
    conversion = conversion_for(source.get_source_instance(), source)
    return convert_strings(source=source, locale=translation.target_locale, conversion=conversion)


def convert_strings(*, source: TranslationSource, locale: Locale, conversion: Conversion) -> int:
    """Convert every segment that no person has translated. Returns how many came out otherwise than they stood.

    A person's correction belongs to the text that it was made for: it stands until that text changes. One that the page
    cannot hold is not used, and would leave the segment in simplified characters.
    """
    kept = StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    present = {(row.translation_of_id, row.context_id): row for row in kept}
    paths = name_paths(source.get_source_instance())
    new, changed = {}, {}
    for segment in source.stringsegment_set.select_related("string", "context"):
        key = (segment.string_id, segment.context_id)
        row = present.get(key)
        if row is not None and row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL and not row.has_error:
            continue
        text = convert_segment(segment.string.data, conversion, of_names=segment.context.field_path in paths)
        if row is None:
            new[key] = StringTranslation(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale=locale,
                data=text,
                translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
                tool_name=TOOL,
            )
        elif row.data != text or row.has_error:
            row.data, row.tool_name, row.has_error, row.field_error = text, TOOL, False, ""
            row.translation_type = StringTranslation.TRANSLATION_TYPE_MACHINE
            row.last_translated_by, row.updated_at = None, timezone.now()
            changed[key] = row
    StringTranslation.objects.bulk_create(new.values())
    fields = ["data", "tool_name", "translation_type", "has_error", "field_error", "last_translated_by", "updated_at"]
    StringTranslation.objects.bulk_update(changed.values(), fields)
    return len(new) + len(changed)


def convert_segment(fragment: str, conversion: Conversion, *, of_names: bool) -> str:
    """One segment, an HTML fragment with inline tags; names of people in a field that holds nothing else."""
    if not of_names:
        return conversion.html(fragment)

    def convert(found: re.Match[str]) -> str:
        name = found[0]
        return name_as_printed(name, conversion) if is_persons_name(name) else conversion.text(name)

    return PRINTED_NAME.sub(convert, fragment)
