"""Nothing goes in; a dozen invented articles, and applications over them, come out for tests."""

from collections.abc import Hashable
from datetime import datetime

from flask.testing import FlaskClient

from index import Article, IndexStatus, Query, ResultPage, SearchIndex, Suggestion, TimtinError
from index.engines.memory import MemoryIndex
from search_app import create_app

EMULATION = "Thi đua – Khen thưởng"
REFORM = "Cải cách hành chính"
NOTICE = "Thông báo"
HOME = "langbac.gov.vn"
OFFICE = "sonoivu.langbac.gov.vn"
HOSTILE_TITLE = "<script>alert('nhiệm vụ')</script> & \"báo cáo\" \u202eđảo ngược"


def _article(
    number: int,
    title: str,
    body: str,
    *,
    site: str = OFFICE,
    section: str = "",
    unit: str = "",
    published: str = "",
) -> Article:
    return Article(
        url=f"https://{site}/tin-tuc/{number}?loai=1&so={number}",
        title=title,
        body=body,
        site=site,
        section=section,
        unit=unit,
        published_at=datetime.fromisoformat(f"{published}+07:00") if published else None,
    )


ARTICLES = (
    _article(
        1,
        "Hội nghị tổng kết phong trào thi đua, khen thưởng",
        "Toàn tỉnh có 5.865 tập thể được biểu dương trong phong trào thi đua.",
        section=EMULATION,
        unit="Ban Thi đua",
        published="2021-09-25T23:10",
    ),
    _article(
        2,
        "Tặng bằng khen cho 45 tập thể",
        "Phong trào thi đua yêu nước lan rộng; việc khen thưởng đúng người, đúng việc.",
        site=HOME,
        section=EMULATION,
        published="2023-05-19T08:00",
    ),
    _article(
        3,
        "Kế hoạch cải cách hành chính năm 2024",
        "Các sở thi đua rút ngắn thời gian giải quyết hồ sơ.",
        section=REFORM,
        published="2024-01-12T09:00",
    ),
    _article(4, "Thông báo lịch tiếp công dân", "Lịch tiếp công dân quý I.", section=NOTICE),
    _article(5, HOSTILE_TITLE, "<img src=x onerror=alert(1)> đường dây nóng", section="<b>Tin</b>"),
    *(
        _article(
            number,
            f"Bản tin nội bộ số {number}",
            "Đơn vị triển khai nhiệm vụ tuyên truyền.",
            section=NOTICE,
            published=f"{2019 + number % 3}-03-{number:02}T07:00",
        )
        for number in range(6, 31)
    ),
)


class BrokenIndex:
    """A SearchIndex that always fails in one way."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def search(self, query: Query) -> ResultPage:  # noqa: ARG002 - whatever is asked
        """Fail."""
        raise self._error

    def edition(self) -> Hashable:
        """Fail."""
        raise self._error

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:  # noqa: ARG002 - as above
        """Fail."""
        raise self._error

    def status(self) -> IndexStatus:
        """Fail."""
        raise self._error

    def close(self) -> None:
        """There is nothing to let go of."""


class FixedIndex:
    """A SearchIndex with one answer, for what the plain engine never says."""

    def __init__(self, page: ResultPage) -> None:
        self._page = page

    def search(self, query: Query) -> ResultPage:  # noqa: ARG002 - it has one answer
        """Give the answer."""
        return self._page

    def edition(self) -> Hashable:
        """It never changes."""
        return None

    def suggest(self, text: str, *, limit: int) -> tuple[Suggestion, ...]:  # noqa: ARG002 - none
        """Complete nothing."""
        return ()

    def status(self) -> IndexStatus:
        """Hold nothing."""
        return IndexStatus(articles=0)

    def close(self) -> None:
        """There is nothing to let go of."""


def client_of(index: SearchIndex | None = None) -> FlaskClient:
    """A client of an application over an index, by default over the sample."""
    return create_app(index=index or MemoryIndex(ARTICLES)).test_client()


def broken_client(error: TimtinError | Exception) -> FlaskClient:
    """A client of an application whose index fails."""
    return client_of(BrokenIndex(error))
