"""Articles and counts of their words go in, queries of every class come out, always the same."""

import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index import Article
from index.text.tokens import canonical_token, fold_token, tokenize
from tests.benchmarks.queries import CLASSES, QueryClass, TimedQuery
from tests.benchmarks.rows import GAP

RARE = range(1, 6)  # articles that have the word
COMMON = 100  # the most frequent words
_CLAUSE = re.compile(r"""[;:!?…()\[\]"“”–\n]+|[.,](?=\s|$)|\s-\s""")
_SENTENCE = re.compile(r"[!?…\n]+|\.(?=\s|$)")
_FROM_TITLE = 0.3  # chosen: visitors type what headlines say more often than its share of the text
_TRIES = 60  # for each query wanted: a small corpus may not hold enough different ones
_SHORTEST_PREFIX = 3
_SHORTEST_PREFIXED = 5


@dataclass(frozen=True)
class Counts:
    """In how many articles of the corpus each word stands, with marks and without."""

    accented: Counter[str]
    folded: Counter[str]


class Sampler:
    """Draws queries from real text, so that phrases exist and words belong together."""

    def __init__(self, articles: Sequence[Article], counts: Counts) -> None:
        self._articles = articles
        self._counts = counts
        self._chance = random.Random("timtin queries")  # noqa: S311 - the same queries every time
        self._rare = sorted(
            word for word, count in counts.folded.items() if count in RARE and word.isalpha()
        )
        self._common = {
            True: _most_common(counts.accented),
            False: _most_common(counts.folded),
        }

    def draw(self, count: int) -> dict[QueryClass, tuple[TimedQuery, ...]]:
        """At most `count` different queries of each class; fewer where the corpus is small."""
        return {kind: self._class(kind, count) for kind in CLASSES}

    def _class(self, kind: QueryClass, count: int) -> tuple[TimedQuery, ...]:
        makers: dict[QueryClass, Callable[[bool], TimedQuery | None]] = {
            "rare": self._rare_word,
            "common": self._common_word,
            "all_accented": lambda _: self._span("all_accented", 2, 4, accented=True),
            "all_unaccented": lambda _: self._span("all_unaccented", 2, 4, accented=False),
            "any": lambda accented: self._span("any", 2, 5, accented=accented, joint=" OR "),
            "phrase2": lambda accented: self._phrase("phrase2", 2, 2, accented=accented),
            "phrase3": lambda accented: self._phrase("phrase3", 3, 4, accented=accented),
            "exclusion": self._exclusion,
            "question": self._question,
            "filter": self._filter,
            "newest": self._newest,
            "prefix": self._prefix,
            "none": self._none,
        }
        drawn: dict[TimedQuery, None] = {}
        for attempt in range(count * _TRIES):
            query = makers[kind](attempt % 2 == 0)
            if query is not None:
                drawn.setdefault(query)
            if len(drawn) == count:
                break
        return tuple(drawn)

    def _rare_word(self, _: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        if not self._rare:
            return None
        return TimedQuery(kind="rare", text=self._chance.choice(self._rare), accented=False)

    def _common_word(self, accented: bool) -> TimedQuery:  # noqa: FBT001 - one of the makers
        text = self._chance.choice(self._common[accented])
        return TimedQuery(kind="common", text=text, accented=accented)

    def _span(
        self, kind: QueryClass, least: int, most: int, *, accented: bool, joint: str = " "
    ) -> TimedQuery | None:
        words = self._words(self._article(), least, most, accented=accented)
        if words is None or len(set(words)) < least:
            return None
        return TimedQuery(kind=kind, text=joint.join(dict.fromkeys(words)), accented=accented)

    def _phrase(
        self, kind: QueryClass, least: int, most: int, *, accented: bool
    ) -> TimedQuery | None:
        words = self._words(self._article(), least, most, accented=accented)
        if words is None:
            return None
        return TimedQuery(kind=kind, text=f'"{" ".join(words)}"', accented=accented)

    def _exclusion(self, accented: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        article = self._article()
        words = self._words(article, 2, 3, accented=accented)
        others = self._words(article, 1, 1, accented=accented)
        if words is None or others is None or others[0] in words or not others[0].isalpha():
            return None
        text = f"{' '.join(words)} -{others[0]}"
        return TimedQuery(kind="exclusion", text=text, accented=accented)

    def _question(self, accented: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        words = self._words(self._article(), 10, 20, accented=accented, pieces=_SENTENCE)
        if words is None:
            return None
        return TimedQuery(kind="question", text=" ".join(words), accented=accented)

    def _filter(self, accented: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        article = self._article()
        words = self._words(article, 1, 2, accented=accented)
        moment = article.local_time
        if words is None or moment is None:
            return None
        return TimedQuery(
            kind="filter",
            text=" ".join(words),
            accented=accented,
            site=article.site,
            year=moment.year,
        )

    def _newest(self, accented: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        words = self._words(self._article(), 1, 3, accented=accented)
        if words is None:
            return None
        return TimedQuery(kind="newest", text=" ".join(words), accented=accented, newest=True)

    def _prefix(self, _: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        words = self._words(self._article(), 1, 1, accented=False)
        if words is None or len(words[0]) < _SHORTEST_PREFIXED or not words[0].isalpha():
            return None
        length = self._chance.randint(_SHORTEST_PREFIX, len(words[0]) - 1)
        return TimedQuery(kind="prefix", text=f"{words[0][:length]}*", accented=False)

    def _none(self, _: bool) -> TimedQuery | None:  # noqa: FBT001 - one of the makers
        word = "".join(self._chance.choices("bcdghklmnpqrstvx", k=6))
        if self._counts.folded[fold_token(word)]:
            return None
        return TimedQuery(kind="none", text=word, accented=False)

    def _article(self) -> Article:
        return self._chance.choice(self._articles)

    def _words(
        self,
        article: Article,
        least: int,
        most: int,
        *,
        accented: bool,
        pieces: re.Pattern[str] = _CLAUSE,
    ) -> list[str] | None:
        """Neighbouring words of one piece of an article's text, lower case; None if unlucky."""
        text = article.title if self._chance.random() < _FROM_TITLE else article.body
        piece = self._chance.choice(pieces.split(text))
        tokens = [token.text.lower() for token in tokenize(piece)]
        length = self._chance.randint(least, most)
        if len(tokens) < length:
            return None
        start = self._chance.randint(0, len(tokens) - length)
        span = tokens[start : start + length]
        if not accented:
            return [fold_token(word) for word in span]
        marked = any(canonical_token(word) != fold_token(word) for word in span)
        return span if marked else None


def _most_common(counts: Counter[str]) -> list[str]:
    return [word for word, _ in counts.most_common(COMMON + 1) if word != GAP][:COMMON]
