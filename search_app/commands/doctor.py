"""A data folder goes in; what is wrong in it, in which file, and what to do about it comes out.

A check is a function from the folder to its complaints, in a row of CHECKS.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from index import Fault, inspect_index, inspect_staff, inspect_store, store_path
from search_app.settings import SettingError, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One thing that is wrong: where, a sentence for staff, what to do, what engineers need.

    `line` is counted from 1, 0 where it is not known. A `warning` may be as it should.
    """

    path: Path
    what: str
    remedy: str
    particulars: str = ""
    line: int = 0
    warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is checked: a data folder, and the variables it is used with."""

    data: Path
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check: its name for machines, its title for people and what finds the complaints."""

    name: str
    title: str
    complaints: Callable[[Surroundings], Iterable[Complaint]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a check complained of; nothing where all is well."""

    check: Check
    complaints: tuple[Complaint, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong, warnings aside."""
        return all(complaint.warning for complaint in self.complaints)


_REINDEX = "chạy: timtin reindex"
_ROLLBACK = "chạy: timtin rollback để quay lại thế hệ trước, hoặc: timtin reindex"
_MISTAKE_REMEDY = "sửa dòng này; phần còn lại của tệp vẫn có hiệu lực"
_PIN_REMEDY = "kiểm tra lại địa chỉ, hoặc bỏ mục ghim này nếu bài đã gỡ"
# kind of fault: what is wrong, what to do
_FAULTS: dict[str, tuple[str, str]] = {
    "store_missing": (
        "chưa có kho bài",
        "xem lại --data, hoặc chạy: timtin crawl hay timtin import",
    ),
    "store_damaged": (
        "kho bài bị hỏng hoặc không đọc được",
        "dừng các lệnh đang ghi rồi chép lại tệp này từ bản sao lưu",
    ),
    "index_missing": ("chưa có chỉ mục", _REINDEX),
    "index_damaged": ("chỉ mục đang phục vụ bị hỏng", _ROLLBACK),
    "index_incompatible": ("chỉ mục do phiên bản khác tạo ra", _REINDEX),
    "previous_unusable": (
        "thế hệ chỉ mục trước không dùng được nên chưa thể quay lại",
        f"{_REINDEX}; thế hệ đang phục vụ sẽ được giữ làm thế hệ trước",
    ),
}


def _settings(checked: Surroundings) -> Iterator[Complaint]:
    path = checked.data / "timtin.toml"
    try:
        Settings(checked.data, checked.environment).check()
    except SettingError as error:
        yield Complaint(
            path=path,
            what="giá trị thiết lập không dùng được",
            remedy="sửa tệp này hoặc biến môi trường nêu bên dưới",
            particulars=str(error),
        )


def _store(checked: Surroundings) -> Iterator[Complaint]:
    return map(_told, inspect_store(store_path(checked.data)))


def _index(checked: Surroundings) -> Iterator[Complaint]:
    return map(_told, inspect_index(checked.data))


def _staff(checked: Surroundings) -> Iterator[Complaint]:
    for fault in inspect_staff(checked.data):
        warning = fault.kind == "pin_unmet"
        yield Complaint(
            path=fault.path,
            line=fault.line,
            what=fault.particulars,
            remedy=_PIN_REMEDY if warning else _MISTAKE_REMEDY,
            warning=warning,
        )


def _told(fault: Fault) -> Complaint:
    what, remedy = _FAULTS[fault.kind]
    return Complaint(path=fault.path, what=what, remedy=remedy, particulars=fault.particulars)


CHECKS = (
    Check(name="settings", title="Thiết lập", complaints=_settings),
    Check(name="store", title="Kho bài", complaints=_store),
    Check(name="index", title="Chỉ mục", complaints=_index),
    Check(name="staff", title="Từ đồng nghĩa, ghim và từ không gợi ý", complaints=_staff),
)


def examine(checked: Surroundings) -> Iterator[Examined]:
    """Make one check after the other."""
    for check in CHECKS:
        yield Examined(check=check, complaints=tuple(check.complaints(checked)))


def examined_lines(examined: Iterable[Examined]) -> Iterator[str]:
    """What was found, for people."""
    for one in examined:
        if not one.complaints:
            yield f"{one.check.title}: tốt"
        for complaint in one.complaints:
            noted = "lưu ý: " if complaint.warning else ""
            yield f"{one.check.title}: {noted}{complaint.what}"
            line = f", dòng {complaint.line}" if complaint.line else ""
            yield f"  tệp: {complaint.path}{line}"
            yield f"  cách xử lý: {complaint.remedy}"
            if complaint.particulars:
                yield f"  chi tiết: {complaint.particulars}"


def examined_json(examined: Iterable[Examined]) -> dict[str, object]:
    """What was found, for machines."""
    checks = [
        {
            "name": one.check.name,
            "ok": one.passed,
            "complaints": [
                {**asdict(complaint), "path": str(complaint.path)} for complaint in one.complaints
            ],
        }
        for one in examined
    ]
    return {"ok": all(check["ok"] for check in checks), "checks": checks}
