"""A key goes in, what a reader sees comes out: every sentence of the pages, in both languages."""

from collections.abc import Mapping
from typing import Final

from search_app.note_wording import NOTES

# key: (Vietnamese, English). A name in braces is filled in; both languages have the same names.
_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # Every page.
    "name": ("Tìm tin", "Tìm tin"),
    "tagline": (
        "Tra cứu tin, bài trên các cổng thông tin của cơ quan nhà nước",
        "Search the news of Vietnamese government portals",
    ),
    "home": ("Về trang tìm kiếm", "Back to search"),
    "skip": ("Đến nội dung chính", "Skip to main content"),
    "other_language": ("English", "Tiếng Việt"),
    "footer": (
        "Nội dung bài viết thuộc về cơ quan đăng tải. Bấm vào tiêu đề để đọc bài gốc.",
        "Articles belong to the offices that publish them. Follow a title to read the original.",
    ),
    "title": ("{what} – Tìm tin", "{what} – Tìm tin"),
    # The search box.
    "box": ("Nội dung cần tìm", "Search for"),
    "box_hint": (
        "Gõ tiếng Việt có dấu hoặc không dấu đều tìm được.",
        "Vietnamese is found with or without accents.",
    ),
    "search": ("Tìm kiếm", "Search"),
    "completions": ("Gợi ý câu tìm", "Suggested searches"),
    "completions_none": ("Không có gợi ý.", "No suggestions."),
    "completions_one": (
        "Có 1 gợi ý. Nhấn phím mũi tên xuống để chọn.",
        "1 suggestion. Press the down arrow to choose it.",
    ),
    "completions_many": (
        "Có {count} gợi ý. Dùng phím mũi tên lên, xuống để chọn.",
        "{count} suggestions. Use the up and down arrows to choose.",
    ),
    # The start page.
    "start_heading": (
        "Tìm tin, bài của cơ quan nhà nước",
        "Find news of Vietnamese government offices",
    ),
    "start_count": (
        "Hiện có {articles} bài viết từ {sites} cổng thông tin.",
        "{articles} articles from {sites} portals.",
    ),
    "ways_heading": ("Một số cách tìm", "Ways to search"),
    "way_plain": ("Không cần gõ dấu", "Without accents"),
    "way_plain_why": (
        "Gõ không dấu vẫn tìm được bài viết có dấu.",
        "Plain letters find accented words.",
    ),
    "way_phrase": ("Tìm đúng cụm từ", "An exact phrase"),
    "way_phrase_why": (
        "Đặt cụm từ trong dấu ngoặc kép.",
        "Put the words in quotation marks.",
    ),
    "way_number": ("Tìm theo số, ký hiệu văn bản", "A document number"),
    "way_number_why": (
        "Gõ số và ký hiệu như trong văn bản.",
        "Type it as it stands in the document.",
    ),
    "way_exclude": ("Loại bớt từ không cần", "Leave words out"),
    "way_exclude_why": (
        "Thêm dấu trừ liền trước từ hoặc cụm từ muốn loại.",
        "Put a minus sign right before the word or phrase.",
    ),
    # Headings of results.
    "found_for": ("Tìm thấy {count} bài viết cho “{query}”", "{count} articles for “{query}”"),
    "found_one_for": ("Tìm thấy {count} bài viết cho “{query}”", "{count} article for “{query}”"),
    "found": ("Tìm thấy {count} bài viết", "{count} articles found"),
    "found_one": ("Tìm thấy {count} bài viết", "{count} article found"),
    "none_for": ("Không tìm thấy bài viết nào cho “{query}”", "No articles for “{query}”"),
    "none": ("Không tìm thấy bài viết nào", "No articles found"),
    "results": ("Kết quả tìm kiếm", "Search results"),
    "range": ("Bài {first}–{last}, trang {page}/{pages}", "{first}–{last}, page {page} of {pages}"),
    # One result.
    "undated": ("Không rõ ngày", "Date unknown"),
    "published": ("Ngày đăng:", "Published:"),
    "site_label": ("Cổng thông tin:", "Portal:"),
    "section_label": ("Chuyên mục:", "Section:"),
    "unit_label": ("Đơn vị:", "Office:"),
    # Sorting.
    "sort": ("Sắp xếp", "Sort by"),
    "sort_relevance": ("Phù hợp nhất", "Relevance"),
    "sort_newest": ("Mới nhất", "Newest"),
    "sort_oldest": ("Cũ nhất", "Oldest"),
    # Filters.
    "filters": ("Lọc kết quả", "Filter results"),
    "to_filters": ("Lọc kết quả", "Filters"),
    "day_filter": ("Ngày đăng", "Publication date"),
    "since": ("Từ ngày", "From"),
    "until": ("Đến ngày", "To"),
    "apply": ("Áp dụng", "Apply"),
    "site": ("Cổng thông tin", "Portal"),
    "section": ("Chuyên mục", "Section"),
    "year": ("Năm đăng", "Year"),
    "more_values": ("Xem thêm {count} mục", "{count} more"),
    "articles": ("bài viết", "articles"),
    "accents": ("Dấu tiếng Việt", "Vietnamese accents"),
    "accents_auto": ("Tự động", "Automatic"),
    "accents_strict": ("Đúng dấu đã gõ", "Exactly as typed"),
    "accents_ignore": ("Không phân biệt dấu", "Any accents"),
    "active": ("Đang lọc theo", "Filtered by"),
    "drop": ("Bỏ lọc", "Remove filter"),
    "drop_all": ("Bỏ tất cả", "Remove all"),
    "since_chip": ("Từ ngày {day}", "From {day}"),
    "until_chip": ("Đến ngày {day}", "To {day}"),
    # Pages.
    "pages": ("Phân trang", "Pages"),
    "page": ("Trang {page}", "Page {page}"),
    "previous": ("Trang trước", "Previous"),
    "next": ("Trang sau", "Next"),
    # No results.
    "tips": ("Quý vị có thể thử", "You could try"),
    "tip_spelling": (
        "Kiểm tra lại chính tả, hoặc gõ không dấu.",
        "Checking the spelling, or typing without accents.",
    ),
    "tip_fewer": (
        "Dùng ít từ hơn hoặc từ ngữ chung hơn.",
        "Fewer or more general words.",
    ),
    "tip_quotes": (
        "Bỏ dấu ngoặc kép để tìm các từ đứng rời nhau.",
        "Leaving out the quotation marks.",
    ),
    "tip_filters": ("Bỏ các điều kiện lọc", "Removing the filters"),
    "tip_accents": ("Tìm không phân biệt dấu", "Searching with any accents"),
    "tip_words": (
        "Câu tìm chưa có từ nào để tìm; hãy nhập thêm ít nhất một từ.",
        "There is no word to search for yet; add at least one.",
    ),
    "beyond": (
        "Kết quả chỉ có {pages} trang; không có trang {page}.",
        "There are only {pages} pages of results, and no page {page}.",
    ),
    "to_first": ("Về trang kết quả đầu tiên", "Go to the first page of results"),
    # Values that cannot be read.
    "bad_value": (
        "Đã bỏ qua giá trị của mục “{name}”: {expected}.",
        "The value of “{name}” was ignored: {expected}.",
    ),
    "bad_number": ("cần một số nguyên dương trong giới hạn", "a positive whole number is needed"),
    "bad_day": (
        "cần một ngày có thật, ví dụ 25/09/2021, và ngày bắt đầu không sau ngày kết thúc",
        "a real day such as 25/09/2021 is needed, the first not after the last",
    ),
    "bad_choice": ("giá trị này không có trong danh mục", "there is no such choice"),
    # Failures.
    "error_400": ("Yêu cầu không hợp lệ", "The request cannot be read"),
    "error_400_why": (
        "Máy chủ không đọc được yêu cầu này. Mời Quý vị tìm lại bằng ô tìm kiếm ở trên.",
        "Please search again with the box above.",
    ),
    "error_404": ("Không tìm thấy trang", "Page not found"),
    "error_404_why": (
        "Địa chỉ này không có hoặc đã thay đổi. Mời Quý vị tìm lại bằng ô tìm kiếm ở trên.",
        "There is nothing at this address. Please use the search box above.",
    ),
    "error_405": ("Cách gửi yêu cầu không được hỗ trợ", "Method not allowed"),
    "error_405_why": (
        "Trang này chỉ để xem. Mời Quý vị tìm lại bằng ô tìm kiếm ở trên.",
        "This page can only be read. Please use the search box above.",
    ),
    "error_500": ("Hệ thống gặp sự cố", "Something went wrong"),
    "error_500_why": (
        "Sự cố đã được ghi lại. Mong Quý vị thông cảm và thử lại sau ít phút.",
        "The failure has been recorded. Please try again in a few minutes.",
    ),
    "error_503": ("Tạm thời chưa tìm kiếm được", "Search is not available at the moment"),
    "outage_missing": (
        "Dữ liệu tìm kiếm đang được chuẩn bị. Mời Quý vị quay lại sau ít phút.",
        "The search index is being prepared. Please come back in a few minutes.",
    ),
    "outage_unreadable": (
        "Dữ liệu tìm kiếm đang được khôi phục. Mời Quý vị quay lại sau ít phút.",
        "The search index is being restored. Please come back in a few minutes.",
    ),
}
_TABLES: Final = {
    "vi": {key: vietnamese for key, (vietnamese, _) in (_SENTENCES | NOTES).items()},
    "en": {key: english for key, (_, english) in (_SENTENCES | NOTES).items()},
}


def wording(lang: str) -> Mapping[str, str]:
    """All sentences in one language, by key."""
    return _TABLES[lang]
