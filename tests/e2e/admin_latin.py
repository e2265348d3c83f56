"""Opens the screens of docs/admin-screens.md in a browser and counts the Latin words on them.

python -m tests.e2e.admin_latin                 every screen of the list, on a demo site started for it
python -m tests.e2e.admin_latin 修改草稿 照片     those whose name contains one of these words
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.check import CHROMIUM
from tests.e2e.admin_actions import ACTIONS
from tests.served_site import ServedSite

LIST = Path(__file__).resolve().parents[2] / "docs" / "admin-screens.md"
ROW = re.compile(r"^\| ?(.*?) ?\|$", re.MULTILINE)
WORD = re.compile(r"[A-Za-z][0-9]*[A-Za-z][A-Za-z0-9'’-]*")
PREPARE = "from tests.e2e.admin_world import prepare; prepare()"
PATIENCE = 30_000  # milliseconds that any single thing may take
#: Some seconds after it has opened, a form knows what it was and saves what changes. It says so twice, a moment apart.
WATCHED = """
let last;
addEventListener("w-unsaved:watch-edits", () => {
  clearTimeout(last);
  last = setTimeout(() => { window.editsAreWatched = true; }, 1000);
});
"""
#: What people filled in, or what names a file or an address: not the interface's words.
DATA = (
    re.compile(r"https?://\S+"),
    re.compile(r"[\w.+-]+@[\w.-]+"),
    re.compile(r"(?<![A-Za-z<])/[a-z0-9_-][\w./-]*"),  # a path on this site
    re.compile(r"[\w-]+\.(?:jpe?g|png|webp|gif|tiff?|heic|avif|pdf|docx?|xlsx?|txt|md|csv|zip)\b", re.IGNORECASE),
    re.compile(r"\b(?=[0-9a-f-]*\d)[0-9a-f]{8}(?:-?[0-9a-f]{4,})*\b"),  # keys and checksums
)

#: What holds no text for people; what is typed in; what is never shown: an empty counter, a button of the calendar, the
#: selectors in the checks panel (hidden by our css/admin/admin.css).
SKIPPED = (
    "script, style, noscript, iframe, textarea, .w-side-panel-toggle__counter[hidden], .xdsoft_save_selected, "
    ".w-content-checker__selector-text"
)
#: Every text of a document: what is folded away, in a template or a shadow root included; what is typed in is not.
TEXTS = """
(skipped) => {
  const attributes = ["title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription", "label",
    "data-w-tooltip-content-value", "data-w-progress-active-value", "data-w-progress-label-value"];
  const found = [];
  const walk = (root) => {
    for (const node of root.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        const text = node.data.replace(/\\s+/g, " ").trim();
        if (text) found.push(text);
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches(skipped) || node.isContentEditable) continue;
        for (const name of attributes) if (node.getAttribute(name)) found.push(node.getAttribute(name));
        if (node.tagName === "INPUT" && ["submit", "button", "reset"].includes(node.type)) found.push(node.value);
        if (node.shadowRoot) walk(node.shadowRoot);
        if (node.tagName === "TEMPLATE") walk(node.content);
        walk(node);
      }
    }
  };
  walk(document);
  return found;
}
"""


@dataclass(frozen=True)
class Screen:
    """One line of the list."""

    name: str
    role: str
    address: str
    actions: tuple[str, ...]


@dataclass
class World:
    """What `prepare` made in the site."""

    places: dict[str, str]
    accounts: dict[str, str]
    password: str


@dataclass
class Found:
    """Latin words by screen, each with one text in which it stands; and why a screen could not be opened to the end."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    opened: int = 0

    def __len__(self) -> int:
        return sum(len(words) for words in self.words.values())

    @property
    def is_clean(self) -> bool:
        return not len(self) and not self.broken

    def __str__(self) -> str:
        lines = []
        for name, words in self.words.items():
            if words:
                lines.append(f"{name}：{len(words)} 个")
                lines += [f"    {word}　　{text[:160]}" for word, text in sorted(words.items())]
        lines += [f"{name} 没有走完：{why}" for name, why in self.broken.items()]
        return "\n".join(
            [*lines, f"共打开 {self.opened} 个画面，拉丁字 {len(self)} 个，没有走完的 {len(self.broken)} 个。"]
        )


