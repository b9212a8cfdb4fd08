"""The articles of a segment as they are shown: written in a row, any of them read at once."""
