"""Loading the demo site: cut off and taken up again, and what an editor did to it meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from home.demo_site import FOLDER, DemoError, load_demo
from news.manuscripts.models import Manuscript
from news.models import StoryPage

pytestmark = pytest.mark.django_db


class Interrupted(Exception):
    """Stands for the power cut."""


def manifest() -> dict[str, Any]:
    """The demo's own with three of its stories and without portraits: what takes time are the pictures."""
    whole: dict[str, Any] = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    people = [entry | {"portrait": None} for entry in whole["registry"]["people"]]
    plain = [entry for entry in whole["stories"] if not entry["pictures"]]
    return whole | {"stories": plain[:3], "campaigns": [], "registry": whole["registry"] | {"people": people}}


def folder_of(path: Path, content: dict[str, Any]) -> Path:
    (path / "demo.json").write_text(json.dumps(content), encoding="utf-8")
    for name in ("manuscripts", "pages", "pictures"):
        (path / name).symlink_to(FOLDER / name)
    return path


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path, manifest())


def test_a_loading_that_was_cut_off_is_taken_up_and_makes_nothing_twice(
    small_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    def cut_off(line: str) -> None:
        if line.startswith("2/3"):
            raise Interrupted

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(Interrupted):
            load_demo(folder=small_folder, say=cut_off)
        assert StoryPage.objects.live().count() == 1
        assert len(load_demo(folder=small_folder).stories) == 2
        assert load_demo(folder=small_folder).stories == []
    assert StoryPage.objects.count() == StoryPage.objects.live().count() == 3
    assert Manuscript.objects.count() == 3


def test_what_an_editor_deleted_or_unpublished_stays_so(
    small_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load_demo(folder=small_folder)
        one, other, _third = StoryPage.objects.order_by("number").specific()
        one.delete()
        other.unpublish()
        assert load_demo(folder=small_folder).stories == []
    assert StoryPage.objects.count() == 2
    assert StoryPage.objects.live().count() == 1


def test_a_caption_that_the_manuscript_does_not_have_stops_the_loading_with_its_words(tmp_path: Path) -> None:
    content = manifest()
    content["stories"][0]["pictures"] = [
        {"file": "pictures/port.jpg", "caption": "没有这一句", "alt": "", "credit": "", "lead": False}
    ]
    with pytest.raises(DemoError, match="没有这一句"):
        load_demo(folder=folder_of(tmp_path, content))
    assert not StoryPage.objects.live().filter(title=content["stories"][0]["title"]).exists()
