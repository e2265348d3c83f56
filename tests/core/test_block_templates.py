"""Every block of a body: what readers get of it full and nearly empty, and what the block picker shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from core.blocks import StoryBody
from home.newsroom import Newsroom, ensure_section
from media.models import Photo
from news.models import SectionPage
from tests.factories.admin import superuser_client
from tests.factories.html import Document
from tests.factories.photos import make_photo, picture_file
from tests.factories.records import organisation, person
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

NAMES = list(StoryBody().child_blocks)
#: What a block holds when only what it must have was filled. Keys of records are put in by the test.
BARE: dict[str, Any] = {
    "paragraph": "",
    "heading": "",
    "pull_quote": {"text": "心里是静的"},
    "editors_note": {"text": "<p>连续七个夜晚。</p>"},
    "photo": {"photo": "PHOTO"},
    "picture_pending": {"caption": "联席会议现场"},
    "gallery": {"photos": [{"photo": "PHOTO"}]},
    "video": {"video": "DOCUMENT", "caption": "夜校第一课。"},
    "key_figures": {"figures": [{"value": "36", "label": "开班"}]},
    "measures": {"measures": [{"title": "热餐到岗"}]},
    "table": {"table": {"data": [["年份", None]]}},
    "timeline": {"entries": [{"date": "1998", "text": "进厂学徒。"}]},
    "profile_card": {"person": "PERSON"},
    "document": {"document": "DOCUMENT"},
    "related_stories": {"stories": ["STORY"]},
    "divider": None,
}


@pytest.fixture
def photo(newsroom: Newsroom) -> Photo:
    return make_photo(caption="二号码头夜班交接。", credit="岑望 摄")


def render(name: str, stored: Any, **context: Any) -> Document:
    """The HTML of one block from its stored form, as inside a public page."""
    block = StoryBody().child_blocks[name]
    request = RequestFactory().get("/")
    return Document.of(block.render(block.to_python(stored), {"request": request, **context}))


def with_keys(value: Any, keys: dict[str, int]) -> Any:
    """`value` with the names of records replaced by their keys."""
    if isinstance(value, dict):
        return {name: with_keys(item, keys) for name, item in value.items()}
    if isinstance(value, list):
        return [with_keys(item, keys) for item in value]
    return keys.get(value, value) if isinstance(value, str) else value


#: Keys of the editor's note's labels.
LABELS = ("note", "says", "reader")


def leaves(value: Any) -> Iterator[str]:
    """Every text that a preview value holds, but for keys of choices and dates in ISO form."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in {"preset", "table_header_choice", "date"} and item not in LABELS:
                yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, str) and value and not value.startswith("<"):
        yield value


def test_every_block_has_a_bare_value_here() -> None:
    assert set(BARE) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_block_renders_with_only_what_it_must_have(name: str, section: SectionPage, photo: Photo) -> None:
    document = get_document_model().objects.create(title="夜校课表", file=picture_file("课表.pdf", b"%PDF-1.4"))
    keys = {"PHOTO": photo.pk, "DOCUMENT": document.pk, "PERSON": person().pk, "STORY": story(section).pk}
    rendered = render(name, with_keys(BARE[name], keys))
    for element in rendered.elements:
        assert "None" not in element.text
        assert "None" not in element.attributes.values()
        if element.tag in {"p", "b", "li", "figcaption", "dt", "dd", "h2"} and name not in {"paragraph", "heading"}:
            assert element.text.strip(), f"an empty <{element.tag}>"


@pytest.mark.parametrize("name", NAMES)
def test_block_picker_shows_the_block(name: str, newsroom: Newsroom) -> None:
    block: Block = StoryBody().child_blocks[name]
    assert block.is_previewable
    assert block.get_description()
    answer = superuser_client().get("/admin/block-preview/", {"id": block.definition_prefix})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "/story.blocks.figures.css" in html
    shown = Document.of(html)
    for text in leaves(block.meta.preview_value):
        assert text in shown.one("main").text, text
    assert shown.one("main").text.strip() or name == "divider"


def test_photo_falls_back_to_its_own_card(photo: Photo) -> None:
    rendered = render("photo", {"photo": photo.pk, "caption": "", "credit": "", "alt": "", "preset": "body"})
    assert rendered.texts("figcaption") == ["二号码头夜班交接。岑望摄"]
    shown = [element.attributes for element in rendered.elements if element.tag in {"img", "svg"}]
    assert photo.default_alt_text in {shown[0].get("alt"), shown[0].get("aria-label")}


def test_photo_says_what_this_story_says_of_it(photo: Photo) -> None:
    value = {"photo": photo.pk, "caption": "换班", "credit": "陆知远 摄", "alt": "两个人握手", "preset": "wide"}
    rendered = render("photo", value)
    assert rendered.texts("figcaption") == ["换班陆知远摄"]
    shown = [element.attributes for element in rendered.elements if element.tag in {"img", "svg"}]
    assert "两个人握手" in {shown[0].get("alt"), shown[0].get("aria-label")}


def test_each_photo_of_a_gallery_takes_the_ratio_chosen_for_it(photo: Photo) -> None:
    chosen = ["portrait", "wide", "body"]
    rendered = render("gallery", {"title": "", "photos": [{"photo": photo.pk, "preset": preset} for preset in chosen]})
    shown = [element.attributes for element in rendered.elements if element.tag == "svg"]
    ratios = [int(box["width"]) / int(box["height"]) for box in shown]
    assert ratios == pytest.approx([4 / 5, 16 / 9, photo.width / photo.height], rel=0.01)


def test_heading_takes_the_id_of_its_block() -> None:
    assert render("heading", "小标题", block_id="a1").one("h2").attributes == {"id": "part-a1"}


