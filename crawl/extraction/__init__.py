"""A page's bytes in, an Article and the links to follow out: the only place that imports bs4."""
