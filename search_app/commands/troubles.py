"""An error goes in; a sentence for staff, in Vietnamese, and an exit code come out."""

from index import (
    ArticleMissing,
    IndexCheckFailed,
    IndexDamaged,
    IndexIncompatible,
    IndexMissing,
    IndexUnwritable,
    NothingToRollBack,
    QueryError,
    StoreUnusable,
    TimtinError,
    WriterBusy,
)
from search_app.article_lines import UnreadableFile
from search_app.settings import SettingError

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130

_SENTENCES: tuple[tuple[type[TimtinError], str], ...] = (
    (ArticleMissing, "Không có bài nào mang địa chỉ này trong kho."),
    (IndexCheckFailed, "Chỉ mục mới không qua kiểm tra nên không được đưa vào dùng."),
    (IndexIncompatible, "Chỉ mục do phiên bản khác tạo ra; hãy chạy: timtin reindex"),
    (IndexDamaged, "Chỉ mục bị hỏng; hãy chạy: timtin reindex"),
    (IndexMissing, "Chưa có chỉ mục; hãy chạy: timtin reindex"),
    (IndexUnwritable, "Không ghi được chỉ mục mới; chỉ mục cũ vẫn phục vụ."),
    (NothingToRollBack, "Không có thế hệ chỉ mục nào để quay lại."),
    (QueryError, "Tham số tìm kiếm không đọc được."),
    (SettingError, "Giá trị thiết lập không dùng được."),
    (StoreUnusable, "Không đọc hoặc ghi được kho bài."),
    (UnreadableFile, "Không đọc được tệp."),
    (WriterBusy, "Một tiến trình khác đang ghi; hãy chờ nó xong rồi chạy lại."),
)


def sentence(error: TimtinError) -> str:
    """What happened, in a sentence, and below it the particulars."""
    spoken = next((text for kind, text in _SENTENCES if isinstance(error, kind)), "Có lỗi.")
    return f"timtin: {spoken}\n  {error}"


def exit_code(error: TimtinError) -> int:
    """2 for what was asked wrongly, 1 for any other failure."""
    return WRONG_USAGE if isinstance(error, QueryError | SettingError) else FAILED