@pytest.mark.parametrize(("label", "shown"), [("note", "编者按"), ("says", "小编说"), ("reader", "致读者")])
def test_editors_note_carries_its_label(label: str, shown: str) -> None:
    rendered = render("editors_note", {"label": label, "text": "<p>说明</p>"})
    assert rendered.texts("p", class_="editors-note__label") == [shown]


@pytest.mark.parametrize(("hedge", "shown"), [("", "36期"), ("超", "超36期"), ("余", "36余期")])
def test_hedge_stands_where_chinese_puts_it(hedge: str, shown: str) -> None:
    figure = {
        "hedge": hedge,
        "value": "36",
        "unit": "期",
        "label": "开班",
        "period": "",
        "organisation": organisation().pk,
    }
    rendered = render("key_figures", {"title": "", "figures": [figure], "source": ""})
    assert rendered.texts("dd") == [shown]
    assert rendered.texts("dt") == ["开班临港区总工会"]


def test_measures_are_a_numbered_list_only_when_asked() -> None:
    measures = [{"title": "热餐到岗", "text": ""}]
    assert render("measures", {"title": "", "ordered": True, "measures": measures}).one("ol")
    assert render("measures", {"title": "", "ordered": False, "measures": measures}).one("ul")


def test_table_can_be_scrolled_by_keyboard() -> None:
    table = {
        "data": [["年份", "人数"], ["2024", "1860"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
    }
    rendered = render("table", {"caption": "入会人数", "table": {**table, "table_header_choice": "row"}, "source": ""})
    region = rendered.one("div", role="region")
    assert region.attributes["tabindex"] == "0"
    assert region.attributes["aria-label"] == "入会人数"
    assert rendered.texts("th", scope="col") == ["年份", "人数"]


def test_timeline_sets_dates_as_a_chinese_paper_does() -> None:
    entries = [{"date": "202X", "text": "筹备"}, {"date": "2021-10-12", "text": "开班"}]
    rendered = render("timeline", {"title": "", "entries": entries})
    assert rendered.texts("span") == ["2020年代", "2021年10月12日"]


def test_quotation_leads_to_who_said_it(newsroom: Newsroom) -> None:
    public, private = person("沈砚秋", public_page=True), person("许大江")
    quoted = {"text": "心里是静的", "speaker": "", "position": "焊工"}
    rendered = render("pull_quote", {"person": public.pk, **quoted})
    assert rendered.texts("figcaption") == ["沈砚秋焊工"]
    assert rendered.one("a").attributes["href"] == public.get_absolute_url()
    # By the name that the story has for them.
    assert render("pull_quote", {"person": public.pk, **quoted, "speaker": "老沈"}).one("a").text == "老沈"
    rendered = render("pull_quote", {"person": private.pk, **quoted})
    assert rendered.texts("figcaption") == ["许大江焊工"]
    assert not rendered.all("a")


def test_quotation_is_whose_a_person_was_merged_into(newsroom: Newsroom) -> None:
    survivor = person("沈砚秋", public_page=True)
    merged = person("沈彦秋", public_page=True, merged_into=survivor)
    link = render("pull_quote", {"text": "心里是静的", "person": merged.pk}).one("a")
    assert (link.text, link.attributes["href"]) == ("沈砚秋", survivor.get_absolute_url())


def test_profile_card_links_only_a_public_person(newsroom: Newsroom, photo: Photo) -> None:
    public, private = person("沈砚秋", public_page=True, portrait=photo), person("罗汉舟")
    card = {"portrait": None, "position": "焊工", "text": ""}
    assert render("profile_card", {"person": public.pk, **card}).one("a").text == "沈砚秋"
    rendered = render("profile_card", {"person": private.pk, **card})
    assert not rendered.all("a")
    assert rendered.texts("span", class_="profile-card__initial") == ["罗"]


def test_profile_card_shows_whom_a_person_was_merged_into(newsroom: Newsroom) -> None:
    survivor = person("沈砚秋", public_page=True)
    merged = person("沈研秋", public_page=True, merged_into=survivor)
    link = render("profile_card", {"person": merged.pk, "portrait": None, "position": "", "text": ""}).one("a")
    assert (link.text, link.attributes["href"]) == ("沈砚秋", f"/people/{survivor.pk}/")


def test_related_stories_leave_out_what_is_not_public(newsroom: Newsroom, section: SectionPage) -> None:
    live, draft = story(section, title="已经发布"), story(section, title="还是草稿", live=False)
    inner = ensure_section(home=newsroom.home, slug="neibu", title="内部")
    PageViewRestriction.objects.create(page=inner, restriction_type=PageViewRestriction.LOGIN)
    internal = story(inner, title="只给内部看")
    rendered = render("related_stories", {"title": "", "stories": [internal.pk, draft.pk, live.pk]})
    assert [link.text for link in rendered.all("a")] == ["已经发布"]
    assert rendered.one("time").attributes["datetime"].count(":") == 3, "a moment to the second, with its offset"
    assert "." not in rendered.one("time").attributes["datetime"]
    assert not render("related_stories", {"title": "", "stories": [draft.pk]}).elements


def test_pending_picture_is_nothing_to_a_reader(client: Client) -> None:
    assert not render("picture_pending", {"caption": "联席会议现场", "credit": "", "photo": None, "alt": ""}).elements


def test_document_names_its_kind_and_size(newsroom: Newsroom) -> None:
    file = picture_file("办法.pdf", b"%PDF-1.4" + b" " * 3000)
    document = get_document_model().objects.create(title="互助保障办法", file=file, file_size=3008)
    rendered = render("document", {"document": document.pk, "title": ""})
    assert rendered.one("a").text == "互助保障办法"
    assert "".join(rendered.one("span").text.split()).startswith("PDF2.9")
