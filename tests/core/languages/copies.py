"""Sources and their copies in the traditional edition, as tests change and find them."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

BODY = [{"type": "paragraph", "value": "<p>干部<b>头</b>发上沾着雪，走了十里路来到里面。</p>"}]


def turn_on(page: Any) -> None:
    page.follows_in_traditional = True
    page.save()


def copy_of(page: Page) -> Any:
    """The page's traditional copy as readers get it; None without one."""
    found = Page.objects.filter(translation_key=page.translation_key, locale__language_code="zh-hant").first()
    return found.specific if found else None


def order(page: Any, *, live: bool = True) -> Translation:
    """A traditional translation of the page, ordered and published by hand as where no switch is on."""
    source, _created = TranslationSource.get_or_create_from_instance(page)
    locale = Locale.objects.get(language_code="zh-hant")
    translation: Translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=False)
    if live:
        copy_of(page).get_latest_revision().publish()
    return translation


def correct(page: Page, source: str, text: str) -> None:
    """An editor's correction of one segment, as the translation editor stores it."""
    segment = TranslationSource.objects.get_for_instance(page).stringsegment_set.get(string__data=source)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=Locale.objects.get(language_code="zh-hant"),
        context=segment.context,
        defaults={"data": text, "translation_type": "manual", "tool_name": ""},
    )


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def publish(page: Any, **fields: Any) -> Any:
    page = fresh(page)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return fresh(page)
