"""Analysed rows go in, totals of tantivy (Rust, through its Python binding) come out."""

from pathlib import Path

import tantivy
from tantivy import Document, Occur, Query

from tests.benchmarks.engines.engine import (
    FACET_VALUES,
    HITS,
    SNIPPET_CHARACTERS,
    Disk,
    Search,
    Waiting,
    bytes_in,
)
from tests.benchmarks.preparing import Prepared
from tests.benchmarks.queries import Asked, QueryClass, TimedQuery, Words, field_suffix, read
from tests.benchmarks.rows import read_rows

# What tantivy may hold before it begins another segment: large, so that there is one in the end.
_HEAP = 2_000_000_000
_FACETS = {
    name: {"terms": {"field": name, "size": FACET_VALUES}} for name in ("site", "section", "year")
}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(f"{name}_accented", tokenizer_name="whitespace")
    builder.add_text_field("title_folded", tokenizer_name="whitespace")
    builder.add_text_field("body_folded", stored=True, tokenizer_name="whitespace")
    for name in ("site", "section"):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("published", fast=True)
    for name in ("url", "title"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class TantivyEngine:
    """One thread, one segment if its heap allows."""

    analyses = False
    same_meaning = True

    def build(self, folder: Path, prepared: Prepared, size: int, waiting: Waiting) -> None:
        """Write the rows and commit once."""
        folder.mkdir(parents=True, exist_ok=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(_HEAP, 1)
        for row in waiting.on(read_rows(prepared.rows, size)):
            writer.add_document(
                Document(
                    url=row.url,
                    title=row.title,
                    site=row.site,
                    section=row.section,
                    year=row.year,
                    published=row.published,
                    title_accented=row.title_accented,
                    title_folded=row.title_folded,
                    body_accented=row.body_accented,
                    body_folded=row.body_folded,
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> "OpenTantivy":
        """Open the folder."""
        return OpenTantivy(folder)

    def disk(self, folder: Path) -> Disk:
        """Its stored fields are files of their own."""
        whole = bytes_in(folder)
        return Disk(whole=whole, without_stored=whole - bytes_in(folder, "*.store"))


class OpenTantivy:
    """A searcher."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    unanswered: frozenset[QueryClass] = frozenset()

    @property
    def remark(self) -> str:
        """How many segments its writer left."""
        return f"{self._searcher.num_segments} segment(s)"

    def search(self, query: TimedQuery) -> Search | None:
        """Ten best and the count of a query that was built before."""
        built = self._build(query)
        return lambda: _total(self._run(built, query))

    def answer(self, query: TimedQuery) -> int | None:
        """One search, one call for three facets, ten documents, ten snippets."""
        built = self._build(query)
        result = self._run(built, query)
        self._searcher.aggregate(built, _FACETS)
        marked = built
        if query.accented:
            # Snippets are cut from the stored text, which is stored once, without marks.
            asked = read(query.text, accented=False)
            marked = self._words(asked, suffix="folded")
        snippets = tantivy.SnippetGenerator.create(
            self._searcher, marked, self._schema, "body_folded"
        )
        snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        for _, address in result.hits:
            snippets.snippet_from_doc(self._searcher.doc(address)).to_html()
        return _total(result)

    def close(self) -> None:
        """Nothing to do: files are let go with the last reference."""

    def _run(self, built: Query, query: TimedQuery) -> tantivy.SearchResult:
        if query.newest:
            return self._searcher.search(built, HITS, order_by_field="published")
        return self._searcher.search(built, HITS)

    def _build(self, query: TimedQuery) -> Query:
        asked = read(query.text, accented=query.accented)
        words = self._words(asked, suffix=field_suffix(accented=query.accented))
        if not query.site:
            return words
        site = Query.term_query(self._schema, "site", query.site)
        year = Query.term_query(self._schema, "year", query.year)
        return Query.boolean_query(
            [
                (Occur.Must, words),
                (Occur.Must, Query.const_score_query(site, 0.0)),
                (Occur.Must, Query.const_score_query(year, 0.0)),
            ]
        )

    def _words(self, asked: Asked, *, suffix: str) -> Query:
        if asked.prefix:
            return self._anywhere((asked.prefix,), suffix, prefix=True)
        wanted = [self._anywhere(words, suffix) for words in asked.phrases]
        if len(wanted) == 1 and not asked.excluded:
            return wanted[0]
        occur = Occur.Should if asked.any_of else Occur.Must
        unwanted = [self._anywhere((word,), suffix) for word in asked.excluded]
        return Query.boolean_query(
            [*((occur, node) for node in wanted), *((Occur.MustNot, node) for node in unwanted)]
        )

    def _anywhere(self, words: Words, suffix: str, *, prefix: bool = False) -> Query:
        """A word, a phrase or a prefix in the title or the body."""
        nodes = []
        for field in (f"title_{suffix}", f"body_{suffix}"):
            if prefix:
                # The exact one of three ways, and faster than a regular expression.
                node = Query.fuzzy_term_query(
                    self._schema, field, words[0], distance=0, prefix=True
                )
            elif len(words) == 1:
                node = Query.term_query(self._schema, field, words[0], index_option="freq")
            else:
                node = Query.phrase_query(self._schema, field, list(words))
            nodes.append((Occur.Should, node))
        return Query.boolean_query(nodes)


def _total(result: tantivy.SearchResult) -> int:
    total: int = result.count  # type: ignore[attr-defined] # the binding's stub forgot it
    return total


ENGINE = TantivyEngine()
