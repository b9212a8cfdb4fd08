"""The pages as their HTML says them: headings, results, pages, filters."""

import pytest

from index import Facets, FacetValue, ResultPage
from tests.web_page import Page, page_at, titles
from tests.web_sample import (
    EMULATION,
    NOTICE,
    OFFICE,
    FixedIndex,
    client_of,
)


def test_the_start_page_has_a_box_examples_and_the_number_of_articles() -> None:
    page = page_at("/")
    assert page.texts("h1") == ["Tìm tin, bài của cơ quan nhà nước"]
    assert page.texts("label", for_="q") == ["Nội dung cần tìm"]
    assert page.texts("p", class_="count") == ["Hiện có 30 bài viết từ 2 cổng thông tin."]
    assert page.links()["thi dua khen thuong"] == "/search?q=thi+dua+khen+thuong"


@pytest.mark.parametrize("path", ["/search", "/search?q=&from=&to=", "/search?q=+&lang=vi"])
def test_a_search_for_nothing_is_the_start_page(path: str) -> None:
    assert page_at(path).texts("h1") == page_at("/").texts("h1")


@pytest.mark.parametrize("asked", ["q=thi+dua", "section=Th%C3%B4ng+b%C3%A1o", "from=2021-01-01"])
def test_the_start_address_answers_a_query_or_a_filter(asked: str) -> None:
    client = client_of()
    assert client.get(f"/?{asked}").text == client.get(f"/search?{asked}").text


def test_results_say_how_many_and_of_what() -> None:
    page = page_at("/search?q=thi+dua")
    assert page.texts("h1") == ["Tìm thấy 3 bài viết cho “thi dua”"]
    assert page.texts("title") == ["thi dua – Tìm tin"]


def test_a_phrase_is_not_quoted_twice() -> None:
    assert page_at('/search?q="thi+dua"').texts("h1") == ["Tìm thấy 3 bài viết cho “thi dua”"]


def test_a_result_links_to_its_article_and_says_when_where_and_who() -> None:
    page = page_at("/search?q=bieu+duong+thi+dua")
    assert titles(page) == ["Hội nghị tổng kết phong trào thi đua, khen thưởng"]
    [link] = [link for link in page.all("a") if link.get("rel") == "noopener"]
    assert link["href"] == "https://sonoivu.langbac.gov.vn/tin-tuc/1?loai=1&so=1"
    [where] = page.texts("p", class_="where")
    for part in ("25/09/2021", OFFICE, EMULATION, "Ban Thi đua"):
        assert part in where
    assert page.all("time") == [{"datetime": "2021-09-25T23:10:00+07:00"}]
    assert page.texts("mark")


def test_an_article_without_a_date_is_labelled() -> None:
    page = page_at("/search?q=lich+tiep+cong+dan")
    assert page.texts("span", class_="undated") == ["Không rõ ngày"]
    assert page.all("time") == []


def test_the_interface_speaks_english_and_the_articles_stay_vietnamese() -> None:
    page = page_at("/search?q=thi+dua&lang=en")
    assert page.all("html") == [{"lang": "en"}]
    assert page.texts("h1") == ["3 articles for “thi dua”"]
    assert {heading.get("lang") for heading in page.all("h2")} == {"vi", None}
    assert len(page.texts("h2", lang="vi")) == 3
    assert page.texts("time")[0] == "25 September 2021"
    assert page.links()["Tiếng Việt"] == "/search?q=thi+dua"
    assert page.links()["Newest"] == "/search?q=thi+dua&sort=newest&lang=en"


def test_the_link_to_the_other_language_leads_to_the_same_page() -> None:
    page = page_at("/search?q=nhiem+vu&page=2&sort=newest")
    assert page.links()["English"] == "/search?q=nhiem+vu&page=2&sort=newest&lang=en"


def test_pages_are_numbered_with_both_ends_and_neighbours() -> None:
    links = page_at("/search?q=nhiem+vu&per_page=2&page=6").links()
    numbers = [label for label in links if label.isdigit()]
    assert numbers == ["1", "5", "6", "7", "13"]
    assert links["Trang trước"] == "/search?q=nhiem+vu&page=5&per_page=2"
    assert links["Trang sau"] == "/search?q=nhiem+vu&page=7&per_page=2"
    assert links["1"] == "/search?q=nhiem+vu&per_page=2"


def test_walking_through_the_pages_shows_each_article_once() -> None:
    client = client_of()
    address: str | None = "/search?q=nhiem+vu&sort=newest"
    seen: list[str] = []
    while address:
        page = Page(client.get(address).text)
        seen += titles(page)
        address = page.links().get("Trang sau")
    assert len(seen) == len(set(seen)) == 26


