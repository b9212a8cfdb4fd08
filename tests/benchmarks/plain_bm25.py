"""Articles go in, the plainest ranking of them comes out: any of the words, BM25, nothing else.

It is what the ranking of timtin is measured against: titles and bodies as one text, k1 1.2 and
b .75, every syllable a term, with its marks or without.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import Article
from index.text.tokens import tokenize
from tests.benchmarks.judged import FIRST

_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class _Postings:
    """The documents of a term and how often it stands in each."""

    documents: NDArray[np.intp]
    frequencies: NDArray[np.float64]


class PlainBm25:
    """Ranks articles by BM25 over syllables, as spelt or without marks (`folded`)."""

    def __init__(self, articles: Iterable[Article], *, folded: bool) -> None:
        self._folded = folded
        self._identities: list[str] = []
        lengths: list[int] = []
        found: dict[str, dict[int, int]] = {}
        for number, article in enumerate(articles):
            terms = self._terms(f"{article.title}\n{article.body}")
            self._identities.append(article.identity)
            lengths.append(len(terms))
            for term, count in Counter(terms).items():
                found.setdefault(term, {})[number] = count
        self._postings = {
            term: _Postings(np.array([*counts], dtype=np.intp), np.array([*counts.values()], float))
            for term, counts in found.items()
        }
        average = sum(lengths) / max(1, len(lengths))
        self._norms = _K1 * (1 - _B + _B * np.array(lengths, dtype=np.float64) / max(1, average))

    def best(self, text: str, count: int = FIRST) -> list[str]:
        """The identities of the best articles that have any of the words, best first.

        Of equal ones that which came first into the collection.
        """
        scores = np.zeros(len(self._identities))
        for term in dict.fromkeys(self._terms(text)):
            postings = self._postings.get(term)
            if postings is None:
                continue
            documents, frequencies = postings.documents, postings.frequencies
            holders = len(documents)
            idf = math.log(1 + (len(scores) - holders + 0.5) / (holders + 0.5))
            norms = self._norms[documents]
            scores[documents] += idf * (_K1 + 1) * frequencies / (frequencies + norms)
        order = np.lexsort((np.arange(len(scores)), -scores))[:count]
        return [self._identities[place] for place in order.tolist() if scores[place] > 0]

    def _terms(self, text: str) -> list[str]:
        tokens = tokenize(text)
        if self._folded:
            return [token.folded for token in tokens]
        return [token.canonical for token in tokens]
