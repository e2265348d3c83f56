"""What is opened on a screen of the admin, by the name that docs/admin-screens.md gives it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import Locator, Page, Response, Route

if TYPE_CHECKING:
    from tests.e2e.admin_latin import Crawl

Action = Callable[["Crawl", Page], Iterator[None]]
ACTIONS: dict[str, Action] = {}
CLICK_ALL = "all => all.forEach(each => each.click())"


def action(name: str) -> Callable[[Action], Action]:
    """Register what the list calls `name`. It yields at each moment when the screen is to be read."""

    def register(run: Action) -> Action:
        ACTIONS[name] = run
        return run

    return register


def visible(found: Locator) -> list[Locator]:
    return [each for each in found.all() if each.is_visible()]


def settle(page: Page, milliseconds: int = 400) -> None:
    """For what comes without anything to wait for: a panel that slides in, an answer to typing."""
    page.wait_for_timeout(milliseconds)


@action("登录出错")
def refused_login(crawl: Crawl, page: Page) -> Iterator[None]:
    page.fill("input[name=username]", "查无此人")
    page.fill("input[name=password]", "不对")
    page.click("button[type=submit]")
    page.locator(".messages, .help-block").first.wait_for()
    yield


@action("侧边菜单")
def sidebar(crawl: Crawl, page: Page) -> Iterator[None]:
    for button in visible(page.locator(".sidebar button.sidebar-menu-item__link[aria-haspopup]")):
        button.click()
        settle(page)
        yield
        page.keyboard.press("Escape")


@action("快捷键")
def shortcuts(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("#keyboard-shortcuts-dialog, [id*=keyboard-shortcuts]").first.wait_for(state="attached")
    page.locator("body").press("?")
    settle(page)
    yield
    page.keyboard.press("Escape")


@action("提交")
def empty_submission(crawl: Crawl, page: Page) -> Iterator[None]:
    """The form as it is: what it complains of."""
    buttons = page.locator("main form[method=post i] button[type=submit], main form[method=post i] input[type=submit]")
    visible(buttons)[0].click()
    page.wait_for_load_state()
    settle(page, 600)
    yield


@action("发布")
def publication(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("[name=action-publish]").click()
    page.wait_for_load_state()
    settle(page, 600)
    yield


@action("勾选")
def bulk_actions(crawl: Crawl, page: Page) -> Iterator[None]:
    boxes = page.locator("[data-bulk-action-checkbox], [data-bulk-action-select-all-checkbox]")
    for box in [*visible(boxes)[1:2], *visible(boxes)[:1]]:
        box.click()
        settle(page)
        yield


@action("排序")
def manual_order(crawl: Crawl, page: Page) -> Iterator[None]:
    page.goto(page.url.partition("?")[0] + "?ordering=ord")
    yield


@action("筛选")
def filters(crawl: Crawl, page: Page) -> Iterator[None]:
    """Every filter opened; then a listing narrowed by the first choice of the first one."""
    page.locator(".w-drilldown__toggle, [data-controller~=w-drilldown] .w-dropdown__toggle").first.click()
    settle(page)
    yield
    for toggle in visible(page.locator(".w-drilldown__toggle, .w-drilldown button[data-w-drilldown-target=toggle]")):
        toggle.click()
        settle(page, 200)
        yield
        back = visible(page.locator(".w-drilldown__back"))
        if back:
            back[0].click()


@action("搜不到")
def nothing_found(crawl: Crawl, page: Page) -> Iterator[None]:
    page.goto(page.url.partition("?")[0] + "?q=查无此物")
    yield


@action("侧栏")
def side_panels(crawl: Crawl, page: Page) -> Iterator[None]:
    for toggle in visible(page.locator("[data-side-panel-toggle]")):
        toggle.click()
        settle(page, 700)
        yield


@action("添加行")
def added_rows(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("[id$='-ADD']").evaluate_all(CLICK_ALL)
    settle(page)
    yield


@action("全部模块")
def every_block(crawl: Crawl, page: Page) -> Iterator[None]:
    """One block of each kind, below one another."""
    add = page.locator("[data-streamfield-stream-container] .c-sf-add-button, .c-sf-add-button")
    count, place = 1, 0
    while place < count:
        visible(add)[-1].click()
        options = page.locator(".w-combobox__option")
        options.first.wait_for()
        if not place:
            count = options.count()
            yield
        options.nth(place).click()
        settle(page, 150)
        place += 1
    settle(page)
    yield


@action("排期")
def schedule(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("[data-side-panel-toggle=status]").click()
    page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    settle(page)
    page.locator("#id_go_live_at").click()
    settle(page)
    yield
    page.locator("#id_go_live_at").fill("2001-01-01 08:00")
    page.locator("#schedule-publishing-dialog button[type=submit]").first.evaluate("button => button.click()")
    page.wait_for_load_state()
    settle(page, 600)
    yield
    page.reload()


@action("日期")
def date_fields(crawl: Crawl, page: Page) -> Iterator[None]:
    for tab in visible(page.get_by_role("tab")):
        tab.click()
        for dates in visible(page.locator("input[data-controller~=w-date], input[id$=_at], input[id$=_on]"))[:2]:
            dates.click()
            settle(page)
            yield
    visible(page.get_by_role("tab"))[0].click()


@action("文字工具")
def rich_text_tools(crawl: Crawl, page: Page) -> Iterator[None]:
    """The toolbar above a selection, each button with its tip, and what a slash offers."""
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+A")
    settle(page)
    for button in visible(page.locator(".Draftail-ToolbarButton, .Draftail-BlockToolbar__trigger")):
        button.hover()
        settle(page, 200)
        yield
    text.click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    settle(page, 700)
    yield
    page.keyboard.press("Escape")


@action("批注")
def comments(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("[data-side-panel-toggle=comments]").click()
    settle(page, 600)
    yield
    title = page.locator("#id_title")
    title.hover()
    page.locator("[data-contentpath=title] .w-field__comment-button").first.click()
    settle(page)
    yield
    page.locator("#comments textarea").first.fill("这里要核")
    page.locator("#comments .comment__button--primary").first.click()
    settle(page)
    yield
    for button in visible(page.locator("#comments .comment-header__actions button, #comments details summary")):
        button.click()
        settle(page, 200)
        yield


@action("选择框")
def choosers(crawl: Crawl, page: Page) -> Iterator[None]:
    """Each kind of chooser on the form: what it lists, a search that finds nothing, its other tabs."""
    page.locator("[id$='-ADD'], [data-panel-toggle][aria-expanded=false]").evaluate_all(CLICK_ALL)
    settle(page)
    seen = set()
    for tab in visible(page.locator("[role=tablist] [role=tab]")):
        tab.click()
        for button in visible(page.locator("[data-chooser-action-choose]")):
            name = button.inner_text().strip()
            if name not in seen and button.is_visible():
                seen.add(name)
                button.click()
                yield from inside_modal(page)


def inside_modal(page: Page) -> Iterator[None]:
    modal = page.locator(".modal-dialog")
    modal.wait_for()
    settle(page, 600)
    yield
    for search in visible(modal.locator("input[name=q]"))[:1]:
        search.fill("查无此物")
        settle(page, 1_000)
        yield
    for tab in visible(modal.get_by_role("tab"))[1:]:
        tab.click()
        for submit in visible(modal.locator("[role=tabpanel]:not([hidden]) [type=submit]"))[:1]:
            submit.click()
            settle(page, 800)
        yield
    modal.locator("button.close").click()
    modal.wait_for(state="detached")


@action("插入链接")
def links(crawl: Crawl, page: Page) -> Iterator[None]:
    text = page.locator(".public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+A")
    settle(page)
    page.keyboard.press("Control+K")
    modal = page.locator(".modal-dialog")
    modal.wait_for()
    settle(page)
    yield
    for place in range(modal.locator(".link-types a").count()):
        modal.locator(".link-types a").nth(place).click()
        settle(page, 700)
        yield


def await_watched(page: Page) -> None:
    """Not by wait_for_function: it makes a function of a text, which the admin's policy forbids."""
    for _tenth in range(300):
        if page.evaluate("window.editsAreWatched"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("Wagtail does not watch what changes")


def type_in_title(page: Page, words: str) -> None:
    """As a person does: key by key, then on to the next field."""
    await_watched(page)
    page.locator("#id_title").press_sequentially(words)
    page.keyboard.press("Tab")


def is_saving(answer: Response) -> bool:
    return answer.request.method == "POST" and answer.url.endswith("/edit/")


@action("自动保存")
def autosave(crawl: Crawl, page: Page) -> Iterator[None]:
    with page.expect_response(is_saving):
        type_in_title(page, "三")
    yield
    settle(page)
    yield


@action("断网")
def lost_connection(crawl: Crawl, page: Page) -> Iterator[None]:
    """Saving fails in each way: an error of the server, a refusal, no network; then the dialog before saving again."""
    refusal = {"success": False, "error_code": "invalid_revision", "error_message": "已有新版本。"}
    answers: tuple[Callable[[Route], None], ...] = (
        lambda route: route.fulfill(status=500, body="x"),
        lambda route: route.fulfill(status=400, json=refusal),
        lambda route: route.abort(),
    )
    for answer in answers:
        page.route("**/edit/**", answer)
        type_in_title(page, "三")
        page.locator(".w-autosave-indicator__state--paused").wait_for(state="visible")
        yield
        page.unroute("**/edit/**")
    page.locator("footer .action-save").click()
    settle(page, 600)
    yield
    page.goto("about:blank")


@action("别人也在改")
def another_editor(crawl: Crawl, page: Page) -> Iterator[None]:
    """A colleague opens the same story, has changes that are not saved, saves them, and is about to be overwritten."""
    other = crawl.window("编辑")
    other.goto(page.url)
    ask_who_else(page)
    yield
    other.route("**/edit/**", lambda route: route.abort())
    type_in_title(other, "四")
    other.locator(".w-autosave-indicator__state--paused").wait_for(state="visible")
    ask_who_else(other)
    ask_who_else(page)
    yield
    other.unroute("**/edit/**")
    with other.expect_response(is_saving):
        type_in_title(other, "四")
    ask_who_else(page)
    yield
    type_in_title(page, "五")
    page.locator("footer .action-save").click()
    settle(page, 1_000)
    yield
    other.goto("about:blank")
    page.goto("about:blank")


def ask_who_else(page: Page) -> None:
    with page.expect_response("**/editing-sessions/ping/**"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    settle(page)


@action("预览")
def preview(crawl: Crawl, page: Page) -> Iterator[None]:
    if not page.locator("[data-side-panel=preview]").is_visible():
        page.locator("[data-side-panel-toggle=preview]").click()
    settle(page, 2_000)
    yield


@action("审批")
def approval(crawl: Crawl, page: Page) -> Iterator[None]:
    """The questions asked before a story is sent back, approved, or published without waiting for approval."""
    buttons = page.locator("footer [data-workflow-action-modal-url], footer [name=action-publish]")
    for place in range(buttons.count()):
        page.locator("footer .w-dropdown__toggle").click()
        buttons.nth(place).click()
        modal = page.locator(".modal-dialog")
        modal.wait_for()
        settle(page)
        yield
        modal.locator("button.close").click()
        modal.wait_for(state="detached")


@action("谁能看")
def privacy(crawl: Crawl, page: Page) -> Iterator[None]:
    buttons = page.locator("[data-a11y-dialog-show='set-privacy']")
    if not visible(buttons):
        page.locator("[data-side-panel-toggle=status]").click()
    visible(buttons)[0].click()
    page.locator("#set-privacy form").wait_for()
    settle(page)
    yield


def files(page: Page, *named: tuple[str, bytes]) -> None:
    page.locator("input[type=file]").first.set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in named]
    )
    page.locator(".upload-list .upload-complete, .upload-list .upload-success, .upload-list .upload-failure").nth(
        len(named) - 1
    ).wait_for()
    settle(page, 800)


@action("上传照片")
def upload_photos(crawl: Crawl, page: Page) -> Iterator[None]:
    stored = io.BytesIO()
    Image.linear_gradient("L").save(stored, "PNG")
    files(page, ("a.png", stored.getvalue()), ("b.png", stored.getvalue()), ("c.q", b"x"), ("d.jpg", b"x"))
    yield
    for button in visible(page.locator(".upload-list [type=submit]"))[:1]:
        button.click()
        settle(page, 800)
        yield


@action("上传文件")
def upload_documents(crawl: Crawl, page: Page) -> Iterator[None]:
    files(page, ("a.txt", "通知".encode()), ("b.q", b"x"))
    yield


@action("前台工具条")
def user_bar(crawl: Crawl, page: Page) -> Iterator[None]:
    page.locator("wagtail-userbar").wait_for(state="attached")
    page.evaluate("document.querySelector('wagtail-userbar').shadowRoot.querySelector('button').click()")
    settle(page, 1_500)
    yield
