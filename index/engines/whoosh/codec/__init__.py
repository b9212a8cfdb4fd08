"""Postings go in as sorted arrays, memory-mapped columns come out: a codec for Whoosh."""
