"""Fixtures of several modules: a browser, and the address of pages to see with it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from index.engines.memory import MemoryIndex
from tests.browsing import chromium, served
from tests.web_sample import ARTICLES


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of pages over the sample articles."""
    with served(MemoryIndex(ARTICLES)) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser."""
    with chromium() as launched:
        yield launched
