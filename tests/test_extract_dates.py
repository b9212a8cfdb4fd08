from datetime import datetime
from typing import get_args

import pytest

from crawl.extraction.dates import Order, read_moment

CASES = [
    pytest.param("Create: T7, 09/25/2021 - 23:10", "mdy", "2021-09-25T23:10", id="drupal"),
    pytest.param("T5, 09/12/2024 - 08:00", "mdy", "2024-09-12T08:00", id="drupal-ambiguous"),
    pytest.param("T5, 09/12/2024 - 08:00", "dmy", "2024-09-12T08:00", id="weekday-overrules"),
    pytest.param("09/12/2024", "dmy", "2024-12-09T00:00", id="order-decides-without-weekday"),
    pytest.param("09/12/2024", "mdy", "2024-09-12T00:00", id="the-other-order"),
    pytest.param("25/09/2021", "mdy", "2021-09-25T00:00", id="month-25-is-none"),
    pytest.param("T2, 09/12/2024", "mdy", "2024-12-09T00:00", id="weekday-against-profile"),
    pytest.param("T4, 09/12/2024", "mdy", "2024-09-12T00:00", id="wrong-weekday-is-ignored"),
    pytest.param("Thứ bảy - 25/09/2021 23:10", "dmy", "2021-09-25T23:10", id="nukeviet"),
    pytest.param("Chủ nhật - 05/03/2023 07:05", "dmy", "2023-03-05T07:05", id="sunday"),
    pytest.param("CN, 03/05/2023 - 07:05", "mdy", "2023-03-05T07:05", id="drupal-sunday"),
    pytest.param("2021-09-25T23:10:00+07:00", "dmy", "2021-09-25T23:10", id="iso"),
    pytest.param("2021-09-25T16:10:00Z", "dmy", "2021-09-25T23:10", id="iso-utc"),
    pytest.param("2021-09-25 23:10:30.250", "dmy", "2021-09-25T23:10:30", id="iso-blank"),
    pytest.param("2021-09-25", "mdy", "2021-09-25T00:00", id="iso-day"),
    pytest.param("Đăng ngày 28 - 08 - 2015", "dmy", "2015-08-28T00:00", id="dashes"),
    pytest.param("25/9/2021 | 10:20", "dmy", "2021-09-25T10:20", id="bar"),
    pytest.param("14/08/2026 | 17:01:00", "dmy", "2026-08-14T17:01", id="seconds"),
    pytest.param("08:59, 28/05/2018", "dmy", "2018-05-28T08:59", id="clock-first"),
    pytest.param("14.08.2026 - 7 giờ 05", "dmy", "2026-08-14T07:05", id="dots"),
    pytest.param("Ngày 02/01/2020 10h20", "dmy", "2020-01-02T10:20", id="h"),
    pytest.param("Thứ năm, ngày 28 tháng 3 năm 2024", "mdy", "2024-03-28T00:00", id="spelled-out"),
    pytest.param("28 Tháng 3, 2024 lúc 16:45", "dmy", "2024-03-28T16:45", id="spelled-comma"),
    pytest.param("3/10/2022 4:05:00 CH", "dmy", "2022-10-03T16:05", id="ch"),
    pytest.param("3/10/2022 12:05:00 SA", "dmy", "2022-10-03T00:05", id="sa-midnight"),
    pytest.param("3/10/2022 12:05:00 CH", "dmy", "2022-10-03T12:05", id="ch-noon"),
    pytest.param("10/03/2022 4:05 PM", "mdy", "2022-10-03T16:05", id="pm"),
    pytest.param("Thu\u031b\u0301 na\u0306m, 26/09/2019", "dmy", "2019-09-26T00:00", id="nfd"),
    pytest.param("31/02/2021", "dmy", None, id="no-such-day"),
    pytest.param("12:30", "dmy", None, id="only-a-clock"),
    pytest.param("Số 1234/QĐ-UBND", "dmy", None, id="document-number"),
    pytest.param("25/09/2021 31:77", "dmy", "2021-09-25T00:00", id="no-such-hour"),
    pytest.param("2021-13-45", "dmy", None, id="no-such-iso-day"),
    pytest.param("", "dmy", None, id="empty"),
]


@pytest.mark.parametrize(("text", "order", "expected"), CASES)
def test_a_date_is_read_as_the_portal_meant_it(
    text: str, order: Order, expected: str | None
) -> None:
    wanted = datetime.fromisoformat(f"{expected}+07:00") if expected else None
    assert read_moment(text, order=order) == wanted


def test_both_orders_are_known_by_name() -> None:
    assert get_args(Order) == ("dmy", "mdy")
