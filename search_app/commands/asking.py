"""A question on the command line goes in, what the index answers comes out on the terminal."""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from index import StoredArticle, inspect_staff, open_index, open_store, store_path
from search_app.answer import answer
from search_app.commands.run import Run, json_option, tell
from search_app.commands.search import result_lines
from search_app.commands.search_options import search_options, values_of
from search_app.commands.why import Told, explained_json, why_lines
from search_app.completing import completions, read_typed
from search_app.links import Links
from search_app.request_query import Asked, read_strictly


@click.command()
@click.argument("words", nargs=-1, metavar="QUERY")
@search_options
@click.option(
    "--synonyms",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Thử một tệp từ đồng nghĩa, thay cho DATA/synonyms.toml, trước khi đưa vào dùng.",
)
@click.option("--explain", is_flag=True, help="Nói rõ vì sao mỗi bài đứng ở chỗ của nó.")
@json_option
@click.pass_obj
def search(
    run: Run,
    /,
    words: tuple[str, ...],
    *,
    synonyms: Path | None,
    explain: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - as click gives them
) -> None:
    """Tìm trong chỉ mục. Câu hỏi bắt đầu bằng dấu - thì viết sau --."""
    asked = _asked(" ".join(words), options)
    if synonyms:
        _complain_of(synonyms, run.data)
    index = open_index(run.data, synonyms=synonyms)
    began = time.perf_counter()
    page = index.search(asked.query)
    took_ms = (time.perf_counter() - began) * 1000
    answered = answer(asked.query, page, took_ms=took_ms, links=Links("", asked.parameters))
    found: dict[str, object] = {**answered}
    urls = [hit.article.url for hit in page.hits] if explain else []
    explained = {url: index.why(asked.query, url) for url in urls}
    if explain:
        found["results"] = [
            {**result, "why": explained_json(explained[result["url"]])}
            for result in answered["results"]
        ]
    articles = index.status().articles if explain else 0
    lines = result_lines(
        asked, page, explained=explained, articles=articles, colour=sys.stdout.isatty()
    )
    tell(as_json, found, lines)


@click.command()
@click.argument("text")
@click.option("--limit", help="Số gợi ý nhiều nhất (1-20, mặc định 8).")
@json_option
@click.pass_obj
def suggest(run: Run, text: str, *, limit: str | None, as_json: bool) -> None:
    """Gợi ý cách gõ tiếp một câu tìm, như ô tìm kiếm trên trang."""
    typed = read_typed({"q": [text], "limit": [limit] if limit else []})
    found = open_index(run.data).suggest(typed.text, limit=typed.limit)
    tell(as_json, completions(typed, found, path=""), [one.text for one in found])


@click.command()
@click.argument("query")
@click.argument("url")
@search_options
@json_option
@click.pass_obj
def why(run: Run, /, query: str, url: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - as click gives them
    """Nói rõ vì sao một bài đứng ở chỗ của nó trong kết quả, hoặc vì sao không có."""
    asked = _asked(query, options)
    index = open_index(run.data)
    try:
        explained = index.why(asked.query, url)
    except ValueError as error:
        raise click.BadParameter(
            f"{url} không phải địa chỉ của bài viết", param_hint="URL"
        ) from error
    told = Told(
        url=url,
        understood=index.search(asked.query).understood,
        explained=explained,
        stored=_stored(run.data, url),
        articles=index.status().articles,
    )
    tell(as_json, told.to_json(), why_lines(told))


def _asked(text: str, options: Mapping[str, object]) -> Asked:
    given = {name: values_of(value) for name, value in options.items()}
    return read_strictly({**given, "q": [text]})


def _complain_of(synonyms: Path, data: Path) -> None:
    """Tell the mistakes of a file of synonyms that is tried."""
    for fault in inspect_staff(data, synonyms=synonyms):
        if fault.path == synonyms:
            click.echo(f"{fault.path}, dòng {fault.line}: {fault.particulars}", err=True)


def _stored(data: Path, url: str) -> StoredArticle | None:
    if not store_path(data).exists():
        return None
    with open_store(data) as store:
        return store.get(url)
