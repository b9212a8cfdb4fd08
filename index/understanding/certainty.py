"""How many articles hold a word as typed and as read go in; whether the reading is certain, out."""

# Slips of typing put `đươc` and `khoong` into every corpus; a true word is not that much rarer
# than its reading (architecture section 4, steps 1 and 5).
_TIMES = 100


def is_certain(*, typed: int, read: int) -> bool:
    """Whether a word stands in fewer than a hundredth as many articles as its reading does."""
    return typed * _TIMES < read
