"""A parsed page and a profile go in, an Article comes out; None where the page has no article."""

import re
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from bs4 import Tag

from crawl.addresses import declared, resolve, target_of
from crawl.extraction.blocks import Block, blocks_of
from crawl.extraction.byline import Byline, read_byline, take_byline
from crawl.extraction.captions import take_captions
from crawl.extraction.dates import read_moment
from crawl.extraction.page import Page, attribute_of, open_page, text_of
from crawl.profile import ArticleRules, Profile
from index import Article, ArticleError, Attachment

_FILES = frozenset({".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip"})
# A paragraph that only hands over files is no text of the article.
_HANDS_OVER = re.compile(
    r"\W*(?:[\w\s]{0,20}(?:đính kèm|tải về|kèm theo|tại đây)[\w\s]{0,12})?\W*", re.IGNORECASE
)


def extract(body: bytes, *, url: str, profile: Profile, content_type: str = "") -> Article | None:
    """The article on a page, or None where there is none.

    `url` is where the page was fetched; the article bears the address that the page itself
    declares, if that is on the same host. Nothing but the arguments is looked at.
    """
    return article_on(open_page(body, url=url, content_type=content_type), profile)


def article_on(page: Page, profile: Profile) -> Article | None:
    """The article on a parsed page, or None where there is none."""
    rules = profile.article
    url = declared(_canonical_link(page), page=page.url, rules=profile.addresses)
    if not _is_articles_page(page, url, rules):
        return None
    attachments = _attachments(page, profile)
    blocks = _blocks(page, profile, {file.url for file in attachments})
    captions = take_captions(blocks)
    byline = _byline(page, rules, blocks)
    # A notice may be nothing but its documents; their names then say what it is about.
    body = _paragraphs(blocks) or [file.title for file in attachments]
    try:
        return Article(
            url=url,
            title=page.first(rules.title),
            body="\n".join(body),
            summary=_summary(page, rules, body),
            published_at=_moment(page, rules),
            updated_at=read_moment(page.first(rules.updated), order=rules.order),
            author=byline.author,
            poster=page.first(rules.poster),
            unit=byline.unit,
            section=page.first(rules.section),
            tags=page.all(rules.tags),
            captions=captions,
            attachments=attachments,
            lang=_language(page),
        )
    except ArticleError:
        return None


def _is_articles_page(page: Page, url: str, rules: ArticleRules) -> bool:
    if rules.url is not None and not rules.url.search(target_of(url)):
        return False
    return not rules.detect or any(page.root.select_one(css) for css in rules.detect)


def _paragraphs(blocks: list[Block]) -> list[str]:
    return [paragraph for block in blocks for paragraph in block.paragraphs]


def _summary(page: Page, rules: ArticleRules, body: list[str]) -> str:
    """The lead; several templates print the first paragraph once more, which is none."""
    summary = page.first(rules.summary)
    return "" if body and summary == body[0] else summary


def _canonical_link(page: Page) -> str:
    link = page.root.select_one("link[rel~=canonical][href]")
    return attribute_of(link, "href") if link else ""


def _moment(page: Page, rules: ArticleRules) -> datetime | None:
    for text in page.every(rules.date):
        moment = read_moment(text, order=rules.order)
        if moment is not None:
            return moment
    return None


def _language(page: Page) -> str:
    html = page.root.find("html")
    return attribute_of(html, "lang").partition("-")[0].lower() if isinstance(html, Tag) else ""


def _blocks(page: Page, profile: Profile, files: set[str]) -> list[Block]:
    rules = profile.article
    container = next((found for found in page.select(*rules.body) if text_of(found)), None)
    if container is None:
        return []
    blocks = blocks_of(
        container,
        captions=[found for css in rules.caption for found in container.select(css)],
        without=[found for css in rules.drop for found in container.select(css)],
    )
    kept = [
        block
        for block in blocks
        if not _only_hands_over(block, _targets(page, profile, block), files)
    ]
    # The whole text of some notices is the link to their document.
    return kept if any(block.lines for block in kept) else blocks


def _targets(page: Page, profile: Profile, block: Block) -> set[str | None]:
    return {resolve(link, base=page.url, rules=profile.addresses) for link in block.links}


def _only_hands_over(block: Block, links: set[str | None], files: set[str]) -> bool:
    """Whether a block is nothing but links to attachments, and a label at most."""
    return bool(links) and links <= files and bool(_HANDS_OVER.fullmatch(block.unlinked))


def _byline(page: Page, rules: ArticleRules, blocks: list[Block]) -> Byline:
    """The signature at the end of the body, completed by what stands below it."""
    signed = take_byline(blocks)
    below = read_byline([text_of(line) for line in page.select(*rules.byline)]) or Byline()
    return Byline(author=signed.author or below.author, unit=signed.unit or below.unit)


def _attachments(page: Page, profile: Profile) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for selector in profile.article.attachments:
        for link in page.root.select(selector):
            url = resolve(attribute_of(link, "href"), base=page.url, rules=profile.addresses)
            if url and (_is_file(url) or link.has_attr("download")):
                found.setdefault(url, Attachment(url=url, title=_title_of(link, url)))
    return tuple(found.values())


def _is_file(url: str) -> bool:
    return PurePosixPath(urlsplit(url).path).suffix.lower() in _FILES


def _title_of(link: Tag, url: str) -> str:
    name = unquote(PurePosixPath(urlsplit(url).path).name)
    return text_of(link) or attribute_of(link, "title") or name
