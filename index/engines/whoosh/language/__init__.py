"""The token streams of a generation go in, a model of its language in one mapped file comes out."""
