"""English, story by story: memory, glossary, what the editor's screen tells, and the report."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.chinese.terms import TermIndex
from core.languages.memory import fill_from_memory
from core.languages.models import GlossaryTerm
from core.languages.progress import State, progress_by_language, with_state
from core.models import Person, PersonName
from news.models import FeaturePage, SectionPage
from tests.factories.admin import superuser_client
from tests.factories.html import Document
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

BODY = [
    {"type": "heading", "value": "劳动模范"},
    {"type": "paragraph", "value": "<p>劳动模范<b>沈知秋</b>走向岗位。</p>"},
]


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def admin(db: None) -> Client:
    return superuser_client()


@pytest.fixture
def glossary(newsroom: Any) -> None:
    GlossaryTerm.objects.create(source="劳动模范", target="Model Worker")
    PersonName.objects.create(person=Person.objects.create(name="沈知秋"), language="en", name="Shen Zhiqiu")


def submit(admin: Client, page: FeaturePage, locale: Locale) -> Translation:
    """As the button 翻译 does it, from its screen."""
    answer = admin.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [locale.pk]}, follow=True
    )
    assert answer.status_code == 200
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def translate(admin: Client, translation: Translation, **texts: str) -> None:
    """Type translations into the editor: `texts` by the path of their field, or by any part of the source text."""
    for key, text in texts.items():
        segments = translation.source.stringsegment_set.all()
        found = segments.filter(context__path=key).first() or segments.get(string__data__contains=key)
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, found.pk])
        answer = admin.put(address, f"value={text}", content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 201}, answer.content


def english_of(page: FeaturePage) -> FeaturePage:
    return FeaturePage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def publish(admin: Client, page: FeaturePage, callbacks: Any) -> None:
    with callbacks(execute=True):
        admin.post(reverse("wagtailadmin_pages:edit", args=[english_of(page).pk]), {"action": "publish"})


def test_terms_are_found_longest_first_and_do_not_overlap():
    index = TermIndex([("劳模", "model worker"), ("全国劳模", "National Model Worker"), ("模范", "model"), ("区", "x")])
    assert [term.source for term in index.find("全国劳模和劳模模范区")] == ["全国劳模", "劳模", "模范"]
    assert [term.source for term in index.missing("劳模模范", "A Model Worker")] == []
    assert [term.source for term in index.missing("全国劳模", "A Model Worker")] == ["全国劳模"]
    assert index.whole("劳模").targets == ("model worker",)
    assert index.whole("劳模们") is None


def test_story_goes_through_its_whole_cycle(
    section: SectionPage, english: Locale, admin: Client, client: Client, django_capture_on_commit_callbacks: Any
):
    page = story(section, body=BODY)
    translation = submit(admin, page, english)
    translate(admin, translation, title="A Bowl of Soup", 走向岗位="<b>She</b> goes to work.")
    publish(admin, page, django_capture_on_commit_callbacks)
    copy = english_of(page)
    assert (copy.live, copy.number, copy.slug) == (True, page.number, page.slug)
    html = client.get(copy.url).content.decode()
    assert "<b>She</b> goes to work." in html
    links = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in Document.of(html).all("link", rel="alternate")
        if "hreflang" in link.attributes
    }
    assert set(links) == {"zh-Hans", "en", "x-default"}
    assert links["x-default"] == links["zh-Hans"] == page.full_url

    page = FeaturePage.objects.get(pk=page.pk)
    page.title = "夜班岗位上的两碗热汤"
    page.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(reverse("update_translations", args=[translation.source_id]), {"publish_translations": ""})
    assert with_state().get(pk=translation.pk).state == State.OUTDATED
    translate(admin, translation, title="Two Bowls of Soup")
    publish(admin, page, django_capture_on_commit_callbacks)
    assert english_of(page).title == "Two Bowls of Soup"


def test_page_sent_to_be_translated_is_not_read_before_it_is_published(
    section, english, admin, client, django_capture_on_commit_callbacks
):
    page = story(section)
    with django_capture_on_commit_callbacks(execute=True):
        submit(admin, page, english)
    assert not english_of(page).live
    assert client.get(f"/en{page.url}").status_code == 302


def test_screens_of_translations_open_when_the_source_or_a_target_is_missing(section, english, admin):
    page, other = story(section), story(section)
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=english)
    address = reverse("update_translations", args=[source.pk])
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"publish_translations": "on"}).status_code == 302
    assert not page.has_translation(english)
    submit(admin, page, english)
    assert page.has_translation(english)
    submit(admin, other, english)
    FeaturePage.objects.get(pk=other.pk).delete()
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[english_of(other).pk])).status_code == 200
    assert admin.get(reverse("languages_progress")).status_code == 200


def test_place_of_a_page_that_is_not_translated_is_no_alternate_of_it(
    section, english, admin, client, django_capture_on_commit_callbacks
):
    page = story(section, body=BODY)
    translate(admin, submit(admin, page, english), title="A Bowl of Soup")
    publish(admin, page, django_capture_on_commit_callbacks)
    links = Document.of(client.get(section.url).content.decode()).all("link", rel="alternate")
    assert {link.attributes["hreflang"] for link in links if "hreflang" in link.attributes} == {"zh-Hans", "x-default"}
    related = [{"type": "item", "id": "11111111-1111-4111-8111-111111111111", "value": page.pk}]
    block = {"type": "related_stories", "value": {"title": "", "stories": related}}
    other = story(section, body=[*BODY, block])
    translate(admin, submit(admin, other, english), title="More")
    publish(admin, other, django_capture_on_commit_callbacks)
    html = client.get(english_of(other).url).content.decode()
    assert f'<a href="/en{page.url}">A Bowl of Soup</a>' in html


def test_homonyms_with_different_names_are_left_to_a_person_and_the_glossary_decides(section, english, admin):
    for name in ("Shen Zhiqiu", "Sim Tiqiu"):
        PersonName.objects.create(person=Person.objects.create(name="沈知秋"), language="en", name=name)
    first = submit(admin, story(section, short_title="沈知秋"), english)
    assert not StringTranslation.objects.filter(context__object_id=first.source.object_id).exists()
    GlossaryTerm.objects.create(source="沈知秋", target="Shen Zhiqiu")
    second = submit(admin, story(section, short_title="沈知秋"), english)
    begun = StringTranslation.objects.get(context__object_id=second.source.object_id)
    assert (begun.data, begun.tool_name) == ("Shen Zhiqiu", "译名表")


def test_text_translated_anywhere_before_begins_the_next_translation(section, english, admin):
    first = submit(admin, story(section, summary="走向岗位"), english)
    translate(admin, first, summary="To work", title="A Bowl of Soup")
    second = submit(admin, story(section, summary="走向岗位"), english)
    begun = StringTranslation.objects.filter(locale=english, context__object_id=second.source.object_id)
    assert {row.context.path: row.data for row in begun} == {"summary": "To work", "title": "A Bowl of Soup"}
    assert {row.tool_name for row in begun} == {"翻译记忆"}
    assert fill_from_memory(translation=second) == 0


def test_what_a_person_wrote_stands_before_what_came_from_memory(section, english, admin):
    first = submit(admin, story(section, summary="走向岗位"), english)
    translate(admin, first, summary="To work")
    second = submit(admin, story(section, summary="走向岗位"), english)
    translate(admin, first, summary="Off to work")
    third = submit(admin, story(section, summary="走向岗位"), english)
    rows = StringTranslation.objects.filter(context__path="summary", locale=english)
    assert rows.get(context__object_id=second.source.object_id).data == "To work"
    assert rows.get(context__object_id=third.source.object_id).data == "Off to work"


def test_text_that_is_a_term_and_nothing_else_begins_with_its_translation(section, english, admin, glossary):
    translation = submit(admin, story(section, body=BODY), english)
    begun = StringTranslation.objects.filter(locale=english, context__object_id=translation.source.object_id)
    assert [(row.translation_of.data, row.data, row.tool_name) for row in begun] == [
        ("劳动模范", "Model Worker", "译名表")
    ]


def test_button_of_the_editor_fills_in_what_has_become_known_since(section, english, admin):
    page = story(section, summary="走向岗位")
    translation = submit(admin, page, english)
    other = submit(admin, story(section, summary="走向岗位"), english)
    translate(admin, other, summary="To work")
    admin.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    rows = StringTranslation.objects.filter(context__object_id=translation.source.object_id, locale=english)
    assert [row.data for row in rows] == ["To work"]


def test_editors_screen_names_the_terms_of_each_text_and_those_not_used(section, english, admin, glossary):
    page = story(section, body=BODY)
    translation = submit(admin, page, english)
    address = reverse("wagtailadmin_pages:edit", args=[english_of(page).pk])
    terms = Document.of(terms_of(admin.get(address)))
    assert terms.texts("b") == ["ModelWorker", "ModelWorker", "ShenZhiqiu"]
    assert not terms.all("li", class_="gx-terms__missing")
    translate(admin, translation, 走向岗位="The best worker <b>Shen Zhiqiu</b> goes to work.")
    terms = Document.of(terms_of(admin.get(address)))
    assert terms.texts("li", class_="gx-terms__missing") == ["劳动模范→ModelWorker没有照译"]


def terms_of(answer: Any) -> str:
    html = answer.content.decode()
    start = html.index('<section class="gx-terms"')
    return html[start : html.index("</section>", start) + len("</section>")]


def test_report_tells_how_far_each_language_is_and_which_terms_are_not_used(
    section, english, admin, glossary, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    pages = [story(section, body=BODY, title=f"第{place}篇") for place in range(4)]
    translation = submit(admin, pages[0], english)
    translate(admin, translation, title="One", 走向岗位="The best worker <b>Shen Zhiqiu</b> goes to work.")
    publish(admin, pages[0], django_capture_on_commit_callbacks)
    submit(admin, pages[1], english)
    figures = {language.code: language for language in progress_by_language()}
    # The section and the front page went along as placeholders, which are no translations.
    assert (figures["en"].done, figures["en"].started, figures["en"].outdated) == (1, 1, 0)
    assert figures["zh-hant"].untouched == 6
    with django_assert_max_num_queries(60):
        answer = admin.get(reverse("languages_progress"), {"language": "en", "state": "done"})
    html = answer.content.decode()
    assert "第0篇" in html
    assert "第1篇" not in html
    assert "劳动模范 → Model Worker" in html
    export = admin.get(reverse("languages_progress"), {"export": "csv"})
    assert "没有照译" in b"".join(export.streaming_content).decode()


def test_report_and_its_export_ask_no_more_of_the_database_for_more_translations(section, english, admin, glossary):
    counts = []
    for titles in (["劳动模范甲"], ["劳动模范乙", "劳动模范丙", "劳动模范丁"]):
        for title in titles:
            submit(admin, story(section, title=title), english)
        for options in ({}, {"export": "csv"}):
            with CaptureQueriesContext(connection) as queries:
                answer = admin.get(reverse("languages_progress"), options)
                assert titles[0] in (b"".join(answer.streaming_content) if options else answer.content).decode()
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_term_with_a_character_of_markup_arrives_as_it_is_written(section, english, admin):
    target = "R&D <Core>"
    GlossaryTerm.objects.create(source="研发部", target=target)
    page = story(section, title="研发部", body=[{"type": "paragraph", "value": "<p>研发部</p>"}])
    submit(admin, page, english)
    draft = english_of(page).get_latest_revision_as_object()
    assert (draft.title, draft.body.raw_data[0]["value"]) == (target, f"<p>{escape(target)}</p>")
    rows = StringTranslation.objects.filter(locale=english, context__object_id=page.translation_key)
    before = list(rows.values_list("data", flat=True))
    rows.delete()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    admin.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    assert list(rows.values_list("data", flat=True)) == before


def test_glossary_is_of_languages_that_are_translated_into(admin):
    html = admin.get(reverse("glossary:add")).content.decode()
    assert [option.attributes["value"] for option in Document.of(html).all("option")] == ["en"]
    assert "写进“不转换的名称”" in html


def test_source_published_since_makes_a_translation_wait_for_its_update(
    section, english, admin, django_capture_on_commit_callbacks
):
    page = story(section)
    translation = submit(admin, page, english)
    for segment in TranslationSource.objects.get_for_instance(page).stringsegment_set.all():
        translate(admin, translation, **{segment.context.path: "Words"})
    publish(admin, page, django_capture_on_commit_callbacks)
    assert with_state().get().state == State.DONE
    page = FeaturePage.objects.get(pk=page.pk)
    page.title = "夜班岗位上的两碗热汤"
    page.save_revision().publish()
    assert with_state().get().state == State.OUTDATED
    report = admin.get(reverse("languages_progress"), {"state": "outdated", "title": "两碗"}).content.decode()
    assert "夜班岗位上的两碗热汤" in report