def test_a_page_beyond_the_last_leads_back() -> None:
    page = page_at("/search?q=thi+dua&page=40")
    assert page.texts("h1") == ["Tìm thấy 3 bài viết cho “thi dua”"]
    assert page.links()["Về trang kết quả đầu tiên"] == "/search?q=thi+dua"


def test_facets_count_and_set_filters() -> None:
    page = page_at("/search?q=nhiem+vu&page=2")
    links = page.links()
    assert links["Thông báo 25 bài viết"] == "/search?q=nhiem+vu&section=Th%C3%B4ng+b%C3%A1o"
    assert links["2021 8 bài viết"] == "/search?q=nhiem+vu&from=2021-01-01&to=2021-12-31"


def test_a_filter_in_force_can_be_dropped() -> None:
    page = page_at("/search?q=nhiem+vu&section=Th%C3%B4ng+b%C3%A1o&from=2021-01-01&to=2021-12-31")
    links = page.links()
    assert page.texts("h1") == ["Tìm thấy 8 bài viết cho “nhiem vu”"]
    day_filter = "&from=2021-01-01&to=2021-12-31"
    assert links["Bỏ lọc: Thông báo ×"] == f"/search?q=nhiem+vu{day_filter}"
    assert links["Bỏ lọc: Thông báo 8 bài viết ×"] == f"/search?q=nhiem+vu{day_filter}"
    assert links["Bỏ lọc: 2021 8 bài viết ×"] == ("/search?q=nhiem+vu&section=Th%C3%B4ng+b%C3%A1o")
    assert links["Bỏ lọc: Từ ngày 01/01/2021 ×"].endswith(
        "?q=nhiem+vu&to=2021-12-31&section=Th%C3%B4ng+b%C3%A1o"
    )
    assert links["Bỏ tất cả"] == "/search?q=nhiem+vu"


def test_a_new_search_keeps_filters_and_order_but_not_the_page_or_what_was_undone() -> None:
    page = page_at("/search?q=nhiem+vu&page=2&sort=newest&section=Tin&site=a.vn&off=date&literal=1")
    fields = {field["name"]: field.get("value", "") for field in page.all("input")}
    assert fields == {
        "q": "nhiem vu",
        "sort": "newest",
        "section": "Tin",
        "site": "a.vn",
        "from": "",
        "to": "",
    }


def test_days_are_given_back_to_the_form_as_it_takes_them() -> None:
    page = page_at("/search?q=a&from=25/9/2021&to=2021-12-01")
    days = [field["value"] for field in page.all("input") if field.get("type") == "date"]
    assert days == ["2021-09-25", "2021-12-01"]


def test_an_empty_result_says_what_to_try() -> None:
    page = page_at('/search?q="trong+lua"&section=Tin')
    assert page.texts("h1") == ["Không tìm thấy bài viết nào cho “trong lua”"]
    links = page.links()
    assert links["Bỏ các điều kiện lọc"] == "/search?q=%22trong+lua%22"
    assert links["Tìm không phân biệt dấu"].endswith("&accents=ignore")
    assert "Bỏ dấu ngoặc kép" in " ".join(page.texts("li"))


@pytest.mark.parametrize("asked", ["-thi", "!!!", '""'])
def test_signs_and_exclusions_alone_ask_for_a_word(asked: str) -> None:
    page = Page(client_of().get("/search", query_string={"q": asked}).text)
    assert page.texts("h1")[0].startswith("Không tìm thấy bài viết nào")
    assert "nhập thêm ít nhất một từ" in " ".join(page.texts("li"))


def test_many_values_of_a_facet_are_folded_away_and_years_stand_in_order() -> None:
    years = tuple(FacetValue(value=str(year), count=year - 2000) for year in range(2010, 2020))
    answer = ResultPage(total=0, page=1, per_page=10, hits=(), facets=Facets(year=years))
    page = Page(client_of(FixedIndex(answer)).get("/search?q=a").text)
    shown = [label.split()[0] for label in page.links() if label.endswith("bài viết")]
    assert shown == [str(year) for year in range(2019, 2009, -1)]
    assert page.texts("summary") == ["Xem thêm 4 mục"]


def test_a_facet_with_one_value_leaves_no_choice_and_is_not_shown() -> None:
    page = page_at("/search?q=lich+tiep+cong+dan")
    assert NOTICE not in page.texts("h3")
    assert "Chuyên mục" not in page.texts("h3")
