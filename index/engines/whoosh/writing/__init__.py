"""Articles go in, the columns of a new segment come out, inverted in bulk."""
