"""Nothing goes in, articles written for the tests of language come out, in both engines."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index import Article
from index.engines.memory import MemoryIndex
from index.engines.whoosh.engine import WhooshIndex

_TEXTS = (
    ("Thi đua khen thưởng năm 2021", "Tỉnh phát động phong trào thi đua khen thưởng."),
    ("Hội nghị thi đua yêu nước", "Phong trào thi đua yêu nước lan tỏa khắp tỉnh."),
    ("Công an tỉnh Nghệ An ra quân", "Công an tỉnh Nghệ An kiểm tra công ty vận tải."),
    ("Đường sắt Bắc Nam", "Tuyến đường sắt đi qua đường Trần Phú của thành phố."),
    ("Chế độ nghỉ hưu của cán bộ", "Cán bộ nghỉ hưu được nhận lương hưu đúng ngày."),
    ("Nhân dân được nghỉ lễ", "Ủy ban nhân dân tỉnh cho nghỉ lễ; nhân dân vui mừng."),
    ("Ủy ban nhân dân tỉnh họp", "Ủy ban nhân dân tỉnh bàn việc xuất khẩu, sản xuất."),
    ("Kỹ thuật trồng lúa ở Hoa Kỳ", "Kỹ thuật mới giúp nông dân tăng năng suất."),
    ("Ủy ban nhân dân xã tiếp dân", "Ủy ban nhân dân xã tiếp công dân hằng tuần."),
    ("Sản xuất vụ đông", "Nông dân sản xuất vụ đông; tỉnh hỗ trợ giống để sản xuất."),
    ("Thi đua khen thưởng ở xã", "Hội đồng thi đua khen thưởng của xã họp về nghỉ lễ."),
    ("Thi đua yêu nước ở trường", "Học sinh hưởng ứng thi đua yêu nước bằng việc nhỏ."),
    ("Trường học mới", "Xã có thi đua yêu nước, có thi đua yêu nước thì có trường."),
    ("Ủy ban nhân dân phường", "Trụ sở của Ủy ban nhân dân phường."),
    ("Ủy ban nhân dân huyện", "Trụ sở của Ủy ban nhân dân huyện."),
    ("Kỷ luật lao động", "Người lao động được nhận thưởng, được nghỉ hưu sớm."),
)


def articles() -> list[Article]:
    """Some articles that repeat what the tests ask for."""
    return [
        Article(url=f"https://tinh.example/{place}", title=title, body=body)
        for place, (title, body) in enumerate(_TEXTS)
    ]


Engine = MemoryIndex | WhooshIndex
ENGINES = ("memory", "whoosh")


def index_of(engine: str, folder: Path) -> AbstractContextManager[Engine]:
    """One of the ENGINES over the articles."""
    return memory_index(folder) if engine == "memory" else whoosh_index(folder)


@contextmanager
def memory_index(_: Path) -> Iterator[MemoryIndex]:
    """The plain engine over the articles."""
    index = MemoryIndex(articles())
    yield index
    index.close()


@contextmanager
def whoosh_index(folder: Path) -> Iterator[WhooshIndex]:
    """The Whoosh engine over the articles."""
    index = WhooshIndex(folder / "index", create=True)
    index.rebuild(articles())
    yield index
    index.close()
