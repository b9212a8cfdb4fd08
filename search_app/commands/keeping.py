"""What staff do to the store and the index goes in; what holds now comes out on the terminal."""

from collections.abc import Iterable
from typing import Any

import click

from index import Article, open_publisher, open_store
from search_app.commands.progress import watched
from search_app.commands.run import Run, json_option, tell
from search_app.commands.transfer import export_lines, import_file
from search_app.commands.troubles import FAILED


@click.command()
@click.option("--incremental", is_flag=True, help="Chỉ ghi những bài đã thay đổi.")
@json_option
@click.pass_obj
def reindex(run: Run, *, incremental: bool, as_json: bool) -> None:
    """Tạo chỉ mục mới từ kho bài, kiểm tra rồi đưa vào dùng; chỉ mục cũ vẫn phục vụ đến lúc đó."""

    def watch(articles: Iterable[Article], total: int) -> Iterable[Article]:
        return watched(articles, total, label="Lập chỉ mục", unit="bài")

    with open_store(run.data) as store:
        publisher = open_publisher(run.data, store)
        published = publisher.update(watch) if incremental else publisher.rebuild(watch)
    _tell_published(published, as_json=as_json)


@click.command()
@json_option
@click.pass_obj
def rollback(run: Run, *, as_json: bool) -> None:
    """Quay lại thế hệ chỉ mục trước."""
    with open_store(run.data) as store:
        _tell_published(open_publisher(run.data, store).rollback(), as_json=as_json)


@click.command()
@click.argument("url")
@click.option("--undo", is_flag=True, help="Cho bài hiện lại.")
@json_option
@click.pass_obj
def remove(run: Run, url: str, *, undo: bool, as_json: bool) -> None:
    """Gỡ một bài khỏi kết quả ngay bây giờ; bài không trở lại khi thu thập hay lập chỉ mục."""
    with open_store(run.data) as store:
        publisher = open_publisher(run.data, store)
        _tell_published(publisher.restore(url) if undo else publisher.remove(url), as_json=as_json)


@click.command("import")
@click.argument("file")
@json_option
@click.pass_obj
def import_(run: Run, file: str, *, as_json: bool) -> None:
    """Nhập bài từ tệp JSON mỗi dòng một bài (.jsonl, .gz, .xz, hoặc - là đầu vào chuẩn)."""
    with open_store(run.data) as store:
        report = import_file(store, file, complain=lambda text: click.echo(text, err=True))
    counts = report.to_json()
    line = (
        f"Đã nhập {report.kept} bài: {counts['added']} mới, {counts['changed']} thay đổi,"
        f" {counts['unchanged']} như cũ; {len(report.broken)} dòng hỏng."
    )
    tell(as_json, counts, [line])
    if not report.kept:
        click.echo("timtin: không nhập được bài nào.", err=True)
        raise click.exceptions.Exit(FAILED)


@click.command()
@click.argument("file", default="-", metavar="[FILE]")
@click.pass_obj
def export(run: Run, file: str) -> None:
    """Xuất mọi bài trong kho, mỗi dòng một bài JSON (mặc định ra đầu ra chuẩn)."""
    with open_store(run.data) as store, click.open_file(file, "w", encoding="utf-8") as lines:
        count = export_lines(store, lines)
    click.echo(f"Đã xuất {count} bài.", err=True)


def _tell_published(published: Any, *, as_json: bool) -> None:  # noqa: ANN401 - Published or None
    if published is None:
        tell(as_json, None, ["Đã ghi vào kho; chưa có chỉ mục nào để cập nhật."])
        return
    data = {
        "generation": published.generation,
        "articles": published.articles,
        "written": published.written,
        "removed": published.removed,
    }
    line = (
        f"Thế hệ {published.generation} đang phục vụ: {published.articles} bài"
        f" ({published.written} bài ghi mới, {published.removed} bài gỡ)."
    )
    tell(as_json, data, [line])
