"""A built index and what it should hold go in; nothing comes out, or IndexCheckFailed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from index.article import Article
from index.errors import IndexCheckFailed
from index.query import Accents, Phrase, Query
from index.reading import MOST_SYLLABLES, read_words
from index.search_index import SearchIndex

SAMPLED_TITLES = 50  # enough that a fault of one article in twenty shows in nine of ten builds
_PER_PAGE = 100
_MOST_PAGES = 10


@dataclass(slots=True)
class TitleSample:
    """Articles taken evenly from a stream of `expected` ones as it passes."""

    expected: int
    articles: list[Article] = field(default_factory=list)

    def watch(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Pass the articles on."""
        step = max(1, self.expected // SAMPLED_TITLES)
        for place, article in enumerate(articles):
            if place % step == 0 and len(self.articles) < SAMPLED_TITLES:
                self.articles.append(article)
            yield article


def check_index(index: SearchIndex, *, expected: int, sample: Iterable[Article]) -> None:
    """Check the count against the store, and that sampled articles are found by their titles.

    A title finds its article or another one with the same title; a title without any word
    cannot be looked for. Raises IndexCheckFailed naming what is wrong.
    """
    held = index.status().articles
    if held != expected:
        raise IndexCheckFailed(
            f"the new index holds {held} articles where the store has {expected};"
            " it was not published, the old one still serves"
        )
    for article in sample:
        if not _found_by_title(index, article):
            raise IndexCheckFailed(
                f"the new index does not find {article.url} by its title {article.title!r};"
                " it was not published, the old one still serves"
            )


def _found_by_title(index: SearchIndex, article: Article) -> bool:
    words = read_words(article.title)[:MOST_SYLLABLES]
    if not words:
        return True
    day = article.local_time.date() if article.local_time else None
    query = Query(
        text=article.title,
        understood=article.title,
        alternatives=(tuple(Phrase((word,), title_only=True) for word in dict.fromkeys(words)),),
        sites=(article.site,),
        since=day,
        until=day,
        accents=Accents.STRICT,
        per_page=_PER_PAGE,
    )
    for number in range(1, _MOST_PAGES + 1):
        page = index.search(replace(query, page=number))
        if any(hit.article.title == article.title for hit in page.hits):
            return True
        if number >= page.pages:
            return False
    return False
