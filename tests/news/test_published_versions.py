"""The archive of what readers could read."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from news.models import PublishedVersion
from news.versions import lines_of
from tests.factories.photos import make_photo
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def versions(page) -> list[tuple[str, int, str]]:
    rows = PublishedVersion.objects.filter(number=page.number)
    return [(row.language, row.n, row.title) for row in rows]


def test_draft_leaves_no_version(section):
    assert versions(story(section, live=False)) == []


def test_publication_leaves_one_version_with_its_checksum(section):
    page = story(section, title="一碗热汤")
    [version] = PublishedVersion.objects.all()
    assert versions(page) == [("zh-hans", 1, "一碗热汤")]
    assert version.sha256 == hashlib.sha256(version.content.encode()).hexdigest()
    assert "江风里" in version.text
    assert json.loads(version.content)["title"] == "一碗热汤"


def test_publishing_the_same_text_again_adds_nothing(section):
    page = story(section)
    page.refresh_from_db()
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    assert len(versions(page)) == 1


def test_change_while_live_adds_a_version_however_it_is_made(section):
    page = story(section, title="一")
    page.refresh_from_db()
    page.title = "二"
    page.save_revision().publish()
    page.title = "三"
    page.save()  # by code, without any revision
    assert versions(page) == [("zh-hans", 1, "一"), ("zh-hans", 2, "二"), ("zh-hans", 3, "三")]


def test_draft_of_a_live_story_enters_no_archive(section):
    page = story(section, title="一")
    page.refresh_from_db()
    page.title = "还没有人读到"
    page.save_revision()
    assert versions(page) == [("zh-hans", 1, "一")]


def test_change_of_a_byline_row_is_a_change(section):
    page = story(section)
    page.refresh_from_db()
    page.byline.create(name="沈知秋", role="reporter", locale=page.locale)
    page.save()
    assert len(versions(page)) == 2


def test_each_language_counts_by_itself(section):
    page = story(section, title="中文")
    translation = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    translation.title = "English"
    translation.save_revision().publish()
    assert versions(page) == [("en", 1, "English"), ("zh-hans", 1, "中文")]


def test_version_names_who_published(section):
    user = get_user_model().objects.create_superuser("shen", first_name="知秋", last_name="沈")
    page = story(section, live=False)
    page.save_revision(user=user).publish(user=user)
    assert PublishedVersion.objects.get().published_by == user


def test_version_cannot_be_changed_or_removed(section):
    story(section)
    version = PublishedVersion.objects.get()
    with pytest.raises(ValidationError):
        version.save()
    with pytest.raises(ValidationError):
        version.delete()
    with pytest.raises(ValidationError):
        PublishedVersion.objects.all().update(text="")
    with pytest.raises(ValidationError):
        PublishedVersion.objects.all().delete()


def test_versions_outlive_the_page(section):
    page = story(section)
    number = page.number
    page.delete()
    assert PublishedVersion.objects.filter(number=number).count() == 1


def test_plain_text_keeps_what_only_looks_like_markup(section):
    body = [
        {"type": "heading", "value": "<红船>精神"},
        {"type": "paragraph", "value": "<p>低于 &lt;5℃ 的<b>夜里</b></p>"},
    ]
    [version] = PublishedVersion.objects.filter(number=story(section, body=body).number)
    assert version.text.splitlines()[1:] == ["<红船>精神", "低于 <5℃ 的夜里"]
    assert [line.text for line in lines_of(version) if line.label in {"小标题", "段落"}] == version.text.splitlines()[
        1:
    ]


def test_archive_shows_the_photo_by_its_title_and_the_chosen_layout_in_words(section):
    shown = make_photo("引桥合龙")
    body = [
        {"type": "photo", "value": {"photo": shown.pk, "caption": "桥面上", "preset": "body"}},
        {"type": "gallery", "value": {"photos": [{"type": "item", "id": "1", "value": {"photo": shown.pk}}]}},
    ]
    [version] = PublishedVersion.objects.filter(number=story(section, body=body).number)
    texts = [line.text for line in lines_of(version)]
    assert texts.count("引桥合龙") == 2
    assert "通栏，原比例" in texts
    assert not {"body", f"#{shown.pk}"} & set(texts)
