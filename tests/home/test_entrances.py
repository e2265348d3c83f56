"""What readers get of a page that is not for everybody: our own page, in the language of the address."""

from __future__ import annotations

import pytest
from wagtail.models import Locale, PageViewRestriction

from tests.factories.html import Document
from tests.factories.stories import story
from tests.home.arranging import restrict

pytestmark = pytest.mark.django_db

WORDS = {
    "": ("这个页面要输密码", "密码不对，请再输一次。", "登录后再看"),
    "/zh-hant": ("這個頁面要輸密碼", "密碼不對，請再輸一次。", "登錄後再看"),
    "/en": ("This page asks for a password", "That is not the password. Please try again.", "Please log in to read on"),
}
LOCALES = {"": "zh-hans", "/zh-hant": "zh-hant", "/en": "en"}


@pytest.fixture
def pages(section):
    """A story in every language, by the beginning of its address."""
    source = story(section)
    pages = {"": source}
    for prefix in ("/zh-hant", "/en"):
        locale = Locale.objects.get(language_code=LOCALES[prefix])
        copy = source.copy_for_translation(locale, copy_parents=True)
        copy.save_revision().publish()
        pages[prefix] = type(copy).objects.get(pk=copy.pk)
    return pages


@pytest.mark.parametrize("prefix", WORDS)
def test_page_behind_a_password_asks_for_it_and_tells_nothing(pages, client, prefix):
    page = pages[prefix]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="灯塔")
    asked = Document.of(client.get(page.get_url()).content.decode())
    asked.assert_sound()
    assert asked.one("h1").text == WORDS[prefix][0]
    assert page.title not in asked.one("html").text
    form = asked.one("form", method="post")
    address = form.attributes["action"]
    wrong = client.post(address, {"password": "灯", "return_url": page.get_url()})
    assert Document.of(wrong.content.decode()).one("p", role="alert").text == WORDS[prefix][1]
    right = client.post(address, {"password": "灯塔", "return_url": page.get_url()})
    assert (right.status_code, right["Location"]) == (302, page.get_url())
    assert page.title in client.get(page.get_url()).content.decode()


@pytest.mark.parametrize("prefix", WORDS)
def test_page_for_those_with_an_account_asks_them_to_log_in_and_lets_them_through(pages, client, admin_user, prefix):
    page = pages[prefix]
    restrict(page)
    answer = client.get(page.get_url(), follow=True)
    document = Document.of(answer.content.decode())
    document.assert_sound()
    assert document.one("h1").text == WORDS[prefix][2]
    action = document.one("form", method="post").attributes["action"]
    assert action.startswith(f"{prefix}/_util/login/")
    wrong = client.post(action, {"username": "谁", "password": "不知道", "next": page.get_url()})
    assert Document.of(wrong.content.decode()).one("p", role="alert").text
    done = client.post(action, {"username": admin_user.username, "password": "password", "next": page.get_url()})
    assert (done.status_code, done["Location"]) == (302, page.get_url())
