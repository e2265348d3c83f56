"""What editors decide about the traditional edition stands: copies kept, corrections, names, wording."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from core.jobs.testing import run_jobs
from core.languages.models import ProtectedName, TraditionalChinese
from core.models import Person, PersonName
from home.newsroom import ensure_section
from news.models import StoryByline, StoryPerson
from tests.core.languages.copies import BODY, copy_of, correct, fresh, order, publish, turn_on
from tests.factories.admin import superuser_client
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_detached_copy_is_the_editors_own_and_follows_again_when_told(original):
    record = Translation.objects.get(source__object_id=original.translation_key)
    record.enabled = False
    record.save(update_fields=["enabled"])
    publish(original, title="发展")
    run_jobs()
    assert copy_of(original).title == "勞模的頭髮"
    fresh(original).unpublish()
    run_jobs()
    assert copy_of(original).live
    publish(original)
    run_jobs()
    record.enabled = True
    record.save(update_fields=["enabled"])
    run_jobs()
    assert copy_of(original).title == "發展"


def detach(page: Page) -> Translation:
    record = Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="zh-hant")
    record.enabled = False
    record.save(update_fields=["enabled"])
    return record


def test_copy_that_was_rewritten_while_detached_is_its_source_again(original):
    record = detach(original)
    copy = copy_of(original)
    copy.title = "自己寫的"
    copy.save_revision().publish()
    record.enabled = True
    record.save(update_fields=["enabled"])
    run_jobs()
    assert copy_of(original).title == "勞模的頭髮"


def test_detached_copy_outlives_its_source_and_becomes_an_ordinary_page(original):
    publish(original, title="发展")  # its job finds the copy detached, and the source gone
    detach(original)
    copy = copy_of(original)
    fresh(original).delete()
    run_jobs()
    assert copy_of(original).live
    assert superuser_client().get(reverse("wagtailadmin_pages:edit", args=[copy.pk])).status_code == 200


def test_section_is_not_deleted_over_a_copy_that_an_editor_keeps(followed, original):
    other = story(followed, title="另一篇")
    run_jobs()
    detach(original)
    section_copy = copy_of(followed)
    kept, gone = copy_of(original), copy_of(other)
    fresh(followed).delete()
    run_jobs()
    assert {page.pk: page.live for page in Page.objects.filter(pk__in=[section_copy.pk, kept.pk, gone.pk])} == {
        section_copy.pk: False,
        kept.pk: True,
    }


def test_page_written_by_hand_in_traditional_characters_is_left_alone(newsroom, followed):
    page = story(followed, live=False)
    own = page.copy_for_translation(Locale.objects.get(language_code="zh-hant"))
    own.title = "手工写的"
    own.save_revision().publish()
    publish(page)
    run_jobs()
    assert copy_of(page).title == "手工写的"


def test_translation_ordered_by_hand_where_no_switch_is_on_stays_when_the_wording_changes(section):
    page = story(section, title="软件")
    order(page)
    TraditionalChinese.objects.create(wording="s2twp")
    run_jobs()
    assert copy_of(page).live
    assert copy_of(page).title == "軟件"


def test_translation_ordered_by_hand_outlives_its_source(newsroom, section):
    page = story(section)
    for each in (newsroom.home, section, page):
        order(each)
    copy = copy_of(page)
    fresh(page).delete()
    run_jobs()
    assert Page.objects.get(pk=copy.pk).live


def test_pages_above_translations_ordered_by_hand_stay_when_what_followed_goes(newsroom, section, column, client):
    page = story(section, title="后来")
    for each in (newsroom.home, section, page):
        order(each)
    turn_on(column)
    run_jobs()
    column.follows_in_traditional = False
    column.save()
    run_jobs()
    assert not copy_of(column).live
    assert copy_of(newsroom.home).live
    assert client.get(copy_of(page).url).status_code == 200


def test_translation_ordered_by_hand_begins_converted_with_the_names_of_its_page(section):
    page = story(
        section,
        title="刘里后来",
        byline=[StoryByline(name="刘里", role="reporter", locale=section.locale)],
        people=[StoryPerson(person=Person.objects.create(name="刘里"))],
    )
    order(page)
    copy = copy_of(page)
    assert (copy.title, copy.byline.get().name) == ("劉里後來", "劉里")


def test_button_of_the_editor_converts_later_texts_with_the_names_of_their_page(section):
    person = Person.objects.create(name="刘里")
    people = [StoryPerson(person=person)]
    page, other = story(section, title="发", people=people), story(section, title="刘里和干部")
    translation = order(page)
    order(other)
    publish(page, title="刘里和干部", summary="刘里", responsible_editor="刘里")
    translation.source.update_from_db()
    superuser_client().post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
    texts = dict(rows.values_list("context__path", "data"))
    assert (texts["title"], texts["summary"], texts["responsible_editor"]) == ("劉里和幹部", "劉里", "劉里")


def test_editors_correction_stands_until_its_text_changes(original):
    correct(original, "劳模的头发", "勞模的髮")
    publish(original, summary="干净的摘要")
    run_jobs()
    copy = copy_of(original)
    assert (copy.title, copy.summary) == ("勞模的髮", "乾淨的摘要")
    publish(original, title="劳模的里程")
    run_jobs()
    assert copy_of(original).title == "勞模的里程"


def test_name_on_the_list_keeps_its_characters_also_in_what_is_published_already(original):
    publish(original, title="刘里在里面", body=[{"type": "paragraph", "value": "<p>刘<b>里</b>和刘里。</p>"}])
    run_jobs()
    assert copy_of(original).title == "劉裏在裏面"
    name = ProtectedName.objects.create(text="刘里")
    run_jobs()
    assert copy_of(original).title == "刘里在裏面"
    name.traditional = "劉里"
    name.save()
    run_jobs()
    assert copy_of(original).title == "劉里在裏面"
    assert "劉<b>里</b>和劉里" in str(copy_of(original).body)
    name.delete()
    run_jobs()
    assert copy_of(original).title == "劉裏在裏面"


def test_record_that_gets_a_traditional_name_is_called_so_in_what_is_published_already(
    followed, django_capture_on_commit_callbacks
):
    person = Person.objects.create(name="范后")
    with django_capture_on_commit_callbacks(execute=True):
        page = story(followed, live=False, title="范后和干部", body=BODY)
        page.people.add(StoryPerson(person=person))
        page.save_revision().publish()
    run_jobs()
    assert copy_of(page).title == "范后和幹部"
    row = PersonName.objects.create(person=person, language="zh-hant", name="範後")
    run_jobs()
    assert copy_of(page).title == "範後和幹部"
    row.save()
    assert run_jobs() == 0
    row.delete()
    run_jobs()
    assert copy_of(page).title == "范后和幹部"


def test_names_of_people_whom_the_story_names_go_character_by_character(followed, django_capture_on_commit_callbacks):
    person = Person.objects.create(name="余里")
    other = Person.objects.create(name="范后")
    PersonName.objects.create(person=other, language="zh-hant", name="範后")
    with django_capture_on_commit_callbacks(execute=True):
        page = story(followed, live=False, title="余里和范后里应外合", body=BODY)
        page.people.add(StoryPerson(person=person), StoryPerson(person=other))
        page.byline.add(StoryByline(name="于云里 岳后"))
        page.save_revision().publish()
    run_jobs()
    copy = copy_of(page)
    assert copy.title == "余里和範后裏應外合"
    assert copy.byline.get().shown_name == "于雲里 岳后"


def test_name_set_with_a_blank_inside_is_a_name_and_leaves_the_words_alone(followed):
    byline = StoryByline(name="范　里", locale=followed.locale)
    page = story(followed, title="范　里说模范", body=BODY, byline=[byline], responsible_editor="于 云 余里")
    run_jobs()
    copy = copy_of(page)
    assert copy.byline.get().shown_name == "范　里"
    assert copy.title == "范　里説模範"
    assert copy.responsible_editor == "于 雲 余里"


def test_wording_is_a_setting(original):
    publish(original, title="软件和网络里")
    run_jobs()
    assert copy_of(original).title == "軟件和網絡裏"
    TraditionalChinese.objects.create(wording="s2twp")
    run_jobs()
    assert copy_of(original).title == "軟體和網路裡"


def test_copy_that_was_taken_down_goes_with_its_source_and_leaves_its_address(section, newsroom):
    page = story(section, title="后来")
    turn_on(section)
    run_jobs()
    section = fresh(section)
    section.follows_in_traditional = False
    section.save()
    run_jobs()
    assert not copy_of(page).live
    fresh(section).delete()
    run_jobs()
    assert not Page.objects.filter(locale__language_code="zh-hant", depth__gt=2).exists()
    again = ensure_section(home=fresh(newsroom.home), slug=section.slug, title="要闻")
    turn_on(again)
    run_jobs()
    assert copy_of(again).slug == again.slug


def test_copy_that_editors_ordered_and_unpublished_outlives_its_source(section):
    page = story(section, title="后来")
    order(page)
    superuser_client().post(reverse("wagtailadmin_pages:unpublish", args=[copy_of(page).pk]))
    assert not copy_of(page).live
    fresh(page).delete()
    run_jobs()
    assert copy_of(page).title == "後來"


def test_front_page_whose_job_waited_goes_down_with_the_last_section(newsroom, section):
    turn_on(section)
    story(section, title="后来")
    run_jobs()
    assert copy_of(newsroom.home).live
    publish(newsroom.home, title="首页改了")  # its job waits
    fresh(section).delete()
    run_jobs()
    assert not copy_of(newsroom.home).live
