"""The given manuscripts, scored with the given tool. They are real; nothing of them may stand in the code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from news.manuscripts.reading import read
from news.manuscripts.structure import structure

BAR = 0.97
NAMES = ("magazine-spread", "taizhou-four-hearts", "tongzhou-special-page")


@pytest.mark.parametrize("name", NAMES)
def test_given_manuscript_gets_the_structure_a_sub_editor_would_give(
    name: str, shared_dir: Path, given_score: Callable[..., tuple[float, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    manuscript = shared_dir / "manuscripts" / f"{name}.md"
    parsed = structure(read(manuscript.read_bytes(), manuscript.name)).to_json()
    score, report = given_score(shared_dir / "manuscripts" / "expected" / f"{name}.json", parsed, manuscript)
    with capsys.disabled():
        print(f"\n{name}: {score:.3f}")
    assert score >= BAR, report


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encoding_makes_no_difference(name: str, encoding: str, shared_dir: Path) -> None:
    text = (shared_dir / "manuscripts" / f"{name}.md").read_text(encoding="utf-8")
    plain = structure(read(text.encode(), "a.md")).to_json()
    assert structure(read(text.encode(encoding), "a.md")).to_json() == plain


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_matches_the_words_of_a_given_text(name: str, shared_dir: Path) -> None:
    """No title, name or run of eight characters of the given articles stands in the code."""
    expected = json.loads((shared_dir / "manuscripts" / "expected" / f"{name}.json").read_text(encoding="utf-8"))
    room = Path(__file__).resolve().parents[3] / "news" / "manuscripts"
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("reading", "structure")
        for path in (room / folder).rglob("*.py")
        if path.name != "names.py"
    )
    for article in expected["articles"]:
        for person in article["byline"]:
            assert person["name"] not in code
        for text in [article["title"], *(part.get("text") or part.get("caption", "") for part in article["body"])]:
            for start in range(max(len(text) - 8, 0)):
                assert text[start : start + 8] not in code
