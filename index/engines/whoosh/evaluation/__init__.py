"""Whoosh queries go in, arrays of documents and scores come out."""
