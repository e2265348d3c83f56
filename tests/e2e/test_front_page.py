"""Composing the front page: pins with an end, their order by drag, tomorrow's page, and what follows a pin."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PATIENCE, WIDTHS, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

LEAD, FIRST, SECOND = "凌晨三点的走廊", "体检车开到桥吊下面", "台风过境后的四十一小时"
BY_ITSELF = "零点以后，灯还亮着"
COMING = "明早七点五十发布的稿件"

SCHEDULE = f"""
from datetime import timedelta
from home.models import HomePage
from home.models.home_page import tomorrow_morning
from news.models import FeaturePage, SectionPage
section = SectionPage.objects.get(slug="yaowen", locale__language_code="zh-hans")
at = tomorrow_morning() - timedelta(minutes=10)
body = [{{"type": "paragraph", "value": "<p>江风里，夜班工人换上反光背心走向岗位。</p>"}}]
page = FeaturePage(title="{COMING}", body=body, live=False, go_live_at=at, locale=section.locale)
section.add_child(instance=page)
page.save_revision(approved_go_live_at=at)
print(HomePage.objects.get(locale=section.locale).pk)
"""
END_THE_LEAD = """
from datetime import timedelta
from django.utils import timezone
from home.models import FrontPin
lead = FrontPin.objects.filter(place="lead", home__locale__language_code="zh-hans")
assert lead.update(ends_at=timezone.now() - timedelta(minutes=1)) == 1
"""


def shell(site: ServedSite, code: str) -> str:
    done = site.run("shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_front_page_is_composed_previewed_published_and_fills_itself_after_a_pin(
    site: ServedSite, desk: Page, witness: Witness
) -> None:
    home = shell(site, SCHEDULE)
    desk.set_viewport_size({"width": WIDTHS[0], "height": 2600})  # all rows in sight, for the drag
    desk.goto(f"/admin/pages/{home}/edit/")
    ends = timezone.localtime() + timedelta(days=3)
    pin(desk, LEAD, "头条", ends=f"{ends:%Y-%m-%d} 08:00")
    pin(desk, FIRST, "要闻")
    pin(desk, SECOND, "要闻")
    expect(composed(desk, "要闻").first).to_contain_text(FIRST, timeout=PATIENCE)
    drag(desk, SECOND, above=FIRST)
    expect(composed(desk, "要闻").first).to_contain_text(SECOND, timeout=PATIENCE)
    expect(composed(desk, "头条")).to_have_text(re.compile(f"置顶.*{LEAD}"))
    desk.get_by_role("tab", name="版块").click()
    # Folded up, each row says what it shows, and all can be dragged past one another.
    expect(rows(desk, "modules").nth(2).locator("[data-panel-heading-text]")).to_have_text(re.compile("图片新闻　影像"))
    expect(rows(desk, "modules").nth(2).locator("select")).to_be_hidden()
    drag(desk, "专题", above="图片新闻", kind="modules")
    desk.get_by_role("tab", name="编排").click()
    expect(modules(desk).nth(2)).to_have_text("专题", timeout=PATIENCE)
    expect(modules(desk).nth(3)).to_have_text("图片新闻")
    preview_tomorrow(desk)
    publish(desk)

    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 900})
        read(desk, lead=LEAD, headlines=[SECOND, FIRST])
    shell(site, END_THE_LEAD)
    read(desk, lead=BY_ITSELF, headlines=[SECOND, FIRST])
    # It moves on by itself, and stands only once wherever that is.
    expect(desk.get_by_role("link", name=LEAD, exact=True)).to_have_count(1)
    desk.goto(f"/admin/pages/{home}/edit/")
    expect(desk.locator("[data-gx-front] .help-warning")).to_contain_text(f"《{LEAD}》　已到期")
    assert witness.faults == []


def rows(desk: Page, kind: str = "pins") -> Locator:
    return desk.locator(f"#id_{kind}-FORMS > [data-inline-panel-child]:not(.deleted)")


def pin(desk: Page, title: str, place: str, *, ends: str = "") -> None:
    """Add a row for a story, found by its title."""
    desk.locator("#id_pins-ADD").click()
    row = rows(desk).last
    row.get_by_role("button", name="选择稿件").click()
    chooser = desk.locator(".modal-dialog")
    chooser.locator("input[name=q]").fill(title)
    expect(chooser.locator("tbody tr")).to_have_count(1)
    chooser.get_by_role("link", name=title).click()
    chooser.wait_for(state="detached")
    row.get_by_label("版块").select_option(label=place)
    if ends:
        row.get_by_label("置顶到").fill(ends)
        row.get_by_label("置顶到").press("Tab")


def composed(desk: Page, heading: str) -> Locator:
    """The stories that the panel 现在的首页 lists in a module."""
    module = desk.locator("[data-gx-front] dl > div", has=desk.locator("dt", has_text=re.compile(f"^{heading}$")))
    return module.locator("li")


def modules(desk: Page) -> Locator:
    """The headings of the panel 现在的首页."""
    return desk.locator("[data-gx-front] dt")


def drag(desk: Page, title: str, *, above: str, kind: str = "pins") -> None:
    handle = "[data-inline-panel-child-drag]"
    heading = "[data-panel-heading-text]"
    moved = rows(desk, kind).filter(has=desk.locator(heading, has_text=title)).locator(handle).bounding_box()
    target = rows(desk, kind).filter(has=desk.locator(heading, has_text=above)).bounding_box()
    assert moved and target
    x, y = moved["x"] + moved["width"] / 2, moved["y"] + moved["height"] / 2
    desk.mouse.move(x, y)
    desk.mouse.down()
    desk.mouse.move(x, y - 20, steps=4)
    desk.mouse.move(x, target["y"] + 12, steps=25)
    desk.mouse.move(x, target["y"] + 6, steps=4)
    desk.mouse.up()


def preview_tomorrow(desk: Page) -> None:
    """The preview beside the form shows the story that is scheduled, once tomorrow morning is chosen."""
    desk.locator("[data-side-panel-toggle=preview]").click()
    frame = desk.frame_locator("iframe.w-preview__iframe").first
    expect(frame.locator("h1")).to_have_text(LEAD, timeout=PATIENCE)
    expect(frame.get_by_text(COMING)).to_have_count(0)
    desk.locator("#id_preview_mode").select_option("tomorrow")
    expect(frame.get_by_role("link", name=COMING)).to_be_visible(timeout=PATIENCE)
    expect(frame.locator("h1")).to_have_text(LEAD)
    desk.locator("[data-side-panel-toggle=preview]").click()


def publish(desk: Page) -> None:
    footer = desk.locator("footer")
    footer.get_by_role("button", name="更多操作").click()
    footer.get_by_role("button", name="发布", exact=True).click()
    desk.locator(".messages .success").wait_for()


def read(page: Page, *, lead: str, headlines: list[str]) -> None:
    """The page as readers have it: its lead, the beginning of 要闻, no story twice, nothing wider than the screen."""
    page.goto("/")
    page.wait_for_load_state("load")
    expect(page.get_by_role("heading", level=1)).to_have_text(lead)
    titles = page.get_by_role("region", name="要闻").locator("h3").all_inner_texts()
    assert titles[: len(headlines)] == headlines
    addresses = page.locator("main h1 a, main h3 a, main .wire a").evaluate_all("links => links.map(link => link.href)")
    assert len(addresses) == len(set(addresses))
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
