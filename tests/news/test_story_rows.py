"""Rows of the story's form while it saves by itself: an empty one waits, none is stored twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from news.models import FeaturePage, StoryPage
from tests.factories.admin import story_form, superuser_client
from tests.factories.records import organisation, person
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


class Screen:
    """The edit screen of a story as the browser keeps it: what it posts, and what each answer changes in it."""

    def __init__(self, page: StoryPage) -> None:
        self.page = page
        self.client = superuser_client()
        self.data = story_form()

    def add(self, relation: str, **fields: Any) -> str:
        """A new row with the values of an empty one, but for `fields`. Returns its prefix."""
        place = int(self.data[f"{relation}-TOTAL_FORMS"])
        self.data[f"{relation}-TOTAL_FORMS"] = str(place + 1)
        row = {"id": "", "ORDER": str(place + 1), "DELETE": "", **BLANK[relation]}
        self.data |= {f"{relation}-{place}-{name}": str(value) for name, value in (row | fields).items()}
        return f"{relation}-{place}"

    def autosave(self) -> None:
        answer = self.client.post(self.address, self.data, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content.decode()
        saved = answer.json()
        self.data |= saved["field_updates"] | {"overwrite_revision_id": str(saved["revision_id"])}

    def press(self, action: str) -> str:
        """Press a button that loads the screen anew; its HTML."""
        return self.client.post(self.address, self.data | {action: "1"}, follow=True).content.decode()

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def stored(self, relation: str) -> list[Any]:
        """The rows that an editor would get by loading the screen anew."""
        latest = StoryPage.objects.get(pk=self.page.pk).get_latest_revision_as_object()
        return list(getattr(latest, relation).all())


BLANK: dict[str, dict[str, str]] = {
    "byline": {"role": "reporter", "printed_role": "", "person": "", "name": "", "position": ""},
    "topics": {"topic": ""},
    "people": {"person": ""},
    "organisations": {"organisation": ""},
    "also_in": {"section": ""},
}


@pytest.fixture(params=[pytest.param(False, id="draft", marks=pytest.mark.long), pytest.param(True, id="live")])
def screen(request: pytest.FixtureRequest, section) -> Screen:
    return Screen(story(section, live=request.param))


@pytest.mark.parametrize("relation", BLANK)
def test_row_just_added_keeps_nothing_from_being_saved(screen, relation):
    screen.add(relation)
    screen.data["title"] = "边加边存"
    screen.autosave()
    screen.autosave()
    latest = StoryPage.objects.get(pk=screen.page.pk).get_latest_revision_as_object()
    assert (latest.title, screen.stored(relation)) == ("边加边存", [])


def test_empty_row_that_is_filled_later_is_stored_once(screen):
    row = screen.add("people")
    screen.autosave()
    screen.data[f"{row}-person"] = str(person("沈知秋").pk)
    screen.autosave()
    screen.autosave()
    assert [str(link) for link in screen.stored("people")] == ["沈知秋"]


def test_rows_around_an_empty_one_keep_their_ids_and_their_order(screen):
    first, empty, last = (screen.add("people") for _row in range(3))
    screen.data[f"{first}-person"] = str(person("沈知秋").pk)
    screen.data[f"{last}-person"] = str(person("石满仓").pk)
    screen.autosave()
    before = {link.person.name: link.pk for link in screen.stored("people")}
    screen.data[f"{last}-person"] = str(person("严守时").pk)
    screen.data[f"{empty}-person"] = str(person("岑望").pk)
    screen.autosave()
    screen.autosave()
    after = {link.person.name: link.pk for link in screen.stored("people")}
    assert list(after) == ["沈知秋", "岑望", "严守时"]
    if not screen.page.live:  # rows of a live page's draft have no ids before they are published
        assert (after["沈知秋"], after["严守时"]) == (before["沈知秋"], before["石满仓"])
    screen.press("action-publish")
    assert [link.person.name for link in FeaturePage.objects.get(pk=screen.page.pk).people.all()] == list(after)


def test_row_whose_choice_is_cleared_is_gone_and_can_be_filled_again(screen):
    row = screen.add("organisations", organisation=organisation("南城区总工会").pk)
    screen.autosave()
    screen.data[f"{row}-organisation"] = ""
    screen.autosave()
    assert screen.stored("organisations") == []
    screen.data[f"{row}-organisation"] = str(organisation("北城区总工会").pk)
    screen.autosave()
    assert [str(link) for link in screen.stored("organisations")] == ["北城区总工会"]


def test_empty_row_that_is_deleted_again_leaves_nothing(screen):
    row = screen.add("people")
    screen.autosave()
    screen.data[f"{row}-DELETE"] = "1"
    screen.autosave()
    assert screen.stored("people") == []


def test_same_choice_twice_is_stored_once_and_free_again_when_the_first_is_deleted(screen):
    chosen = person("沈知秋").pk
    first, second = screen.add("people", person=chosen), screen.add("people", person=chosen)
    screen.autosave()
    assert len(screen.stored("people")) == 1
    screen.data[f"{first}-DELETE"] = "1"
    screen.autosave()
    screen.autosave()
    assert [str(link) for link in screen.stored("people")] == ["沈知秋"]
    screen.data[f"{second}-person"] = str(person("石满仓").pk)
    screen.autosave()
    assert [str(link) for link in screen.stored("people")] == ["石满仓"]


def test_one_name_may_stand_twice_in_the_byline_with_another_role(screen):
    screen.add("byline", name="岑望")
    screen.add("byline", name="岑望", role="photographer")
    screen.add("byline", name="岑望")
    screen.autosave()
    assert [row.role for row in screen.stored("byline")] == ["reporter", "photographer"]


def test_byline_without_a_name_is_kept_in_the_draft_and_shown_to_nobody(screen):
    screen.add("byline", position="区职工新闻中心")
    screen.autosave()
    assert [row.position for row in screen.stored("byline")] == ["区职工新闻中心"]
    screen.press("action-publish")
    html = screen.client.get(FeaturePage.objects.get(pk=screen.page.pk).url).content.decode()
    assert "区职工新闻中心" not in html


def test_empty_row_is_no_mistake_beside_one(screen):
    screen.add("people")
    screen.data["title"] = ""
    html = screen.press("action-publish")
    assert "id_people-0-person" in html
    assert html.count('class="error-message"') == 1  # the title's


def test_story_added_with_an_empty_row_becomes_a_draft(section):
    client = superuser_client()
    data = story_form("新稿", people=[{"person": ""}], byline=[BLANK["byline"]])
    address = reverse("wagtailadmin_pages:add", args=["news", "featurepage", section.pk])
    answer = client.post(address, data, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["field_updates"] == {"people-INITIAL_FORMS": "1", "byline-INITIAL_FORMS": "1"}
    assert not FeaturePage.objects.get(title="新稿").people.exists()
