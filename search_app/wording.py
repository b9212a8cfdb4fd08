"""A key goes in, what a reader sees comes out: every sentence of the pages, in both languages."""

from collections.abc import Mapping
from typing import Final

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
    # What was made of the query.
    "notes": ("Cách hiểu câu tìm", "How the search was understood"),
    "relaxed_accents": (
        "Không có bài đúng dấu như đã gõ; dưới đây là bài có cùng chữ, khác dấu.",
        "Nothing has these accents; these articles have the same letters.",
    ),
    "relaxed_words": (
        "Không có bài đủ các từ đã gõ; dưới đây là bài có phần lớn các từ.",
        "Nothing has all the words; these articles have most of them.",
    ),
    "undo_relaxed_accents": ("Chỉ xem bài đúng dấu", "Only with these accents"),
    "undo_relaxed_words": ("Chỉ xem bài đủ các từ", "Only with all the words"),
    "partial": (
        "Một phần dữ liệu tạm thời chưa truy cập được nên kết quả có thể chưa đầy đủ.",
        "Part of the index did not answer, so results may be incomplete.",
    ),
    "suggestion": ("Có phải Quý vị muốn tìm:", "Did you mean:"),
    "more_notes": ("Xem thêm cách hiểu khác ({count})", "More readings ({count})"),
    "paired": ("“{target}” ({source})", "“{target}” ({source})"),
    "alone": ("“{target}”", "“{target}”"),
    "offered_pair": ("{target} ({source})", "{target} ({source})"),
    "offered_day": ("ngày {since}", "on {since}"),
    "offered_days": ("từ {since} đến {until}", "from {since} to {until}"),
    "literal": ("Tìm đúng như đã gõ", "Search exactly as typed"),
    "literal_now": ("Đang tìm đúng như đã gõ.", "Searching exactly as typed."),
    "off_now": (
        "Đã tắt một số cách hiểu câu tìm.",
        "Some readings of the search are switched off.",
    ),
    "readings_on": ("Tìm theo cách thông thường", "Search the usual way"),
    "undo": ("Bỏ cách hiểu này", "Undo this"),
    "note_keystrokes": ("Đã hiểu “{source}” là “{target}”.", "Read “{source}” as “{target}”."),
    "undo_keystrokes": ("Giữ nguyên chữ đã gõ", "Keep the letters as typed"),
    "note_encoding": (
        "Đã chuyển từ bảng mã cũ thành “{target}”.",
        "Converted from an old encoding to “{target}”.",
    ),
    "undo_encoding": ("Giữ nguyên chữ đã gõ", "Keep the letters as typed"),
    "note_accents": (
        "Đã bỏ dấu gõ nhầm và tìm “{target}”.",
        "Dropped an accent that fits no word; searched for “{target}”.",
    ),
    "undo_accents": ("Giữ nguyên dấu đã gõ", "Keep the accents as typed"),
    "note_spelling": ("Đã tìm theo “{target}”.", "Searched for “{target}”."),
    "note_abbreviation": ("Đã tìm cả {what}.", "Also searched for {what}."),
    "undo_abbreviation": ("Không tìm thêm", "Only as typed"),
    "note_shortened": ("Đã tìm cả cách viết tắt: {what}.", "Its short form counts too: {what}."),
    "note_number": ("Đã tìm theo số, ký hiệu: {what}.", "Searched for the document {what}."),
    "undo_number": ("Tìm như từ thường", "Search for plain words"),
    "note_date": ("Đã tìm mọi cách viết của {what}.", "Searched every spelling of {what}."),
    "note_place": ("Đã tìm cả tên gọi {what}.", "Also searched for the names {what}."),
    "note_exclusion": ("Đã loại các bài có {what}.", "Left out articles with {what}."),
    "undo_exclusion": ("Không loại từ nào", "Leave nothing out"),
    "note_length": (
        "Câu tìm quá dài nên chỉ phần đầu được xét, đến “{target}”.",
        "The search is too long; only its beginning was read, up to “{target}”.",
    ),
    "undo_length": ("Chỉ giữ phần đầu", "Keep only the beginning"),
    "note_relaxed": ("Đã tìm theo “{target}”.", "Searched for “{target}”."),
    "note_pinned": ("Bài được ghim lên đầu: {what}.", "Pinned to the top: {what}."),
    "undo_pinned": ("Xem khi không ghim", "Without what is pinned"),
    "offer": ("Có phải Quý vị muốn tìm:", "Did you mean:"),
    "offer_exclusion": ("Muốn loại cả cụm từ, hãy tìm:", "To leave out the whole phrase:"),
    "offer_date": ("Chỉ xem bài đăng:", "Only articles published:"),
    "offer_place": ("Tìm cả tên gọi mới hoặc cũ:", "Search the newer or older name too:"),
    "offer_abbreviation": ("Chữ viết tắt có thể là:", "The short form may be:"),
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
    "vi": {key: vietnamese for key, (vietnamese, _) in _SENTENCES.items()},
    "en": {key: english for key, (_, english) in _SENTENCES.items()},
}


def wording(lang: str) -> Mapping[str, str]:
    """All sentences in one language, by key."""
    return _TABLES[lang]
