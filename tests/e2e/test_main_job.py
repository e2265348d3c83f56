"""The main job, as people do it: a manuscript comes in by command, an editor makes a story of it, readers read it."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.conftest import WIDTHS, Witness
from tests.served_site import ServedSite

pytestmark = pytest.mark.e2e

SECTION, COLUMN = "yaowen", "zhuxi"
PERSON = "严守时"
CORRECTED = "四心行动推产改"
ALT = "一个红色的圆"
#: Seconds until the worker must have made the picture; the demo's are before it in the queue.
RENDITIONS = 180
STORY = re.compile(r"：(\d+)《(.+)》(草稿|已发布)$", re.MULTILINE)


@dataclass
class Published:
    """What readers look for: the edited story, the column entry, the person named in the story."""

    number: str
    title: str
    entry: str
    entry_title: str
    person: str


@pytest.fixture(scope="module")
def manuscripts(site: ServedSite, shared_dir: Path) -> dict[str, list[tuple[str, str, str]]]:
    """Two of the given manuscripts, imported by command. By file: number, title and state of each story."""
    imported = {}
    for name, options in {"taizhou-four-hearts.md": [], "magazine-spread.md": ["--publish"]}.items():
        path = str(shared_dir / "manuscripts" / name)
        done = site.run("import_manuscript", path, "--section", SECTION, *options)
        assert done.returncode == 0, done.stderr
        imported[name] = STORY.findall(done.stdout)
    return imported


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo as it comes from a desk: a plain JPEG with a file name that says nothing."""
    picture = Image.linear_gradient("L").resize((1600, 1000)).convert("RGB")
    ImageDraw.Draw(picture).ellipse((500, 250, 1100, 850), fill="#a3281f")
    stored = io.BytesIO()
    picture.save(stored, "JPEG", quality=90)
    path = tmp_path_factory.mktemp("photos") / "IMG_0412.JPG"
    path.write_bytes(stored.getvalue())
    return path


def test_a_manuscript_is_corrected_illustrated_and_published_and_read_everywhere(
    site: ServedSite,
    desk: Page,
    witness: Witness,
    context: BrowserContext,
    manuscripts: dict[str, list[tuple[str, str, str]]],
    photograph: Path,
) -> None:
    [(number, imported_title, state)] = manuscripts["taizhou-four-hearts.md"]
    assert state == "草稿"
    entry, entry_title = next((n, title) for n, title, state in manuscripts["magazine-spread.md"] if state == "已发布")
    person_address = write_person(desk)
    open_draft(desk, imported_title)
    desk.locator("#id_title").fill(CORRECTED)
    caption = illustrate(desk, photograph)
    name_person(desk)
    publish(desk)
    published = Published(number, CORRECTED, entry, entry_title, person_address)
    context.clear_cookies()
    read(site, desk, published, caption)
    assert witness.faults == []


# The editor
def write_person(desk: Page) -> str:
    """Enter somebody in the registry, with a page for readers. Returns the page's address."""
    desk.goto("/admin/")
    desk.get_by_role("button", name="资料库").click()
    desk.get_by_role("link", name="人物", exact=True).click()
    desk.get_by_role("link", name=re.compile("添加 ?人物")).first.click()
    desk.locator("#id_name").fill(PERSON)
    desk.get_by_label("公开人物页").check()
    desk.get_by_role("button", name="保存").click()
    desk.locator(".messages .success").wait_for()
    row = desk.get_by_role("link", name=re.compile(f"^{PERSON}")).first
    found = re.search(r"/edit/(\d+)/", row.get_attribute("href") or "")
    assert found
    return f"/people/{found[1]}/"


def open_draft(desk: Page, title: str) -> None:
    """By way of the page tree, as an editor goes."""
    desk.goto("/admin/pages/")
    home = desk.get_by_role("row", name="工讯 简体中文")
    home.get_by_role("link", name=re.compile("查看.工讯.的")).click()
    desk.get_by_role("link", name=re.compile("查看.要闻.的")).click()
    desk.get_by_role("link", name=title, exact=True).click()
    expect(desk.locator("#id_title")).to_have_value(title)


