"""A command line goes in, the whole of timtin wired up does what it says: the composition root.

The only place where the crawler and the web application meet.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from index import Article, TimtinError, open_index, open_publisher, open_store
from search_app.commands.progress import watched
from search_app.commands.troubles import FAILED, INTERRUPTED, exit_code, sentence
from search_app.request_query import PARAMETERS
from search_app.settings import Settings

_json_option = click.option("--json", "as_json", is_flag=True, help="In kết quả cho máy đọc.")


@dataclass(frozen=True, slots=True)
class _Run:
    """What every command needs: where the data lies and the settings."""

    data: Path
    settings: Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="timtin", prog_name="timtin")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="TIMTIN_DATA",
    default=Path("data"),
    show_default=True,
    help="Thư mục chứa kho bài và chỉ mục.",
)
@click.pass_context
def cli(context: click.Context, data: Path) -> None:
    """Tìm tin trên các cổng thông tin của cơ quan nhà nước, có dấu hay không dấu."""
    context.obj = _Run(data, Settings(data, os.environ))


@cli.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--delay", type=float, help="Số giây giữa hai lần đọc một cổng nguồn.")
@click.option("--contact", help="Địa chỉ để cổng nguồn liên hệ.")
@_json_option
@click.pass_obj
def crawl(
    run: _Run, sites: tuple[str, ...], delay: float | None, contact: str | None, *, as_json: bool
) -> None:
    """Thu thập bài từ các cổng nguồn khai trong DATA/sites/*.toml (mặc định: tất cả)."""
    from crawl import CrawlSettings, load_sites
    from crawl import crawl as crawl_sites
    from search_app.commands.crawling import CrawlProgress, report_lines

    chosen = load_sites(run.data / "sites", only=sites)
    settings = CrawlSettings(
        delay=run.settings.value("delay", delay), contact=run.settings.value("contact", contact)
    )
    with open_store(run.data) as store, CrawlProgress() as progress:
        report = crawl_sites(chosen, store=store, settings=settings, progress=progress)
    _tell(as_json, report.to_json(), report_lines(report))


@cli.command()
@click.option("--incremental", is_flag=True, help="Chỉ ghi những bài đã thay đổi.")
@_json_option
@click.pass_obj
def reindex(run: _Run, *, incremental: bool, as_json: bool) -> None:
    """Tạo chỉ mục mới từ kho bài, kiểm tra rồi đưa vào dùng; chỉ mục cũ vẫn phục vụ đến lúc đó."""

    def watch(articles: Iterable[Article], total: int) -> Iterable[Article]:
        return watched(articles, total, label="Lập chỉ mục", unit="bài")

    with open_store(run.data) as store:
        publisher = open_publisher(run.data, store)
        published = publisher.update(watch) if incremental else publisher.rebuild(watch)
    _tell_published(published, as_json=as_json)


@cli.command()
@click.option("--host", help="Địa chỉ mạng để phục vụ (mặc định 127.0.0.1).")
@click.option("--port", type=int, help="Cổng để phục vụ (mặc định 8000).")
@click.option("--workers", type=int, help="Số tiến trình phục vụ (mặc định 2).")
@click.pass_obj
def serve(run: _Run, host: str | None, port: int | None, workers: int | None) -> None:
    """Phục vụ trang tìm kiếm và API cho công chúng."""
    from search_app.commands.serve import serve as serve_pages

    value = run.settings.value
    address, number = value("host", host), value("port", port)
    click.echo(f"timtin phục vụ tại http://{address}:{number}/ (Ctrl-C để dừng)", err=True)
    serve_pages(run.data, host=address, port=number, workers=value("workers", workers))


def _search_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the parameters of the search page as options."""
    for parameter in reversed(PARAMETERS):
        if parameter.name != "q":
            option = click.option(
                f"--{parameter.name.replace('_', '-')}",
                parameter.name,
                multiple=parameter.several,
                help=_HELP[parameter.name],
                metavar="|".join(parameter.choices) or None,
            )
            command = option(command)
    return command


_HELP = {
    "page": "Trang thứ mấy.",
    "per_page": "Số kết quả một trang.",
    "sort": "Thứ tự kết quả.",
    "from": "Từ ngày (2021-09-25 hoặc 25/9/2021).",
    "to": "Đến ngày.",
    "site": "Chỉ tìm trong cổng này và các cổng con; có thể lặp lại.",
    "section": "Chỉ tìm trong chuyên mục này; có thể lặp lại.",
    "accents": "Cách hiểu dấu.",
    "lang": "Ngôn ngữ của liên kết.",
    "literal": "1: tìm đúng như đã gõ, không diễn giải.",
    "off": "Tắt một cách diễn giải; có thể lặp lại.",
}


@cli.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@_search_options
@_json_option
@click.pass_obj
def search(run: _Run, /, words: tuple[str, ...], *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - as click gives them
    """Tìm trong chỉ mục. Câu hỏi bắt đầu bằng dấu - thì viết sau --."""
    from search_app.answer import answer
    from search_app.commands.search import result_lines
    from search_app.links import Links
    from search_app.request_query import read_strictly

    given = {name: _values(value) for name, value in options.items()}
    asked = read_strictly({**given, "q": [" ".join(words)]})
    index = open_index(run.data)
    began = time.perf_counter()
    page = index.search(asked.query)
    took_ms = (time.perf_counter() - began) * 1000
    links = Links("", asked.parameters)
    colour = sys.stdout.isatty()
    _tell(
        as_json,
        answer(asked.query, page, took_ms=took_ms, links=links),
        result_lines(asked.query, page, colour=colour),
    )


@cli.command()
@_json_option
@click.pass_obj
def status(run: _Run, *, as_json: bool) -> None:
    """Cho biết kho bài và chỉ mục đang có gì."""
    from search_app.commands.status import read_status, status_lines

    found = read_status(run.data)
    _tell(as_json, found.to_json(), status_lines(found))


@cli.command()
@_json_option
@click.pass_obj
def rollback(run: _Run, *, as_json: bool) -> None:
    """Quay lại thế hệ chỉ mục trước."""
    with open_store(run.data) as store:
        _tell_published(open_publisher(run.data, store).rollback(), as_json=as_json)


@cli.command()
@click.argument("url")
@click.option("--undo", is_flag=True, help="Cho bài hiện lại.")
@_json_option
@click.pass_obj
def remove(run: _Run, url: str, *, undo: bool, as_json: bool) -> None:
    """Gỡ một bài khỏi kết quả ngay bây giờ; bài không trở lại khi thu thập hay lập chỉ mục."""
    with open_store(run.data) as store:
        publisher = open_publisher(run.data, store)
        _tell_published(publisher.restore(url) if undo else publisher.remove(url), as_json=as_json)


@cli.command("import")
@click.argument("file")
@_json_option
@click.pass_obj
def import_(run: _Run, file: str, *, as_json: bool) -> None:
    """Nhập bài từ tệp JSON mỗi dòng một bài (.jsonl, .gz, .xz, hoặc - là đầu vào chuẩn)."""
    from search_app.commands.transfer import import_file

    with open_store(run.data) as store:
        report = import_file(store, file, complain=lambda text: click.echo(text, err=True))
    counts = report.to_json()
    line = (
        f"Đã nhập {report.kept} bài: {counts['added']} mới, {counts['changed']} thay đổi,"
        f" {counts['unchanged']} như cũ; {len(report.broken)} dòng hỏng."
    )
    _tell(as_json, counts, [line])
    if not report.kept:
        click.echo("timtin: không nhập được bài nào.", err=True)
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.argument("file", default="-", metavar="[FILE]")
@click.pass_obj
def export(run: _Run, file: str) -> None:
    """Xuất mọi bài trong kho, mỗi dòng một bài JSON (mặc định ra đầu ra chuẩn)."""
    from search_app.commands.transfer import export_lines

    with open_store(run.data) as store, click.open_file(file, "w", encoding="utf-8") as lines:
        count = export_lines(store, lines)
    click.echo(f"Đã xuất {count} bài.", err=True)


@cli.command()
@click.option("--check", is_flag=True, help="Tự hỏi, tự kiểm tra rồi kết thúc.")
def demo(*, check: bool) -> None:
    """Chạy thử trên một cổng mẫu: thu thập, lập chỉ mục, phục vụ."""
    from crawl import CrawlSettings, LoopbackPermit
    from crawl import crawl as crawl_sites
    from search_app.commands.demo import run_demo

    code = run_demo(crawl_sites, CrawlSettings, LoopbackPermit, check=check)
    raise click.exceptions.Exit(code)


def _values(option: object) -> Sequence[str]:
    """An option's values as a query string would carry them."""
    if option is None:
        return ()
    return tuple(option) if isinstance(option, tuple) else (str(option),)


def _tell(as_json: bool, data: object, lines: Iterable[str]) -> None:  # noqa: FBT001 - as given
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in lines:
        click.echo(line)


def _tell_published(published: Any, *, as_json: bool) -> None:  # noqa: ANN401 - Published or None
    if published is None:
        _tell(as_json, None, ["Đã ghi vào kho; chưa có chỉ mục nào để cập nhật."])
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
    _tell(as_json, data, [line])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 a failure, 2 wrong usage, 130 interrupted."""
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = cli.main(args=arguments, prog_name="timtin", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except TimtinError as error:
        click.echo(sentence(error), err=True)
        return exit_code(error)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
