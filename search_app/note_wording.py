"""A key goes in, a sentence on what was made of a query comes out, in both languages."""

from typing import Final

# As in `wording`, which has all other sentences.
NOTES: Final[dict[str, tuple[str, str]]] = {
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
}
