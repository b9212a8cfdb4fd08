"""The parameters of the search page go in, options of a command with the same meaning come out."""

from collections.abc import Callable, Sequence

import click

from search_app.request_query import PARAMETERS

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


def search_options(command: Callable[..., None]) -> Callable[..., None]:
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


def values_of(option: object) -> Sequence[str]:
    """The values of an option as a query string would carry them."""
    if option is None:
        return ()
    return tuple(option) if isinstance(option, tuple) else (str(option),)
