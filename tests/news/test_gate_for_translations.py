"""The gate on wagtail-localize's way to the public: its screen publishes after the commit, outside any draft's form."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from news.models import FeaturePage, PublishedVersion
from tests.factories.admin import superuser_client
from tests.factories.stories import BODY, PENDING, story

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def translation_of(page: FeaturePage) -> tuple[FeaturePage, Translation]:
    """An English draft of `page`, as the button 翻译 makes it, with one sentence translated."""
    english = Locale.objects.get(language_code="en")
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    segment = source.stringsegment_set.get(string__data=page.title)
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=english,
        context=segment.context,
        data="A bowl of soup",
        translation_type="manual",
    )
    return FeaturePage.objects.get(locale=english, number=page.number), translation


def publish_on_its_screen(translated: FeaturePage) -> str:
    client = superuser_client()
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[translated.pk]), {"action": "publish"}, follow=True)
    return answer.content.decode()


def test_translation_that_passes_is_published_on_its_screen(section):
    translated, _ = translation_of(story(section))
    publish_on_its_screen(translated)
    translated.refresh_from_db()
    assert (translated.live, translated.title) == (True, "A bowl of soup")


def test_refused_translation_stays_a_draft_and_its_screen_says_why(section):
    translated, _ = translation_of(story(section, live=False, body=[*BODY, PENDING]))
    html = publish_on_its_screen(translated)
    assert "待配图没有配上" in html
    translated.refresh_from_db()
    assert not translated.live
    assert translated.get_latest_revision_as_object().title == "A bowl of soup"
    assert not PublishedVersion.objects.exists()
