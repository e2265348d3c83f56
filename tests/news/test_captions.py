"""Captions: a name leads to the person whom the photo's card says it shows."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.newsroom import Newsroom
from media.models import Photo, PhotoPerson
from news.models import SectionPage
from tests.factories.photos import make_photo
from tests.factories.records import person
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(newsroom: Newsroom) -> Photo:
    return make_photo(caption="二号码头夜班交接。", credit="岑望 摄")


def test_name_in_a_caption_leads_to_whom_the_photo_shows(section: SectionPage, photo: Photo, client: Client) -> None:
    """By the registry's name or by the photo's own, once; nobody without a public page, and no namesake."""
    welder, chair = person("王芳", public_page=True), person("王芳华", public_page=True)
    double, private = person("王方", public_page=True), person("许大江")
    double.merged_into = welder
    double.save()
    shown = (("", double), ("老王", chair), ("", private))
    photo.people = [PhotoPerson(person=who, name=name, position="左一") for name, who in shown]
    photo.caption = "王芳<、许大江和王芳华（左三，老王）"
    photo.save()
    block = {"photo": photo.pk, "caption": "", "credit": "", "alt": "", "preset": "body"}
    own = {**block, "caption": "王方、王芳在夜校"}
    body = [*BODY, {"type": "photo", "value": block}, {"type": "photo", "value": own}]
    page = story(section, body=body, lead_photo=photo, lead_alt="三个人", lead_caption="老王在值班")
    html = client.get(page.get_url()).content.decode()
    one, other = f'<a href="/people/{welder.pk}/">', f'<a href="/people/{chair.pk}/">'
    assert f"{one}王芳</a>&lt;、许大江和{other}王芳华</a>（左三，老王）" in html
    assert f"{one}王方</a>、王芳在夜校" in html
    assert f"{other}老王</a>在值班" in html
    # A name says nothing of who is meant where the photo's card does not.
    stranger = story(section, lead_photo=make_photo(caption="王芳在夜校"), lead_alt="一个人")
    assert "/people/" not in client.get(stranger.get_url()).content.decode()


def test_people_in_captions_cost_one_query_more_however_many_there_are(
    section: SectionPage, photo: Photo, client: Client
) -> None:
    page = story(section, lead_photo=photo, lead_alt="人", lead_caption="王芳在夜校")

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(page.get_url())
        return len(asked)

    client.get(page.get_url())
    before = queries()
    photo.people = [PhotoPerson(person=person(f"王芳{n}", public_page=True)) for n in range(5)]
    photo.save()
    assert queries() == before + 1
