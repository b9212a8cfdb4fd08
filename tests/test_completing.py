"""The search box while someone types, in a real browser: keyboard, screen reader, input method."""

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browsing import IN_A_BROWSER

pytestmark = IN_A_BROWSER

_NOTICE = "thông báo lịch tiếp công dân"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test over any complaint of the browser."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []
    opened.close()


def _type(page: Page, text: str) -> None:
    """Type into the box, and wait for what is offered."""
    page.get_by_role("combobox").press_sequentially(text)
    expect(page.get_by_role("option", name=_NOTICE)).to_be_visible()


def _asked(url: str) -> str:
    return parse_qs(urlsplit(url).query)["q"][0]


def test_the_arrow_and_the_enter_key_choose_a_completion(page: Page, address: str) -> None:
    page.goto(address)
    box = page.get_by_role("combobox", name="Nội dung cần tìm")
    expect(box).to_have_attribute("aria-expanded", "false")
    _type(page, "thong bao l")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    assert chosen.count() == 1
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert box.input_value() == "thong bao l"
    text = chosen.inner_text()
    with page.expect_navigation():
        box.press("Enter")
    assert _asked(page.url) == text
    assert page.get_by_role("combobox").input_value() == text


def test_the_arrows_go_round_and_pass_the_box(page: Page, address: str) -> None:
    page.goto(address)
    _type(page, "thong bao l")
    box = page.get_by_role("combobox")
    count = page.get_by_role("option").count()
    places = []
    for _ in range(count + 1):
        box.press("ArrowUp")
        places.append(box.get_attribute("aria-activedescendant"))
    assert places == [*(f"q-option-{place}" for place in reversed(range(count))), None]


def test_escape_closes_the_list_and_what_was_typed_is_searched(page: Page, address: str) -> None:
    page.goto(address)
    _type(page, "thong bao l")
    box = page.get_by_role("combobox")
    box.press("ArrowDown")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-activedescendant") is None
    with page.expect_navigation():
        box.press("Enter")
    assert _asked(page.url) == "thong bao l"


def test_a_tap_chooses_and_keeps_the_filters_of_the_page(page: Page, address: str) -> None:
    page.goto(f"{address}/search?q=nhiem+vu&section=Th%C3%B4ng+b%C3%A1o")
    page.get_by_role("combobox").fill("")
    _type(page, "thong bao l")
    with page.expect_navigation():
        page.get_by_role("option", name=_NOTICE).click()
    assert _asked(page.url) == _NOTICE
    assert parse_qs(urlsplit(page.url).query)["section"] == ["Thông báo"]


@pytest.mark.parametrize(
    ("lang", "label", "said"),
    [("vi", "Gợi ý câu tìm", "gợi ý"), ("en", "Suggested searches", "suggestion")],
)
def test_a_screen_reader_is_told_in_the_language_of_the_page(
    page: Page, address: str, lang: str, label: str, said: str
) -> None:
    page.goto(f"{address}/?lang={lang}")
    _type(page, "thong bao l")
    assert page.get_by_role("listbox", name=label).count() == 1
    count = page.get_by_role("option").count()
    expect(page.get_by_role("status")).to_contain_text(f"{count} {said}")
    assert page.get_by_role("option").first.get_attribute("lang") == "vi"
    page.get_by_role("combobox").fill("zzzz")
    expect(page.get_by_role("listbox", include_hidden=True)).to_be_hidden()
    expect(page.get_by_role("status")).to_contain_text(said)


def test_one_letter_asks_for_nothing_and_a_word_not_for_each_letter(
    page: Page, address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "suggest" in one.url else None)
    # The page's own clock, which stands still until it is told to run on: who types is quicker.
    page.clock.install()
    page.goto(address)
    page.clock.pause_at(time.time() + 3_600)
    box = page.get_by_role("combobox")
    box.press_sequentially("t 2021")
    page.clock.run_for(1_000)
    assert asked == []
    box.fill("")
    with page.expect_request("**/suggest?*"):
        box.press_sequentially("thong bao l")
        page.clock.run_for(1_000)
    expect(page.get_by_role("option", name=_NOTICE)).to_be_visible()
    assert [_asked(url) for url in asked] == ["thong bao l"]


def test_an_answer_that_comes_too_late_is_put_away(page: Page, address: str) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/suggest?q=nhi", hold)
    page.goto(address)
    box = page.get_by_role("combobox")
    with page.expect_request("**/suggest?q=nhi"):
        box.fill("nhi")
    with page.expect_event("requestfailed") as failed:
        box.fill("")
    assert _asked(failed.value.url) == "nhi"
    _type(page, "thong bao l")
    assert len(held) == 1


def test_a_word_being_composed_is_left_to_the_input_method(page: Page, address: str) -> None:
    page.goto(address)
    _type(page, "thong bao l")
    box = page.get_by_role("combobox")
    free = box.evaluate(
        """box => ["ArrowDown", "Enter", "Escape"].map(key => box.dispatchEvent(
            new KeyboardEvent("keydown", {key, isComposing: true, bubbles: true, cancelable: true})
        ))"""
    )
    assert free == [True, True, True]
    assert box.get_attribute("aria-activedescendant") is None
    assert page.get_by_role("listbox").is_visible()
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "ịch", "selectionStart": 3, "selectionEnd": 3})
    expect(page.get_by_role("option", name=_NOTICE)).to_be_visible()
    assert box.input_value() == "thong bao lịch"
    client.send("Input.insertText", {"text": "ịch"})
    assert box.input_value() == "thong bao lịch"


def test_where_nothing_can_be_suggested_the_form_works_on(page: Page, address: str) -> None:
    page.route("**/suggest?*", lambda route: route.fulfill(status=200, body="no JSON"))
    page.goto(address)
    box = page.get_by_role("combobox")
    with page.expect_response("**/suggest?*"):
        box.fill("thi đua")
    with page.expect_navigation():
        box.press("Enter")
    assert _asked(page.url) == "thi đua"


def test_without_a_script_the_box_is_a_plain_search_box(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.get_by_role("combobox").count() == 0
    assert page.get_by_role("listbox").count() == 0
    box = page.get_by_role("searchbox", name="Nội dung cần tìm")
    box.fill("thi đua")
    with page.expect_navigation():
        box.press("Enter")
    assert _asked(page.url) == "thi đua"
    context.close()
