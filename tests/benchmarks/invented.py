"""The sample portal's articles go in, as many invented articles as asked for come out.

Words follow each other as they do in the sample; names and numbers are made up with a long tail,
because a corpus of few words has no rare ones. The same number gives the same article, always.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from index import VIETNAM, Article
from search_app.sample_portal.articles import Paragraph, PortalArticle, load_articles

_SITES = 24
_FIRST_DAY = datetime(2015, 1, 5, 7, 30, tzinfo=VIETNAM)
_DAYS = 3_800
_JUMP = 0.08  # chosen: more often, and the chain only copies its few sources less well
_NAME = 0.02  # of all words; in 5,000 news articles some 2 % of tokens are names seen once or twice
_NUMBER = 0.01
_TAIL = 0.7  # the exponent of the names' Pareto law: small, so that most names are rare
_MOST_NAMES = 5_000_000
_ONSETS, _VOWELS = (
    row.split()
    for row in (
        "b c ch d đ g gi h k kh l m n ng nh ph qu r s t th tr v x",
        "a ă â e ê i o ô ơ u ư ai ao eo ia oa uy ươ iê uô",
    )
)
_CODAS = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]
_SYLLABLES = len(_ONSETS) * len(_VOWELS) * len(_CODAS)


def invented_articles(count: int) -> Iterator[Article]:
    """The first `count` of an endless row of invented articles."""
    chain = _Chain.read(load_articles())
    for number in range(count):
        yield _article(chain, number)


@dataclass(frozen=True)
class _Chain:
    """What follows a word in the sample, what begins a sentence, and how long things are."""

    followers: dict[str, list[str]]
    beginnings: list[str]
    words: list[str]
    body_lengths: list[int]
    title_lengths: list[int]
    sections: list[str]

    @classmethod
    def read(cls, articles: tuple[PortalArticle, ...]) -> "_Chain":
        followers: defaultdict[str, list[str]] = defaultdict(list)
        beginnings, words, body_lengths = [], [], []
        for article in articles:
            body = " ".join(part.text for part in article.body if isinstance(part, Paragraph))
            text = f"{article.summary} {body}".split()
            body_lengths.append(len(text))
            words.extend(text)
            beginnings.append(text[0])
            for word, following in pairwise(text):
                followers[word].append(following)
                if word.endswith("."):
                    beginnings.append(following)
        return cls(
            followers=dict(followers),
            beginnings=beginnings,
            words=words,
            body_lengths=body_lengths,
            title_lengths=[len(article.title.split()) for article in articles],
            sections=sorted({article.section for article in articles}),
        )

    def text(self, chance: random.Random, length: int) -> list[str]:
        """So many words in a row."""
        word = chance.choice(self.beginnings)
        written = [word]
        while len(written) < length:
            draw = chance.random()
            if draw < _NAME:
                written.append(_name(chance))
            elif draw < _NAME + _NUMBER:
                written.append(str(int(chance.paretovariate(_TAIL)) % _MOST_NAMES))
            else:
                following = self.followers.get(word)
                fresh = following is None or draw > 1 - _JUMP
                word = chance.choice(self.words if fresh or not following else following)
                written.append(word)
        return written


def _article(chain: _Chain, number: int) -> Article:
    chance = random.Random(f"timtin bench {number}")  # noqa: S311 - the same articles every time
    title = " ".join(chain.text(chance, chance.choice(chain.title_lengths)))
    title = title.rstrip(".,;:")
    body = " ".join(chain.text(chance, chance.choice(chain.body_lengths)))
    # Of ten sites a few write most of the news.
    site = min(int(chance.paretovariate(1.0)) - 1, _SITES - 1)
    moment = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS), minutes=chance.randrange(600))
    return Article(
        url=f"https://donvi{site + 1}.tinhmau.example/tin-tuc/bai-{number + 1}.html",
        title=title[:1].upper() + title[1:],
        body=re.sub(r"\. (?=\S+ \S+ \S+ \S+ \S+ \S+ [a-zđ]+ngh)", ".\n", body),
        section=chance.choice(chain.sections),
        published_at=moment,
    )


def _name(chance: random.Random) -> str:
    """An invented name of two or three syllables; low ranks come again and again."""
    rank = int(chance.paretovariate(_TAIL)) % _MOST_NAMES
    syllables = []
    for part in range(2 + rank % 2):
        # A stride that shares no factor with the number of syllables visits all of them.
        place = (rank * 7_919 + part * 104_729) % _SYLLABLES
        onset, rest = divmod(place, len(_VOWELS) * len(_CODAS))
        vowel, coda = divmod(rest, len(_CODAS))
        syllables.append((_ONSETS[onset] + _VOWELS[vowel] + _CODAS[coda]).capitalize())
    return " ".join(syllables)
