"""A command line goes in, the whole of timtin wired up does what it says: the composition root.

The only place where the crawler and the web application meet.
"""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index import ArticleStore, TimtinError, open_store
from search_app.commands.asking import search, suggest, why
from search_app.commands.keeping import export, import_, reindex, remove, rollback
from search_app.commands.progress import Progress
from search_app.commands.run import Run, json_option, tell
from search_app.commands.troubles import FAILED, INTERRUPTED, exit_code, sentence

if TYPE_CHECKING:
    from crawl import Site
    from search_app.sample_portal.server import SamplePortal

_STOPPED = 128  # and the number of the signal, as shells say it
_DEMO_DELAY = 0.0  # seconds: the sample portal is ours and on this machine


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
    run = context.obj = Run(data)
    if context.invoked_subcommand != "doctor":  # which tells more of it
        _ = run.settings


for _command in (search, suggest, why, reindex, rollback, remove, import_, export):
    cli.add_command(_command)


@cli.command()
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--delay", type=float, help="Số giây giữa hai lần đọc một cổng nguồn.")
@click.option("--contact", help="Địa chỉ để cổng nguồn liên hệ.")
@json_option
@click.pass_obj
def crawl(
    run: Run, sites: tuple[str, ...], delay: float | None, contact: str | None, *, as_json: bool
) -> None:
    """Thu thập bài từ các cổng nguồn khai trong DATA/sites/*.toml (mặc định: tất cả)."""
    from crawl import CrawlProgress, CrawlSettings
    from crawl import crawl as crawl_sites

    chosen = _chosen_sites(run.data / "sites", sites)
    settings = CrawlSettings(
        delay=run.settings.value("delay", delay), contact=run.settings.value("contact", contact)
    )
    with open_store(run.data) as store, Progress("Thu thập", unit="trang") as bar:

        def step(_: CrawlProgress) -> None:
            bar.advance()

        report = crawl_sites(chosen, store=store, settings=settings, progress=step)
    lines = (
        f"{site.site}: đọc {site.fetched} trang; bài mới {site.added}, thay đổi {site.changed},"
        f" như cũ {site.unchanged}, không còn {site.gone}; không được phép"
        f" {site.refused_by_robots + site.refused_by_guard}, lỗi {site.failed}"
        for site in report.sites
    )
    for site in report.sites:
        for failure in site.failures:
            click.echo(f"{site.site}: {failure.url}: {failure.reason}", err=True)
    tell(as_json, asdict(report), lines)


def _chosen_sites(folder: Path, names: Sequence[str]) -> "tuple[Site, ...]":
    """The sites that were named, or all; what is not there is wrong usage."""
    from crawl import load_sites

    known = {site.name: site for site in load_sites(folder)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.BadParameter(f"không có {folder / unknown[0]}.toml", param_hint="SITE")
    if not known:
        raise click.UsageError(f"chưa có cổng nguồn nào trong {folder}; xem docs/van-hanh.md")
    return tuple(known[name] for name in names) or tuple(known.values())


@cli.command()
@click.option("--host", help="Địa chỉ mạng để phục vụ (mặc định 127.0.0.1).")
@click.option("--port", type=int, help="Cổng để phục vụ (mặc định 8000).")
@click.option("--workers", type=int, help="Số tiến trình phục vụ (mặc định 2).")
@click.pass_obj
def serve(run: Run, host: str | None, port: int | None, workers: int | None) -> None:
    """Phục vụ trang tìm kiếm và API cho công chúng."""
    from search_app.commands.serve import serve as serve_pages

    value = run.settings.value
    address, number = value("host", host), value("port", port)
    click.echo(f"timtin phục vụ tại http://{address}:{number}/ (Ctrl-C để dừng)", err=True)
    serve_pages(run.data, host=address, port=number, workers=value("workers", workers))


@cli.command()
@json_option
@click.pass_obj
def status(run: Run, *, as_json: bool) -> None:
    """Cho biết kho bài và chỉ mục đang có gì."""
    from search_app.commands.status import read_status, status_lines

    found = read_status(run.data)
    tell(as_json, found.to_json(), status_lines(found))


@cli.command()
@json_option
@click.pass_obj
def doctor(run: Run, *, as_json: bool) -> None:
    """Đọc và kiểm tra thiết lập, kho bài, chỉ mục, tệp của cán bộ; nói hỏng ở đâu, xử lý ra sao."""
    from search_app.commands.doctor import Surroundings, examine, examined_json, examined_lines

    examined = tuple(examine(Surroundings(data=run.data, environment=os.environ)))
    tell(as_json, examined_json(examined), examined_lines(examined))
    if not all(one.passed for one in examined):
        raise click.exceptions.Exit(FAILED)


@cli.command()
@click.option("--check", is_flag=True, help="Tự hỏi, tự kiểm tra rồi kết thúc.")
def demo(*, check: bool) -> None:
    """Chạy thử trên một cổng mẫu: thu thập, lập chỉ mục, phục vụ."""
    from search_app.commands.demo import check_demo, run_demo

    if not check:
        run_demo(_crawl_portal)
    elif not check_demo(_crawl_portal):
        raise click.exceptions.Exit(FAILED)


def _crawl_portal(portal: "SamplePortal", store: ArticleStore) -> int:
    """Crawl the sample portal on its one loopback port; gives how many articles came."""
    from crawl import CrawlSettings, LoopbackPermit, Site, family
    from crawl import crawl as crawl_sites

    drupal, nukeviet = portal.sites
    sites = (
        Site(name="sonoivu", start=(drupal,), profile=family("drupal7")),
        Site(name="cchc", start=(nukeviet,), profile=family("nukeviet4")),
    )
    permit = LoopbackPermit(
        port=portal.port, hosts=frozenset(name for site in sites for name in site.host_names)
    )
    crawl_sites(sites, store=store, settings=CrawlSettings(delay=_DEMO_DELAY, loopback=permit))
    return store.count()


def _stop(number: int, _: object) -> None:
    """End as Ctrl-C does, so that what was begun is cleaned up."""
    sys.exit(_STOPPED + number)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 done, 1 a failure, 2 wrong usage, 130 interrupted."""
    signal.signal(signal.SIGTERM, _stop)
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
    except OSError as error:
        click.echo(f"timtin: Không đọc hoặc ghi được tệp.\n  {error}", err=True)
        return FAILED
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
