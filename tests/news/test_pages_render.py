"""What a reader gets of each page type: every field in its place, people's text as text, few queries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import StandardPage
from home.newsroom import Newsroom
from media.models import Photo
from news.models import (
    ColumnPage,
    FeaturePage,
    PhotoStoryPage,
    SectionPage,
    StoryAward,
    StoryByline,
    StoryEvent,
    StoryOrganisation,
    StoryPerson,
    StoryPlace,
    StoryTopic,
)
from tests.factories.admin import superuser_client
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import award, event, organisation, outlet, person, place, topic
from tests.factories.stories import BODY, story

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def photo(newsroom: Newsroom) -> Photo:
    return make_photo(caption="二号码头夜班交接。", credit="岑望 摄")


def get(client: Client, page: Page | str) -> Document:
    """The page as a reader gets it, sound in its HTML."""
    address = page if isinstance(page, str) else page.get_url()
    answer = client.get(address)
    assert answer.status_code == 200, address
    document = Document.of(answer.content.decode())
    document.assert_sound()
    return document


def list_item(value: Any) -> dict[str, Any]:
    return {"type": "item", "id": "", "value": value}


def rich_story(parent: Page, photo: Photo, **fields: Any) -> Any:
    """A story with every field filled and every kind of link."""
    welder = person("沈砚秋", public_page=True, office=(organisation("澜桥重装有限公司"), "焊工班长"))
    helper = person("罗汉舟")
    related = story(parent, title="同一天的另一篇")
    photo_block = {"photo": photo.pk, "caption": "", "credit": "", "alt": "", "preset": "body"}
    figure = {"hedge": "超", "value": "1200", "unit": "人", "label": "结业", "period": "", "organisation": None}
    body = [
        *BODY,
        {"type": "heading", "value": "白天扛钢筋", "id": "6b8e1ac6-7f2e-4b8f-9a2a-b9f1b3a1c001"},
        {"type": "photo", "value": photo_block},
        {"type": "heading", "value": "晚上画钢筋", "id": "6b8e1ac6-7f2e-4b8f-9a2a-b9f1b3a1c002"},
        {"type": "gallery", "value": {"title": "组图", "photos": [list_item(photo_block), list_item(photo_block)]}},
        {"type": "key_figures", "value": {"title": "", "figures": [list_item(figure)], "source": ""}},
        {"type": "profile_card", "value": {"person": welder.pk, "portrait": None, "position": "焊工", "text": ""}},
        {"type": "related_stories", "value": {"title": "", "stories": [list_item(related.pk)]}},
    ]
    byline = [
        StoryByline(role="reporter", printed_role="本报记者", name="温以宁", locale=parent.locale),
        StoryByline(role="correspondent", person=welder, position="项目部工会", locale=parent.locale),
    ]
    values: dict[str, Any] = {
        "title": "塔吊下的课堂",
        "kicker": "产改在青岚",
        "subtitle": "一所工地夜校，四个月",
        "body": body,
        "byline": byline,
        "people": [StoryPerson(person=welder), StoryPerson(person=helper)],
        "organisations": [StoryOrganisation(organisation=organisation("项目部工会委员会"))],
        "topics": [StoryTopic(topic=topic("职工夜校"))],
        "lead_photo": photo,
        "author_affiliation": "区职工新闻中心",
        "responsible_editor": "梁暮白",
        "source_kind": "reprint",
        "source_outlet_name": "《江湾工人》",
        "source_author": "原作者甲",
        "source_date": "2026-11-19",
        "source_title": "夜校来了工地",
        "source_url": "https://example.org/original",
        "print_outlet_name": "《工人日报》",
        "print_date": "2026-11-20",
        "print_issue": "第1287期",
        "print_page": "第3版",
        "happened": "2026-11",
        "place_name": "二号码头",
        "date_shown": datetime(2026, 11, 20, 7, 30, tzinfo=SHANGHAI),
        "updated_shown": datetime(2026, 11, 21, 9, 5, tzinfo=SHANGHAI),
    }
    return story(parent, **values | fields)


def test_article_shows_every_field(section: SectionPage, photo: Photo, client: Client) -> None:
    page = rich_story(section, photo)
    document = get(client, page)
    shown = "".join(document.one("main").text.split())
    assert document.texts("h1") == ["塔吊下的课堂"]
    for text in (
        "产改在青岚",
        "一所工地夜校，四个月",
        "区职工新闻中心",
        "本报记者温以宁",
        "通讯员沈砚秋项目部工会",
        "转载自《江湾工人》",
        "原作者甲",
        "2026年11月19日",
        "原题《夜校来了工地》",
        "《工人日报》2026年11月20日第1287期第3版",
        "2026年11月二号码头",
        "2026年11月20日07:30",
        "更新于2026年11月21日09:05",
        "（责任编辑：梁暮白）",
        "二号码头夜班交接。岑望摄",
        "焊工班长",
        "项目部工会委员会",
        "职工夜校",
    ):
        assert text in shown, text


def test_authors_unit_stands_under_the_title_or_beside_the_name(column: ColumnPage, client: Client) -> None:
    def shown(unit: str, position: str) -> list[str]:
        row = StoryByline(role="author", name="贺望潮", position=position, locale=column.locale)
        document = get(client, story(column, author_affiliation=unit, byline=[row]))
        return document.texts("p", class_="story-head__affiliation")

    assert shown("临港区总工会", "临港区总工会主席") == []
    assert shown("临港区总工会；职工服务中心", "临港区总工会") == ["临港区总工会；职工服务中心"]
    assert shown("临港区总工会", "") == ["临港区总工会"]


def test_article_dates_are_machine_readable(section: SectionPage, photo: Photo, client: Client) -> None:
    document = get(client, rich_story(section, photo))
    times = {time.attributes["datetime"] for time in document.all("time")}
    assert {"2026-11-20T07:30:00+08:00", "2026-11-21T09:05:00+08:00"} <= times


def test_description_of_a_story_without_summary_is_the_text_of_its_first_paragraph(
    section: SectionPage, client: Client
) -> None:
    body = [{"type": "paragraph", "value": "<p>低于 &lt;5℃ 的<b>夜里</b>，A&amp;B 开工。</p>"}]
    document = get(client, story(section, body=body))
    assert document.one("meta", name="description").attributes["content"] == "低于 <5℃ 的夜里，A&B 开工。"


def test_article_tells_where_it_stands(section: SectionPage, photo: Photo, client: Client) -> None:
    page = rich_story(section, photo)
    document = get(client, page)
    links = {link.attributes["href"]: link.attributes for link in document.all("a")}
    assert page.permanent_path in links
    assert links["https://example.org/original"]["rel"].split()[0] == "nofollow"
    assert document.one("link", rel="canonical").attributes["href"] == page.full_url
    assert document.one("meta", property="og:title").attributes["content"] == page.title
    assert document.texts("nav", **{"aria-label": "所在位置"}) == ["首页要闻"]
    assert document.one("a", **{"aria-current": "true"}).text == "要闻"


def test_person_is_a_link_only_with_a_public_page(section: SectionPage, photo: Photo, client: Client) -> None:
    document = get(client, rich_story(section, photo))
    people = [link.text for link in document.all("a") if link.attributes["href"].startswith("/people/")]
    assert "沈砚秋" in people
    assert "罗汉舟" not in people
    assert "罗汉舟" in document.one("main").text


def test_headings_can_be_linked_to(section: SectionPage, photo: Photo, client: Client) -> None:
    document = get(client, rich_story(section, photo))
    ids = {heading.attributes.get("id") for heading in document.all("h2")}
    contents = document.texts("nav", **{"aria-labelledby": "contents-title"})
    assert contents == ["本文白天扛钢筋晚上画钢筋"]
    targets = [a.attributes["href"] for a in document.all("a") if a.attributes["href"].startswith("#part-")]
    assert len(targets) == 2
    assert all(target[1:] in ids for target in targets)


def test_story_without_optional_fields_shows_no_empty_boxes(section: SectionPage, client: Client) -> None:
    document = get(client, story(section))
    for class_name in ("kicker", "deck", "story-head__affiliation", "sign-off", "byline__role"):
        assert not document.all("p", class_=class_name)
    assert not document.all("figure")
    assert not document.all("section", class_="named")
    assert document.texts("dt") == ["永久地址"]


def test_text_from_people_is_escaped(section: SectionPage, photo: Photo, client: Client) -> None:
    photo.caption = photo.credit = photo.description = SCRIPT
    photo.save()
    byline = [
        StoryByline(role="reporter", printed_role=SCRIPT[:40], name=SCRIPT, position=SCRIPT, locale=section.locale)
    ]
    texts = ("kicker", "title", "subtitle", "summary", "author_affiliation", "responsible_editor", "source_outlet_name")
    page = rich_story(section, photo, byline=byline, source_kind="reprint", **dict.fromkeys(texts, SCRIPT))
    for address in (page.get_url(), section.get_url(), "/"):
        html = client.get(address).content.decode()
        assert SCRIPT not in html
        assert "&lt;script&gt;" in html


def test_script_in_the_body_is_escaped(section: SectionPage, client: Client) -> None:
    measure = {"title": SCRIPT, "text": SCRIPT}
    table = {"data": [[SCRIPT]], "first_row_is_table_header": False, "first_col_is_header": False}
    body = [
        {"type": "heading", "value": SCRIPT},
        {"type": "pull_quote", "value": {"text": SCRIPT, "speaker": SCRIPT, "position": SCRIPT}},
        {"type": "measures", "value": {"title": SCRIPT, "ordered": True, "measures": [list_item(measure)]}},
        {"type": "table", "value": {"caption": SCRIPT, "table": table, "source": SCRIPT}},
    ]
    html = client.get(story(section, body=body).get_url()).content.decode()
    assert SCRIPT not in html
    assert html.count("&lt;script&gt;") >= 10


def test_draft_answers_404_in_the_papers_own_words(section: SectionPage, client: Client) -> None:
    draft = story(section, live=False)
    answer = client.get(f"{section.get_url()}{draft.number}/")
    assert answer.status_code == 404
    document = Document.of(answer.content.decode())
    document.assert_sound()
    assert document.texts("h1") == ["没有这个页面"]
    assert draft.title not in answer.content.decode()


def test_pending_picture_never_reaches_readers(section: SectionPage, photo: Photo, client: Client) -> None:
    page = story(section)
    pending = {"caption": "联席会议现场", "credit": "", "photo": None, "alt": ""}
    # Past the gate on purpose, as an old revision's content might stand in the table.
    FeaturePage.objects.filter(pk=page.pk).update(body=[*BODY, {"type": "picture_pending", "value": pending}])
    html = client.get(page.get_url()).content.decode()
    assert "联席会议现场" not in html
    assert "待配图" not in html


def test_filled_pending_picture_is_a_photo(section: SectionPage, photo: Photo, client: Client) -> None:
    filled = {"caption": "联席会议现场", "credit": "", "photo": photo.pk, "alt": "会议室里的圆桌"}
    document = get(client, story(section, body=[*BODY, {"type": "picture_pending", "value": filled}]))
    assert document.texts("figcaption") == ["联席会议现场岑望摄"]
    assert "待配图" not in document.one("main").text


def test_editor_sees_the_pending_picture_in_the_preview(section: SectionPage) -> None:
    pending = {"caption": "联席会议现场", "credit": "", "photo": None, "alt": ""}
    draft = story(section, live=False, body=[*BODY, {"type": "picture_pending", "value": pending}])
    html = superuser_client().get(f"/admin/pages/{draft.pk}/view_draft/").content.decode()
    assert "待配图" in html
    assert "联席会议现场" in html


def test_section_lists_its_stories_newest_first_over_pages(section: SectionPage, photo: Photo, client: Client) -> None:
    now = timezone.now()
    for number in range(5):
        story(section, title=f"第{number}篇", lead_photo=photo, date_shown=now - timedelta(hours=number))
    section.per_page = 2
    section.save()
    first, last = get(client, section), get(client, f"{section.get_url()}?page=3")
    assert first.texts("h2", class_="story-row__title") == ["第0篇", "第1篇"]
    assert last.texts("h2", class_="story-row__title") == ["第4篇"]
    assert first.texts("nav", **{"aria-label": "分页"}) == ["123下一页"]
    assert last.one("link", rel="canonical").attributes["href"].endswith("?page=3")
    # The photo says nothing beside the title: the title is the row's one link.
    assert all(not image.attributes["alt"] for image in first.all("img"))


def test_empty_section_says_so(section: SectionPage, client: Client) -> None:
    assert get(client, section).texts("p", class_="empty") == ["这里还没有稿件。"]


def test_column_shows_numbers_authors_and_host(column: ColumnPage, client: Client) -> None:
    column.promise, column.host = "讲一件自己正在改的事。", organisation("江湾市临港区总工会")
    column.save()
    byline = [StoryByline(role="author", name="周以衡", position="装备公司工会主席", locale=column.locale)]
    story(column, title="合同换账本", byline=byline)
    document = get(client, column)
    shown = "".join(document.one("main").text.split())
    assert "讲一件自己正在改的事。" in shown
    assert "主办江湾市临港区总工会" in shown
    assert document.texts("p", class_="numeral") == ["第1期01"]
    assert document.texts("p", class_="entry__author") == ["周以衡装备公司工会主席"]


def test_column_that_does_not_count_shows_no_number(column: ColumnPage, client: Client) -> None:
    column.numbering = ColumnPage.Numbering.OFF
    column.save()
    entry = story(column)
    assert not get(client, column).all("p", class_="numeral")
    assert "第" not in get(client, entry).texts("p", class_="issue-line")[0]


def test_entry_leads_to_its_neighbours(column: ColumnPage, client: Client) -> None:
    now = timezone.now()
    entries = [story(column, title=f"写在第{day}天", date_shown=now - timedelta(days=9 - day)) for day in (1, 2, 3)]
    middle = get(client, entries[1])
    assert middle.texts("p", class_="issue-line") == ["第2期产改进行时"]
    assert middle.one("a", rel="prev").attributes["href"] == entries[0].get_url()
    assert middle.one("a", rel="next").attributes["href"] == entries[2].get_url()
    assert not get(client, entries[2]).all("a", rel="next")


def test_photo_story_numbers_its_photos_in_order(section: SectionPage, photo: Photo, client: Client) -> None:
    def block(caption: str) -> dict[str, Any]:
        return {"photo": photo.pk, "caption": caption, "credit": "", "alt": "", "preset": "body"}

    body = [
        *BODY,
        {"type": "photo", "value": block("第一张")},
        {"type": "gallery", "value": {"title": "", "photos": [list_item(block("第二张")), list_item(block("第三张"))]}},
    ]
    document = get(client, story(section, page_type=PhotoStoryPage, body=body, lead_photo=photo))
    assert document.texts("figcaption") == ["1/3第一张岑望摄", "2/3第二张岑望摄", "3/3第三张岑望摄"]


def test_standard_page_shows_its_body(newsroom: Newsroom, client: Client) -> None:
    page = StandardPage(title="关于我们", slug="about", locale=newsroom.home.locale, body=BODY)
    newsroom.home.add_child(instance=page)
    page.save_revision().publish()
    document = get(client, page)
    assert "反光背心" in document.one("main").text
    assert document.texts("nav", **{"aria-labelledby": "footer-further"}) == ["关于关于我们"]


def test_restricted_section_leaves_the_navigation(section: SectionPage, newsroom: Newsroom, client: Client) -> None:
    assert get(client, "/").texts("nav", **{"aria-label": "栏目"}) == ["要闻"]
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    page = story(section)
    assert not get(client, "/").all("nav", **{"aria-label": "栏目"})
    assert client.get(page.get_url()).status_code == 302


def test_reader_finds_the_other_languages(section: SectionPage, newsroom: Newsroom, client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    page = story(section)
    assert not get(client, page).all("nav", **{"aria-label": "语言"})
    home = newsroom.home.copy_for_translation(english)
    home.save_revision().publish()
    english_section = section.copy_for_translation(english)
    english_section.save_revision().publish()
    nearest = get(client, page)
    assert nearest.one("a", hreflang="en").attributes["href"] == english_section.get_url()
    assert not nearest.all("link", hreflang="en")
    translated = page.copy_for_translation(english)
    translated.title = "A bowl of hot soup"
    translated.save_revision().publish()
    exact = get(client, page)
    assert exact.one("a", hreflang="en").attributes["href"] == translated.get_url()
    assert exact.one("link", hreflang="en").attributes["href"].endswith(translated.get_url())
    assert exact.one("html").attributes["lang"] == "zh-Hans"
    assert get(client, translated.get_url()).one("html").attributes["lang"] == "en"


def counted(client: Client, address: str, most: int, django_assert_max_num_queries: Any) -> int:
    """Queries of one request with an empty cache. The roots of the sites are there: a process keeps them."""
    client.get(address)
    cache.clear()
    Site.get_site_root_paths()
    with django_assert_max_num_queries(most) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("kind", "most"), [("section", 12), ("column", 12)])
def test_listing_asks_the_same_few_queries(
    section: SectionPage,
    column: ColumnPage,
    photo: Photo,
    client: Client,
    django_assert_max_num_queries: Any,
    kind: str,
    most: int,
) -> None:
    parent: Any = section if kind == "section" else column
    if kind == "column":
        column.host = organisation()
        column.save()
    parent.per_page = 100
    parent.save()
    counts = []
    for number in (3, 27):
        for hours in range(number):
            byline = [StoryByline(role="author", person=person(f"作者{number}之{hours}"), locale=parent.locale)]
            shown = timezone.now() - timedelta(hours=hours)
            story(parent, lead_photo=photo, byline=byline, summary="一句话。", date_shown=shown)
        counts.append(counted(client, parent.get_url(), most, django_assert_max_num_queries))
    assert len(Document.of(client.get(parent.get_url()).content.decode()).all("article")) == 30
    assert counts[0] == counts[1]


def test_article_with_everything_asks_at_most_twenty_queries(
    section: SectionPage, photo: Photo, client: Client, django_assert_max_num_queries: Any
) -> None:
    records = {
        "events": [StoryEvent(event=event())],
        "places": [StoryPlace(place=place())],
        "awards": [StoryAward(award=award())],
    }
    page = rich_story(section, photo, **records)
    few = counted(client, page.get_url(), 20, django_assert_max_num_queries)
    for number in range(20):
        story(section, title=f"旁边的稿件{number}")
    assert counted(client, page.get_url(), 20, django_assert_max_num_queries) == few


def test_outlets_of_the_registry_cost_one_query(
    section: SectionPage, photo: Photo, client: Client, django_assert_num_queries: Any
) -> None:
    outlets = {"source_outlet": outlet("江湾工人"), "print_outlet": outlet("江湾日报")}
    by_hand = story(section, source_outlet_name="江湾工人", print_outlet_name="江湾日报", source_kind="reprint")
    registered = story(section, **outlets, source_kind="reprint")
    for page in (by_hand, registered):
        answer = client.get(page.get_url()).content.decode()
        assert "江湾工人" in answer
        assert "江湾日报" in answer
    with CaptureQueriesContext(connection) as few:
        client.get(by_hand.get_url())
    with django_assert_num_queries(len(few) + 1):
        client.get(registered.get_url())


def test_photos_of_a_story_come_together(
    section: SectionPage, client: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for photos in (1, 12):
        keys = [make_photo(f"第{number}张").pk for number in range(photos)]
        values = [{"photo": key, "caption": "", "credit": "", "alt": "", "preset": "body"} for key in keys]
        body = [{"type": "photo", "value": value} for value in values]
        page = story(section, page_type=PhotoStoryPage, body=body)
        counts.append(counted(client, page.get_url(), 16, django_assert_max_num_queries))
    assert counts[0] == counts[1]
