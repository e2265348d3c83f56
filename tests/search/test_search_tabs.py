"""The tabs of the search page: photos, people and organisations, documents, each only as readers may open it."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from news.models import PhotoStoryPage
from tests.factories.photos import make_photo
from tests.factories.records import (
    award,
    conferral_round,
    event,
    merged,
    organisation,
    person,
    place,
    topic,
)
from tests.search.reading import links, main_text, paragraphs, read, titles

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.usefixtures("index")]


def test_photos_are_those_on_a_page_that_readers_may_open_and_lead_to_it(publish, section):
    names = ("首页的塔吊", "草稿的塔吊", "内部的塔吊", "库里的塔吊")
    photos = {name: make_photo(caption=name, credit="岑望 摄") for name in names}
    publish(title="吊装", lead_photo=photos["首页的塔吊"])
    publish(title="未发", lead_photo=photos["草稿的塔吊"], live=False)
    shut = publish(title="内部稿", lead_photo=photos["内部的塔吊"])
    PageViewRestriction.objects.create(page=shut, restriction_type="login")
    document = read("塔吊", tab="photos")
    text = main_text(document)
    assert [name in text for name in names] == [True, False, False, False]
    assert "岑望摄" in text
    assert links(document, "吊装")[0].startswith("/yaowen/")
    assert "内部稿" not in text
    assert "首页的塔吊" in main_text(read("塔吊"))  # no story says 塔吊; the photo stands on the first tab


def test_photos_of_a_body_are_found_by_the_people_they_show(publish):
    photo = make_photo(caption="澜桥上的第一班岗")
    body = [{"type": "photo", "value": {"photo": photo.pk, "caption": "", "credit": "", "alt": "人"}}]
    publish(title="桥上", page_type=PhotoStoryPage, body=body)
    assert links(read("第一班岗", tab="photos"), "桥上")


def test_records_are_people_with_a_page_organisations_places_events_awards_rolls_and_topics(newsroom):
    chief = person(
        "桂远航", public_page=True, short_text="桥梁焊工。", office=(organisation("桂山路桥集团"), "工会主席")
    )
    person("桂知秋")
    merged(topic("桂改"), topic("桂山改革"))
    place("桂山驿站")
    event("桂山技能大赛")
    conferral_round(award("桂山劳动模范"), year=2024, label="第二批")
    found = set(titles(read("桂山", tab="records")))
    assert found == {"桂山路桥集团", "桂山驿站", "桂山技能大赛", "桂山劳动模范", "桂山劳动模范2024年第二批", "桂山改革"}
    document = read("桂远航", tab="records")
    assert titles(document) == ["桂远航"]
    assert links(document, "桂远航") == [f"/people/{chief.pk}/"]
    assert "桂山路桥集团工会主席" in main_text(document)
    assert "桂知秋" not in main_text(read("桂知秋", tab="records")).replace("有关", "").split("没有找到")[0]
    assert titles(read("桂改", tab="records")) == ["桂山改革"]


def test_who_is_called_as_was_asked_stands_before_the_stories(publish):
    person("孟岭川", public_page=True, portrait=make_photo())
    publish(title="孟岭川登塔")
    assert titles(read("孟岭川")) == ["孟岭川", "孟岭川登塔"]


def test_a_person_is_gone_with_the_tick(newsroom):
    shy = person("孟岭川", public_page=True)
    assert titles(read("孟岭川", tab="records")) == ["孟岭川"]
    type(shy).objects.filter(pk=shy.pk).update(public_page=False)
    assert titles(read("孟岭川", tab="records")) == []


def test_documents_are_those_that_a_page_open_to_everybody_links(publish, django_capture_on_commit_callbacks):
    from django.core.files.base import ContentFile

    from media.models import LibraryDocument

    def document(title: str, number: str) -> LibraryDocument:
        file = ContentFile(b"%PDF-1.4", name="a.pdf")
        return LibraryDocument.objects.create(title=title, document_number=number, file=file)

    linked, draft, shut, _free = (
        document(f"关于{name}的通知", f"工发〔2026〕{place}号")
        for place, name in enumerate(("送清凉", "送温暖", "疗休养", "经费"), 10)
    )
    pages = [
        publish(
            title=f"附件{each.pk}",
            body=[*paragraphs("见附件。"), {"type": "document", "value": {"document": each.pk, "title": ""}}],
            live=each != draft,
        )
        for each in (linked, draft, shut)
    ]
    PageViewRestriction.objects.create(page=pages[2], restriction_type="login")
    for query in ("送清凉", "工发〔2026〕10号", "通知"):
        page = read(query, tab="documents")
        assert titles(page) == ["关于送清凉的通知"], query
        assert links(page, "关于送清凉的通知") == [linked.url]
    assert f"附件{linked.pk}" in main_text(read("送清凉", tab="documents"))
    assert Client().get(linked.url).status_code == 200
