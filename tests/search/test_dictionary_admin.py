"""搜索用词 and 同义词组 in the admin: what an editor is told, and how the lists are searched."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from home.newsroom import Newsroom
from home.roles import DESK_HEAD, EDITOR, ensure_roles
from search.models import DictionaryVersion, SearchWord, SynonymGroup
from tests.factories.admin import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def browser_in(role: str) -> Client:
    ensure_roles()
    user = User.objects.create_user(role)
    user.groups.add(Group.objects.get(name=role))
    return browser_of(user)


@pytest.fixture
def desk_head(newsroom: Newsroom) -> Client:
    return browser_in(DESK_HEAD)


def posted(client: Client, name: str, **fields: Any) -> str:
    return client.post(reverse(f"{name}:add"), fields, follow=True).content.decode()


def test_a_word_is_kept_and_counts_the_dictionary_up(desk_head: Client):
    before = DictionaryVersion.stored()
    posted(desk_head, "search_words", text=" 产改办 ", kind="whole", note="")
    word = SearchWord.objects.get()
    assert word.text == "产改办"
    assert DictionaryVersion.stored() > before
    added = DictionaryVersion.stored()
    desk_head.post(reverse("search_words:delete", args=[word.pk]))
    assert not SearchWord.objects.exists()
    assert DictionaryVersion.stored() > added


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("。", "至少有一个汉字"),
        ("产改 办", "不要有空格和标点"),
        ("“产改”办", "不要有空格和标点"),
        ("產改辦", "已经有了"),
    ],
)
def test_a_word_that_would_do_nothing_is_refused_with_a_reason(desk_head: Client, text: str, message: str):
    SearchWord.objects.create(text="产改办")
    assert message in posted(desk_head, "search_words", text=text, kind="whole", note="")
    assert SearchWord.objects.count() == 1


@pytest.mark.parametrize(
    ("texts", "message"), [("班车", "至少两个词"), ("班车\n，，", "没有可以搜的字"), ("通勤车\n大巴", "已在另一组")]
)
def test_a_group_that_would_do_nothing_is_refused_with_a_reason(desk_head: Client, texts: str, message: str):
    SynonymGroup.objects.create(texts="通勤车\n接送车")
    assert message in posted(desk_head, "search_synonyms", texts=texts, note="")
    assert SynonymGroup.objects.count() == 1


def test_lists_are_searched_filtered_and_exported(desk_head: Client):
    SearchWord.objects.create(text="产改办")
    SearchWord.objects.create(text="有关", kind=SearchWord.Kind.SILENT)
    SynonymGroup.objects.create(texts="班车\n通勤车")
    words, groups = reverse("search_words:index"), reverse("search_synonyms:index")
    assert "有关" not in desk_head.get(words, {"q": "产改"}).content.decode().partition("<main")[2]
    silent = desk_head.get(words, {"kind": "silent"}).content.decode().partition("<main")[2]
    assert "有关" in silent and "产改办" not in silent
    assert "班车 = 通勤车" in desk_head.get(groups, {"q": "通勤"}).content.decode()
    exported = b"".join(desk_head.get(words, {"export": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "不计的词" in exported


def test_the_menu_shows_each_role_its_own(newsroom: Newsroom, desk_head: Client):
    home = desk_head.get(reverse("wagtailadmin_home")).content.decode()
    for address in ("search_words:index", "search_synonyms:index", "search_admin:try", "search_admin:engines"):
        assert f'"{reverse(address)}"' in home, address
    editors = browser_in(EDITOR).get(reverse("wagtailadmin_home")).content.decode()
    assert f'"{reverse("search_admin:try")}"' in editors
    for address in ("search_words:index", "search_synonyms:index", "search_admin:engines"):
        assert f'"{reverse(address)}"' not in editors, address
    assert editors.count(reverse("search_asked")) and "搜索词条" not in editors
