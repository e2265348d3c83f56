"""The index made anew beside the one that answers, cut off and taken up, and drift found and mended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from news.models import SectionPage
from search import rebuilding
from search.errors import SearchError
from search.indexing import active_generation, drafts_of, remove, write
from search.models import ENTRIES, IndexState
from search.rebuilding import check, rebuild
from tests.factories.photos import make_photo
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(index: None, section: SectionPage, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(rebuilding, "STEP", 3)
    return [story(section, title=f"第{word}班岗") for word in "一二三四五六七"]


def held() -> set[tuple[str, int]]:
    return set(ENTRIES[active_generation()].objects.values_list("model", "object_key"))


def found(query: str) -> set[str]:
    return {page.title for page in Page.objects.search(query)}


def test_a_rebuilt_index_holds_and_finds_the_same(stories):
    photo, before, generation = make_photo(title="六点五十分"), held(), active_generation()
    seen: list[tuple[int, int]] = []
    done = rebuild(lambda *progress: seen.append(progress))
    assert active_generation() != generation
    assert before <= held() and ("media.photo", photo.pk) in held()
    assert found("班岗") == {page.title for page in stories}
    assert seen[-1] == (done, done)
    assert not ENTRIES[generation].objects.exists()


def test_what_is_saved_while_a_rebuild_runs_stays_as_it_was_saved(stories):
    def meddle(done: int, total: int) -> None:
        if page := Page.objects.filter(title="第七班岗").first():
            page = page.specific
            page.title = "换了人的岗"
            page.save_revision().publish()
            stories[0].delete()

    rebuild(meddle)
    assert found("换了人的岗") == {"换了人的岗"}
    assert found("第七班岗") == found("第一班岗") == set()
    assert not len(check())


def test_a_rebuild_that_was_cut_off_goes_on_where_it_was(stories, monkeypatch):
    generation, steps = active_generation(), []

    def die(done: int, total: int) -> None:
        steps.append(done)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(die)
    assert active_generation() == generation
    assert found("班岗") == {page.title for page in stories}, "the old one answers"
    with pytest.raises(SearchError, match="另一次重建"):
        rebuild()
    IndexState.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    taken_up: list[int] = []
    rebuild(lambda done, total: taken_up.append(done))
    assert taken_up[0] > steps[-1]
    assert active_generation() != generation
    assert found("班岗") == {page.title for page in stories}
    assert not len(check())


def test_a_rebuild_that_lost_its_place_to_another_stops(stories):
    def rob(done: int, total: int) -> None:
        IndexState.objects.update(owner="another")

    with pytest.raises(SearchError, match="接手"):
        rebuild(rob)


def test_drift_is_found_and_mended(stories):
    check()  # the pages that stood before the index began
    lost, changed, ghost = stories[0], stories[1], stories[2]
    remove([("wagtailcore.page", lost.pk)])
    Page.objects.filter(pk=changed.pk).update(title="悄悄改了")
    (draft,) = drafts_of([ghost])
    ghost.delete()
    write([draft])
    drift = check()
    assert drift.missing == [("wagtailcore.page", lost.pk)]
    assert drift.different == [("wagtailcore.page", changed.pk)]
    assert drift.extra == [("wagtailcore.page", draft.object_key)]
    assert found("悄悄改了") == {"悄悄改了"}
    assert found(lost.title) == {lost.title}
    assert not len(check())
