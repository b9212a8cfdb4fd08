"""The pages in a real browser: by keyboard, without JavaScript, on a narrow phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browsing import IN_A_BROWSER

_PHONE = (320, 568)
_DESK = (1280, 800)
_THUMB = 24  # CSS pixels, WCAG 2.2 criterion 2.5.8
_PATHS = (
    "/",
    "/?lang=en",
    "/search?q=nhiem+vu&page=2",
    "/search?q=thi+dua+-ke+hoach&section=Thi+%C4%91ua&from=2020-01-01",
    "/search?q=khongcogi&lang=en",
    "/search?q=bao+cao+dao+nguoc",
    "/nothing",
)

pytestmark = IN_A_BROWSER


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(java_script_enabled=request.param)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """A page that fails its test over a console error or a request to anyone else."""
    opened = context.new_page()
    complaints: list[str] = []
    requested: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: requested.append(request.url))
    yield opened
    # That a page is not there is said in the console too; nothing else may be.
    assert [text for text in complaints if "404 (NOT FOUND)" not in text] == []
    assert [url for url in requested if not url.startswith(address)] == []


def _focused(page: Page) -> str:
    return str(page.locator(":focus").evaluate("element => element.id || element.textContent"))


def _tab_until(page: Page, wanted: str) -> list[str]:
    """Press Tab until the wanted element has the focus; what was passed on the way."""
    passed: list[str] = []
    while len(passed) < 30:
        page.keyboard.press("Tab")
        passed.append(" ".join(_focused(page).split()))
        if wanted in passed[-1]:
            return passed
    pytest.fail(f"{wanted} was not reached: {passed}")


def test_the_keyboard_alone_leads_from_the_start_to_the_first_result(
    page: Page, address: str
) -> None:
    page.goto(address)
    passed = _tab_until(page, "q")
    assert passed[0] == "Đến nội dung chính"
    page.keyboard.type("thi đua khen thưởng")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Tìm thấy 2 bài viết cho “thi đua khen thưởng”"
    assert page.locator("#q").input_value() == "thi đua khen thưởng"
    first = page.locator(".hit h2 a").first.inner_text()
    assert len(_tab_until(page, first)) <= 12


def test_the_skip_link_is_seen_when_it_has_the_focus_and_leads_past_the_box(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/search?q=thi+dua")
    page.keyboard.press("Tab")
    seen = page.locator(".skip").bounding_box()
    assert seen is not None
    assert seen["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("element => element.closest('main') !== null")


def test_filters_are_set_by_the_form_and_dropped_by_a_link(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=nhiem+vu")
    page.locator("#from").fill("2021-01-01")
    with page.expect_navigation():
        page.get_by_role("button", name="Áp dụng").click()
    assert page.locator("h1").inner_text() == "Tìm thấy 8 bài viết cho “nhiem vu”"
    with page.expect_navigation():
        page.get_by_role("link", name="Bỏ lọc: Từ ngày 01/01/2021").click()
    assert page.locator("h1").inner_text() == "Tìm thấy 26 bài viết cho “nhiem vu”"


def test_the_search_is_a_landmark_with_a_labelled_box(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=thi+dua")
    landmark = page.get_by_role("search")
    assert landmark.get_by_label("Nội dung cần tìm").input_value() == "thi dua"
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("navigation", name="Sắp xếp").count() == 1
    assert page.get_by_role("complementary", name="Lọc kết quả").count() == 1


def test_no_page_scrolls_sideways(page: Page, address: str) -> None:
    wide = []
    for width, height in (_PHONE, _DESK):
        page.set_viewport_size({"width": width, "height": height})
        for path in _PATHS:
            page.goto(f"{address}{path}")
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    assert wide == []


def test_what_is_to_be_tapped_is_large_enough_for_a_thumb(page: Page, address: str) -> None:
    width, height = _PHONE
    page.set_viewport_size({"width": width, "height": height})
    small = []
    for path in _PATHS:
        page.goto(f"{address}{path}")
        heights = page.locator("nav a, aside li a, button, summary, .chips a, .bar a").evaluate_all(
            "all => all.map(one => [one.textContent, one.getBoundingClientRect().height])"
        )
        assert len(heights) > 2
        small += [(path, text) for text, tall in heights if 0 < tall < _THUMB]
    assert small == []
