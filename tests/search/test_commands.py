"""The three commands: what they do is tested elsewhere, here what they say."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from news.models import SectionPage
from search.indexing import remove
from search.models import IndexState
from tests.factories.stories import story

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_rebuild_and_check_say_what_was_done(index: None, section: SectionPage):
    page = story(section, title="职工夜校开到码头")
    assert "索引已重建" in said("search_rebuild")
    assert "索引与内容一致" in said("search_check")
    remove([("wagtailcore.page", page.pk)])
    assert f"缺　wagtailcore.page:{page.pk}" in said("search_check")
    assert "索引与内容一致" in said("search_check")


def test_a_rebuild_beside_another_is_refused_in_words(index: None):
    from django.utils import timezone

    IndexState.objects.create(pk=1, owner="another", beat_at=timezone.now())
    with pytest.raises(CommandError, match="另一次重建正在进行"):
        said("search_rebuild")


def test_explain_shows_the_words_and_what_ranks_a_page(index: None, section: SectionPage):
    page = story(section, title="职工夜校开到码头")
    shown = said("search_explain", "码头夜校 -食堂")
    assert "必须有：码头" in shown and "必须有：夜校" in shown
    assert "连着出现更靠前：码头夜校" in shown
    assert "不能有：食堂" in shown
    assert f"1. {page.title}（{page.pk}）" in shown
    assert "没有可找的词" in said("search_explain", "，。")
    assert "没有找到" in said("search_explain", "桑拿浴")
