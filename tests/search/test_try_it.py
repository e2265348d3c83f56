"""试一试: how a query is cut and planned, what ranks the first hits, why a page stands where it does or does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from home.newsroom import Newsroom
from home.roles import EDITOR, ensure_roles
from news.models import SectionPage
from search.explaining import Explanation, Why, explain
from search.indexing import remove
from search.models import SynonymGroup
from search.trying import with_synonyms
from search.words import current_dictionary, forget_dictionary
from tests.factories.admin import browser_of
from tests.factories.records import person
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def stories(index: None, section: SectionPage) -> dict[str, Page]:
    texts = {
        "窗口": ("法律援助窗口搬进物流园", "三百名货车司机在窗口旁边入会。"),
        "夜校": ("职工夜校开到车间", "劳动模范梁雪樵教第一课，讲焊缝。"),
        "驿站": ("工会驿站添了热水", "货车停在门口，司机进来喝一碗汤。"),
    }
    return {
        name: story(section, title=title, body=[{"type": "paragraph", "value": f"<p>{body}</p>"}])
        for name, (title, body) in texts.items()
    }


@pytest.fixture
def editor(newsroom: Newsroom) -> Client:
    ensure_roles()
    user = User.objects.create_user("bianji")
    user.groups.add(Group.objects.get(name=EDITOR))
    return browser_of(user)


def asked(client: Client, query: str, **more: Any) -> str:
    return client.get(reverse("search_admin:try"), {"q": query, **more}).content.decode()


def verdict(query: str, page: Page) -> Any:
    return explain(query, language="zh-hans", page=page).verdict


def test_the_page_shows_the_words_the_hits_and_their_figures(stories, editor):
    SynonymGroup.objects.create(texts="劳模\n劳动模范")
    page = asked(editor, '劳模 "焊缝" -桑拿')
    for text in ("劳模", "劳动模范", "不能有：桑拿", "职工夜校开到车间", "得分", "原样"):
        assert text in page, text
    assert "法律援助窗口" not in page


def test_an_empty_question_and_one_of_punctuation_are_answered(stories, editor):
    assert asked(editor, "").count("<form") >= 1
    assert "没有可找的词" in asked(editor, "，。")
    assert asked(editor, "\0<script>alert(1)</script>").count("<script>alert(1)") == 0
    assert "没有找到" in asked(editor, "桑拿")


def test_what_a_prefix_narrows_down_to_is_named(stories, editor):
    person("梁雪樵")
    assert "人物：梁雪樵" in asked(editor, "夜校 人物:梁雪樵")


def test_a_synonym_is_tried_without_being_saved(stories, editor):
    assert "职工夜校开到车间" not in asked(editor, "晚间课堂")
    page = asked(editor, "晚间课堂", synonyms="晚间课堂\n夜校")
    assert "职工夜校开到车间" in page
    assert "职工夜校开到车间" not in asked(editor, "晚间课堂")
    assert not SynonymGroup.objects.exists()


def test_a_tried_synonym_joins_the_group_that_has_the_word(db):
    SynonymGroup.objects.create(texts="夜校\n职工学校")
    forget_dictionary()
    with with_synonyms(["晚间课堂", "夜校"]) as tried:
        assert tried
        assert set(current_dictionary().meanings["晚间课堂"]) == {"夜校", "职工学校"}
    assert "晚间课堂" not in current_dictionary().meanings
    with with_synonyms(["夜校"]) as tried:
        assert not tried


def test_a_page_among_the_hits_has_its_place_and_its_figures(stories):
    first = verdict("货车司机", stories["窗口"])
    second = verdict("货车司机", stories["驿站"])
    assert (first.place, second.place) == (1, 2)
    assert first.hit.score > second.hit.score
    assert first.hit.as_asked > second.hit.as_asked
    assert first.lacks == second.lacks == []


def test_a_hit_that_does_not_hold_all_words_is_told_which_it_lacks(stories):
    found = verdict("法律援助窗口班车", stories["窗口"])
    assert found.place == 1
    assert not found.hit.is_whole
    assert found.lacks == [["班车"]]


def test_a_page_that_lacks_words_is_told_which(stories):
    found = verdict("夜校 热水 班车", stories["夜校"])
    assert found.place is None
    assert found.why is Why.LACKS
    assert found.lacks == [["热水"], ["班车"]]


def test_a_page_that_cannot_be_found_is_told_why(stories, section, newsroom):
    explained: dict[Why, Page] = {}
    explained[Why.NOT_LIVE] = story(section, live=False, title="夜校草稿")
    explained[Why.CLOSED] = story(section, title="夜校内部通知")
    PageViewRestriction.objects.create(page=explained[Why.CLOSED], restriction_type="login")
    explained[Why.NOT_INDEXED] = story(section, title="夜校漏了")
    remove([("wagtailcore.page", explained[Why.NOT_INDEXED].pk)])
    explained[Why.EXCLUDED] = story(section, title="夜校的桑拿")
    for why, page in explained.items():
        assert verdict("夜校 -桑拿", page).why is why, why
    assert verdict("夜校 年份:1999", stories["夜校"]).why is Why.FILTERED
    hant = explain("夜校", language="zh-hant", page=stories["夜校"]).verdict
    assert hant is not None and hant.why is Why.LANGUAGE


@pytest.mark.parametrize("why", list(Why))
def test_each_reason_has_words(why: Why, stories, editor, monkeypatch):
    from search import admin_views
    from search.explaining import Verdict

    page = stories["夜校"]
    told = Verdict(page, None, None, why, [["热水"]] if why is Why.LACKS else [])
    shown = Explanation("夜校", [["夜校"]], [], [], {}, 0, "sqlite", [], told)
    monkeypatch.setattr(admin_views, "explain", lambda *arguments, **options: shown)
    assert "没有排进来：" in asked(editor, "夜校", page=page.pk)


def test_the_page_asks_for_the_language_that_is_chosen(stories, editor):
    assert Locale.objects.filter(language_code="zh-hant").exists()
    assert "职工夜校开到车间" not in asked(editor, "夜校", language="zh-hant")
    assert "职工夜校开到车间" in asked(editor, "夜校", language="zh-hans")
