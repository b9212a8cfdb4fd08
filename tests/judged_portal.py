"""The sample portal's articles and those of the judged set go in, one collection comes out.

`tests/relevance/` asks about more articles than the sample portal shows: notices that come every
year, decisions with neighbouring numbers, people of nearly one name. They lie beside the queries,
so that the portal stays small enough to read, and are written as the portal's own are.
"""

from pathlib import Path

from index import Article, Attachment
from search_app.sample_portal.articles import (
    ARTICLES_FOLDER,
    Paragraph,
    Picture,
    PortalArticle,
    load_articles,
)
from search_app.sample_portal.drupal import Drupal
from search_app.sample_portal.nukeviet import NukeViet
from search_app.sample_portal.skin import Skin

JUDGED_SET = Path(__file__).with_name("relevance")
FURTHER_ARTICLES = JUDGED_SET / "articles"

_SKINS: dict[str, Skin] = {skin.folder: skin for skin in (Drupal(), NukeViet())}


def judged_articles() -> list[Article]:
    """All articles that the judged set asks about, the sample portal's first; none is removed."""
    return [*portal_articles(), *_articles_in(FURTHER_ARTICLES)]


def portal_articles() -> list[Article]:
    """The articles that the sample portal shows."""
    return _articles_in(ARTICLES_FOLDER)


def _articles_in(folder: Path) -> list[Article]:
    return [_as_crawled(article) for article in load_articles(folder) if not article.removed]


def _as_crawled(article: PortalArticle) -> Article:
    """What a crawl of the portal would keep, had it the port of the web."""
    skin = _SKINS[article.skin]
    origin = f"http://{skin.host}"
    return Article(
        url=f"{origin}{skin.path_of(article)}",
        title=article.title,
        summary=article.summary,
        body="\n".join(block.text for block in article.body if isinstance(block, Paragraph)),
        published_at=article.published,
        section=article.section,
        author=article.signer,
        unit=article.unit,
        poster=article.poster,
        tags=article.tags,
        captions=tuple(block.caption for block in article.body if isinstance(block, Picture)),
        attachments=tuple(
            Attachment(url=f"{origin}{skin.file_path(article, file)}", title=file.title)
            for file in article.attachments
        ),
    )