# The list ------------------------------------------------------------------------------------------------------------
def table(heading: str) -> list[list[str]]:
    """Rows of the table below a heading of the list, without its head."""
    part = LIST.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in row.split("|")] for row in ROW.findall(part)][2:]


def screens() -> list[Screen]:
    listed = []
    for name, role, address, actions in table("画面"):
        wanted = tuple(filter(None, actions.split("、")))
        assert set(wanted) <= set(ACTIONS), f"{name}：没有这个动作 {set(wanted) - set(ACTIONS)}"
        listed.append(Screen(name, role, address.strip("`"), wanted))
    return listed


def allowed_words() -> frozenset[str]:
    return frozenset(word.lower() for words, _why in table("允许的拉丁字") for word in words.split("、"))


def latin_words(text: str, allowed: frozenset[str]) -> set[str]:
    for pattern in DATA:
        text = pattern.sub(" ", text)
    return {word for word in WORD.findall(text) if word.lower() not in allowed}


def texts(page: Page) -> list[str]:
    for _attempt in range(5):
        try:
            found: list[str] = page.evaluate(TEXTS, SKIPPED)
            return found
        except Error:  # the page went on to another address meanwhile
            page.wait_for_load_state()
    raise AssertionError(f"{page.url} does not come to rest")


# Opening the site ----------------------------------------------------------------------------------------------------
def prepare(site: ServedSite) -> World:
    made = site.run("shell", "-v0", "-c", PREPARE)
    assert made.returncode == 0, made.stderr
    return World(**json.loads(made.stdout.splitlines()[-1]))


class Crawl:
    """Browser windows by role, and what was found on the screens opened in them."""

    def __init__(self, browser: Browser, address: str, world: World) -> None:
        self.browser, self.address, self.world = browser, address, world
        self.allowed = allowed_words()
        self.windows: dict[str, Page] = {}
        self.found = Found()

    def window(self, role: str) -> Page:
        if role not in self.windows:
            context = self.browser.new_context(
                base_url=self.address, locale="zh-CN", viewport={"width": 1440, "height": 900}
            )
            context.set_default_timeout(PATIENCE)
            context.add_init_script(WATCHED)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            if role != "无":
                page.goto("/admin/login/")
                page.fill("input[name=username]", self.world.accounts[role])
                page.fill("input[name=password]", self.world.password)
                page.click("button[type=submit]")
                page.wait_for_url("**/admin/")
            self.windows[role] = page
        return self.windows[role]

    def close(self, *roles: str) -> None:
        for role in roles or tuple(self.windows):
            self.windows.pop(role).context.close()

    def open(self, screen: Screen) -> None:
        page = self.window(screen.role)
        try:
            page.goto(screen.address.format_map(self.world.places))
            self.read(screen, page)
            for name in screen.actions:
                for _moment in ACTIONS[name](self, page):
                    self.read(screen, page)
        except (Error, AssertionError, LookupError) as error:
            self.found.broken[screen.name] = f"{str(error)[:300]}（{page.url}）"
            self.close(screen.role)  # the next screen begins in a new window
        self.found.opened += 1

    def read(self, screen: Screen, page: Page) -> None:
        words = self.found.words.setdefault(screen.name, {})
        for text in texts(page):
            for word in latin_words(text, self.allowed):
                words.setdefault(word, text)


# Running -------------------------------------------------------------------------------------------------------------
def crawl_site(site: ServedSite, browser: Browser, chosen: Sequence[Screen]) -> Found:
    """Open the chosen screens of a running site and return what was found."""
    crawl = Crawl(browser, site.address, prepare(site))
    try:
        for screen in chosen:
            crawl.open(screen)
    finally:
        crawl.close()
    for line in site.output().splitlines():
        address = line.partition("Internal Server Error: ")[2]
        if address:
            crawl.found.broken[address] = "500"
    return crawl.found


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("names", nargs="*", help="words in the names of the screens to open; none means all")
    names = cli.parse_args().names
    chosen = [screen for screen in screens() if not names or any(name in screen.name for name in names)]
    with tempfile.TemporaryDirectory(prefix="gongxun-latin-") as folder, sync_playwright() as playwright:
        site = ServedSite(Path(folder) / "var")
        site.start()
        try:
            site.wait_until_ready()
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            found = crawl_site(site, browser, chosen)
            browser.close()
        finally:
            site.end()
    print(found)
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
