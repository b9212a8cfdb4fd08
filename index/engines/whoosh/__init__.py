"""Articles go into Whoosh segments on disk, Queries are answered from them.

The only folder that imports `whoosh` and `numpy`. `schema` says what is written, `tree` what is
asked, `weighting` what a term is worth, `columns` what is filtered, sorted and counted; `engine`
joins them.
"""
