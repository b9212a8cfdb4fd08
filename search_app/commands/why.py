"""An Explanation goes in; why an article stands where it stands comes out, for the terminal."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from index import (
    Explanation,
    FieldCount,
    Pinning,
    PinState,
    Removal,
    ScorePart,
    StoredArticle,
)

Verdict = Literal[
    "pinned",
    "found",
    "filtered",
    "excluded",
    "words_missing",
    "removed_by_hand",
    "gone",
    "pending",
    "unknown",
]

_ABSENT: dict[Verdict, str] = {
    "removed_by_hand": "Cán bộ đã gỡ bài này; cho hiện lại bằng: timtin remove --undo URL",
    "gone": "Trang gốc không còn nên bài đã được đưa ra khỏi chỉ mục.",
    "pending": "Bài có trong kho nhưng chưa vào chỉ mục; chạy: timtin reindex --incremental",
    "unknown": "Kho không có bài nào mang địa chỉ này: chưa thu thập, hoặc địa chỉ khác.",
}
_REMOVED: dict[Removal | None, Verdict] = {
    Removal.HAND: "removed_by_hand",
    Removal.GONE: "gone",
    None: "pending",
}
_FILTERS = {
    "site": "bài không thuộc cổng thông tin đang lọc",
    "section": "bài không thuộc chuyên mục đang lọc",
    "day": "bài không có ngày đăng, hoặc ngày đăng ngoài khoảng đang lọc",
}
_KINDS = {
    "word": "",
    "optional": " (không bắt buộc)",
    "marks": " (đúng dấu)",
    "pair": " (đứng liền nhau)",
    "excluded": " (bị loại)",
}
_FIELDS = {
    "title": "tiêu đề",
    "summary": "tóm tắt",
    "body": "thân bài",
    "author": "tác giả",
    "unit": "đơn vị",
    "section": "chuyên mục",
    "tags": "thẻ",
    "captions": "chú thích ảnh",
    "attachments": "tệp kèm theo",
}
_PIN_STATES: dict[PinState, str] = {
    "stands": "Bài được ghim cho câu tìm này",
    "early": "Bài có ghim cho câu tìm này nhưng chưa đến ngày",
    "over": "Bài có ghim cho câu tìm này nhưng đã hết hạn",
    "filtered": "Bài có ghim cho câu tìm này, nhưng khi lọc thì không áp dụng",
    "sorted": "Bài có ghim cho câu tìm này, nhưng khi sắp xếp theo ngày thì không áp dụng",
    "off": "Bài có ghim cho câu tìm này, nhưng câu tìm đã tắt ghim",
}
_RELAXED = {
    "accents": "Không có bài đúng dấu như đã gõ, nên đã tìm cả khác dấu.",
    "words": "Không có bài đủ các từ, nên đã tìm bài có phần lớn các từ.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Why an article is where it is: what the index says, and what the store says beside it.

    `articles` are all in the index: what the holders of a word are a part of.
    """

    url: str
    understood: str
    explained: Explanation
    stored: StoredArticle | None
    articles: int

    @property
    def verdict(self) -> Verdict:
        """The one reason that staff look for first."""
        explained = self.explained
        if not explained.held:
            return "unknown" if self.stored is None else _REMOVED[self.stored.removed]
        if explained.pin is not None and explained.pin.state == "stands":
            return "pinned"
        if explained.rank is not None:
            return "found"
        if explained.excluded:
            return "excluded"
        return "filtered" if explained.filters else "words_missing"

    def to_json(self) -> dict[str, object]:
        """What machines read."""
        return {
            "url": self.url,
            "understood": self.understood,
            "verdict": self.verdict,
            "articles": self.articles,
            **explained_json(self.explained),
        }


def explained_json(explained: Explanation) -> dict[str, object]:
    """What machines read of an explanation; days are written as 2026-05-01."""
    told = asdict(explained)
    if explained.pin is not None:
        days = (explained.pin.since, explained.pin.until)
        since, until = (day.isoformat() if day else None for day in days)
        told["pin"] |= {"since": since, "until": until}
    return told


def why_lines(told: Told) -> Iterator[str]:
    """What staff read: the verdict, then every number."""
    yield _verdict(told)
    if told.explained.relaxed:
        yield _RELAXED[told.explained.relaxed]
    yield from score_lines(told.explained, told.articles)


def score_lines(explained: Explanation, articles: int) -> Iterator[str]:
    """The pin there is; what each word gives to the score, where it stands, how rare it is."""
    if explained.pin is not None:
        yield _pin_line(explained.pin)
    parts = sorted(explained.parts, key=lambda part: -part.score)
    width = max((len(_name(part)) for part in parts), default=0)
    for part in parts:
        gives = _gives(part) if part.stands else "không có trong bài"
        yield f"  {_name(part):<{width}}  {gives}; {part.holders}/{articles} bài có"
    if explained.rank is None:
        return
    if explained.constant:
        yield f"  cộng {_number(explained.constant)} điểm vì không có từ bị loại"
    if explained.recency > 1:
        yield f"  nhân {_number(explained.recency)} vì bài mới"


def _verdict(told: Told) -> str:
    explained, verdict = told.explained, told.verdict
    if verdict in {"found", "pinned"}:
        return _place(explained)
    if verdict == "excluded":
        return f"Không có trong kết quả: bài có từ bị loại {_quoted(explained.excluded)}."
    if verdict == "filtered":
        reasons = "; ".join(_FILTERS[kind] for kind in explained.filters)
        return f"Không có trong kết quả: {reasons}."
    if verdict == "words_missing":
        missing = (part.text for part in explained.parts if part.kind == "word" and not part.stands)
        return f"Không có trong kết quả: bài thiếu {_quoted(tuple(dict.fromkeys(missing)))}."
    return _ABSENT[verdict]


def _place(explained: Explanation) -> str:
    """Where the article stands, and where it would without pins, if that is elsewhere."""
    place = explained.rank if explained.place is None else explained.place
    stands = f"Đứng thứ {place} trong {explained.total} bài tìm thấy"
    score = f"{_number(explained.score)} điểm"
    if explained.rank is None:
        return f"{stands}, nhờ được ghim; nếu không ghim thì không có trong kết quả."
    if explained.rank == place:
        return f"{stands}, {score}."
    return f"{stands}, {score}; nếu không ghim bài nào thì đứng thứ {explained.rank}."


def _pin_line(pin: Pinning) -> str:
    days = (("từ", pin.since), ("đến hết", pin.until))
    lasts = " ".join(f"{said} {day:%d/%m/%Y}" for said, day in days if day)
    about = "; ".join(filter(None, (f"pins.toml dòng {pin.line}", pin.owner, lasts)))
    return f"{_PIN_STATES[pin.state]} ({about})."


def _gives(part: ScorePart) -> str:
    where = ", ".join(map(_field, part.fields))
    score = f"{_number(part.score)} điểm"
    return f"{score}: {where}" if where else score


def _field(found: FieldCount) -> str:
    return f"{_FIELDS[found.field]} ×{found.count}"


def _name(part: ScorePart) -> str:
    return f"{part.text}{_KINDS[part.kind]}"


def _quoted(texts: tuple[str, ...]) -> str:
    return ", ".join(f"“{text}”" for text in texts)


def _number(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
