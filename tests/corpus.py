"""Sixteen short articles that can be counted by hand, for every engine."""

from datetime import datetime

from index import Article, Attachment

OFFICE = "sonoivu.langbac.test"
PROVINCE = "langbac.test"
PAPER = "baocaoson.test"

THI_DUA = f"{OFFICE}/thi-dua"
BARE = f"{OFFICE}/khen-thuong"
VUI = f"{PAPER}/ngay-hoi"
CHO = f"{PAPER}/cho"
CONG_AN = f"{PROVINCE}/cong-an"
BUA_AN = f"{PAPER}/bua-an"
QUYET_DINH = f"{PROVINCE}/quyet-dinh"
HOP = f"{PROVINCE}/hop"
HOA_GIAI = f"{OFFICE}/hoa-giai"
HOA_CHAT = f"{OFFICE}/hoa-chat"
TWIN_2023 = f"{PROVINCE}/tuyen-dung-2023"
TWIN_2024_A = f"{PROVINCE}/tuyen-dung-a"
TWIN_2024_B = f"{PROVINCE}/tuyen-dung-b"
TWIN_UNDATED = f"{PROVINCE}/tuyen-dung"
BUU_DIEN_IN_TITLE = f"{PAPER}/buu-dien"
BUU_DIEN_IN_BODY = f"{PAPER}/ho-so"


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)


def _twin(identity: str, published_at: datetime | None) -> Article:
    return Article(
        url=f"https://{identity}",
        title="Tuyển dụng viên chức",
        body="Thông báo tuyển dụng viên chức.",
        section="Thông báo",
        published_at=published_at,
        lang="vi",
    )


ARTICLES = (
    Article(
        url=f"https://{THI_DUA}",
        title="Đoàn đại biểu Quốc hội khảo sát công tác thi đua, khen thưởng",
        body=(
            "Sáng ngày 23/9/2021, Đoàn khảo sát làm việc tại Sở Nội vụ.\n"
            "Giai đoạn 2018-2020, tỉnh khen thưởng 5.865 tập thể."
        ),
        captions=("Toàn cảnh hội nghị", "Đồng chí Hoàng Văn Nghiệm phát biểu"),
        tags=("nêu gương",),
        author="Lương Thị Nga",
        unit="Phòng Thi đua",
        poster="admin",
        source="Cổng thông tin cũ",
        section="Thi đua khen thưởng",
        published_at=_at("2021-09-25T23:10:00+07:00"),
        lang="vi",
    ),
    Article(  # written without marks from beginning to end
        url=f"https://{BARE}",
        title="Hoi nghi thi dua khen thuong nam 2021",
        body="Hoi nghi thi dua khen thuong dien ra tai so noi vu.",
        section="Tin tức",
        published_at=_at("2021-10-01T08:00:00+07:00"),
        lang="vi",
    ),
    Article(  # the 26th in Vietnam, still the 25th in Greenwich
        url=f"https://{VUI}",
        title="Ngày hội của trẻ em",
        body="Trẻ em thì đùa vui, người lớn đi xem hội.",
        section="Đời sống",
        published_at=_at("2021-09-25T23:00:00+00:00"),
        lang="vi",
    ),
    Article(  # 2021 in Vietnam, still 2020 in Greenwich
        url=f"https://{CHO}",
        title="Khai trương chợ trung tâm",
        body="Chợ mới mở cửa sớm.",
        section="Kinh tế",
        published_at=_at("2020-12-31T23:30:00+00:00"),
        lang="vi",
    ),
    Article(  # the last second of 2020 in Vietnam
        url=f"https://{CONG_AN}",
        title="Công an tỉnh ra quân",
        body="Lực lượng giữ gìn an ninh dịp cuối năm.",
        section="An ninh",
        published_at=_at("2020-12-31T16:59:59+00:00"),
        lang="vi",
    ),
    Article(
        url=f"https://{BUA_AN}",
        title="Bữa trưa ở nhà máy",
        body="Công nhân ăn trưa cho kịp ca.",
        section="Kinh tế",
        lang="vi",
    ),
    Article(
        url=f"https://{QUYET_DINH}",
        title="Quyết định số 123/QĐ-UBND về thủ tục hành chính",
        body="Văn bản có hiệu lực từ ngày 05/09/2021.",
        attachments=(Attachment(url=f"https://{PROVINCE}/pl.pdf", title="Phụ lục danh mục"),),
        section="Văn bản",
        published_at=_at("2021-09-05T00:00:00+07:00"),
        lang="vi",
    ),
    Article(  # the parts of the number above, apart
        url=f"https://{HOP}",
        title="Phiên họp tháng 9",
        body="UBND nhận 123 hồ sơ, ra QĐ trong ngày.",
        section="Văn bản",
        published_at=_at("2021-09-06T09:00:00+07:00"),
        lang="vi",
    ),
    Article(
        url=f"https://{HOA_GIAI}",
        title="Hoà giải ở cơ sở",
        body="Cán bộ kĩ thuật thuỷ lợi dự lớp.",
        section="Tư pháp",
        published_at=_at("2022-03-01T08:00:00+07:00"),
        lang="vi",
    ),
    Article(
        url=f"https://{HOA_CHAT}",
        title="Hoá chất trong nuôi trồng",
        summary="Tài liệu phát miễn phí.",
        body="Người nuôi thủy sản học kỹ thuật mới.",
        section="Nông nghiệp",
        published_at=_at("2022-04-01T08:00:00+07:00"),
        lang="vi",
    ),
    _twin(TWIN_2023, _at("2023-05-01T08:00:00+07:00")),
    _twin(TWIN_2024_B, _at("2024-05-01T08:00:00+07:00")),
    _twin(TWIN_2024_A, _at("2024-05-01T08:00:00+07:00")),
    _twin(TWIN_UNDATED, None),
    Article(
        url=f"https://{BUU_DIEN_IN_TITLE}",
        title="Bưu điện trả kết quả",
        body="Người dân nhận hồ sơ tại nhà.",
        section="Kinh tế",
        published_at=_at("2021-09-26T07:00:00+07:00"),
        lang="vi",
    ),
    Article(
        url=f"https://{BUU_DIEN_IN_BODY}",
        title="Người dân nhận hồ sơ",
        body="Bưu điện trả kết quả tại nhà.",
        section="Đời sống",
        published_at=_at("2025-01-02T08:00:00+07:00"),
        lang="vi",
    ),
)
