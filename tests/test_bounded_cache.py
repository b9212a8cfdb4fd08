"""What is made is kept within a bound of bytes, the least recently used dropped first."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from index import BoundedCache

_BOUND = 5_000


@dataclass(frozen=True)
class _Made:
    """Something of a size."""

    nbytes: int


@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2 * _BOUND), st.booleans()), max_size=60)
)
def test_it_never_holds_more_than_its_bytes_nor_forgets_what_it_holds(
    steps: list[tuple[int, int, bool]],
) -> None:
    cache = BoundedCache(_BOUND)
    for key, size, only_looks in steps:
        if only_looks:
            cache.find(key)
        else:
            cache.keep(key, _Made(size))
        held = [made for other in range(13) if (made := cache.find(other)) is not None]
        assert len(held) == len(cache)
        assert sum(made.nbytes for made in held if isinstance(made, _Made)) <= cache.nbytes
        assert cache.nbytes <= _BOUND
    assert (cache.nbytes == 0) == (len(cache) == 0)


def test_what_was_used_last_outlives_what_was_kept_before_it() -> None:
    cache = BoundedCache(_BOUND)
    for key in "ab":
        cache.keep(key, _Made(2_000))
    assert cache.find("a") is not None
    cache.keep("c", _Made(2_000))
    assert [cache.find(key) is not None for key in "abc"] == [True, False, True]


def test_what_alone_is_larger_than_the_bound_puts_nothing_else_out() -> None:
    cache = BoundedCache(_BOUND)
    small, large = _Made(10), _Made(_BOUND)
    cache.keep("small", small)
    assert cache.get("large", lambda: large) is large
    assert (cache.find("large"), cache.find("small")) == (None, small)


def test_what_is_kept_is_not_made_again_and_not_replaced() -> None:
    cache = BoundedCache(_BOUND)
    first, second = _Made(10), _Made(10)
    assert cache.get("key", lambda: first) is first
    assert cache.get("key", lambda: second) is first
    cache.keep("key", second)
    assert cache.find("key") is first
