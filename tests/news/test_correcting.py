"""我要纠错: a reader's remark reaches the editors' queue; machines and floods do not."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from news.models import ReaderCorrection, SectionPage
from tests.factories.admin import superuser_client
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
REMARK = {"remark": "第二段应为四十一小时。", "passage": "四十小时", "contact": ""}


@pytest.fixture(autouse=True)
def _nobody_has_sent_anything() -> None:
    cache.clear()


def test_a_remark_is_kept_with_its_story_and_the_reader_is_thanked(section: SectionPage, client: Client):
    page = story(section, title="夜班")
    assert f'href="/correct/{page.number}/"' in client.get(page.get_url()).content.decode()
    answer = client.post(f"/correct/{page.number}/", REMARK)
    assert "收到了" in answer.content.decode()
    kept = ReaderCorrection.objects.get()
    assert (kept.story_number, kept.story_title, kept.remark) == (page.number, "夜班", REMARK["remark"])
    assert kept.state == ReaderCorrection.State.NEW


def test_nothing_is_kept_of_an_empty_remark_and_what_was_typed_stands(section: SectionPage, client: Client):
    page = story(section)
    answer = client.post(f"/correct/{page.number}/", {"remark": "", "passage": "<b>四十</b>小时"})
    assert answer.status_code == 422
    assert "请写下哪里有误。" in answer.content.decode()
    assert "&lt;b&gt;四十&lt;/b&gt;小时" in answer.content.decode()
    assert not ReaderCorrection.objects.exists()


def test_a_machine_that_fills_everything_is_not_kept(section: SectionPage, client: Client):
    page = story(section)
    assert client.post(f"/correct/{page.number}/", REMARK | {"website": "http://example.org"}).status_code == 422
    assert not ReaderCorrection.objects.exists()


def test_the_sixth_within_an_hour_from_one_address_is_asked_to_wait(section: SectionPage, client: Client):
    page = story(section)
    answers = [client.post(f"/correct/{page.number}/", REMARK).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert ReaderCorrection.objects.count() == 5
    assert client.post(f"/correct/{page.number}/", REMARK, REMOTE_ADDR="10.1.1.1").status_code == 200


def test_only_public_stories_are_corrected(section: SectionPage, client: Client):
    draft = story(section, live=False)
    assert client.get(f"/correct/{draft.number}/").status_code == 404
    assert client.get("/correct/99999999/").status_code == 404


def test_who_handled_a_remark_is_kept(section: SectionPage):
    remark = ReaderCorrection.objects.create(story_number=10001, story_title="夜班", address="/", remark="少了一个字")
    client = superuser_client()
    answer = client.post(f"/admin/reader_corrections/edit/{remark.pk}/", {"state": "done", "answer": "已改"})
    assert answer.status_code == 302
    remark.refresh_from_db()
    assert remark.state == "done" and remark.handled_by is not None and remark.handled_at is not None
