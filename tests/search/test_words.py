"""The newsroom's dictionary: starter words, names that join by themselves, changes seen by every process."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError

from search import words
from search.models import DictionaryVersion, SearchWord, SynonymGroup
from search.plan import plan_of, words_of
from search.starter import SYNONYMS, load_starter_dictionary
from search.words import current_dictionary, read_dictionary, renew_dictionary
from tests.factories.records import organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def cut(query: str) -> list[str]:
    from core.chinese.units import runs

    return ["".join(unit.text for unit in word) for run in runs(query) for word in words_of(run, read_dictionary())]


def test_words_of_the_newsroom_and_names_of_its_registry_are_not_cut():
    assert cut("镇海楼工会") != ["镇海楼工会"]
    SearchWord.objects.create(text="镇海楼工会")
    person("欧阳雪樵")
    organisation("澜桥重装有限公司", short_name="")
    assert cut("镇海楼工会") == ["镇海楼工会"]
    assert cut("欧阳雪樵在澜桥重装有限公司")[0] == "欧阳雪樵"
    assert cut("澜桥重装有限公司") == ["澜桥重装有限公司"]


def test_silent_words_are_not_asked_for():
    assert "有关" in cut("有关夜校")
    SearchWord.objects.create(text="有关", kind=SearchWord.Kind.SILENT)
    assert cut("有关夜校") == ["夜校"]


def test_synonyms_are_asked_for_together():
    SynonymGroup.objects.create(texts="班车\n通勤车")
    [group] = plan_of("班车", read_dictionary()).groups
    assert len(group.alternatives) == 2


def test_a_group_has_two_words_and_no_word_is_in_two_groups():
    SynonymGroup.objects.create(texts="班车\n通勤车")
    for texts, message in (
        ("班车\n 班車 ", "至少两个"),
        ("通勤车\n大巴", "已在另一组"),
        ("\n".join("甲乙丙丁戊己庚辛壬癸子丑寅"), "最多"),
    ):
        with pytest.raises(ValidationError, match=message):
            SynonymGroup(texts=texts).full_clean()


def test_a_change_is_taken_over_when_the_process_looks_again():
    before = current_dictionary()
    assert not renew_dictionary()
    assert current_dictionary() is before
    SearchWord.objects.create(text="镇海楼工会")
    assert current_dictionary() is before, "no request waits for the new one"
    assert renew_dictionary()
    assert "镇海楼工会" in current_dictionary().words


def test_one_thread_of_a_process_looks_again_and_again(monkeypatch, settings):
    settings.SEARCH_DICTIONARY_SECONDS = 0.01
    looked = threading.Semaphore(0)
    fail = iter([True])

    def look() -> bool:
        looked.release()
        if next(fail, False):
            raise OperationalError
        return False

    monkeypatch.setattr(words, "renew_dictionary", look)
    current_dictionary()
    watcher = words._watcher
    current_dictionary()
    assert words._watcher is watcher is not None
    for _time in range(3):
        assert looked.acquire(timeout=10), "also after a database that did not answer"
    settings.SEARCH_DICTIONARY_SECONDS = 0.0
    watcher.join(10)
    assert not watcher.is_alive()


def test_starter_words_are_loaded_once_and_fit_together():
    assert load_starter_dictionary()
    for group in SynonymGroup.objects.all():
        group.full_clean()
    assert SynonymGroup.objects.count() == len(SYNONYMS)
    SynonymGroup.objects.all().delete()
    assert not load_starter_dictionary(), "an editor threw them away"
    assert DictionaryVersion.objects.get().number >= 1
