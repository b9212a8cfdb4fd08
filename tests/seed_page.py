"""The seed article's text in, the Drupal page that it may have stood in out."""

import re
from html import escape
from pathlib import Path

from tests.scripted_portal import drupal_article

SEED = Path(__file__).parents[2] / "shared" / "data" / "seed" / "langson-noivu-article.txt"
URL = "https://sonoivu.langson.gov.vn/node/7"

_PICTURES = ("QS1", "QA1", "QD")


def seed_pieces() -> tuple[str, list[str]]:
    """The title, and the rest in paragraphs as the file has them: lines joined by newlines."""
    title, _, *rest = re.split(r"\n[^\S\n]*\n", SEED.read_text("utf-8").rstrip())
    return title, rest


def seed_page(*, shape: str) -> bytes:
    """The article as a Drupal page; `shape` is how picture and caption stand together."""
    title, rest = seed_pieces()
    markup: list[str] = []
    picture = ""
    *body, signature, unit = rest
    for piece in body:
        lines = "<br />".join(escape(line.strip()) for line in piece.splitlines())
        if piece.strip() in _PICTURES:
            picture = (
                f'<img alt="{piece.strip()}" src="/sites/default/files/{piece.strip()}.jpg" />'
            )
        elif picture:
            markup.append(_under(picture, lines, shape))
            picture = ""
        else:
            markup.append(f'<p style="text-align:justify">&nbsp; &nbsp; {lines}</p>')
    markup += [
        f'<p style="text-align: right;"><strong>{escape(line.strip())}</strong></p>'
        for line in (signature, unit)
    ]
    return drupal_article(title, "\n".join(markup)).encode()


def _under(picture: str, lines: str, shape: str) -> str:
    return {
        "italics below": f"<p>{picture}</p><p>&nbsp;</p><p><em>{lines}</em></p>",
        "centred below": f'<p align="center">{picture}</p><p align="center">{lines}</p>',
        "one paragraph": f'<p class="rtecenter">{picture}<br /><i>{lines}</i></p>',
        "figure": f"<figure>{picture}<figcaption>{lines}</figcaption></figure>",
    }[shape]
