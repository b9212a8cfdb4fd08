"""Queries go in, ResultPages come out: one folder or file for each engine."""
