"""Counts of an index go in; what a query may have meant comes out: accents, slips, completions."""