def illustrate(desk: Page, photograph: Path) -> str:
    """Upload a photo into the first 待配图 and delete the others. Returns its caption."""
    waiting = desk.locator("[data-streamfield-child]").filter(
        has=desk.locator("input[type=hidden][value=picture_pending]")
    )
    count = waiting.count()
    assert count > 1
    for place in range(count - 1, 0, -1):
        waiting.nth(place).locator("[data-streamfield-action=DELETE]").first.click()
        expect(waiting.locator("visible=true").locator("textarea[name$=caption]")).to_have_count(place)
    first = waiting.first
    caption = first.locator("textarea[name$=caption]").input_value()
    first.locator("[data-chooser-action-choose]").locator("visible=true").click()
    chooser = desk.locator(".modal-dialog")
    chooser.get_by_role("tab", name="上传").click()
    chooser.locator("input[type=file]").set_input_files(photograph)
    # The form proposes the file's name as a title; an editor writes a better one.
    expect(chooser.get_by_label("标题")).not_to_have_value("")
    chooser.get_by_label("标题").fill("红圆")
    chooser.get_by_label("替代文字").fill(ALT)
    chooser.get_by_role("button", name="上传").click()
    chooser.wait_for(state="detached")
    expect(first.locator("input[name$=photo]")).not_to_have_value("")
    return caption


def name_person(desk: Page) -> None:
    """Tie the person to the story, found in the chooser by the initials of the pinyin."""
    desk.get_by_role("tab", name="关联").click()
    desk.locator("#id_people-ADD").click()
    desk.locator("#inline_child_people-0 [data-chooser-action-choose]").locator("visible=true").click()
    chooser = desk.locator(".modal-dialog")
    # The list that stands there at first may hold the name too; it goes when what was found comes.
    with desk.expect_response(lambda answer: "q=yss" in answer.url):
        chooser.locator("input[name=q]").fill("yss")
    desk.wait_for_timeout(300)
    chooser.get_by_role("link", name=PERSON).click()
    chooser.wait_for(state="detached")


def publish(desk: Page) -> None:
    footer = desk.locator("footer")
    footer.locator("[data-w-dropdown-target=toggle]").click()
    footer.get_by_role("button", name="发布", exact=True).click()
    desk.locator(".messages .success").wait_for()


# The reader
def read(site: ServedSite, page: Page, published: Published, caption: str) -> None:
    """The story on five kinds of page, on a desk's screen and in a hand."""
    address = f"/{SECTION}/{published.number}/"
    wait_for_picture(page, address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        article = opened(page, address)
        expect(article.get_by_role("heading", level=1)).to_have_text(published.title)
        expect(article.get_by_text(caption)).to_be_visible()
        photo = article.locator("figure img").first
        expect(photo).to_have_attribute("alt", ALT)
        expect(photo).to_have_js_property("complete", True)
        assert photo.evaluate("image => image.naturalWidth") > 0
        for place in ("/", f"/{SECTION}/", published.person):
            listed(opened(page, place), published.title, address)
        listed(opened(page, f"/{COLUMN}/"), published.entry_title, f"/{COLUMN}/{published.entry}/")
        opened(page, f"/{COLUMN}/{published.entry}/")
        page.goto(f"/s/{published.number}/")
        expect(page).to_have_url(f"{site.address}{address}")


def wait_for_picture(page: Page, address: str) -> None:
    """Until the worker has come to it, readers see a box in the picture's colour; they never wait for a rendition."""
    until = time.monotonic() + RENDITIONS
    opened(page, address)
    while not page.locator("figure img").count():
        assert time.monotonic() < until, f"no rendition after {RENDITIONS} s"
        time.sleep(1)
        opened(page, address)


def opened(page: Page, address: str) -> Locator:
    """The page's body, after its address answered and it fits the screen."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    page.wait_for_load_state("load")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{address} overflows by {overflow} px at {page.viewport_size}"
    return page.locator("body")


def listed(page: Locator, title: str, address: str) -> None:
    link = page.locator(f"a[href='{address}']", has_text=title).first
    expect(link).to_be_visible()
